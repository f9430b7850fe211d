"""Documents in which something is wrong with the past; see `bad_inputs`."""

from __future__ import annotations

from collections.abc import Callable

from good_input import Bad, Document, both, put

HELD: Document = {
    "id": "held",
    "course": "sheets-1",
    "date": "2026-09-08",
    "start": "08:00",
    "end": "09:00",
    "school": "north",
    "staff": ["ada"],
}

WENT: Document = {
    "staff": "ada",
    "session": "held",
    "date": "2026-09-08",
    "start": "08:00",
    "end": "09:00",
    "need": "a2",
}


def _past(name: str, session: Document, release: Document, *expected: tuple[str, str]) -> Bad:
    """A session that was held before the 14th, with something wrong about it."""
    change = both(
        put("calendar.today", "2026-09-14"),
        both(put("past_sessions", [HELD | session]), put("past_releases", [WENT | release])),
    )
    return Bad(f"past: {name}", change, expected)


def _held(*more: Callable[[Document], object]) -> Callable[[Document], object]:
    """A session was held before the 14th, and more."""
    today = put("calendar.today", "2026-09-14")
    return both(today, put("past_sessions", [HELD]), put("past_releases", [WENT]), *more)


HELPED: Document = {"staff": "ada", "lesson": "m1", "date": "2026-09-08", "substitute": "sam"}
"""Who held her lesson then."""
PIN: Document = {"id": "late", "kind": "require"}


def _pinned(place: str, pin: Document, *codes: str) -> Bad:
    """A pin of a problem that has a past."""
    told = ", ".join(f"{name} {value}" for name, value in pin.items())
    expected = tuple((code, place) for code in codes)
    return Bad(f"past: {place} with {told}", _held(put(place, PIN | pin)), expected)


PAST = [
    _past("sound", {}, {}),
    _past(
        "of nobody known",
        {"staff": ["eve"]},
        {"staff": "eve"},
        *(("PD201", where) for where in ("past_sessions[0].staff[0]", "past_releases[0].staff")),
        ("PD803", "past_releases[0].need"),
    ),
    _past("in a room that is gone", {"room": "attic"}, {}, ("PD205", "past_sessions[0].room")),
    _past("for a need that is gone", {}, {"need": "a99"}, ("PD216", "past_releases[0].need")),
    _past(
        "for another session",
        {},
        {"session": "other"},
        ("PD217", "past_releases[0].session"),
        ("PD802", "past_sessions[0].staff[0]"),
        ("PD802", "past_releases[0].staff"),
    ),
    _past(
        "on a date that is to come",
        {"date": "2026-09-15"},
        {"date": "2026-09-15"},
        ("PD801", "past_sessions[0].date"),
        ("PD801", "past_releases[0].date"),
    ),
    _past(
        "on a day that was closed",
        {"date": "2026-09-09"},
        {"date": "2026-09-09"},
        ("PD309", "past_sessions[0].date"),
        ("PD309", "past_releases[0].date"),
    ),
    _past(
        "at a closed school",
        {"school": "south", "date": "2026-09-10"},
        {"date": "2026-09-10"},
        ("PD309", "past_sessions[0].date"),
    ),
    _past(
        "before the horizon",
        {"date": "2026-09-01"},
        {"date": "2026-09-01"},
        ("PD308", "past_sessions[0].date"),
        ("PD308", "past_releases[0].date"),
    ),
    _past(
        "without people",
        {"staff": []},
        {},
        ("PD802", "past_sessions[0].staff"),
        ("PD802", "past_releases[0].staff"),
    ),
    _past("that ended before it began", {"end": "07:30"}, {}, ("PD305", "past_sessions[0].end")),
    _past("of no time", {"end": "08:00"}, {}, ("PD305", "past_sessions[0].end")),
    _past("with a release of no time", {}, {"end": "08:00"}, ("PD305", "past_releases[0].end")),
    _past(
        "with a release on another date",
        {},
        {"date": "2026-09-07"},
        ("PD805", "past_releases[0].date"),
    ),
    _past("without its venue", {"school": None}, {}, ("PD928", "past_sessions[0]")),
    Bad(
        "past: at a venue that its course has no more",
        _held(put("courses[0].modality", "remote")),
        (("PD928", "past_sessions[0].school"),),
    ),
    Bad(
        "past: covers of who was there",
        _held(put("past_covers", [HELPED, HELPED | {"staff": "ben"}])),
        (("PD927", "past_covers[1].staff"),),
    ),
    Bad(
        "past: a cover on another date",
        _held(put("past_covers", [HELPED | {"date": "2026-09-11"}])),
        (("PD927", "past_covers[0].staff"),),
    ),
    Bad(
        "past without today",
        both(put("past_sessions", [HELD]), put("past_releases", [WENT])),
        (("PD801", "past_sessions[0].date"), ("PD801", "past_releases[0].date")),
    ),
    Bad(
        "past: one need met twice",
        both(
            put("calendar.today", "2026-09-14"),
            both(
                put("past_sessions", [HELD, HELD | {"id": "again"}]),
                put("past_releases", [WENT, WENT | {"session": "again"}]),
            ),
        ),
        (("PD803", "past_releases[1].need"),),
    ),
    Bad(
        "past: an engagement listed twice",
        both(
            put("calendar.today", "2026-09-14"),
            put(
                "past_engagements",
                [{"substitute": "sam", "school": "north", "date": "2026-09-08", "half": "am"}] * 2,
            ),
        ),
        (("PD804", "past_engagements[1]"),),
    ),
    Bad(
        "today after the horizon",
        put("calendar.today", "2026-10-01"),
        (("PD925", "calendar.today"), ("PD926", "session_pins[0]")),
    ),
    _pinned("session_pins[2]", {"date": "2026-09-08"}),
    _pinned("session_pins[2]", {"date": "2026-09-07"}, "PD926"),
    _pinned("session_pins[2]", {"date": "2026-09-08", "staff": "ben"}, "PD926"),
    _pinned("session_pins[2]", {"date": "2026-09-08", "kind": "forbid"}),
    _pinned("session_pins[2]", {"date": "2026-09-14"}),
    _pinned("session_pins[2]", {"school": "south"}),
    _pinned("engagement_pins[1]", {"date": "2026-09-08", "half": "pm"}, "PD926"),
    Bad(
        "past: a pin on a need that was not met there",
        _held(
            put("needs[2]", {"id": "a3", "staff": "ada", "course": "sheets-1"}),
            put("session_pins[2]", PIN | {"date": "2026-09-08", "staff": "ada", "need": "a3"}),
        ),
        (("PD908", "needs[2]"), ("PD926", "session_pins[2]")),
    ),
    Bad(
        "past: pins that it meets",
        _held(
            put("session_pins[2]", PIN | {"date": "2026-09-08", "staff": "ada", "need": "a2"}),
            put("engagement_pins[1]", PIN | {"date": "2026-09-08", "half": "am"}),
            put(
                "past_engagements",
                [{"substitute": "sam", "school": "north", "date": "2026-09-08", "half": "am"}],
            ),
        ),
        (),
    ),
]

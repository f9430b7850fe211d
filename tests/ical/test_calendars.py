"""Calendars read by a second parser: who has which event, when, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from strategies import scaled
from tuesday import PLAN, PROBLEM, TUESDAY

from pdsched import CalendarFile, Plan, Problem, ProblemError, save_calendars
from pdsched.ical import Published, calendars, read_published

Known = dict[str, dict[str, Published]]

NOW = dt.datetime(2026, 8, 1, 12, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 8, 9, 12, 0, tzinfo=dt.UTC)
MOVED = [("2026-09-08", "2026-09-09")]


def parsed(content: bytes) -> Iterator[dict[str, str]]:
    """The events of a calendar by property, read without the library that wrote it (RFC 5545)."""
    text = content.decode()
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    event: dict[str, str] | None = None
    for line in lines:
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert event is not None
            yield event
            event = None
        elif event is not None:
            name, _, value = line.partition(":")
            key = name.partition(";")[0]
            assert key not in event
            event[key] = value
            event[f"{key};"] = name.partition(";")[2]


def events(files: Iterable[CalendarFile]) -> dict[str, dict[str, dict[str, str]]]:
    """By file and UID, the events of calendars."""
    return {f.file: {e["UID"]: e for e in parsed(f.content)} for f in files}


def moved(plan: Plan, day: str) -> Plan:
    """The plan with all that is on its date on another one."""
    text = plan.to_json().replace(TUESDAY, day)
    return Plan.model_validate_json(text).canonical()


def test_each_has_the_events_of_their_own() -> None:
    """One Tuesday, small enough to draw."""
    files = events(calendars(PROBLEM, PLAN, now=NOW))

    assert {file: len(inside) for file, inside in files.items()} == {
        "people/ada.ics": 1,
        "people/bo.ics": 1,
        "people/cy.ics": 1,
        "people/dee.ics": 1,
        "schools/north.ics": 4,  # the session, and three people away
        "schools/south.ics": 2,
        "substitutes/sam.ics": 2,
        "substitutes/vic.ics": 1,
        "trainers/tom.ics": 2,
    }
    [ada] = files["people/ada.ics"].values()
    assert (ada["DTSTART"], ada["DTEND"]) == ("20260908T090000", "20260908T103000")
    assert ada["DTSTART;"] == "TZID=America/Toronto"
    assert ada["SUMMARY"] == "sheets"
    assert ada["LOCATION"] == "north\\, lab"
    assert "09:00-10:00 maths 8b: sam" in ada["DESCRIPTION"]
    assert (ada["SEQUENCE"], ada["STATUS"]) == ("0", "CONFIRMED")
    [cy] = files["people/cy.ics"].values()
    assert "Away 08:40-10:50\\, the way included." in cy["DESCRIPTION"]
    sam = sorted(files["substitutes/sam.ics"].values(), key=lambda e: e["DTSTART"])
    assert [e["SUMMARY"] for e in sam] == ["Substitute at north", "Substitute at south"]
    assert [e["DTSTART"][9:13] for e in sam] == ["0800", "1300"]


def test_what_stays_is_as_it_was_and_what_moves_rises() -> None:
    """By the calendars that were published: UID stays, SEQUENCE and DTSTAMP tell the news."""
    first = calendars(PROBLEM, PLAN, now=NOW)
    known = _read(first)
    same = calendars(PROBLEM, PLAN, published=known, now=LATER)

    assert [f.content for f in same] == [f.content for f in first]
    assert sum(f.news for f in same) == 0

    later = calendars(PROBLEM, moved(PLAN, "2026-09-15"), published=known, now=LATER, revision=7)
    old, new = events(first), events(later)
    for uid, event in old["people/ada.ics"].items():
        assert new["people/ada.ics"][uid]["DTSTART"] == "20260915T090000"
        assert new["people/ada.ics"][uid]["SEQUENCE"] == "7"
        assert event["SEQUENCE"] == "0"
    # Of a substitute it is another half-day: the old one is cancelled.
    assert sorted(e["STATUS"] for e in new["substitutes/vic.ics"].values()) == [
        "CANCELLED",
        "CONFIRMED",
    ]

    again = calendars(PROBLEM, moved(PLAN, "2026-09-15"), published=_read(later), now=LATER)
    assert [f.content for f in again] == [f.content for f in later]


def test_other_words_are_no_move() -> None:
    """Somebody else holds a class: the event says so, at the same SEQUENCE."""
    first = calendars(PROBLEM, PLAN, now=NOW)
    covers = tuple(
        c.model_copy(update={"substitute": "vic"}) if c.staff == "ada" else c for c in PLAN.covers
    )
    engaged = tuple(
        e.model_copy(update={"substitute": "vic"}) if e.school == "north" else e
        for e in PLAN.engagements
    )
    plan = PLAN.model_copy(update={"covers": covers, "engagements": engaged})
    [ada] = events(calendars(PROBLEM, plan, published=_read(first), now=LATER))[
        "people/ada.ics"
    ].values()

    assert "maths 8b: vic" in ada["DESCRIPTION"]
    assert (ada["SEQUENCE"], ada["DTSTAMP"]) == ("0", "20260809T120000Z")


def test_who_is_no_longer_part_of_it_is_told() -> None:
    """The calendar stays, with its events cancelled; and comes back to life."""
    first = calendars(PROBLEM, PLAN, now=NOW)
    gone = calendars(PROBLEM, Plan(), published=_read(first), now=LATER)

    assert {e["STATUS"] for file in events(gone).values() for e in file.values()} == {"CANCELLED"}
    assert {e["SEQUENCE"] for file in events(gone).values() for e in file.values()} == {"1"}

    back = events(calendars(PROBLEM, PLAN, published=_read(gone), now=LATER))
    assert {e["STATUS"] for file in back.values() for e in file.values()} == {"CONFIRMED"}
    assert {e["SEQUENCE"] for file in back.values() for e in file.values()} == {"2"}


def test_an_earlier_plan_does_where_its_calendars_are_not_there() -> None:
    """What is the same has SEQUENCE 0, the rest that of the revision."""
    new = events(calendars(PROBLEM, PLAN, before=moved(PLAN, "2026-09-15"), revision=3, now=NOW))

    assert {e["SEQUENCE"] for e in new["people/ada.ics"].values()} == {"3"}
    same = events(calendars(PROBLEM, PLAN, before=PLAN, revision=3, now=NOW))
    assert {e["SEQUENCE"] for e in same["people/ada.ics"].values()} == {"0"}


@pytest.mark.parametrize("zone", ["America/Toronto", "Europe/Berlin", "Australia/Sydney"])
def test_the_clock_is_right_when_it_changes(zone: str) -> None:
    """At nine before and after; and the zone's rules say at which hour of UTC that is."""
    days = [dt.date(2026, 10, 1) + dt.timedelta(days=7 * n) for n in range(8)]
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": zone, "first": "2026-09-28", "last": "2026-11-30"},
            "schools": [{"id": "n", "periods": [{"id": "1", "start": "09:00", "end": "10:00"}]}],
            "staff": [{"id": "ada", "schools": ["n"]}],
            "courses": [
                {"id": f"c{n}", "topic": "t", "minutes": 60, "group_max": 1,
                 "modality": "self-paced"}
                for n, _ in enumerate(days)
            ],
        }
    )  # fmt: skip
    sessions, releases = [], []
    for n, day in enumerate(days):
        when = {"date": day, "start": "09:00", "end": "10:00"}
        sessions.append({"id": f"s{n}", "course": f"c{n}", "staff": ["ada"], **when})
        releases.append({"staff": "ada", "session": f"s{n}", "need": f"n{n}", **when})
    [file] = (
        f
        for f in calendars(problem, {"sessions": sessions, "releases": releases}, now=NOW)
        if f.file == "people/ada.ics"
    )
    offsets = _offsets(file.content.decode())

    assert len(offsets) == 2
    for event in parsed(file.content):
        local = dt.datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S")
        assert local.hour == 9
        told = max((start, offset) for start, offset in offsets if start <= local)[1]
        assert told == local.replace(tzinfo=ZoneInfo(zone)).utcoffset()


def _offsets(text: str) -> list[tuple[dt.datetime, dt.timedelta]]:
    """From when on which offset holds, as the VTIMEZONE says."""
    offsets = []
    for block in text.split("BEGIN:VTIMEZONE")[1].split("END:VTIMEZONE")[0].split("BEGIN:")[1:]:
        fields = dict(line.split(":", 1) for line in block.splitlines()[1:] if ":" in line)
        assert "RRULE" not in fields  # cut to the horizon
        told = fields["TZOFFSETTO"]
        offset = dt.timedelta(hours=int(told[1:3]), minutes=int(told[3:5])) * (
            1 if told[0] == "+" else -1
        )
        offsets.append((dt.datetime.strptime(fields["DTSTART"], "%Y%m%dT%H%M%S"), offset))
    return offsets


def test_a_folder_tells_what_was_published(tmp_path: Path) -> None:
    """Files of others stay; a calendar that is none is a fault, and nothing is written."""
    (tmp_path / "notes.txt").write_text("ours")
    save_calendars(PROBLEM, PLAN, tmp_path)
    before = {p: p.read_bytes() for p in tmp_path.rglob("*.ics")}
    files = save_calendars(PROBLEM, PLAN, tmp_path)

    assert sum(f.news for f in files) == 0
    assert {p: p.read_bytes() for p in tmp_path.rglob("*.ics")} == before
    (tmp_path / "people" / "ada.ics").write_text("hello")
    with pytest.raises(ProblemError, match=r"PD103 people/ada\.ics"):
        save_calendars(PROBLEM, moved(PLAN, "2026-09-15"), tmp_path)
    assert (tmp_path / "people" / "bo.ics").read_bytes() == before[tmp_path / "people" / "bo.ics"]
    assert (tmp_path / "notes.txt").read_text() == "ours"


def test_other_problems_have_other_events() -> None:
    """By their id, which stays when all else changes; without one, by their schools."""
    named = PROBLEM.model_copy(update={"id": "district-9"})
    edited = named.model_copy(update={"name": "another", "rooms": ()})
    alone = {"sessions": PLAN.sessions[1:], "releases": PLAN.releases[3:], "covers": ()}
    plan = PLAN.model_copy(update={**alone, "engagements": ()})
    assert named.digest() == PROBLEM.digest()

    def uids(problem: Problem) -> set[str]:
        return set(events(calendars(problem, plan, now=NOW))["people/dee.ics"])

    assert uids(named) == uids(edited)
    assert uids(named) != uids(PROBLEM)


NEEDS = [(who, course) for who in ("ada", "bo", "cy") for course in ("sheets", "slides")]
WHEN = st.none() | st.tuples(st.sampled_from([8, 10, 15]), st.sampled_from([9, 13]))
"""Few, so that people often sit together, and stay where they were in the next plan."""
HALVES = st.sets(st.tuples(st.sampled_from(["am", "pm"]), st.sampled_from(["north", "south"])))


@composite
def plans(draw: DrawFn) -> Plan:
    """Who learns what when, at north; those who learn the same at once sit together."""
    groups: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for who, course in NEEDS:
        if (when := draw(WHEN)) is not None:
            groups[course, *when].append(who)
    sessions, releases = [], []
    for (course, day, hour), staff in groups.items():
        at = {"date": f"2026-09-{day:02}", "start": f"{hour:02}:00", "end": f"{hour + 1:02}:00"}
        name = f"{course} {day} {hour}"
        where = {
            "school": "north",
            "trainer": draw(st.sampled_from(["tom", None])),
            "room": draw(st.sampled_from(["lab", None])),
        }
        sessions.append({"id": name, "course": course, "staff": staff, **where, **at})
        for who in staff:
            releases.append({"staff": who, "session": name, "need": f"n-{who}-{course}", **at})
    engagements = [
        {"substitute": "sam", "school": school, "date": TUESDAY, "half": half}
        for half, school in draw(HALVES)
    ]
    return Plan.model_validate(
        {"sessions": sessions, "releases": releases, "engagements": engagements}
    )


@settings(max_examples=scaled(1))
@given(st.lists(plans(), min_size=2, max_size=4))
def test_uids_and_sequences_under_replans(chain: list[Plan]) -> None:
    """A UID is of one thing, none is lost; SEQUENCE never falls, and rises by moves alone."""
    known: Known = {}
    last: dict[str, dict[str, str]] = {}
    for step, plan in enumerate(chain):
        clock = NOW + step * dt.timedelta(days=1)
        files = calendars(PROBLEM, plan, published=known, now=clock)
        now: dict[str, dict[str, str]] = {}
        for inside in events(files).values():
            assert not set(inside) & set(now)
            now |= inside
        assert set(last) <= set(now)
        for uid, event in last.items():
            rose = int(now[uid]["SEQUENCE"]) - int(event["SEQUENCE"])
            place = ("DTSTART", "DTEND", "LOCATION", "STATUS")
            assert rose == any(now[uid].get(key) != event.get(key) for key in place)
        known, last = _read(files), now


@settings(max_examples=scaled(2))
@given(plans(), plans())
def test_a_uid_is_of_what_it_tells(first: Plan, second: Plan) -> None:
    """The same in both plans, whenever it is and whoever else comes, and no other's."""
    one, other = uids_of(first), uids_of(second)

    assert all(one[what] == other[what] for what in one.keys() & other.keys())
    assert len({*(one | other).values()}) == len(one | other)


def uids_of(plan: Plan) -> dict[tuple[str, ...], str]:
    """By person and course; substitute, half-day and school; or course and first who attends."""
    first = {(s.course, f"{s.date:%Y%m%d}T{s.start:%H%M%S}"): s.staff[0] for s in plan.sessions}
    uids: dict[tuple[str, ...], str] = {}
    for file, inside in events(calendars(PROBLEM, plan, now=NOW)).items():
        for uid, event in inside.items():
            what = event["SUMMARY"].removeprefix("Lead ")
            told: tuple[str, ...]
            if file.startswith("substitutes/"):
                told = (file, event["DTSTART"], event["LOCATION"])
            elif file.startswith("people/") or ": " in what:  # who is away from a school
                told = (file, what)
            else:
                told = (file, what, first[what, event["DTSTART"]])
            assert told not in uids
            uids[told] = uid
    return uids


def _read(files: Iterable[CalendarFile]) -> Known:
    """What a folder with these files would tell."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        for file in files:
            path = Path(folder) / file.file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
        return read_published(folder)

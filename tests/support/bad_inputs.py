"""Bad inputs: a small good document, and what each change to it must be told.

Each case changes the good document in one way and lists what must be reported: code and place of
every fault, no more and no fewer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Document = dict[str, Any]
Expected = tuple[tuple[str, str], ...]


def good() -> Document:
    """A document without any fault or remark, with at least two of most things."""
    return {
        "format": "pdsched-problem",
        "name": "two schools",
        "calendar": {
            "time_zone": "America/Toronto",
            "first": "2026-09-07",
            "last": "2026-09-18",
            "closed": ["2026-09-09"],
            "pupil_free": ["2026-09-18"],
            "blackouts": [
                {"id": "exams", "first": "2026-09-14", "last": "2026-09-14", "schools": ["north"]}
            ],
        },
        "schools": [
            {
                "id": "north",
                "zone": "city",
                "periods": [
                    {"id": "1", "start": "08:00", "end": "09:00"},
                    {"id": "2", "start": "09:00", "end": "10:00", "days": ["mon", "tue"]},
                    {"id": "3", "start": "13:00", "end": "14:00"},
                ],
            },
            {
                "id": "south",
                "zone": "shore",
                "closed": ["2026-09-10"],
                "cycle": {"kind": "rotating", "days": ["day 1", "day 2", "day 3"]},
                "periods": [{"id": "1", "start": "08:30", "end": "09:30"}],
            },
        ],
        "travel": [{"origin": "north", "destination": "south", "minutes": 15}],
        "rooms": [{"id": "lab", "school": "north", "capacity": 12}],
        "staff": [
            {"id": "ada", "schools": ["north", "south"], "levels": {"sheets": 1}},
            {"id": "ben", "schools": ["south"], "completed": ["sheets-1"]},
        ],
        "lessons": [
            {
                "id": "m1",
                "school": "north",
                "staff": ["ada"],
                "day": "mon",
                "start": "08:00",
                "end": "09:00",
                "qualification": "maths",
            },
            {
                "id": "s1",
                "school": "south",
                "staff": ["ben"],
                "day": "day 1",
                "start": "08:30",
                "end": "09:30",
            },
            {
                "id": "d1",
                "school": "south",
                "staff": ["ben"],
                "date": "2026-09-08",
                "start": "11:00",
                "end": "12:00",
            },
        ],
        "protected": [
            {"id": "plan", "staff": "ada", "day": "tue", "start": "13:00", "end": "14:00"}
        ],
        "courses": [
            {"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 10},
            {
                "id": "sheets-2",
                "topic": "sheets",
                "level_from": 1,
                "level_to": 2,
                "minutes": 60,
                "group_min": 2,
                "group_max": 10,
                "prerequisites": [{"course": "sheets-1", "min_days": 1, "max_days": 5}],
            },
        ],
        "needs": [
            {"id": "a2", "staff": "ada", "course": "sheets-2"},
            {"id": "b2", "staff": "ben", "topic": "sheets", "level_to": 2},
        ],
        "trainers": [
            {
                "id": "tess",
                "courses": ["sheets-1", "sheets-2"],
                "available": [{"start": "08:00", "end": "16:00", "weekdays": ["tue", "wed"]}],
                "schools": ["north"],
            }
        ],
        "substitutes": [
            {
                "id": "sam",
                "zones": ["city"],
                "schools": ["south"],
                "qualifications": ["maths"],
                "available": [{"halves": ["am"], "weekdays": ["mon"]}],
            }
        ],
        "session_pins": [
            {"id": "p1", "kind": "require", "course": "sheets-2", "start": "08:00"},
            {"id": "p2", "kind": "forbid", "staff": "ben", "date": "2026-09-11"},
        ],
        "engagement_pins": [
            {"id": "e1", "kind": "forbid", "substitute": "sam", "date": "2026-09-07", "half": "am"}
        ],
    }


class Bad(NamedTuple):
    """A change to the good document, and the faults that it must bring."""

    name: str
    change: Callable[[Document], object]
    faults: Expected


def put(path: str, value: object) -> Callable[[Document], object]:
    """The change that puts a value at a JSON path."""

    def change(document: Document) -> None:
        *steps, last = _steps(path)
        holder: Any = document
        for step in steps:
            holder = holder[step]
        if isinstance(holder, list) and last == len(holder):
            holder.append(value)
        else:
            holder[last] = value

    return change


def drop(path: str) -> Callable[[Document], object]:
    """The change that takes out what stands at a JSON path."""

    def change(document: Document) -> None:
        *steps, last = _steps(path)
        holder: Any = document
        for step in steps:
            holder = holder[step]
        del holder[last]

    return change


def both(*changes: Callable[[Document], object]) -> Callable[[Document], object]:
    """Several changes one after the other."""
    return lambda document: [change(document) for change in changes]


def _steps(path: str) -> list[int | str]:
    parts = path.replace("[", ".").replace("]", "").split(".")
    return [int(part) if part.isdigit() else part for part in parts]


def bad(path: str, value: object, code: str, where: str | None = None) -> Bad:
    """The case of one value put at one path, with one fault, there unless said otherwise."""
    return Bad(f"{code} {path}={value}", put(path, value), ((code, where or path),))


def again(path: str, **fields: object) -> Bad:
    """The case of a second record of a list with the id of the first."""
    steps = _steps(path)

    def change(document: Document) -> None:
        records: Any = document
        for step in steps:
            records = records[step]
        records.append({**records[0], **fields})

    places = {"calendar.blackouts": 1, "schools": 2, "staff": 2, "lessons": 3, "courses": 2}
    place = places.get(path, 2 if path in ("needs", "session_pins") else 1)
    return Bad(f"{path} again", change, (("PD210", f"{path}[{place}].id"),))


MON = {"start": "08:00", "end": "09:00", "school": "north", "staff": ["ada"]}
SPRING = both(
    put("calendar.time_zone", "Africa/Cairo"),  # clocks go from 00:00 to 01:00 on Friday, 24 April
    put("calendar.first", "2026-04-20"),
    put("calendar.last", "2026-05-01"),
    put("calendar.closed", []),
    drop("lessons[2]"),
    drop("session_pins"),
    drop("engagement_pins"),
)

SHAPE = [
    bad("format", "pdsched-plan", "PD110"),
    bad("version", 2, "PD110"),
    bad("surprise", 1, "PD107"),
    bad("needs[0].cuorse", 1, "PD107"),
    bad("needs", {}, "PD108"),
    bad("needs[1]", 7, "PD108"),
    bad("lessons[0].classes", "7a", "PD108"),
    bad("staff[1].name", 5, "PD108"),
    bad("staff[1].fte", "half", "PD108"),
    bad("staff[1].fte", 2, "PD109"),
    bad("staff[1].fte", 0, "PD109"),
    bad("staff[1].cover_volunteer", "perhaps", "PD108"),
    bad("staff[0].levels", {"sheets": 11}, "PD109"),
    bad("staff[0].levels", {"spread sheets": "x"}, "PD108", "staff[0].levels['spread sheets']"),
    bad("staff[0].levels", 2, "PD108"),
    bad("staff[0].role", "wizard", "PD110"),
    Bad(
        "endless hours",
        put("staff[1].hours_before", float("inf")),
        (("PD109", "staff[1].hours_before"),),
    ),
    bad("staff[1].points_met_before", 10, "PD109"),
    bad("courses[0].minutes", True, "PD108"),
    bad("courses[0].minutes", 61.5, "PD108"),
    bad("courses[0].minutes", 3, "PD109"),
    bad("needs[0].priority", 6, "PD109"),
    bad("rooms[0].id", " lab", "PD111"),
    bad("rooms[0].id", "a|b", "PD111"),
    bad("rooms[0].id", "", "PD111"),
    bad("rooms[0].id", "x" * 201, "PD111"),
    bad("lessons[0].start", "25:00", "PD112"),
    bad("lessons[0].start", 800, "PD112"),
    bad("calendar.first", "07/09/2026", "PD113"),
    bad("calendar.first", 20260907, "PD113"),
    bad("calendar.first", "1789689600", "PD113"),
    bad("calendar.closed", ["2026-09-09T00:00:00"], "PD113", "calendar.closed[0]"),
    bad("calendar.last", "2026-02-30", "PD113"),
    Bad("no room id", drop("rooms[0].id"), (("PD106", "rooms[0].id"),)),
    Bad("no calendar", drop("calendar"), (("PD106", "calendar"),)),
    Bad("no time zone", drop("calendar.time_zone"), (("PD106", "calendar.time_zone"),)),
]

REFERENCES = [
    bad("needs[0].staff", "T99", "PD201"),
    bad("lessons[0].staff[1]", "T99", "PD201"),
    bad("protected[0].staff", "T99", "PD201"),
    bad("session_pins[1].staff", "T99", "PD201"),
    bad("staff[0].schools[1]", "west", "PD202"),
    bad("lessons[0].school", "west", "PD202"),
    bad("courses[0].schools", ["west"], "PD202", "courses[0].schools[0]"),
    bad("trainers[0].schools[0]", "west", "PD202"),
    bad("rooms[0].school", "west", "PD202"),
    bad("substitutes[0].schools[0]", "west", "PD202"),
    bad("substitutes[0].excluded_schools", ["west"], "PD202", "substitutes[0].excluded_schools[0]"),
    bad("travel[0].origin", "west", "PD202"),
    bad("travel[0].destination", "west", "PD202"),
    bad("calendar.blackouts[0].schools[0]", "west", "PD202"),
    bad("session_pins[0].school", "west", "PD202"),
    bad("engagement_pins[0].school", "west", "PD202"),
    bad("needs[0].course", "slides", "PD203"),
    bad("staff[1].completed[1]", "slides", "PD203"),
    bad("trainers[0].courses[1]", "slides", "PD203"),
    bad(
        "courses[1].prerequisites[1]",
        {"course": "x"},
        "PD203",
        "courses[1].prerequisites[1].course",
    ),
    bad("session_pins[0].course", "slides", "PD203"),
    bad("session_pins[0].trainer", "T99", "PD204"),
    bad("session_pins[0].room", "R99", "PD205"),
    bad("engagement_pins[0].substitute", "S99", "PD206"),
    bad("needs[1].topic", "slides", "PD207"),
    bad("lessons[0].day", "day 1", "PD208"),
    bad("protected[0].day", "sat", "PD208"),
    bad("schools[0].periods[1].days[1]", "sat", "PD208"),
    bad("substitutes[0].zones[1]", "moon", "PD209"),
    again("calendar.blackouts"),
    again("schools"),
    again("rooms"),
    again("staff"),
    again("lessons", day="wed"),
    again("protected"),
    again("courses"),
    again("needs", staff="ben", course="sheets-1"),
    again("trainers"),
    again("substitutes"),
    again("session_pins"),
    again("engagement_pins"),
    bad("schools[0].periods[2].id", "1", "PD210"),
    bad("lessons[0].staff[1]", "ada", "PD211"),
    bad("staff[0].schools[2]", "south", "PD211"),
    bad(
        "courses[1].prerequisites[1]",
        {"course": "sheets-1"},
        "PD211",
        "courses[1].prerequisites[1]",
    ),
    bad(
        "calendar.weekdays",
        ["mon", "tue", "wed", "thu", "fri", "mon"],
        "PD211",
        "calendar.weekdays[5]",
    ),
    bad("courses[0].schools", [], "PD212"),
    bad("trainers[0].schools", [], "PD212"),
    bad("trainers[0].courses", [], "PD212"),
    bad("trainers[0].available", [], "PD212"),
    bad("staff[0].schools", [], "PD212"),
    bad("schools[0].periods", [], "PD212"),
    bad("calendar.blackouts[0].weekdays", [], "PD212"),
    bad("calendar.blackouts[0].schools", [], "PD212"),
    bad("schools[0].periods[2].days", [], "PD212"),
    bad("substitutes[0].available[0].halves", [], "PD212"),
    bad(
        "staff[0].unavailable",
        [{"start": "08:00", "end": "09:00", "dates": []}],
        "PD212",
        "staff[0].unavailable[0].dates",
    ),
    bad("travel[1]", {"origin": "north", "destination": "south", "minutes": 20}, "PD213"),
    bad("travel[1]", {"origin": "north", "destination": "north", "minutes": 20}, "PD214"),
]

TIME = [
    bad("calendar.time_zone", "Mars/Base", "PD301"),
    bad("calendar.time_zone", "America", "PD301"),
    bad("calendar.time_zone", "", "PD301"),
    bad("calendar.last", "2026-09-01", "PD302"),
    bad("calendar.last", "2029-09-07", "PD303"),
    bad("calendar.weekdays", [], "PD304"),
    bad("calendar.blackouts[0].last", "2026-09-01", "PD302"),
    bad("lessons[0].end", "08:00", "PD305"),
    bad("lessons[0].end", "07:00", "PD305"),
    bad("protected[0].end", "12:00", "PD305"),
    bad("schools[0].periods[2].end", "12:30", "PD305"),
    bad("trainers[0].available[0].end", "07:59", "PD305"),
    bad("calendar.blackouts[0].end", "00:00", "PD305"),
    bad("lessons[0].date", "2026-09-08", "PD307", "lessons[0]"),
    bad("protected[0].date", "2026-09-08", "PD307", "protected[0]"),
    Bad("lesson on no day", drop("lessons[0].day"), (("PD307", "lessons[0]"),)),
    bad("lessons[2].date", "2026-09-19", "PD308"),
    bad("lessons[2].date", "2026-09-06", "PD308"),
    bad("lessons[2].date", "2026-09-12", "PD309"),
    bad("lessons[2].date", "2026-09-09", "PD309"),
    bad("lessons[2].date", "2026-09-10", "PD309"),
    bad("lessons[0].first", "2026-09-19", "PD310"),
    bad("lessons[0].last", "2026-09-06", "PD310"),
    bad("lessons[3]", {**MON, "id": "m2", "day": "mon"}, "PD311", "lessons[3].staff[0]"),
    bad("lessons[3]", {**MON, "id": "m2", "date": "2026-09-14"}, "PD311", "lessons[3].staff[0]"),
    bad(
        "lessons[3]",
        {**MON, "id": "m2", "school": "south", "day": "day 1"},
        "PD311",
        "lessons[3].staff[0]",
    ),
    bad("staff[0].stands_in_for", ["eve"], "PD201", "staff[0].stands_in_for[0]"),
    bad("lessons[0].staff_needed", 2, "PD316"),
    bad("lessons[0].may_join", ["d0"], "PD215", "lessons[0].may_join[0]"),
    bad(
        "calendar.key_times",
        [{"start": "09:00", "end": "09:00"}],
        "PD305",
        "calendar.key_times[0].end",
    ),
    bad("schools[0].cycle", {"days": ["mon", "tue"]}, "PD312", "schools[0].cycle.days"),
    bad("schools[1].cycle.days[3]", "day 1", "PD313"),
    bad("schools[0].periods[1].start", "08:30", "PD314", "schools[0].periods[1]"),
    Bad(
        "a lesson while clocks are put forward",
        both(SPRING, put("lessons[2]", {**MON, "id": "x", "start": "00:30", "date": "2026-04-24"})),
        (("PD306", "lessons[2].start"),),
    ),
    Bad(
        "a period while clocks are put forward",
        both(SPRING, put("schools[0].periods[3]", {"id": "0", "start": "00:00", "end": "00:45"})),
        (("PD306", "schools[0].periods[3].start"), ("PD306", "schools[0].periods[3].end")),
    ),
    Bad(
        "a window while clocks are put forward",
        both(SPRING, put("staff[0].unavailable", [{"start": "00:00", "end": "00:45"}])),
        (("PD306", "staff[0].unavailable[0].end"),),
    ),
]

LEARNING = [
    bad("needs[0].topic", "sheets", "PD401", "needs[0]"),
    Bad("need for nothing", drop("needs[0].course"), (("PD401", "needs[0]"),)),
    Bad("need without level", drop("needs[1].level_to"), (("PD402", "needs[1].level_to"),)),
    bad("needs[1].level_from", 2, "PD403", "needs[1].level_to"),
    bad("needs[1].level_to", 3, "PD404"),
    bad("needs[2]", {"id": "c2", "staff": "ada", "course": "sheets-2"}, "PD405"),
    bad("courses[1].level_from", 2, "PD406", "courses[1].level_to"),
    bad("courses[1].group_min", 11, "PD407"),
    bad("courses[1].prerequisites[0].min_days", 6, "PD409"),
    bad(
        "courses[1].prerequisites[1]",
        {"course": "sheets-2"},
        "PD410",
        "courses[1].prerequisites[1].course",
    ),
    bad("courses[0].prerequisites", [{"course": "sheets-2"}], "PD411"),
    Bad(
        "group larger than any room",
        both(put("courses[1].group_min", 13), put("courses[1].group_max", 14)),
        (("PD412", "courses[1].group_min"),),
    ),
    bad("courses[1].group_max", 13, "PD906"),
    bad("courses[1].schools", ["south"], "PD907", "courses[1]"),
    Bad(
        "preferred group out of bounds",
        put("courses[1].group_preferred", 11),
        (("PD408", "courses[1].group_preferred"),),
    ),
    bad("staff[0].levels.sheets", 2, "PD908", "needs[0]"),
    bad("staff[0].levels.sheets", 0, "PD903", "needs[0].course"),
]

PAIRS = [
    Bad(
        "a group that learns alone",
        both(
            put("courses[1].prerequisites[0].same_group", True),
            put("courses[1].modality", "self-paced"),
        ),
        (("PD413", "courses[1].prerequisites[0].same_group"),),
    ),
    Bad(
        "unknown people and course",
        put(
            "pairs",
            [{"id": "x", "kind": "apart", "staff": ["ada", "eve"], "course": "none"}],
        ),
        (("PD201", "pairs[0].staff[1]"), ("PD203", "pairs[0].course")),
    ),
    Bad(
        "one person twice",
        put("pairs", [{"id": "x", "kind": "apart", "staff": ["ada", "ada"]}]),
        (("PD211", "pairs[0].staff[1]"),),
    ),
    Bad(
        "one person alone",
        put("pairs", [{"id": "x", "kind": "apart", "staff": ["ada"]}]),
        (("PD109", "pairs[0].staff"),),
    ),
    Bad(
        "three people",
        put("pairs", [{"id": "x", "kind": "apart", "staff": ["ada", "ben", "eve"]}]),
        (("PD109", "pairs[0].staff"),),
    ),
    Bad(
        "together and apart",
        put(
            "pairs",
            [
                {"id": "x", "kind": "apart", "staff": ["ada", "ben"]},
                {"id": "y", "kind": "together", "staff": ["ben", "ada"], "course": "sheets-1"},
            ],
        ),
        (("PD421", "pairs[0]"),),
    ),
]

CHAMPIONS = [
    Bad(
        "unknown topic and school",
        put("champions", [{"id": "x", "topic": "shets", "level": 2, "schools": ["west"]}]),
        (("PD202", "champions[0].schools[0]"), ("PD207", "champions[0].topic")),
    ),
    Bad(
        "champions of no school",
        put("champions", [{"id": "x", "topic": "sheets", "level": 2, "schools": []}]),
        (("PD212", "champions[0].schools"),),
    ),
]

COVER = [
    Bad(
        "serves nowhere",
        both(drop("substitutes[0].zones"), drop("substitutes[0].schools")),
        (("PD501", "substitutes[0]"),),
    ),
    bad("substitutes[0].excluded_schools", ["north", "south"], "PD910"),
    bad("substitutes[0].available[0].dates", ["2026-09-08"], "PD904", "substitutes[0].available"),
    bad("trainers[0].available[0].last", "2026-09-07", "PD905", "trainers[0].available"),
    bad("substitutes[0].qualifications", [], "PD902", "lessons[0].qualification"),
    bad(
        "calendar.fill_probabilities",
        [{"weekday": "mon", "probability": 1}] * 2,
        "PD211",
        "calendar.fill_probabilities[1].weekday",
    ),
    Bad(
        "one notice twice",
        both(
            put("calendar.today", "2026-09-01"),
            put("calendar.fill_by_notice", [{"days": 1, "probability": p} for p in (0.5, 1)]),
        ),
        (("PD211", "calendar.fill_by_notice[1].days"),),
    ),
    bad(
        "calendar.terms",
        [{"id": "1", "first": "2026-09-08", "last": "2026-09-07"}],
        "PD302",
        "calendar.terms[0].last",
    ),
    bad(
        "calendar.terms",
        [{"id": n, "first": "2026-09-08", "last": "2026-09-09"} for n in "ab"],
        "PD315",
        "calendar.terms[1]",
    ),
    Bad(
        "no open day",
        put("calendar.closed", [f"2026-09-{day:02d}" for day in range(7, 19)]),
        (("PD309", "lessons[2].date"), ("PD909", "calendar")),
    ),
]

PINS = [
    bad("session_pins[2]", {"id": "p3", "kind": "require"}, "PD601"),
    bad("engagement_pins[1]", {"id": "e2", "kind": "forbid", "reason": "so"}, "PD601"),
    bad(
        "session_pins[2]",
        {"id": "p3", "kind": "forbid", "course": "sheets-2", "start": "08:00"},
        "PD602",
        "session_pins[0]",
    ),
    bad(
        "session_pins[2]",
        {"id": "p3", "kind": "forbid", "course": "sheets-2"},
        "PD602",
        "session_pins[0]",
    ),
    bad("session_pins[1].date", "2026-09-21", "PD603"),
    bad("engagement_pins[0].date", "2025-09-07", "PD603"),
    bad("session_pins[0].start", "08:15", "PD604"),
    bad("session_pins[0].school", "south", "PD604", "session_pins[0].start"),
]

BESIDE = {**MON, "id": "m2", "staff": ["ben"], "day": "mon"}
"""A lesson of ben's at the time of ada's."""
TOLD = {"staff": "ada", "course": "sheets-2", "date": "2026-09-08", "start": "08:00"}
"""What the previous plan had."""


def _joining(name: str, **other: object) -> Bad:
    """Ada's class may join a lesson like ben's beside it, and never can."""
    change = both(put("lessons[1]", BESIDE | other), put("lessons[0].may_join", ["m2"]))
    return Bad(f"joins a lesson {name}", change, (("PD914", "lessons[0].may_join[0]"),))


def _cadence(**arc: int) -> Bad:
    """Sheets-2 goes on from sheets-1 in a rhythm that its lags do not allow."""
    first = {"course": "sheets-1", **arc}
    return bad(
        "courses[1].prerequisites",
        [first],
        "PD917",
        "courses[1].prerequisites[0].cadence_days",
    )


def _in_two_tables(*records: str) -> Bad:
    """Ada of the staff has another name as trainer, and as a substitute."""
    renamed = [put(f"{record}.{key}", x) for record in records for key, x in EVE.items()]
    change = both(put("staff[0].name", "Ada"), drop("engagement_pins"), *renamed)
    return Bad(f"two names in {records}", change, tuple(("PD924", f"{r}.id") for r in records))


EVE = {"id": "ada", "name": "Eve"}

IDLE = [
    bad("lessons[0].may_join", ["m1"], "PD502", "lessons[0].may_join[0]"),
    Bad(
        "divided among one lesson, its own",
        put("lessons[0].may_split", ["m1"]),
        (("PD502", "lessons[0].may_split[0]"), ("PD503", "lessons[0].may_split")),
    ),
    Bad(
        "divided among one lesson twice, one of another school, and none",
        both(put("lessons[1]", BESIDE), put("lessons[0].may_split", ["m2", "m2", "d1", "x"])),
        (
            ("PD211", "lessons[0].may_split[1]"),
            ("PD215", "lessons[0].may_split[3]"),
            ("PD914", "lessons[0].may_split[2]"),
        ),
    ),
    _joining("of another school", school="south", day="day 1"),
    _joining("on another day", day="tue"),
    _joining("of other weeks", first="2026-09-08", last="2026-09-13"),
    _joining("that begins later", start="08:01"),
    _joining("that ends sooner", end="08:59"),
    bad(
        "substitutes[0].class_days_before",
        {"7a": 3},
        "PD915",
    ),
    bad("calendar.fill_by_notice", [{"days": 1, "probability": 0.5}], "PD916"),
    _cadence(cadence_days=7, min_days=6),
    _cadence(cadence_days=7, max_days=3),
    _cadence(cadence_days=364),
    bad("staff[0].role", "student-squad", "PD920", "lessons[0].cover"),
    _in_two_tables("trainers[0]"),
    _in_two_tables("trainers[0]", "substitutes[0]"),
    bad("kept", [TOLD | {"date": "2026-09-19"}], "PD918", "kept[0].date"),
    bad("kept", [TOLD, TOLD | {"staff": "ben"}, TOLD], "PD919", "kept[2]"),
]

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
        "past: pins that it meets",
        _held(
            put("session_pins[2]", PIN | {"date": "2026-09-08", "staff": "ada"}),
            put("engagement_pins[1]", PIN | {"date": "2026-09-08", "half": "am"}),
            put(
                "past_engagements",
                [{"substitute": "sam", "school": "north", "date": "2026-09-08", "half": "am"}],
            ),
        ),
        (),
    ),
]

BAD = [*SHAPE, *REFERENCES, *TIME, *LEARNING, *PAIRS, *CHAMPIONS, *COVER, *PINS, *IDLE, *PAST]

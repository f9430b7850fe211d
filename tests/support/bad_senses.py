"""Documents that make no sense in time, in learning, in cover or in pins; see `bad_inputs`."""

from __future__ import annotations

from good_input import Bad, bad, both, drop, put

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


def _dated(field: str, day: str, name: str, code: str, of: str) -> Bad:
    """A date and a day in the cycle of the first school."""
    given = put("schools[0].cycle", {field: [{"date": day, "day": name}]})
    return Bad(f"{field} {day} {name}", given, ((code, f"schools[0].cycle.{field}[0].{of}"),))


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
    bad(
        "schools[0].periods[0]",
        {"id": "1", "start": "08:00", "end": "09:00", "first": "2026-09-09", "last": "2026-09-08"},
        "PD302",
        "schools[0].periods[0].last",
    ),
    bad("schools[0].cycle", {"other_days": ["mon"]}, "PD313", "schools[0].cycle.other_days[0]"),
    _dated("anchors", "2026-09-07", "nom", "PD208", "day"),
    _dated("follows", "2026-09-07", "nom", "PD208", "day"),
    _dated("anchors", "2026-09-08", "mon", "PD321", "date"),
    _dated("anchors", "2020-09-07", "mon", "PD321", "date"),
    _dated("follows", "2026-09-12", "mon", "PD322", "date"),
    _dated("follows", "2026-09-09", "mon", "PD322", "date"),
    Bad(
        "two anchors on one date",
        put("schools[0].cycle", {"anchors": [{"date": "2026-09-07", "day": "mon"}] * 2}),
        (("PD211", "schools[0].cycle.anchors[1].date"),),
    ),
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
        "coaching longer than any lesson",
        both(put("courses[1].modality", "coaching-in-class"), put("courses[1].minutes", 61)),
        (("PD961", "courses[1].minutes"),),
    ),
    Bad(
        "preferred group out of bounds",
        put("courses[1].group_preferred", 11),
        (("PD408", "courses[1].group_preferred"),),
    ),
    bad("staff[0].levels.sheets", 2, "PD908", "needs[0]"),
    bad("staff[0].levels.sheets", 0, "PD933", "needs[0]"),
    Bad(
        "a step of a person whose level is not stated",
        put("staff[0].levels", {}),
        (("PD903", "needs[0].course"),),
    ),
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
    bad("session_pins[0].need", "a9", "PD216"),
    bad("session_pins[0].need", "a2", "PD607"),
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
    bad("staff[0].role", "Teachers", "PD953"),
    bad("staff[0].fte", 0.4, "PD951"),
    bad("staff[0].works_on", ["tue", "wed", "thu", "fri"], "PD952"),
    _in_two_tables("trainers[0]"),
    _in_two_tables("trainers[0]", "substitutes[0]"),
    bad("kept", [TOLD | {"date": "2026-09-19"}], "PD918", "kept[0].date"),
    bad("kept", [TOLD, TOLD | {"staff": "ben"}, TOLD], "PD919", "kept[2]"),
]

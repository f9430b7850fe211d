"""Ids that name nothing, ids used twice, and lists that are empty or name a thing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.index import KINDS, NAMELESS, Index
from pdsched.errors import Fault
from pdsched.problem import Problem

REFERENCES: dict[str, dict[str, str]] = {
    "rooms": {"school": "schools"},
    "travel": {"origin": "schools", "destination": "schools"},
    "staff": {"schools": "schools", "completed": "courses", "stands_in_for": "staff"},
    "lessons": {
        "school": "schools",
        "staff": "staff",
        "may_join": "lessons",
        "may_split": "lessons",
    },
    "protected": {"staff": "staff"},
    "courses": {"schools": "schools"},
    "needs": {"staff": "staff", "course": "courses", "wishes": "courses"},
    "trainers": {"courses": "courses", "schools": "schools", "members": "trainers"},
    "substitutes": {
        "schools": "schools",
        "excluded_schools": "schools",
        "preferred_schools": "schools",
        "familiar_schools": "schools",
    },
    "pairs": {"staff": "staff", "course": "courses"},
    "champions": {"schools": "schools"},
    "session_pins": {
        "course": "courses",
        "staff": "staff",
        "need": "needs",
        "trainer": "trainers",
        "room": "rooms",
        "school": "schools",
    },
    "engagement_pins": {"substitute": "substitutes", "school": "schools"},
    "kept": {"staff": "staff", "course": "courses", "school": "schools"},
    "kept_sessions": {"trainer": "trainers", "course": "courses", "school": "schools"},
    "kept_covers": {"colleague": "staff"},
    "kept_engagements": {"substitute": "substitutes", "school": "schools"},
    "past_sessions": {
        "course": "courses",
        "school": "schools",
        "trainer": "trainers",
        "room": "rooms",
        "staff": "staff",
    },
    "past_releases": {"staff": "staff", "session": "past_sessions", "need": "needs"},
    "past_covers": {
        "staff": "staff",
        "lesson": "lessons",
        "substitute": "substitutes",
        "colleague": "staff",
    },
    "past_engagements": {"substitute": "substitutes", "school": "schools"},
}
"""Fields that name records of another kind, by kind and field."""

_CODES = {
    "staff": ("PD201", "staff member"),
    "schools": ("PD202", "school"),
    "courses": ("PD203", "course"),
    "trainers": ("PD204", "trainer"),
    "rooms": ("PD205", "room"),
    "substitutes": ("PD206", "substitute"),
    "lessons": ("PD215", "lesson"),
    "needs": ("PD216", "need"),
    "past_sessions": ("PD217", "session of the past"),
}

_ONCE = (
    *(("staff", "schools"), ("lessons", "staff"), ("lessons", "may_split"), ("pairs", "staff")),
    *(("trainers", "members"), ("needs", "wishes")),
)
"""Lists in which a second mention would count twice."""


def dangling(index: Index) -> Iterator[Fault]:
    """References to nothing, in every field that names a record."""
    for kind, fields in REFERENCES.items():
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            for name, target in fields.items():
                value = getattr(record, name)
                if value is not None and not _known(index, value, target):
                    yield from unknown(index, f"{path}.{name}", value, target)
    for path, blackout in index.rows("calendar.blackouts", index.problem.calendar.blackouts):
        yield from unknown(index, f"{path}.schools", blackout.schools, "schools")
    for path, course in index.rows("courses", index.problem.courses):
        for number, arc in enumerate(course.prerequisites):
            where = f"{path}.prerequisites[{number}].course"
            yield from unknown(index, where, arc.course, "courses")


def _known(index: Index, value: str | tuple[str, ...], target: str) -> bool:
    """Whether all of the ids are those of records: asked first, for nearly all are."""
    ids = index.ids[target]
    return value in ids if isinstance(value, str) else ids.issuperset(value)


def unknown(
    index: Index, where: str, value: str | tuple[str, ...] | None, target: str
) -> Iterator[Fault]:
    """A fault for each id that no record of the target kind has."""
    if isinstance(value, str):
        if not index.knows(target, value):
            yield no_such(index, where, value, target)
    elif value:
        for number, name in enumerate(value):
            if not index.knows(target, name):
                yield no_such(index, f"{where}[{number}]", name, target)


def no_such_code(kind: str) -> tuple[str, str]:
    """The code for a reference to nothing of this kind, and what one of the kind is called."""
    return _CODES[kind]


def no_such(index: Index, where: str, name: str, target: str) -> Fault:
    """The fault of a reference to nothing."""
    code, noun = no_such_code(target)
    guess = index.guess(name, index.ids[target])
    return fault(code, where, name, f"is no {noun}", f"{guess}add it to {target}, or correct it")


def topics_and_zones(index: Index) -> Iterator[Fault]:
    """Topics that no course has, and zones that no school has."""
    if index.whole("courses"):
        for path, need in index.rows("needs", index.problem.needs):
            if need.topic is not None and need.course is None and need.topic not in index.topics:
                yield _no_topic(index, path, need.topic)
        for path, champions in index.rows("champions", index.problem.champions):
            if champions.topic not in index.topics:
                yield _no_topic(index, path, champions.topic)
    if index.whole("schools"):
        yield from _zones(index)


def _no_topic(index: Index, path: str, topic: str) -> Fault:
    return _no_name(index, "PD207", f"{path}.topic", topic, "course has this topic", "topics")


def _zones(index: Index) -> Iterator[Fault]:
    zones = {school.zone for school in index.problem.schools}
    for path, substitute in index.rows("substitutes", index.problem.substitutes):
        for number, zone in enumerate(substitute.zones):
            if zone not in zones:
                where = f"{path}.zones[{number}]"
                yield _no_name(index, "PD209", where, zone, "school lies in this zone", "zones")


def _no_name(index: Index, code: str, where: str, name: str, lacks: str, of: str) -> Fault:
    known = frozenset({s.zone for s in index.problem.schools} if of == "zones" else index.topics)
    guess = index.guess(name, known)
    return fault(code, where, name, f"is unknown: no {lacks}", f"{guess}correct it")


def cycle_days(index: Index) -> Iterator[Fault]:
    """Days that the cycle of the school does not have, in lessons, protected time and periods."""
    for path, record in index.timed:
        school = index.school_of(record)
        if school and record.day is not None and record.day not in school.cycle.all_days:
            yield _no_day(index, f"{path}.day", record.day, school.id, school.cycle.all_days)
    for path, school in index.rows("schools", index.problem.schools):
        days = school.cycle.all_days
        for name, known in (("anchors", school.cycle.days), ("follows", days)):
            for number, each in enumerate(getattr(school.cycle, name)):
                if each.day not in known:
                    where = f"{path}.cycle.{name}[{number}].day"
                    yield _no_day(index, where, each.day, school.id, known)
        for number, period in enumerate(school.periods):
            for place, day in enumerate(period.days or ()):
                if day not in days:
                    where = f"{path}.periods[{number}].days[{place}]"
                    yield _no_day(index, where, day, school.id, days)


def _no_day(index: Index, where: str, day: str, school: str, days: tuple[str, ...]) -> Fault:
    message = f"is no cycle day of school {school!r}"
    advice = f"{index.guess(day, days)}use one of its days: {', '.join(days[:12])}"
    return fault("PD208", where, day, message, advice)


def duplicate_ids(index: Index) -> Iterator[Fault]:
    """Second uses of an id within one kind."""
    kinds: list[tuple[str, Sequence[Any]]] = [
        (kind, getattr(index.problem, kind)) for kind in KINDS if kind not in NAMELESS
    ]
    for kind, records in [*kinds, ("calendar.blackouts", index.problem.calendar.blackouts)]:
        seen: dict[str, str] = {}
        for path, record in index.rows(kind, records):
            first = seen.setdefault(record.id, path)
            if first != path:
                message = f"is already the id of {first}"
                yield fault("PD210", f"{path}.id", record.id, message, "give each its own id")


def listed_twice(index: Index) -> Iterator[Fault]:
    """Second mentions in lists where each would count."""
    for kind, name in _ONCE:
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            yield from _twice(f"{path}.{name}", getattr(record, name))
    for path, course in index.rows("courses", index.problem.courses):
        names = tuple(arc.course for arc in course.prerequisites)
        yield from _twice(f"{path}.prerequisites", names)


def _twice(where: str, names: tuple[str, ...]) -> Iterator[Fault]:
    if len(names) > 1 and len(set(names)) < len(names):
        for number, name in enumerate(names):
            if name in names[:number]:
                yield fault("PD211", f"{where}[{number}]", name, "is listed twice", "list it once")


def travel(index: Index) -> Iterator[Fault]:
    """Ways given twice, and ways that lead nowhere."""
    seen: dict[tuple[str, str], str] = {}
    for path, way in index.rows("travel", index.problem.travel):
        name = f"{way.origin} -> {way.destination}"
        first = seen.setdefault((way.origin, way.destination), path)
        if first != path:
            yield fault("PD213", path, name, f"is already given in {first}", "give it once")
        if way.origin == way.destination:
            yield fault("PD214", path, name, "leads from a school to itself", "remove it")


_EMPTY: tuple[tuple[str, Callable[[Problem], Sequence[Any]], tuple[str, ...]], ...] = (
    ("calendar.blackouts", lambda problem: problem.calendar.blackouts, ("weekdays", "schools")),
    ("courses", lambda problem: problem.courses, ("schools",)),
    ("trainers", lambda problem: problem.trainers, ("schools",)),
    ("champions", lambda problem: problem.champions, ("schools",)),
    ("staff", lambda problem: problem.staff, ("works_on",)),
)


def empty_lists(index: Index) -> Iterator[Fault]:
    """Lists that allow nothing; they are never read as allowing everything."""
    for kind, records, names in _EMPTY:
        for path, record in index.rows(kind, records(index.problem)):
            yield from _empty(path, record, names)
    for path, window in index.windows:
        yield from _empty(path, window, ("weekdays", "dates"))
    for path, school in index.rows("schools", index.problem.schools):
        yield from _empty(f"{path}.cycle", school.cycle, ("days",))
        for number, period in enumerate(school.periods):
            yield from _empty(f"{path}.periods[{number}]", period, ("days",))


def _empty(path: str, record: object, names: tuple[str, ...]) -> Iterator[Fault]:
    for name in names:
        if getattr(record, name) == ():
            advice = "list what is meant" if name == "days" and "cycle" in path else _OR_LEAVE_OUT
            yield fault("PD212", f"{path}.{name}", "[]", "is empty and allows nothing", advice)


_OR_LEAVE_OUT = "list what is meant, or leave the field out to allow all"

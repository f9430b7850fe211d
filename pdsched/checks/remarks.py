"""Warnings: what is allowed, but probably not meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import CoverKind, HalfDays, Need, Role, Weekday, Window


def missing_qualifications(index: Index) -> Iterator[Fault]:
    """Qualifications that lessons ask for and no substitute has; once each."""
    if not index.problem.substitutes or not index.whole("substitutes"):
        return
    had = {name for each in index.problem.substitutes for name in each.qualifications}
    for path, lesson in index.rows("lessons", index.problem.lessons):
        wanted = lesson.qualification
        if wanted is not None and wanted not in had and lesson.cover is CoverKind.NEEDED:
            had.add(wanted)
            advice = (
                "nobody is released from such lessons, unless a colleague covers them; correct it "
                "if that is not meant"
            )
            message = "is a qualification that no substitute has"
            yield fault("PD902", f"{path}.qualification", wanted, message, advice)


def covers_of_squads(index: Index) -> Iterator[Fault]:
    """Lessons that only student squads attend, and for which somebody would have to come; once."""
    if not index.whole("staff"):
        return
    squads = {m.id for m in index.problem.staff if m.role == Role.STUDENT_SQUAD}
    told: set[str] = set()
    for path, lesson in index.rows("lessons", index.problem.lessons):
        theirs = set(lesson.staff)
        if lesson.cover is CoverKind.NEEDED and theirs <= squads and not theirs <= told:
            told |= theirs
            names = " and ".join(sorted(theirs))
            message = f"asks for a substitute while {names} of the student squads are away"
            advice = (
                f"pupils leave their teacher behind: set it to {CoverKind.NOT_NEEDED.value}, here "
                "and in the other lessons of the squad"
            )
            yield fault("PD920", f"{path}.cover", lesson.cover.value, message, advice)


def open_prerequisites(index: Index) -> Iterator[Fault]:
    """Needs for courses whose prerequisites the person has not done and does not need."""
    wanted = _wanted(index)
    if not index.whole("courses", "needs"):
        return
    for path, need in index.rows("needs", index.problem.needs):
        if need.staff not in index.staff or not index.courses.keys() >= {*need.named}:
            continue
        owed = [_owed(index, need.staff, name, wanted[need.staff]) for name in need.named]
        if not all(owed):
            continue  # Of several wishes, one that waits for nothing is enough.
        for number, (name, firsts) in enumerate(zip(need.named, owed, strict=True)):
            field = "course" if need.course is not None else f"wishes[{number}]"
            for first in firsts:
                yield _open(f"{path}.{field}", need, name, first)


def _owed(index: Index, staff: str, course: str, wanted: set[str]) -> list[str]:
    """What comes before a course, and is neither done nor asked for."""
    before = (arc.course for arc in index.courses[course].prerequisites)
    return [first for first in before if not _has_or_wants(index, staff, first, wanted)]


def _wanted(index: Index) -> dict[str, set[str]]:
    """The courses that answer the needs of each person."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for need in (*index.problem.needs, *index.full.needs):
        wanted[need.staff].update(need.named)
        for course in index.topics.get(need.topic or "", ()):
            if course.level_to >= (need.level_to or 0):
                wanted[need.staff].add(course.id)
    return wanted


def _has_or_wants(index: Index, staff: str, course: str, wanted: set[str]) -> bool:
    member, first = index.staff[staff], index.courses.get(course)
    return (
        first is None
        or course in wanted
        or course in member.completed
        or member.levels.get(first.topic, 0) >= first.level_to
    )


def _open(path: str, need: Need, course: str, first: str) -> Fault:
    message = f"comes before {course!r}, and {need.staff!r} has neither done nor asked for it"
    advice = "add a need for it, or list it as completed; otherwise the need stays open"
    return fault("PD903", path, first, message, advice)


def reached(index: Index) -> Iterator[Fault]:
    """Needs of people who already stand where the need leads."""
    for path, need in index.rows("needs", index.problem.needs):
        member, goals = index.staff.get(need.staff), _leads_to(index, need)
        if member is None or not goals or need.level_from is not None:
            continue
        if all(member.levels.get(topic, 0) >= level for topic, level in goals):
            levels = {topic: member.levels.get(topic, 0) for topic, _ in goals}
            told = " and ".join(f"level {level} of {topic!r}" for topic, level in levels.items())
            message = f"stands at {told} already"
            advice = "remove the need, or correct the level"
            yield fault("PD908", path, need.staff, message, advice)


def _leads_to(index: Index, need: Need) -> list[tuple[str, int]]:
    """Topics and levels, one of which a need is for; none where that is not known."""
    if need.topic is not None and need.level_to is not None:
        return [(need.topic, need.level_to)]
    if not index.courses.keys() >= {*need.named}:
        return []
    return [(c.topic, c.level_to) for c in map(index.courses.__getitem__, need.named)]


def levels_of_nothing(index: Index) -> Iterator[Fault]:
    """Levels in topics that no course has: where courses are given at all, likely a typing slip."""
    if not index.topics or not index.whole("courses"):
        return
    for path, member in index.rows("staff", index.problem.staff):
        for topic in member.levels:
            if topic not in index.topics:
                message = "is the topic of no course, so that the level counts for nothing"
                yield fault("PD913", f"{path}.levels", topic, message, "correct the topic's name")


def never_available(index: Index) -> Iterator[Fault]:
    """Substitutes and trainers whose windows hold no open day."""
    if not index.dated or not index.days.open:
        return
    for path, substitute in index.rows("substitutes", index.problem.substitutes):
        if not _ever(index, substitute.available):
            yield _never("PD904", f"{path}.available", substitute.id)
    for path, trainer in index.rows("trainers", index.problem.trainers):
        if trainer.available and not _ever(index, trainer.available):
            yield _never("PD905", f"{path}.available", trainer.id)


def _ever(index: Index, windows: Sequence[Window | HalfDays]) -> bool:
    """Whether one of the windows holds an open day."""
    return any(_open_days(index, window) for window in windows)


def _open_days(index: Index, window: Window | HalfDays) -> bool:
    days = index.days
    bits = days.open & days.span(window.first, window.last)
    if window.dates is not None:
        bits &= days.bits(window.dates)
    weekdays = window.weekdays
    return any(weekdays is None or Weekday.of(day) in weekdays for day in days.each(bits))


def _never(code: str, where: str, name: str) -> Fault:
    message = "is available on no open day of the horizon"
    return fault(code, where, name, message, "correct the dates, or leave the record out")

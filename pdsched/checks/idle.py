"""Figures that count for nothing beside the rest of the problem, and one that cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Lesson, Prerequisite


def joins(index: Index) -> Iterator[Fault]:
    """Classes to be taken in beside their own lesson, or one that never can; or by one in parts."""
    if not any(lesson.may_join or lesson.may_split for lesson in index.problem.lessons):
        return
    lessons = {lesson.id: lesson for lesson in reversed(index.problem.lessons)}
    for path, lesson in index.rows("lessons", index.problem.lessons):
        if len(lesson.may_split) == 1:
            message = "is one lesson, and takes at least two to divide a class"
            advice = "name another, too, or let the class join this one (may_join)"
            yield fault("PD503", f"{path}.may_split", lesson.may_split[0], message, advice)
        for field, names in (("may_join", lesson.may_join), ("may_split", lesson.may_split)):
            for number, name in enumerate(names):
                where = f"{path}.{field}[{number}]"
                yield from _host(index, where, lesson, name, lessons.get(name))


def _host(
    index: Index, where: str, lesson: Lesson, name: str, other: Lesson | None
) -> Iterator[Fault]:
    if name == lesson.id:
        message = "is the lesson itself"
        yield fault("PD502", where, name, message, "name another, or leave it out")
    elif other is not None and (why := _never_together(index, lesson, other)):
        yield fault("PD914", where, name, why, "correct it, or leave it out")


def _never_together(index: Index, lesson: Lesson, other: Lesson) -> str:
    """Why a lesson can never take in the class of another; empty if it can."""
    if other.school != lesson.school:
        return f"is held at {other.school!r}, where this class never is"
    if not other.start <= lesson.start < lesson.end <= other.end:
        return f"is not held all the time from {lesson.start:%H:%M} to {lesson.end:%H:%M}"
    if index.dated and not index.occurrences(lesson) & index.occurrences(other):
        return "is held on no date with this lesson"
    return ""


def classes_before(index: Index) -> Iterator[Fault]:
    """Dates with classes that no lesson has, counted for substitutes."""
    if not index.whole("lessons"):
        return
    known = {name for lesson in index.problem.lessons for name in lesson.classes}
    for path, substitute in index.rows("substitutes", index.problem.substitutes):
        for name in substitute.class_days_before:
            if name not in known:
                message = "is the class of no lesson, so that its dates count for nothing"
                where = f"{path}.class_days_before"
                yield fault("PD915", where, name, message, "correct the class, or leave it out")


def notice_of_no_day(index: Index) -> Iterator[Fault]:
    """Chances by days of notice where nobody knows from which day these count."""
    calendar = index.problem.calendar
    if calendar.fill_by_notice and calendar.today is None:
        days = ", ".join(str(row.days) for row in calendar.fill_by_notice)
        message = "days of notice count for nothing without the date on which the plan is made"
        yield fault("PD916", "calendar.fill_by_notice", days, message, "give today")


def cadences(index: Index) -> Iterator[Fault]:
    """Cadences that no two open days keep together with the lags of their prerequisite."""
    if not index.dated or not index.days.open:
        return
    known: dict[int, frozenset[int]] = {}
    for path, course in index.rows("courses", index.problem.courses):
        for number, arc in enumerate(course.prerequisites):
            days = arc.cadence_days
            if days is None:
                continue
            if days not in known:
                known[days] = _lags(index, days)
            if why := _out_of_step(known[days], arc):
                where = f"{path}.prerequisites[{number}].cadence_days"
                yield fault("PD917", where, days, why, "correct the cadence, or the lags")


def _out_of_step(lags: frozenset[int], arc: Prerequisite) -> str:
    """Why none of some lags, in school days, is allowed; empty if one is."""
    most = max(lags, default=0) if arc.max_days is None else arc.max_days
    if any(arc.min_days <= lag <= most for lag in lags):
        return ""
    if not lags:
        return "calendar days lie between no two open days of the horizon"
    allowed = f"{arc.min_days} or more" if arc.max_days is None else f"{arc.min_days} to {most}"
    least, greatest = min(lags), max(lags)
    told = str(least) if least == greatest else f"{least} to {greatest}"
    return f"calendar days are {told} school days, and the lag is to be {allowed}"


def _lags(index: Index, cadence: int) -> frozenset[int]:
    """School days between open days that lie so many calendar days apart."""
    nth = {day.toordinal(): number for number, day in enumerate(index.days.each(index.days.open))}
    return frozenset(
        nth[day + cadence] - number for day, number in nth.items() if day + cadence in nth
    )


def kept(index: Index) -> Iterator[Fault]:
    """What a previous plan had outside of the horizon, which no plan can keep, or twice."""
    for kind, whom in (
        ("kept", "staff"),
        ("kept_sessions", "trainer"),
        ("kept_covers", "colleague"),
        ("kept_engagements", "substitute"),
    ):
        seen: dict[object, str] = {}
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            if index.dated and not index.days.bit(record.date):
                calendar = index.problem.calendar
                message = f"is outside the horizon, {calendar.first} to {calendar.last}"
                advice = "leave the record out: no plan can keep it"
                yield fault("PD918", f"{path}.date", record.date, message, advice)
            first = seen.setdefault(record, path)
            if first != path:
                message = f"has what {first} has, at the same time: it counts once"
                yield fault("PD919", path, getattr(record, whom), message, "list it once")

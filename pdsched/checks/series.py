"""Faults of series, and of what is written out for them and for needs that imply steps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.checks.references import no_such
from pdsched.errors import Fault
from pdsched.expansion import implied_steps
from pdsched.problem import Meeting, Series

MOST_LETTERS = 200
"""Of an id, see `pdsched.problem.Id`."""


def series(index: Index) -> Iterator[Fault]:
    """Series of no course, two of one course, and lags and groups that cannot be."""
    given = {course.id: course for course in reversed(index.problem.courses)}
    first: dict[str, str] = {}
    for path, one in index.rows("series", index.problem.series):
        if one.course not in given:
            if one.course in index.ids["courses"] or index.whole("courses"):
                yield no_such(index, f"{path}.course", one.course, "courses")
            continue
        if (seen := first.setdefault(one.course, path)) != path:
            message = f"is already the course of {seen}"
            yield fault("PD414", f"{path}.course", one.course, message, "keep one of the two")
        if one.max_days is not None and one.min_days > one.max_days:
            message = f"is more than max_days, {one.max_days}"
            yield fault("PD409", f"{path}.min_days", one.min_days, message, "correct one of them")
        if one.same_group and not given[one.course].modality.has_group:
            message = "has no groups: each learns alone"
            advice = "leave it out, or change the modality"
            yield fault("PD413", f"{path}.same_group", one.course, message, advice)
        yield from _too_long(index, path, one)


def _too_long(index: Index, path: str, one: Series) -> Iterator[Fault]:
    """Series that reach beyond the horizon, or whose lags never allow their cadence."""
    if not index.dated or not index.days.open or one.cadence_days is None:
        return
    nth = {day: number for number, day in enumerate(index.days.each(index.days.open))}
    last, step = max(nth), timedelta(days=one.cadence_days)
    most, lags = 0, set[int]()
    reach = dict.fromkeys(nth, 1)
    for day in sorted(nth, reverse=True):
        due = day
        while step <= date.max - due:
            due += step
            if due > last or due in nth:
                break
        if due in nth and due > day:
            lags.add(nth[due] - nth[day])
            reach[day] = 1 + reach[due]
        most = max(most, reach[day])
    if most < one.meetings:
        message = f"meetings every {one.cadence_days} days are more than the {most} of the horizon"
        advice = "lengthen the horizon, or say fewer; meetings beyond it stay open"
        yield fault("PD932", f"{path}.meetings", one.meetings, message, advice)
    top = max(lags, default=0) if one.max_days is None else one.max_days
    if lags and not any(one.min_days <= lag <= top for lag in lags):
        message = f"calendar days are {min(lags)} school days or more, and max_days is {top}"
        if min(lags) <= top:
            message = f"calendar days are {max(lags)} school days at most, and min_days is more"
        where = f"{path}.cadence_days"
        advice = "correct the cadence, or the lags"
        yield fault("PD917", where, one.cadence_days, message, advice)


def written_ids(index: Index) -> Iterator[Fault]:
    """Courses and needs with an id that a meeting, or a step that a need implies, has."""
    full, problem = index.full, index.problem
    meetings = {m.id: m for m in full.courses if isinstance(m, Meeting)}
    for path, course in index.rows("courses", problem.courses):
        if (meeting := meetings.get(course.id)) is not None:
            message = f"is the id of meeting {meeting.number} of the series {meeting.series}"
            yield fault("PD210", f"{path}.id", course.id, message, "give the course another id")
    implied = {need.id: need for need in full.needs[len(problem.needs) :]}
    for path, need in index.rows("needs", problem.needs):
        if (step := implied.get(need.id)) is not None:
            message = f"is the id of a need that is implied, of {step.staff!r} for {step.course!r}"
            yield fault("PD210", f"{path}.id", need.id, message, "give the need another id")
    for kind, ids in (("courses", meetings), ("needs", implied)):
        for name in ids:
            if len(name) > MOST_LETTERS:
                message = f"is written out and has {len(name)} letters, beyond {MOST_LETTERS}"
                advice = "give what it is made of, need, course or both, a shorter id"
                yield fault("PD111", kind, name, message, advice)
                break


def sessions_of_series(index: Index) -> Iterator[Fault]:
    """What happens at one session and names a series, and not which meeting."""
    length = {one.course: one.meetings for one in index.problem.series}
    for kind in ("kept", "kept_sessions", "past_sessions"):
        for path, record in index.rows(kind, getattr(index.problem, kind)):
            if record.course in length:
                ends = f"{record.course}:1 to {record.course}:{length[record.course]}"
                message = "is a series, and this is one meeting of it"
                advice = f"name the meeting, {ends}"
                yield fault("PD415", f"{path}.course", record.course, message, advice)


def wishes(index: Index) -> Iterator[Fault]:
    """Wishes for a series, or for one of its meetings: whoever gets a wish comes once."""
    series = {one.course for one in index.problem.series}
    meetings = {m.id: m.series for m in index.full.courses if isinstance(m, Meeting)}
    for path, need in index.rows("needs", index.problem.needs):
        for number, name in enumerate(need.wishes):
            if name in series or name in meetings:
                message = "is a series, and a wish is for one session"
                if name in meetings:
                    message = f"is a meeting of {meetings[name]!r}, and wishes are for no series"
                advice = "wish for courses of one session; ask for the series by a need of its own"
                yield fault("PD416", f"{path}.wishes[{number}]", name, message, advice)


def steps(index: Index) -> Iterator[Fault]:
    """Needs that imply steps: one remark for all of them, at the first."""
    if not index.whole("courses", "needs", "staff"):
        return
    implied = implied_steps(index.problem)
    if not implied:
        return
    path, need = next(
        (path, need)
        for path, need in index.rows("needs", index.problem.needs)
        if implied[0].id.startswith(f"{need.id}:") and need.staff == implied[0].staff
    )
    first = [step.course or "" for step in implied if step.id.startswith(f"{need.id}:")]
    message = f"of {need.staff!r} brings needs for {', '.join(first)}, which come first"
    if more := len(implied) - len(first):
        message += f"; so do other needs, {more} more in all"
    advice = "nothing has to be done; a step that is stated counts with its own priority and date"
    yield fault("PD933", path, need.id, message, advice)

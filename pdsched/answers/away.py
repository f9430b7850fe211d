"""Who and what is away on some dates, taken out of a problem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta
from typing import Any

from pdsched.answers.records import each_of, free_id
from pdsched.plan import Change
from pdsched.problem import (
    Blackout,
    CycleDate,
    CycleKind,
    Half,
    HalfDays,
    Problem,
    School,
    Substitute,
    Trainer,
    Window,
)
from pdsched.referee.days import Days, lists

MIDNIGHT, LAST_MINUTE = time(0), time(23, 59)
NOON = time(12)


def _dates(problem: Problem, change: Change) -> list[date]:
    """The dates of the horizon on which somebody is away."""
    calendar = problem.calendar
    first = max(change.first or calendar.first, calendar.first)
    last = min(change.last or change.first or calendar.last, calendar.last)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _span(change: Change, midday: time) -> tuple[time, time]:
    """From when until when somebody is away on each date."""
    if change.half is Half.AM:
        return MIDNIGHT, midday
    if change.half is Half.PM:
        return midday, LAST_MINUTE
    return change.start or MIDNIGHT, change.end or LAST_MINUTE


def without_away(problem: Problem, change: Change) -> Problem:
    """The problem without who or what is away."""
    dates = _dates(problem, change)
    if change.school is not None:
        return _without_school(problem, change, dates)
    schools = {school.id: school for school in problem.schools}
    if change.room is not None:
        at = next(room.school for room in problem.rooms if room.id == change.room)
        taken = _window(dates, *_span(change, schools[at].midday))
        return each_of(
            problem, "rooms", change.room, lambda r: {"unavailable": (*r.unavailable, taken)}
        )
    who = change.staff or change.trainer or change.substitute
    home = next((m.schools[0] for m in problem.staff if m.id == who), None)
    start, end = _span(change, schools[home].midday if home in schools else NOON)
    away = _window(dates, start, end)
    problem = each_of(problem, "staff", who, lambda m: {"unavailable": (*m.unavailable, away)})

    def offered(trainer: Trainer) -> dict[str, Any]:
        left = tuple(_cut(problem, trainer.available, set(dates), start, end))
        # Nobody offers nothing at all: what is left lies outside the horizon.
        before = problem.calendar.first - timedelta(days=1)
        never = (Window(start=MIDNIGHT, end=LAST_MINUTE, dates=(before,)),)
        return {"available": left or (never if trainer.available else ())}

    def halves(substitute: Substitute) -> dict[str, Any]:
        lost = _halves_lost(change)
        return {"available": tuple(_fewer(problem, substitute.available, set(dates), lost))}

    return each_of(each_of(problem, "trainers", who, offered), "substitutes", who, halves)


def _window(dates: list[date], start: time, end: time) -> Window:
    return Window(start=start, end=end, first=dates[0], last=dates[-1])


def _cut(
    problem: Problem, windows: Iterable[Window], away: set[date], start: time, end: time
) -> Iterator[Window]:
    """Windows without a span of some dates."""
    for window in windows:
        on = [day for day in _horizon(problem) if window.on(day)]
        if away.isdisjoint(on):
            yield window
            continue
        plain = {"weekdays": None, "first": None, "last": None}
        if others := tuple(day for day in on if day not in away):
            yield window.model_copy(update={**plain, "dates": others})
        hit = {**plain, "dates": tuple(day for day in on if day in away)}
        if window.start < start:
            yield window.model_copy(update={**hit, "end": min(window.end, start)})
        if end < window.end and end != LAST_MINUTE:
            yield window.model_copy(update={**hit, "start": max(window.start, end)})


def _halves_lost(change: Change) -> tuple[Half, ...]:
    """Half-days that somebody cannot hold who is away for a part of each."""
    if change.half is not None:
        return (change.half,)
    lost = []
    if (change.start or MIDNIGHT) < NOON:
        lost.append(Half.AM)
    if (change.end or LAST_MINUTE) > NOON:
        lost.append(Half.PM)
    return tuple(lost)


def _fewer(
    problem: Problem, offers: Iterable[HalfDays], away: set[date], lost: tuple[Half, ...]
) -> list[HalfDays]:
    """Half-days without some of them on some dates."""
    left = []
    before = problem.calendar.first - timedelta(days=1)
    for offer in offers:
        on = [day for day in _horizon(problem) if any(lists(offer, day, half) for half in Half)]
        if away.isdisjoint(on) or set(lost).isdisjoint(offer.halves):
            left.append(offer)
            continue
        plain = {"weekdays": None, "first": None, "last": None}
        if others := tuple(day for day in on if day not in away):
            left.append(offer.model_copy(update={**plain, "dates": others}))
        if remaining := tuple(half for half in offer.halves if half not in lost):
            hit = tuple(day for day in on if day in away)
            left.append(offer.model_copy(update={**plain, "halves": remaining, "dates": hit}))
    # Nobody offers nothing at all: what is left lies outside the horizon.
    return left or [HalfDays(first=before, last=before)]


def _horizon(problem: Problem) -> Iterator[date]:
    calendar = problem.calendar
    for number in range((calendar.last - calendar.first).days + 1):
        yield calendar.first + timedelta(days=number)


def _without_school(problem: Problem, change: Change, dates: list[date]) -> Problem:
    if change.half is not None or change.start is not None or change.end is not None:
        midday = next(s.midday for s in problem.schools if s.id == change.school)
        start, end = _span(change, midday)
        blackout = Blackout(
            id=free_id("closed", {b.id for b in problem.calendar.blackouts}),
            first=dates[0],
            last=dates[-1],
            start=start,
            end=end,
            schools=(str(change.school),),
            reason=change.note,
        )
        blackouts = (*problem.calendar.blackouts, blackout)
        calendar = problem.calendar.model_copy(update={"blackouts": blackouts})
        return problem.model_copy(update={"calendar": calendar})
    gone = set(dates)
    closed = each_of(problem, "schools", change.school, lambda s: _closed(problem, s, gone))
    homes = {member.id: member.schools[0] for member in problem.staff}
    return closed.model_copy(
        update={
            "lessons": tuple(
                x for x in problem.lessons if x.school != change.school or x.date not in gone
            ),
            "protected": tuple(
                x
                for x in problem.protected
                if homes.get(x.staff) != change.school or x.date not in gone
            ),
        }
    )


def _closed(problem: Problem, school: School, gone: set[date]) -> dict[str, Any]:
    """A school that is closed on some dates; the dates after them stay what they were."""
    update: dict[str, Any] = {"closed": tuple(sorted({*school.closed, *gone}))}
    cycle = school.cycle
    follows = tuple(each for each in cycle.follows if each.date not in gone)
    anchors = cycle.anchors
    if cycle.kind is CycleKind.ROTATING:
        days = Days(problem.calendar, {school.id: school})
        after = (day for day in _horizon(problem) if day > max(gone))
        named = {each.date for each in cycle.follows}
        then = next((d for d in after if days.cycle_day(school.id, d) and d not in named), None)
        if then is not None:
            name = days.cycle_day(school.id, then)
            kept = (each for each in anchors if each.date != then and each.date not in gone)
            anchors = (*kept, CycleDate(date=then, day=str(name)))
    update["cycle"] = cycle.model_copy(update={"follows": follows, "anchors": anchors})
    return update

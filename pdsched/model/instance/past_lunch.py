"""Lunches that the past lost, where rule ``staff-lunch`` is soft: no row is about days gone by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import numpy as np

from pdsched.model.instance.calendar import Span
from pdsched.model.instance.lunch import Lunch
from pdsched.model.instance.past_figures import away_to_attend, away_to_lead
from pdsched.model.instance.world import World
from pdsched.problem import minutes


class _Day:
    """What a staff member did on a date of the past."""

    def __init__(self) -> None:
        self.added: list[Span] = []
        """Releases, lessons covered as a colleague, and half-days as a substitute."""
        self.taken: set[str] = set()
        """Lessons that releases took."""
        self.sessions: list[Span] = []


def lunches_lost(world: World) -> int:
    """People and dates of the past without a lunch, though their lessons left one."""
    lunch = Lunch.of(world.policy)
    return sum(_is_lost(world, lunch, *key, day) for key, day in _days(world).items())


def _days(world: World) -> dict[tuple[str, date], _Day]:
    days: defaultdict[tuple[str, date], _Day] = defaultdict(_Day)
    for session in world.problem.past_sessions:
        visits = [(person, away_to_attend(world, person, session)) for person in session.staff]
        leaders = (person for person in world.givers(session) if person in world.staff)
        visits += [(person, away_to_lead(session)) for person in leaders]
        for person, away in visits:
            day = days[person, session.date]
            day.added.append(away)
            day.taken.update(world.lessons_taken(person, session))
            day.sessions.append(away_to_lead(session))
    lessons = {lesson.id: lesson for lesson in world.problem.lessons}
    for cover in world.problem.past_covers:
        if cover.colleague is not None:
            held = lessons[cover.lesson]
            given = Span(minutes(held.start), minutes(held.end))
            days[cover.colleague, cover.date].added.append(given)
    for one in world.problem.past_engagements:
        span = world.timetable.half_day_span(one.school, one.date, one.half)
        if span is not None and (one.substitute, one.date) in days:
            days[one.substitute, one.date].added.append(span)
    return dict(days)


def _is_lost(world: World, lunch: Lunch, person: str, on: date, day: _Day) -> bool:
    lessons = world.timetable.lessons(person, on)
    every = [Span(held.start, held.end) for held in lessons]
    left = [Span(held.start, held.end) for held in lessons if held.lesson not in day.taken]
    starts, ends = np.array(day.sessions, dtype=np.int64).reshape(len(day.sessions), 2).T
    brought = bool(lunch.brought(starts, ends).any())
    return not brought and _is_left(lunch, every) and not _is_left(lunch, [*day.added, *left])


def _is_left(lunch: Lunch, busy: Iterable[Span]) -> bool:
    """Whether a lunch lies beside all of these: with the span, or after one of them."""
    spans = list(busy)
    places = [lunch.start, *(span.end for span in spans)]
    return any(
        lunch.start <= begin <= lunch.last
        and not any(span.overlaps(begin, begin + lunch.least) for span in spans)
        for begin in places
    )

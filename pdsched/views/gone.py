"""An earlier plan read by a problem that no longer has all of whom and what it names."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pdsched.plan import Cover, Engagement, Plan, Release
from pdsched.problem import (
    Half,
    HalfDays,
    Lesson,
    Period,
    Problem,
    School,
    StaffMember,
    Substitute,
    Trainer,
    clock,
    minutes,
)
from pdsched.views.identity import identity_of

UNKNOWN = "(unknown)"
"""The school of who is gone, where nothing of the plan tells it."""
_DAY = (dt.time(8), dt.time(16))


def with_gone(problem: Problem, plan: Plan) -> Problem:
    """The problem with records for all whom a plan names and it does not have.

    They say what the plan tells of them: the hours of a lesson are those of the release that takes
    it, within the half-day of who held it, and a person is of the school at which their classes
    were held; of `UNKNOWN` where nobody held one.

    >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> plan = Plan(releases=[{"staff": "ada", "session": "s", "date": "2026-09-08", "need": "n",
    ...                        "start": "09:00", "end": "10:00"}])
    >>> [(member.id, member.schools) for member in with_gone(problem, plan).staff]
    [('ada', ('(unknown)',))]
    """
    return _Then(problem, plan).problem()


class _Turn(NamedTuple):
    """Where, and in which half-day, a lesson was held that is gone."""

    school: str
    half: Half | None


class _Then:
    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem, self._plan = problem, plan
        self._lessons = {lesson.id: lesson for lesson in problem.lessons}
        self._homes = {member.id: member.schools[0] for member in problem.staff}
        self._middays = {school.id: school.midday for school in problem.schools}
        self._engaged: dict[tuple[str, dt.date], list[Engagement]] = defaultdict(list)
        for engagement in plan.engagements:
            self._engaged[engagement.substitute, engagement.date].append(engagement)
        self._releases: dict[str, list[Release]] = defaultdict(list)
        for release in plan.releases:
            self._releases[release.staff].append(release)
        self._covers: dict[tuple[str, dt.date, str], list[Cover]] = defaultdict(list)
        for cover in plan.covers:
            self._covers[cover.staff, cover.date, cover.lesson].append(cover)

    def problem(self) -> Problem:
        given, plan = self._problem, self._plan
        learning = (name for session in plan.sessions for name in session.staff)
        away = (release.staff for release in plan.releases)
        helping = (name for c in plan.covers for name in (c.staff, c.colleague))
        led = (session.trainer for session in plan.sessions)
        engaged = (engagement.substitute for engagement in plan.engagements)
        homes = {
            name: self._home(name) for name in _missing((*learning, *away, *helping), self._homes)
        }
        lessons = dict(self._gone_lessons(homes))
        held_at = (session.school for session in plan.sessions)
        come_to = (engagement.school for engagement in plan.engagements)
        places = (*held_at, *come_to, *homes.values(), *(x.school for x in lessons.values()))
        period = Period(id="1", start=_DAY[0], end=_DAY[1])
        return given.model_copy(
            update={
                "id": identity_of(given),  # Schools may be added below.
                "schools": (
                    *given.schools,
                    *(
                        School(id=name, periods=(period,))
                        for name in _missing(places, self._middays)
                    ),
                ),
                "staff": (
                    *given.staff,
                    *(StaffMember(id=name, schools=(home,)) for name, home in homes.items()),
                ),
                "lessons": (*given.lessons, *lessons.values()),
                "trainers": (
                    *given.trainers,
                    *(Trainer(id=n) for n in _missing(led, (t.id for t in given.trainers))),
                ),
                "substitutes": (
                    *given.substitutes,
                    *(
                        Substitute(id=name, available=(HalfDays(),))
                        for name in _missing(engaged, (s.id for s in given.substitutes))
                    ),
                ),
            }
        )

    def _home(self, staff: str) -> str:
        """The school at which a class of somebody was held."""
        releases = self._releases[staff]
        known = (
            self._lessons[lesson].school
            for release in releases
            for lesson in release.lessons
            if lesson in self._lessons
        )
        turns = (
            turn.school for r in releases for lesson in r.lessons for turn in self._turns(r, lesson)
        )
        return next(known, next(turns, UNKNOWN))

    def _turns(self, release: Release, lesson: str) -> Iterator[_Turn]:
        """Where a lesson may have been held, by who held it; the likeliest first."""
        for cover in self._covers[release.staff, release.date, lesson]:
            if cover.substitute is not None:
                came = self._engaged[cover.substitute, release.date]
                half = self._half(release, came[0].school) if came else None
                for engagement in sorted(came, key=lambda e: e.half is not half):
                    yield _Turn(engagement.school, engagement.half)
            elif cover.colleague in self._homes:
                yield _Turn(self._homes[cover.colleague], None)

    def _half(self, release: Release, school: str) -> Half:
        return Half.AM if release.start < self._midday(school) else Half.PM

    def _midday(self, school: str) -> dt.time:
        return self._middays.get(school, dt.time(12))

    def _gone_lessons(self, homes: dict[str, str]) -> Iterator[tuple[str, Lesson]]:
        known = self._homes | homes
        for release in self._plan.releases:
            for name in release.lessons:
                if name not in self._lessons:
                    turn = next(self._turns(release, name), _Turn(known[release.staff], None))
                    start, end = self._hours(release, turn)
                    yield (
                        name,
                        Lesson(
                            id=name,
                            school=turn.school,
                            staff=(release.staff,),
                            date=release.date,
                            start=start,
                            end=end,
                        ),
                    )

    def _hours(self, release: Release, turn: _Turn) -> tuple[dt.time, dt.time]:
        """The hours of a release, as far as they are in a half-day."""
        start, end, midday = map(minutes, (release.start, release.end, self._midday(turn.school)))
        if turn.half is Half.AM:
            start, end = min(start, midday - 1), min(end, midday)
        elif turn.half is Half.PM:
            start = max(start, midday)
        return clock(start), clock(min(max(end, start + 1), 1439))


def _missing(names: Iterable[str | None], known: Iterable[str]) -> list[str]:
    """The names that are not known, each once."""
    there = {None, *known}
    return list(dict.fromkeys(name for name in names if name is not None and name not in there))

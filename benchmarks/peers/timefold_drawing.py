"""Draws up, for the Timefold model, every placement and everybody who could be there.

By the referee's own reading of the problem; what one rule alone forbids is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from benchmarks.peers.timefold_cover import CoverFacts, Limit, Supply
from benchmarks.peers.timefold_facts import (
    MANY,
    NOBODY,
    Day,
    Home,
    Hour,
    Learner,
    Loss,
    Offer,
    Placement,
    Room,
    Trainer,
)
from pdsched import Policy, Problem
from pdsched.problem import Course, CoverKind, Need
from pdsched.referee import Facts
from pdsched.referee.facts import Away
from pdsched.referee.rules.learning import fits
from pdsched.referee.spans import Span, span_of, week_of
from pdsched.referee.timetable import Held


@dataclass
class Given:
    """Everything that the model is told."""

    placements: dict[str, list[Placement]] = field(default_factory=dict)
    """By course, in clock order."""
    learners: dict[str, Learner] = field(default_factory=dict)
    """By person."""
    wants: dict[str, list[Need]] = field(default_factory=dict)
    """By course, the needs that it answers and whose level fits."""
    supplies: list[Supply] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)


def draw(problem: Problem, policy: Policy) -> Given:
    """Everything that no rule forbids on its own."""
    return _Drawer(problem, policy).draw()


class _KindOfDay(NamedTuple):
    """All that a release of one person depends on, but for the hour."""

    lessons: tuple[str, ...]
    covered: tuple[bool, ...]
    """For each lesson, whether any substitute could hold it."""
    closed: tuple[Span, ...]
    """Protected time, absences and blackouts."""


class _Drawer:
    """Draws from one problem."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.problem = problem
        self.policy = policy
        self.facts = Facts(problem)
        self.cover = CoverFacts(problem, policy, self.facts)
        self.days = self.facts.days.open_days
        self.schools = self.cover.schools
        self.courses = {course.id: n for n, course in enumerate(problem.courses)}
        self.rooms = {room.id: Room(n) for n, room in enumerate(problem.rooms)}
        self.trainers = {
            trainer.id: Trainer(
                n,
                self._figure("trainer-load", trainer.max_minutes_per_day),
                self._figure("trainer-load", trainer.max_minutes_per_week),
            )
            for n, trainer in enumerate(problem.trainers)
        }
        self.numbered = [
            Day(n, (week_of(day) - week_of(self.days[0])).days // 7)
            for n, day in enumerate(self.days)
        ]
        self.hours: dict[tuple[Span, int], Hour] = {}
        self.offers: dict[tuple[str, str | None, str | None], Offer] = {}
        share = policy.away_at_once
        self.homes = {
            name: Home(n, self._figure("away-at-once", self.facts.away_limit(name, share)))
            for name, n in self.schools.items()
        }
        self._losses: dict[Hashable, Loss] = {}

    def draw(self) -> Given:
        given = Given(wants=self._wants())
        drawn = {
            course.id: list(self._placements(course))
            for course in self.problem.courses
            if course.id in given.wants
        }
        wanted: defaultdict[str, list[str]] = defaultdict(list)
        for name, needs in given.wants.items():
            for need in needs:
                wanted[need.staff].append(name)
        for number, (person, courses) in enumerate(wanted.items()):
            given.learners[person] = self._learner(number, person, courses, drawn)
        for name, placements in drawn.items():
            people = {need.staff: given.learners[need.staff] for need in given.wants[name]}
            least = self.facts.courses[name].group_min
            given.placements[name] = [p for p in placements if _enough(least, p, people.values())]
        given.supplies = list(self.cover.supplies())
        given.limits = list(self.cover.limits())
        return given

    def _wants(self) -> dict[str, list[Need]]:
        wants: defaultdict[str, list[Need]] = defaultdict(list)
        for need in self.problem.needs:
            for course in self.problem.courses:
                if self.facts.answers(course, need) and self._stands_right(need, course):
                    wants[course.id].append(need)
        return dict(wants)

    def _stands_right(self, need: Need, course: Course) -> bool:
        level = self.facts.level(need, course)
        return not self.policy.holds("level") or fits(level, course, self.policy.level_spread)

    # Placements

    def _placements(self, course: Course) -> Iterator[Placement]:
        venues: tuple[str | None, ...] = (None,)
        if course.modality.has_venue:
            venues = tuple(s for s in self.schools if course.schools is None or s in course.schools)
        for number, day in enumerate(self.days):
            for venue in venues:
                for span in self._spans(course, venue, day):
                    for trainer in self._trainers(course, venue, day, span):
                        for room in self._rooms(course, venue, day, span):
                            yield self._placement(course, number, span, venue, trainer, room)

    def _spans(self, course: Course, venue: str | None, day: date) -> list[Span]:
        if venue is None:
            grids = list(self.facts.schedules.values())
        elif self.facts.days.is_closed(venue, day):
            return []
        else:
            grids = [self.facts.periods_on(venue, day)]
        starts = {
            period.start
            for grid in grids
            for period in grid
            if period.start + course.minutes <= max(other.end for other in grid)
        }
        dark = self._blackouts(venue, day)
        spans = (Span(start, start + course.minutes) for start in sorted(starts))
        return [span for span in spans if not any(span.overlaps(other) for other in dark)]

    def _blackouts(self, school: str | None, day: date) -> list[Span]:
        if not self.policy.holds("blackouts"):
            return []
        return [span for span, _ in self.facts.blackouts_on(school, day)]

    def _trainers(
        self, course: Course, venue: str | None, day: date, span: Span
    ) -> Iterator[str | None]:
        if not course.modality.has_trainer:
            yield None
            return
        for trainer in self.problem.trainers:
            goes = venue is None or trainer.schools is None or venue in trainer.schools
            there = (w for w in trainer.available if w.on(day) and span.inside(span_of(w)))
            if goes and course.id in trainer.courses and any(there):
                yield trainer.id

    def _rooms(
        self, course: Course, venue: str | None, day: date, span: Span
    ) -> Iterator[str | None]:
        if not course.modality.has_room:
            yield None
            return
        for room in self.problem.rooms:
            taken = (w for w in room.unavailable if w.on(day) and span_of(w).overlaps(span))
            if room.school == venue and room.capacity >= course.group_min and not any(taken):
                yield room.id

    def _placement(
        self,
        course: Course,
        day: int,
        span: Span,
        venue: str | None,
        trainer: str | None,
        room: str | None,
    ) -> Placement:
        where = NOBODY if venue is None else self.schools[venue]
        if (span, where) not in self.hours:
            ways = [] if venue is None else [self.facts.travel(venue, to) for to in self.schools]
            self.hours[span, where] = Hour(len(self.hours), *span, where, ways)
        if (course.id, trainer, room) not in self.offers:
            seats = course.group_max
            if room is not None:
                seats = min(seats, self.facts.rooms[room].capacity)
            self.offers[course.id, trainer, room] = Offer(
                self.courses[course.id],
                None if trainer is None else self.trainers[trainer],
                None if room is None else self.rooms[room],
                seats,
            )
        return Placement(
            self.numbered[day], self.hours[span, where], self.offers[course.id, trainer, room]
        )

    # People

    def _learner(
        self, number: int, person: str, courses: list[str], drawn: dict[str, list[Placement]]
    ) -> Learner:
        home = self.facts.home[person]
        kinds = [self._kind_of_day(person, day) for day in self.days]
        known = {kind: n for n, kind in enumerate(dict.fromkeys(k for k in kinds if k))}
        learner = Learner(
            number=number,
            home=self.homes[home],
            a_week=self._figure("releases-per-week", self.policy.releases_per_week),
            in_all=self._figure("releases-in-all", self._releases_left(person)),
            kind_of_day=[NOBODY if kind is None else known[kind] for kind in kinds],
            losses=[{} for _ in known],
            owes={self.courses[course]: self._owes(person, course) for course in courses},
        )
        judged: set[tuple[int, int]] = set()
        for course in dict.fromkeys(courses):
            for placement in drawn[course]:
                kind = kinds[placement.day.number]
                key = (learner.kind_of_day[placement.day.number], placement.hour.number)
                if kind is not None and key not in judged:
                    judged.add(key)
                    loss = self._loss(person, kind, placement)
                    if loss is not None:
                        learner.losses[key[0]][key[1]] = loss
        return learner

    def _releases_left(self, person: str) -> int:
        return max(0, self.policy.releases_in_all - self.facts.staff[person].releases_before)

    def _figure(self, rule: str, figure: int | None) -> int:
        return figure if figure is not None and self.policy.holds(rule) else MANY

    def _owes(self, person: str, course: str) -> list[list[int]]:
        if not self.policy.holds("prerequisites"):
            return []
        return [
            [
                self.courses[arc.course],
                arc.min_days,
                MANY if arc.max_days is None else arc.max_days,
            ]
            for arc in self.facts.courses[course].prerequisites
            if not self.facts.has(person, arc.course)
        ]

    def _kind_of_day(self, person: str, day: date) -> _KindOfDay | None:
        home = self.facts.home[person]
        if self.facts.days.is_closed(home, day):
            return None
        lessons = [held.lesson for held in self.facts.lessons_on(person, day)]
        closed = [span_of(w) for w in self.facts.staff[person].unavailable if w.on(day)]
        closed += self._blackouts(home, day)
        if self.policy.holds("protected-time"):
            closed += [span for span, _ in self.facts.protected.on(person, day)]
        return _KindOfDay(
            tuple(lesson.id for lesson in lessons),
            tuple(self.cover.can_be_covered(lesson, day) for lesson in lessons),
            tuple(closed),
        )

    def _loss(self, person: str, kind: _KindOfDay, placement: Placement) -> Loss | None:
        hour = placement.hour
        venue = None if hour.venue == NOBODY else self.problem.schools[hour.venue].id
        day = self.days[placement.day.number]
        away = self.facts.away(person, day, Span(hour.start, hour.end), venue)
        if any(away.span.overlaps(closed) for closed in kind.closed):
            return None
        covered = dict(zip(kind.lessons, kind.covered, strict=True))
        if not all(_can_be_lost(held, covered) for held in away.taken):
            return None
        return self._shared(away)

    def _shared(self, away: Away) -> Loss:
        """One object for equal losses, so that each crosses into Java once."""
        lessons = [held.lesson for held in away.to_cover]
        key = (away.span, *sorted(id(self.cover.moments(lesson)) for lesson in lessons))
        if key not in self._losses:
            moments = [m for lesson in lessons for m in self.cover.moments(lesson)]
            self._losses[key] = Loss(*away.span, bool(lessons), moments)
        return self._losses[key]


def _can_be_lost(held: Held, covered: dict[str, bool]) -> bool:
    cover = held.lesson.cover
    return cover is CoverKind.NOT_NEEDED or (cover is CoverKind.NEEDED and covered[held.lesson.id])


def _enough(least: int, placement: Placement, people: Iterable[Learner]) -> bool:
    found = 0
    for learner in people:
        found += learner.loss(placement) is not None
        if found >= least:
            return True
    return False

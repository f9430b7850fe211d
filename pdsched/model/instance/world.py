"""A problem under a policy, asked by ids and dates: people, substitutes and ways.

What its dates are is asked of ``calendar``, who teaches when of ``timetable``. Nothing here knows
CP-SAT, nor numbers: these come in `pdsched.model.instance.index`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property

from pdsched.expansion import in_full
from pdsched.model.instance.calendar import DistrictCalendar
from pdsched.model.instance.timetable import Taken, Timetable
from pdsched.plan import Session
from pdsched.policy import Policy
from pdsched.problem import CoverKind, Half, Need, Problem, Substitute, minutes


class World:
    """Read-only answers about one problem under one policy."""

    def __init__(self, problem: Problem, policy: Policy) -> None:
        self.given = problem
        """The problem as it was given; everything else is asked of it in full."""
        self.problem = problem = in_full(problem)
        self.policy = policy
        self.schools = {s.id: s for s in problem.schools}
        self.staff = {s.id: s for s in problem.staff}
        self.courses = {c.id: c for c in problem.courses}
        self.needs = {n.id: n for n in problem.needs}
        self._trainers = {t.id: t for t in problem.trainers}
        self.substitutes = {s.id: s for s in problem.substitutes}
        self.calendar = DistrictCalendar(problem, policy)
        self.timetable = Timetable(problem, policy, self.calendar)
        self._travel = {(t.origin, t.destination): t.minutes for t in problem.travel}

    # People

    @cached_property
    def needs_of(self) -> dict[str, list[Need]]:
        """Needs by staff member; those without any are left out."""
        needs: dict[str, list[Need]] = defaultdict(list)
        for need in self.problem.needs:
            needs[need.staff].append(need)
        return dict(needs)

    def home(self, person: str) -> str:
        """Home school of a staff member."""
        return self.staff[person].schools[0]

    def is_at_work(self, person: str, day: date) -> bool:
        """Whether a staff member works on an open date of their home school."""
        cycle_day = self.calendar.cycle_day(self.home(person), day)
        return self.staff[person].is_at_work(day, cycle_day)

    # Ways

    def travel(self, origin: str, destination: str | None) -> int:
        """Minutes from one school to another; 0 where nobody has to go."""
        if destination is None or origin == destination:
            return 0
        way = (origin, destination)
        return self._travel.get(way, self._travel.get((destination, origin), 0))

    def lessons_taken(self, person: str, session: Session) -> list[str]:
        """Lessons that a session takes from who attends or leads, the way between schools included.

        None from who is coached in a lesson. Where rule ``half-day-releases`` holds, those of
        half-days with one to cover are all taken.
        """
        if self.is_coached(person, session):
            return []
        held = self.timetable.lessons(person, session.date)
        halves: set[Half] = set()
        if self.policy.releases_half_days:
            needed = (x for x in held if x.cover is CoverKind.NEEDED)
            halves = {x.half for x in needed if self._touches(session, x)}
        return [x.lesson for x in held if x.half in halves or self._touches(session, x)]

    def is_coached(self, person: str, session: Session) -> bool:
        """Whether a person of a session stays in a lesson, to which the trainer comes."""
        in_lesson = self.courses[session.course].modality.in_lesson
        return in_lesson and person not in self.givers(session)

    def givers(self, session: Session) -> tuple[str, ...]:
        """Who gives a session: its trainer, or each member of a team; nobody where it has none."""
        return () if session.trainer is None else self._trainers[session.trainer].people

    def _touches(self, session: Session, lesson: Taken) -> bool:
        start, end = minutes(session.start), minutes(session.end)
        before = self.travel(lesson.school, session.school)
        after = self.travel(session.school, lesson.school) if session.school else 0
        return lesson.start < end + after and start - before < lesson.end

    # Substitutes

    def serves(self, substitute: Substitute, school: str) -> bool:
        """Rule ``substitute-zone``."""
        inside = self.schools[school].zone in substitute.zones or school in substitute.schools
        return inside and school not in substitute.excluded_schools

"""How many people have to be told at least, over all dates together.

Take any plan of the problem, and of it the past and a part of all sessions: whatever is on some
dates; whatever is when and where people were told to be; and what comes first for some of that, as
long as it does. Each of these sessions is in it with all who attend it, or not at all. So groups
stay as large as they were, and rules that limit something hold; what asks for something is left
out, as in `pdsched.answers.day_bounds`, but that whoever goes on comes first through another course
where all of its sessions are in the part.

Whoever was told to attend or to give something has to be told where that is not in the plan, of
whatever date. A cover or an engagement is only known to be of no use where all lessons of its date
are: so of other dates people with such words count for none, but where nothing at all can keep what
they were told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import date
from functools import cached_property
from time import monotonic

import numpy as np

from pdsched.answers.day_bounds import CHANGES, LEAST_SECONDS, PREREQUISITES, within_dates
from pdsched.answers.idle import add_rows_of_use, may_be_for_nothing
from pdsched.engines.arrays import Bools, Ints, union, unique
from pdsched.engines.cpsat import CpSat, SolveLimits
from pdsched.engines.program import Objective
from pdsched.model import formulate
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.translate import solution_of
from pdsched.model.rules.learning import add_prerequisites
from pdsched.model.solution.past import past_attendances
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.told import kept_by, told, words_kept

MOST = 30_000
"""Attendances of the part up to which it is looked at."""


class JointBound:
    """The least number of people who have to be told, counted by date."""

    def __init__(self, candidates: Candidates, held: Solution) -> None:
        """Take the candidates of a problem with what is kept, and what still holds of it."""
        self._c, self._words = candidates, told(candidates.index)
        every = np.arange(len(self._words.person))
        self._broken: Ints = np.setdiff1d(every, words_kept(candidates, held))
        self._bound = int(self._is_lost.sum())
        self._is_exact = False
        """Whether the part can say no more."""
        self._enough, self._engine = len(self._words.people), CpSat()
        self._looking: Future[None] | None = None
        self.shown: Ints = every[:0]
        """Attendances with which few are told in the part, as far as they are known."""

    @property
    def is_possible(self) -> bool:
        """Whether the part is small enough to be looked at, and says something."""
        if self._c.partial or may_be_for_nothing(self._c.index):
            return False
        return len(self._attendances) <= MOST

    def least(self, enough: int, left: Callable[[], float]) -> int:
        """How many people have to be told, up to what is enough, as far as it is known in time.

        Args:
            enough: How many people a plan tells.
            left: Seconds that are left.
        """
        self._enough = enough
        if self._looking is not None:
            with suppress(TimeoutError):
                self._looking.result(max(0.0, left()))
        elif self._bound < enough and not self._is_exact and (seconds := left()) > 0:
            self._look(seconds)
        return min(enough, self._bound)

    @contextmanager
    def looking(self, seconds: float) -> Iterator[None]:
        """Look beside what is done within; `least` waits for it, and it ends with that."""
        with ThreadPoolExecutor(1) as pool:
            self._looking = pool.submit(self._look, seconds)
            try:
                yield
            finally:
                self._engine.stop()

    def _look(self, seconds: float) -> None:
        until = monotonic() + seconds
        c = within_dates(self._c, self.dates)
        f = formulate(c, union(past_attendances(c), self._attendances))
        add_rows_of_use(f, self._c.index)
        if self._c.index.world.policy.holds(PREREQUISITES):
            add_prerequisites(f, self._until)
        weights = np.zeros(f.program.columns, dtype=np.int64)
        weights[f.own[CHANGES]] = self._counts
        objective = Objective(weights, maximise=False)

        def hear(bound: int | None) -> None:
            if bound is not None:
                self._bound = max(self._bound, bound)
                if bound >= self._enough:
                    self._engine.stop()

        limits = SolveLimits(max(LEAST_SECONDS, until - monotonic()), None, 1, 0)
        answer = self._engine.run(f.program, objective, limits, on_bound=hear)
        if answer.values is not None:
            self.shown = solution_of(f, answer.values).attends.ids
        if answer.bound is not None:
            self._bound = max(self._bound, answer.bound)
            self._is_exact = answer.values is not None and (
                objective.value(answer.values) == answer.bound
            )

    @cached_property
    def _keepers(self) -> tuple[Ints, Ints]:
        """What keeps a word of those who attend or give something: word, and placement."""
        p, none = self._c.placements, np.zeros(0, dtype=np.int64)
        attends, offers = np.arange(len(self._c.placement)), np.arange(len(p.trainer))
        attending, giving, _, _ = kept_by(self._c, attends, offers, none, none)
        words = np.arange(len(self._words.person))
        word, at = attending.expand(words)
        given, offer = giving.expand(words)
        placement = np.concatenate([self._c.placement[at].astype(np.int64), p.owners(offer)])
        return np.concatenate([word, given]), placement

    @cached_property
    def _is_of_sessions(self) -> Bools:
        """By word, whether it is about a session."""
        is_of = np.zeros(len(self._words.person), dtype=np.bool_)
        is_of[self._words.attending.number] = is_of[self._words.giving.number] = True
        return is_of

    @cached_property
    def _is_lost(self) -> Bools:
        """By person and date, whether a session is lost that they were told of, in every plan."""
        is_lost = np.zeros(len(self._words.people), dtype=np.bool_)
        is_kept = np.zeros(len(self._words.person), dtype=np.bool_)
        is_kept[self._keepers[0]] = True
        is_lost[self._words.person[self._is_of_sessions & ~is_kept]] = True
        return is_lost

    @cached_property
    def dates(self) -> frozenset[date]:
        """Those of lost sessions, and of covers and engagements that hold no more."""
        people = np.flatnonzero(self._is_lost)
        broken = self._broken[~self._is_of_sessions[self._broken]]
        return frozenset(
            self._words.people[number][1]
            for number in union(people, unique(self._words.person[broken])).tolist()
        )

    @cached_property
    def _counts(self) -> Bools:
        """By person and date, whether they count."""
        is_other = np.zeros(len(self._words.people), dtype=np.bool_)
        is_other[self._words.person[~self._is_of_sessions]] = True
        is_then = np.array([on in self.dates for _, on in self._words.people], dtype=np.bool_)
        return is_then | ~is_other | self._is_lost

    @cached_property
    def _until(self) -> dict[int, int]:
        """By number of a course that comes first for others, up to which day that is looked at.

        Those of which somebody lost a session, where somebody does not go on as was told.
        """
        last: dict[int, int] = {}
        courses, days = self._c.index.courses, self._c.index.world.calendar.day_number
        number = {course.id: n for n, course in enumerate(courses)}
        people = unique(self._words.person[self._broken]).tolist()
        disturbed = {self._words.people[each] for each in people}
        for kept in self._c.index.world.problem.kept:
            if (kept.staff, kept.date) in disturbed:
                course = number[kept.course]
                last[course] = max(last.get(course, 0), days.get(kept.date, 0))
        until: dict[int, int] = {}
        for then, day in last.items():
            for arc in courses[then].prerequisites:
                if (first := number[arc.course]) in last:
                    until[first] = max(until.get(first, 0), day)
        return until

    @cached_property
    def _attendances(self) -> Ints:
        """Those of the part, sorted: at each session all who could be there."""
        p, days = self._c.placements, self._c.index.world.calendar.day_number
        then = [days[on] for on in self.dates if on in days]
        is_part = np.isin(p.day, then)
        is_part[self._keepers[1]] = True
        for course, day in self._until.items():
            is_part |= (p.course == course) & (p.day <= day)
        return np.flatnonzero(is_part[self._c.placement])

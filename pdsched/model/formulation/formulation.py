"""The decisions about some of the candidates, as columns of a program that the rules add rows to.

Decisions stand in four families. Each is a record of arrays with one entry for each variable:

- *x*, `attend`: how many of a staff type meet their need by an attendance (0 or 1 for one person);
- *y*, `session`: how many sessions a placement has by one of its offers;
- *e*, `engage`: how many of a substitute type are engaged at a school for a half-day;
- *c*, `cover`: whether a colleague does a duty (one of some lessons alike) on a date, where the
  policy allows it;
- and whatever else a rule has to decide.

A `Solution` says what was decided in numbers of candidates, which mean the same in any formulation
of them, so that plans of parts can be put together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids, lookup_sorted
from pdsched.engines.builder import ProgramBuilder
from pdsched.engines.program import IntegerProgram
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.candidates.releases import releases_of, with_leader
from pdsched.model.formulation.any_release import any_release
from pdsched.model.formulation.attend import Attend
from pdsched.model.formulation.cover import Cover, Named, covers_of_use
from pdsched.model.formulation.demands import Demands, state_demands
from pdsched.model.formulation.engage import Engage, engagements_of_use
from pdsched.model.formulation.session import Session
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.solution.due import releases_in
from pdsched.model.solution.past import engageable as made_or_open
from pdsched.model.solution.solution import Counts, Solution


class Formulation(ProgramBuilder):
    """Some attendances of the candidates as columns; ``rows`` is where the rules add theirs."""

    def __init__(
        self,
        candidates: Candidates,
        attendances: Ints | None = None,
        engageable: Ints | None = None,
        plan: Solution | None = None,
        covering: Ints | None = None,
    ) -> None:
        self.candidates = candidates
        self.index = candidates.index
        self.world = candidates.index.world
        if attendances is None:
            attendances = np.arange(len(candidates.placement))
        self.attend = Attend.of(candidates, attendances)
        self.session = Session.of(candidates, self.attend)
        self.releases = releases_of(candidates, self.attend.ids, self.session.ids)
        """What happens to people where they attend, and where they lead: see there."""
        leading = with_leader(candidates, self.session.ids)
        self.release_columns = np.concatenate([self.attend.column, self.session.column[leading]])
        """By release: whoever leads is released just where the session is held."""
        super().__init__(self.attend.size, self.session.most(candidates, self.attend))
        self.engagements = Engagements(self.index)
        self.above: list[tuple[Ints, CsrLists]] = []
        """Columns that are 1 when one of these releases happens."""
        self.named = Named(*[self.columns_of_none] * 3)
        self.too_coarse: set[str] = set()
        """Substitutes that have to be single for the rows to be exact."""
        if engageable is None:
            ids = made_or_open(
                self.index, engagements_of_use(candidates, self.releases), whole=True
            )
        else:
            ids = made_or_open(self.index, engageable, whole=False)
        self.engage = Engage.of(self, self.index, ids)
        self.coverings = Coverings(self.index, candidates.lessons)
        if covering is None:
            covering = self._coverable()
        self.cover = Cover.of(self, candidates, self.coverings, covering)
        self.plan = plan or Solution.none()
        """The plan of which this is a part; nothing where it is the whole."""
        self.beyond = self._beyond(self.plan)
        """What of the plan is not stated, and stays as it is."""
        self.part = plan is not None
        """Whether this is a part of a plan; if not, what is not stated does not happen."""
        self.excuse: Callable[[Formulation, IntegerProgram], IntegerProgram] = lambda _, program: (
            program
        )
        """The program without what no decision can mend."""

    def _beyond(self, plan: Solution) -> Solution:
        # Whom it names is asked of `pdsched.model.formulation.cover_columns.held_beyond`.
        *counted, _ = plan
        stated = (self.attend.ids, self.session.ids, self.engage.ids, self.cover.ids)
        left = (
            counts.only(~lookup_sorted(ids, counts.ids)[0])
            for counts, ids in zip(counted, stated, strict=True)
        )
        attends, holds, engaged, covering = left
        return Solution(attends, holds, engaged, covering, Counts.none())

    @cached_property
    def releases_beyond(self) -> Releases:
        """Releases of the plan that are not stated."""
        return releases_in(self.candidates, self.beyond)

    @cached_property
    def program(self) -> IntegerProgram:
        """The program, once the rules have added their rows."""
        return self.excuse(self, super().program)

    # Columns

    def distinct(self, key: Ints, value: Ints) -> Ints:
        """By entry, how many different values the entries of its key have."""
        if not len(key):
            return key
        _, row = np.unique(key, return_inverse=True)
        _, first = group_ids(row, value)
        return np.bincount(row[first])[row]

    def add_per_session(self, key: Ints, column: Ints, seat: Ints, limit: Ints) -> None:
        """Add: these columns together are at most ``limit`` for each session held.

        All entries of a key are of one used placement ``seat``, and have one limit.
        """
        keys, first = np.unique(key, return_index=True)
        position, holds = self.session.of_seats(seat[first])
        self.rows.add(
            np.concatenate([key, keys[position]]),
            np.concatenate([column, holds]),
            np.concatenate([np.ones(len(key), dtype=np.int64), -limit[first][position]]),
            upper=0,
        )

    def name(self, demand: Ints, group: Ints, column: Ints) -> None:
        """Keep the columns that say who holds which lesson."""
        self.named = Named(demand, group, column)

    # Cover

    @cached_property
    def demands(self) -> Demands:
        """Every lesson that could have to be covered."""
        entry, lesson, day = self.candidates.lessons_taken(self.releases)
        number, first = group_ids(lesson, day)
        taken = self.taken_by(number, entry, len(first))
        return state_demands(
            self, self.candidates, self.coverings, lesson[first], day[first], taken
        )

    def taken_by(self, question: Ints, entry: Ints, count: int) -> CsrLists:
        """By question, columns whose sum is at least 1 when one of some releases happens.

        An entry is a release about which a question asks; all of a question are of one person.
        """
        answer = any_release(self, self.releases, self.release_columns, question, entry, count)
        if len(answer.above):
            self.above.append((answer.above, answer.below))
        return answer.taken

    def _coverable(self) -> Ints:
        if not colleagues_of(self.index).names:
            return self.columns_of_none
        return covers_of_use(self.candidates, self.coverings, self.demands)

    @cached_property
    def covered_by(self) -> CsrLists:
        """By duty of the demands, the columns of colleagues who could hold a lesson of it.

        Of a class that is divided, those who hold the first of the lessons stand for all.
        """
        c, duties = self.cover, self.demands.duties
        is_due, duty = lookup_sorted(duties, self.coverings.dated(c.lesson, c.day))
        is_due &= c.part_rank <= 0
        return CsrLists.of(duty[is_due], c.column[is_due], len(duties))

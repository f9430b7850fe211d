"""The decisions about some of the candidates, as columns of a program that the rules add rows to.

Decisions:

- *attends*: how many of a staff group meet their need by an attendance (0 or 1 for one person);
- *holds*: how many sessions a placement has by one of its offers;
- *engaged*: how many of a substitute group are engaged at a school for a half-day;
- *covering*: whether a colleague does a duty (one of some lessons alike) on a date, where the
  policy allows it;
- and whatever else a rule has to decide.

A `Solution` says what was decided in numbers of candidates, which mean the same in any statement of
them, so that plans of parts can be put together.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids, lookup_sorted, union, unique
from pdsched.engines.builder import ProgramBuilder
from pdsched.engines.program import IntegerProgram
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements, pinned_places
from pdsched.model.candidates.releases import releases_of, with_leader
from pdsched.model.formulation.any_release import any_release
from pdsched.model.formulation.demands import Demands, state_demands
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.index import first_open
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
        self.attendances: Ints = attendances
        """Numbers of attendances, sorted; their columns come first."""
        ids = self.attendances
        self.placement = candidates.placement[ids].astype(np.int64)
        self.group = candidates.group[ids].astype(np.int64)
        self.slot = candidates.slot[ids].astype(np.int64)
        self.points = candidates.points[ids].astype(np.int64)
        self.day = candidates.placements.day[self.placement]
        self.course = candidates.placements.course[self.placement]
        self.size = self.index.group_size[self.group]
        self.used = unique(self.placement)
        """Placements that somebody could attend."""
        self.seat = np.searchsorted(self.used, self.placement)
        """By attendance, position of its placement in ``used``."""
        position, self.offers = candidates.placements.offers_of(self.used)
        self.offer_seat = position
        """By offer, position of its placement in ``used``."""
        self.attend_columns = np.arange(len(ids))
        self.hold_columns = len(ids) + np.arange(len(self.offers))
        self.releases = releases_of(candidates, ids, self.offers)
        """What happens to people where they attend, and where they lead: see there."""
        leading = with_leader(candidates, self.offers)
        self.release_columns = np.concatenate([self.attend_columns, self.hold_columns[leading]])
        """By release: whoever leads is released just where the session is held."""
        super().__init__(self.size, self._most_sessions())
        self.engagements = Engagements(self.index)
        self.above: list[tuple[Ints, CsrLists]] = []
        """Columns that are 1 when one of these releases happens."""
        none = np.zeros(0, dtype=np.int64)
        self.named: tuple[Ints, Ints, Ints] = (none, none, none)
        """Demand, substitute group and column, where covers are named."""
        self.too_coarse: set[str] = set()
        """Substitutes that have to be single for the rows to be exact."""
        some = self._engageable() if engageable is None else engageable
        self.engaged = made_or_open(self.index, some, whole=engageable is None)
        """Numbers of engagements, sorted: all that could be of use, or those given."""
        self.engaged_columns = self.new_variables(
            self.index.substitute_size[self.engagements.split(self.engaged)[0]]
        )
        self.coverings = Coverings(self.index, candidates.lessons)
        self.covering = self._coverable() if covering is None else covering
        """Numbers of covers by colleagues, sorted: all that could be, or those given."""
        self.covering_columns = self.new_variables(np.ones(len(self.covering), dtype=np.int64))
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
        # Whom it names is asked of `pdsched.model.solution.holders.held_beyond`.
        *counted, _ = plan
        stated = (self.attendances, self.offers, self.engaged, self.covering)
        left = (
            some.only(~lookup_sorted(ids, some.ids)[0])
            for some, ids in zip(counted, stated, strict=True)
        )
        attends, holds, engaged, covering = left
        return Solution(attends, holds, engaged, covering, Counts.none())

    @cached_property
    def program(self) -> IntegerProgram:
        """The program, once the rules have added their rows."""
        return self.excuse(self, super().program)

    # Columns

    def _most_sessions(self) -> Ints:
        placements = self.candidates.placements
        people = np.zeros(len(self.used), dtype=np.int64)
        _, first = group_ids(self.seat, self.group)
        np.add.at(people, self.seat[first], self.size[first])
        least = self.least[self.offer_seat] if len(self.offers) else self.offers
        most = people[self.offer_seat] // least
        room = placements.room[self.offers]
        rooms = np.array([len(r.members) for r in self.index.rooms] + [2**31], dtype=np.int64)
        most = np.minimum(most, rooms[room])
        led = placements.trainer[self.offers] >= 0
        most = np.where(led, np.minimum(most, 1), most)
        past = placements.day[self.used[self.offer_seat]] < first_open(self.index)
        return np.asarray(np.where(past, 1, most))

    @cached_property
    def least(self) -> Ints:
        """By used placement, the least group."""
        least = np.array([c.group_min for c in self.index.courses], dtype=np.int64)
        return np.asarray(least[self.candidates.placements.course[self.used]])

    def holds_of(self, seats: Ints) -> tuple[Ints, Ints]:
        """Columns of sessions at used placements: position in ``seats``, and column."""
        offers = CsrLists.of(self.offer_seat, self.hold_columns, len(self.used))
        return offers.expand(seats)

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
        position, holds = self.holds_of(seat[first])
        self.rows.add(
            np.concatenate([key, keys[position]]),
            np.concatenate([column, holds]),
            np.concatenate([np.ones(len(key), dtype=np.int64), -limit[first][position]]),
            upper=0,
        )

    def name(self, demand: Ints, group: Ints, column: Ints) -> None:
        """Keep the columns that say who holds which lesson."""
        self.named = (demand, group, column)

    # Cover

    def _engageable(self) -> Ints:
        places = unique(self.candidates.places_taken(self.releases)[1])
        if self.world.policy.keeps_pins:
            places = union(places, pinned_places(self.index, self.engagements))
        return self.engagements.at(places)

    def engaged_at(self, places: Ints) -> tuple[Ints, Ints, Ints]:
        """Who could be engaged: position in ``places``, column, and substitute group."""
        position, where = self._engaged_by_place.expand(
            np.searchsorted(self._engaged_places, places)
            if len(self._engaged_places)
            else np.zeros(len(places), dtype=np.int64)
        )
        real = self.engaged_place[where] == places[position]
        position, where = position[real], where[real]
        return position, self.engaged_columns[where], self.engaged_group[where]

    @cached_property
    def engaged_group(self) -> Ints:
        """By engaged column, its substitute group."""
        return self.engagements.split(self.engaged)[0]

    @cached_property
    def engaged_place(self) -> Ints:
        """By engaged column, its place."""
        return self.engagements.split(self.engaged)[1]

    @cached_property
    def _engaged_places(self) -> Ints:
        return unique(self.engaged_place)

    @cached_property
    def _engaged_by_place(self) -> CsrLists:
        count = len(self._engaged_places) + 1
        owner = np.searchsorted(self._engaged_places, self.engaged_place)
        return CsrLists.of(owner, np.arange(len(self.engaged)), count)

    @cached_property
    def demands(self) -> Demands:
        """Every lesson that could have to be covered."""
        entry, lesson, day = self.candidates.lessons_taken(self.releases)
        number, first = group_ids(lesson, day)
        taken = self.taken_by(number, entry, len(first))
        return state_demands(self, self.candidates, lesson[first], day[first], taken)

    def taken_by(self, question: Ints, entry: Ints, count: int) -> CsrLists:
        """By question, columns whose sum is at least 1 when one of some releases happens.

        An entry is a release about which a question asks; all of a question are of one person.
        """
        found = any_release(self, self.releases, self.release_columns, question, entry, count)
        if len(found.above):
            self.above.append((found.above, found.below))
        return found.taken

    # Colleagues

    def _coverable(self) -> Ints:
        if not colleagues_of(self.index).names:
            return np.zeros(0, dtype=np.int64)
        demands, lessons = self.demands, self.candidates.lessons
        lesson, day = demands.lesson[demands.is_open], demands.day[demands.is_open]
        return self.coverings.all(colleagues_of(self.index), lessons, lesson, day)

    @cached_property
    def duties(self) -> tuple[Ints, Ints]:
        """By demand, position of its duty in the second: numbers of duties on a day, sorted."""
        demands = self.demands
        dated = self.coverings.dated(demands.lesson, demands.day)
        numbers, position = np.unique(dated, return_inverse=True)
        return position, numbers

    @cached_property
    def covering_of(self) -> tuple[Ints, Ints, Ints]:
        """By cover: colleague, a lesson of the duty, and day."""
        return self.coverings.split(self.covering)

    @cached_property
    def beside(self) -> list[str]:
        """By cover, the lesson of the colleague's own that takes in the class or a part; or ""."""
        part = self.coverings.parts(self.covering)
        return colleagues_of(self.index).joined(self.candidates.lessons, *self.covering_of, part)

    @cached_property
    def parted(self) -> Ints:
        """By cover of a part, the place of that lesson among those that divide it; else -1."""
        some = np.flatnonzero(self.coverings.parts(self.covering))
        lessons, found = self.candidates.lessons, np.full(len(self.covering), -1, dtype=np.int64)
        for n, lesson in zip(some.tolist(), self.covering_of[1][some].tolist(), strict=True):
            found[n] = lessons.splits[lessons.split[lesson]].index(self.beside[n])
        return found

    @cached_property
    def covering_place(self) -> Ints:
        """By cover, the half-day at a school of its lesson."""
        _, lesson, day = self.covering_of
        lessons = self.candidates.lessons
        return self.engagements.place(lessons.school[lesson], day, lessons.half[lesson])

    @cached_property
    def covered_by(self) -> CsrLists:
        """By duty on a day, the columns of colleagues who could hold a lesson of it.

        Of a class that is divided, those who hold the first of the lessons stand for all.
        """
        _, lesson, day = self.covering_of
        there, where = lookup_sorted(self.duties[1], self.coverings.dated(lesson, day))
        there &= self.parted <= 0
        return CsrLists.of(where[there], self.covering_columns[there], len(self.duties[1]))

"""What of a plan some free attendances can touch, and so has to be stated with them."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids, lookup_sorted, union, unique
from pdsched.model import reaches
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.candidates.releases import releases_around, releases_at
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.solution.solution import Solution
from pdsched.params import LnsParams
from pdsched.search.locks import ResourceLocks


class Closure:
    """What of a plan some free attendances can touch."""

    def __init__(
        self,
        candidates: Candidates,
        best: Solution,
        free: Ints,
        rng: np.random.Generator,
        share: ResourceLocks | None,
        params: LnsParams,
    ) -> None:
        self._params = params
        self._c, self._index = candidates, candidates.index
        self._share = share
        self._numbers = Engagements(candidates.index)
        self.places = self._with_other_halves(self._places(free))
        """Half-days that could have to be covered, sorted."""
        kept = best.attends.only(~lookup_sorted(free, best.attends.ids)[0]).ids
        near = self._near(free, kept)
        self.covering = self._covering(best, union(free, kept[near]), rng)
        near |= self._of_colleagues(kept)
        near |= self._of_substitutes(kept)
        # Of a placement all who attend are stated, or none: rows of sizes need them all.
        placements = unique(candidates.placement[kept[near]])
        with_them = lookup_sorted(placements, candidates.placement[kept].astype(np.int64))[0]
        self.attendances = union(free, kept[with_them])
        busy = self._busy_as_substitutes(free)
        self.engageable = self._engageable(best.engaged.ids, rng, busy)
        self.covering = union(self.covering, self._colleagues_kept(best, free))

    def _places(self, attendances: Ints) -> Ints:
        around = releases_around(self._c, attendances)
        return unique(self._c.places_taken(around)[1])

    def _with_other_halves(self, places: Ints) -> Ints:
        """Where mornings run late, whoever holds them may be missing in the afternoon."""
        school, _, _ = self._numbers.split_place(places)
        late = places[self._c.late[school]]
        return union(places, late ^ 1)

    def _near(self, free: Ints, kept: Ints) -> Bools:
        """Which of the plan's attendances share a row with a free one."""
        found = np.zeros(len(kept), dtype=np.bool_)
        for reach in reaches(self._index.world.policy):
            wanted = unique(reach(self._c, free)[1])
            position, key = reach(self._c, kept)
            found[position[lookup_sorted(wanted, key)[0]]] = True
        return found

    def _engageable(self, engaged: Ints, rng: np.random.Generator, busy: Ints) -> Ints:
        """Engagements of the plan that matter, and some that could be made in their stead.

        Those of ``busy`` substitutes matter: a free release or cover of theirs shares a row.
        """
        group, place = self._numbers.split(engaged)
        inside = lookup_sorted(self.places, place)[0]
        possible = self._numbers.at(self.places)
        who, where = self._numbers.split(possible)
        half_days = len(self._index.days) * 2
        # Whoever is engaged elsewhere at the time is of no use.
        taken = unique((group * half_days + place % half_days)[~inside])
        idle = ~lookup_sorted(taken, who * half_days + where % half_days)[0]
        free_size = self._index.substitute_size[who] > 1
        possible = possible[(idle | free_size) & self._may(who, where)]
        possible = union(self._thinned(possible, rng), engaged[inside])
        mine = union(self._numbers.split(possible)[0], busy)
        stated = lookup_sorted(self._places(self.attendances), place)[0]
        return union(possible, engaged[stated | lookup_sorted(mine, group)[0]])

    def _covering(self, best: Solution, attendances: Ints, rng: np.random.Generator) -> Ints:
        """Covers by colleagues that could be or are at these half-days, sorted."""
        c, index = self._c, self._index
        none = np.zeros(0, dtype=np.int64)
        if not colleagues_of(index).names:
            return none
        numbers = Coverings(index, c.lessons)
        _, lesson, day = c.lessons_taken(releases_around(c, attendances))
        _, first = group_ids(lesson, day)
        lesson, day = lesson[first], day[first]
        here = lookup_sorted(self.places, self._place(lesson, day))[0]
        possible = numbers.all(colleagues_of(index), c.lessons, lesson[here], day[here])
        who, lesson, day = numbers.split(best.covering.ids)
        inside = lookup_sorted(self.places, self._place(lesson, day))[0]
        possible = possible[self._rested(possible, best.covering.ids[~inside])]
        who, lesson, day = numbers.split(possible)
        held = numbers.dated(lesson, day)
        unasked = colleagues_of(index).weight[who] > 1
        order = np.lexsort((rng.random(len(possible)), unasked, held))
        first = np.searchsorted(held[order], held[order])
        few = possible[order[np.arange(len(order)) - first < self._params.colleagues]]
        return union(few, best.covering.ids[inside])

    @cached_property
    def _substitutes(self) -> Ints:
        """Persons in several roles who could be engaged at these half-days: substitute groups."""
        roles = roles_of(self._index)
        twins = union(roles.of_trainer, np.concatenate([roles.of_group, roles.of_colleague]))
        if not (twins >= 0).any():
            return twins[:0]
        who = unique(self._numbers.split(self._numbers.at(self.places))[0])
        return who[lookup_sorted(twins, who)[0]]

    def _of_substitutes(self, kept: Ints) -> Bools:
        """Which of the plan's attendances are by these persons, or could be led by them."""
        if not len(self._substitutes):
            return np.zeros(len(kept), dtype=np.bool_)
        roles = roles_of(self._index)
        groups = np.flatnonzero(np.isin(roles.of_group, self._substitutes))
        trainers = np.flatnonzero(np.isin(roles.of_trainer, self._substitutes))
        at, trainer = self._trainers_at(kept)
        found = self._of_groups(kept, groups)
        found[at[np.isin(trainer, trainers)]] = True
        return found

    def _trainers_at(self, attendances: Ints) -> tuple[Ints, Ints]:
        """Trainers who could lead where somebody attends: position, and trainer."""
        p = self._c.placements
        at, offers = p.offers_of(self._c.placement[attendances].astype(np.int64))
        return at, p.trainer[offers]

    def _busy_as_substitutes(self, free: Ints) -> Ints:
        """Substitutes of whom something else is free: that they attend, lead, or cover."""
        roles, numbers = roles_of(self._index), Coverings(self._index, self._c.lessons)
        if not any((some >= 0).any() for some in roles[1:]):
            return free[:0]
        _, trainers = self._trainers_at(free)
        found = np.concatenate(
            [
                roles.of_group[releases_around(self._c, free).group],
                roles.of_trainer[unique(trainers)],
                roles.of_colleague[numbers.split(self.covering)[0]],
            ]
        )
        return unique(found[found >= 0])

    def _rested(self, possible: Ints, kept: Ints) -> Bools:
        """Which covers are by colleagues whom the rest of the plan leaves a cover that week."""
        index = self._index
        if not index.world.policy.limits_colleague_covers:
            return np.ones(len(possible), dtype=np.bool_)
        numbers, people = Coverings(index, self._c.lessons), colleagues_of(index)
        limit = index.world.policy.colleague_covers_per_week
        weeks = int(index.week.max(initial=0)) + 1
        who, _, day = numbers.split(kept)
        in_week = np.bincount(who * weeks + index.week[day], minlength=len(people.names) * weeks)
        in_all = np.bincount(who, minlength=len(people.names))
        who, _, day = numbers.split(possible)
        rested = in_week[who * weeks + index.week[day]] < limit
        return np.asarray(rested & (in_all[who] < people.left[who]))

    def _place(self, lesson: Ints, day: Ints) -> Ints:
        lessons = self._c.lessons
        return self._numbers.place(lessons.school[lesson], day, lessons.half[lesson])

    def _of_colleagues(self, kept: Ints) -> Bools:
        """Which of the plan's attendances are by colleagues who could cover, or led by them."""
        who = unique(Coverings(self._index, self._c.lessons).split(self.covering)[0])
        return self._of_groups(kept, unique(colleagues_of(self._index).group[who]))

    def _of_groups(self, kept: Ints, groups: Ints) -> Bools:
        """Which attendances are by people of some staff groups, or could be led by them."""
        position, releases = releases_at(self._c, kept)
        found = np.zeros(len(kept), dtype=np.bool_)
        found[position[lookup_sorted(groups, releases.group)[0]]] = True
        return found

    def _colleagues_kept(self, best: Solution, free: Ints) -> Ints:
        """Covers of the plan that share a row with what is stated."""
        if not len(best.covering.ids):
            return best.covering.ids
        c, numbers = self._c, Coverings(self._index, self._c.lessons)
        _, lesson, day = c.lessons_taken(releases_around(c, self.attendances))
        taken = unique(numbers.dated(lesson, day))
        who, lesson, day = numbers.split(best.covering.ids)
        mine = union(
            numbers.split(self.covering)[0],
            colleagues_of(self._index).of_group[releases_around(c, free).group],
        )
        twins = np.isin(roles_of(self._index).of_colleague, self._substitutes)
        mine = union(mine, np.flatnonzero(twins))
        stated = lookup_sorted(taken, numbers.dated(lesson, day))[0] | lookup_sorted(mine, who)[0]
        return best.covering.ids[stated]

    def _may(self, substitutes: Ints, places: Ints) -> Bools:
        """Whether the sub-MIP may engage them."""
        if self._share is None:
            return np.ones(len(substitutes), dtype=np.bool_)
        _, day, _ = self._numbers.split_place(places)
        return np.asarray(self._share.substitutes[substitutes, self._index.week[day]])

    def _thinned(self, possible: Ints, rng: np.random.Generator) -> Ints:
        """No more than a few for each half-day and qualification."""
        group, place = self._numbers.split(possible)
        qualified = self._index.qualified[group][:, :-1] @ (
            1 << np.arange(len(self._index.qualifications))
        )
        kind, _ = group_ids(place, qualified)
        order = np.lexsort((rng.random(len(possible)), kind))
        first = np.searchsorted(kind[order], kind[order])
        return np.sort(possible[order[np.arange(len(order)) - first < self._params.substitutes]])

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
from pdsched.model.instance.givers import givers
from pdsched.model.instance.index import Index
from pdsched.model.instance.role_numbers import roles_of
from pdsched.model.solution.solution import Solution
from pdsched.params import LnsParams
from pdsched.problem.once import once
from pdsched.search.locks import ResourceLocks


@once
def _qualified_alike(index: Index) -> Ints:
    """By substitute type, a number alike for those with the same qualifications."""
    numbers: dict[bytes, int] = {}
    rows = np.packbits(index.qualified, axis=1)
    number = [numbers.setdefault(row.tobytes(), len(numbers)) for row in rows]
    return np.array(number, dtype=np.int64)


def places_around(c: Candidates, attendances: Ints) -> Ints:
    """Half-days that could have to be covered for whoever attends or leads there, sorted."""
    return unique(c.places_taken(releases_around(c, attendances))[1])


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
        self.places = self._with_other_halves(places_around(candidates, free))
        """Half-days that could have to be covered, sorted."""
        fixed = best.attends.only(~lookup_sorted(free, best.attends.ids)[0]).ids
        is_near = self._near(free, fixed)
        self.covering = self._covering(best, union(free, fixed[is_near]), rng)
        is_near |= self._of_colleagues(fixed)
        is_near |= self._of_substitutes(fixed)
        # Of a placement all who attend are stated, or none: rows of sizes need them all.
        placements = unique(candidates.placement[fixed[is_near]])
        is_stated = lookup_sorted(placements, candidates.placement[fixed].astype(np.int64))[0]
        self.attendances = union(free, fixed[is_stated])
        busy = self._busy_as_substitutes(free)
        self.engageable = self._engageable(best.engaged.ids, rng, busy)
        self.covering = union(self.covering, self._colleagues_kept(best, free))

    def _with_other_halves(self, places: Ints) -> Ints:
        """Where mornings run late, whoever holds them may be missing in the afternoon."""
        school, _, _ = self._numbers.split_place(places)
        late = places[self._c.late[school]]
        return union(places, late ^ 1)

    def _near(self, free: Ints, fixed: Ints) -> Bools:
        """By attendance that stays fixed, whether it shares a row with a free one."""
        is_near = np.zeros(len(fixed), dtype=np.bool_)
        for reach in reaches(self._index.world.policy):
            keys = unique(reach(self._c, free)[1])
            position, key = reach(self._c, fixed)
            is_near[position[lookup_sorted(keys, key)[0]]] = True
        return is_near

    def _engageable(self, engaged: Ints, rng: np.random.Generator, busy: Ints) -> Ints:
        """Engagements of the plan that matter, and some that could be made in their stead.

        Those of ``busy`` substitutes matter: a free release or cover of theirs shares a row.
        """
        group, place = self._numbers.split(engaged)
        is_inside = lookup_sorted(self.places, place)[0]
        possible = self._numbers.at(self.places)
        who, where = self._numbers.split(possible)
        half_days = len(self._index.days) * 2
        # Whoever is engaged elsewhere at the time is of no use.
        elsewhere = unique((group * half_days + place % half_days)[~is_inside])
        is_idle = ~lookup_sorted(elsewhere, who * half_days + where % half_days)[0]
        is_several = self._index.substitute_size[who] > 1
        possible = possible[(is_idle | is_several) & self._may(who, where)]
        possible = union(self._thinned(possible, rng), engaged[is_inside])
        substitutes = union(self._numbers.split(possible)[0], busy)
        is_stated = lookup_sorted(places_around(self._c, self.attendances), place)[0]
        return union(possible, engaged[is_stated | lookup_sorted(substitutes, group)[0]])

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
        is_here = lookup_sorted(self.places, self._place(lesson, day))[0]
        possible = numbers.all(colleagues_of(index), c.lessons, lesson[is_here], day[is_here])
        who, lesson, day = numbers.split(best.covering.ids)
        is_inside = lookup_sorted(self.places, self._place(lesson, day))[0]
        possible = possible[self._rested(possible, best.covering.ids[~is_inside])]
        who, lesson, day = numbers.split(possible)
        duty = numbers.dated(lesson, day)
        is_unasked = colleagues_of(index).weight[who] > 1
        order = np.lexsort((rng.random(len(possible)), is_unasked, duty))
        first = np.searchsorted(duty[order], duty[order])
        few = possible[order[np.arange(len(order)) - first < self._params.colleagues]]
        return union(few, best.covering.ids[is_inside])

    @cached_property
    def _substitutes(self) -> Ints:
        """Persons in several roles who could be engaged at these half-days: substitute groups."""
        roles = roles_of(self._index)
        twins = union(roles.of_trainer, np.concatenate([roles.of_group, roles.of_colleague]))
        if not (twins >= 0).any():
            return twins[:0]
        who = unique(self._numbers.split(self._numbers.at(self.places))[0])
        return who[lookup_sorted(twins, who)[0]]

    def _of_substitutes(self, fixed: Ints) -> Bools:
        """By attendance that stays fixed, whether such a person attends, or could lead it."""
        if not len(self._substitutes):
            return np.zeros(len(fixed), dtype=np.bool_)
        roles = roles_of(self._index)
        groups = np.flatnonzero(np.isin(roles.of_group, self._substitutes))
        trainers = np.flatnonzero(np.isin(roles.of_trainer, self._substitutes))
        at, trainer = self._trainers_at(fixed)
        is_near = self._of_groups(fixed, groups)
        is_near[at[np.isin(trainer, trainers)]] = True
        return is_near

    def _trainers_at(self, attendances: Ints) -> tuple[Ints, Ints]:
        """Trainers who could lead where somebody attends: position, and trainer."""
        p = self._c.placements
        at, offers = p.offers_of(self._c.placement[attendances].astype(np.int64))
        which, trainer = givers(self._index, p.trainer[offers])
        return at[which], trainer

    def _busy_as_substitutes(self, free: Ints) -> Ints:
        """Substitute types of whom something else is free: that they attend, lead, or cover."""
        roles, numbers = roles_of(self._index), Coverings(self._index, self._c.lessons)
        if not any((numbers_of >= 0).any() for numbers_of in roles[1:]):
            return free[:0]
        _, trainers = self._trainers_at(free)
        substitutes = np.concatenate(
            [
                roles.of_group[releases_around(self._c, free).group],
                roles.of_trainer[unique(trainers)],
                roles.of_colleague[numbers.split(self.covering)[0]],
            ]
        )
        return unique(substitutes[substitutes >= 0])

    def _rested(self, possible: Ints, fixed: Ints) -> Bools:
        """By possible cover, whether the rest of the plan leaves its colleague one that week."""
        index = self._index
        if not index.world.policy.limits_colleague_covers:
            return np.ones(len(possible), dtype=np.bool_)
        numbers, people = Coverings(index, self._c.lessons), colleagues_of(index)
        limit = index.world.policy.colleague_covers_per_week
        weeks = int(index.week.max(initial=0)) + 1
        who, _, day = numbers.split(fixed)
        in_week = np.bincount(who * weeks + index.week[day], minlength=len(people.names) * weeks)
        in_all = np.bincount(who, minlength=len(people.names))
        who, _, day = numbers.split(possible)
        is_rested = in_week[who * weeks + index.week[day]] < limit
        return np.asarray(is_rested & (in_all[who] < people.left[who]))

    def _place(self, lesson: Ints, day: Ints) -> Ints:
        return self._numbers.place_of(self._c.lessons, lesson, day)

    def _of_colleagues(self, fixed: Ints) -> Bools:
        """By attendance that stays fixed, whether who could cover attends, or could lead it."""
        who = unique(Coverings(self._index, self._c.lessons).split(self.covering)[0])
        return self._of_groups(fixed, unique(colleagues_of(self._index).group[who]))

    def _of_groups(self, attendances: Ints, groups: Ints) -> Bools:
        """By attendance, whether somebody of these staff types attends, or could lead it."""
        position, releases = releases_at(self._c, attendances)
        is_near = np.zeros(len(attendances), dtype=np.bool_)
        is_near[position[lookup_sorted(groups, releases.group)[0]]] = True
        return is_near

    def _colleagues_kept(self, best: Solution, free: Ints) -> Ints:
        """Covers of the plan that share a row with what is stated."""
        if not len(best.covering.ids):
            return best.covering.ids
        c, numbers = self._c, Coverings(self._index, self._c.lessons)
        _, lesson, day = c.lessons_taken(releases_around(c, self.attendances))
        duties = unique(numbers.dated(lesson, day))
        who, lesson, day = numbers.split(best.covering.ids)
        colleagues = union(
            numbers.split(self.covering)[0],
            colleagues_of(self._index).of_group[releases_around(c, free).group],
        )
        is_twin = np.isin(roles_of(self._index).of_colleague, self._substitutes)
        colleagues = union(colleagues, np.flatnonzero(is_twin))
        is_stated = (
            lookup_sorted(duties, numbers.dated(lesson, day))[0] | lookup_sorted(colleagues, who)[0]
        )
        return best.covering.ids[is_stated]

    def _may(self, substitutes: Ints, places: Ints) -> Bools:
        """By pair of substitute type and half-day, whether the sub-MIP may engage one."""
        if self._share is None:
            return np.ones(len(substitutes), dtype=np.bool_)
        _, day, _ = self._numbers.split_place(places)
        return np.asarray(self._share.substitutes[substitutes, self._index.week[day]])

    def _thinned(self, possible: Ints, rng: np.random.Generator) -> Ints:
        """No more than a few for each half-day and qualification."""
        group, place = self._numbers.split(possible)
        kind, _ = group_ids(place, _qualified_alike(self._index)[group])
        order = np.lexsort((rng.random(len(possible)), kind))
        first = np.searchsorted(kind[order], kind[order])
        return np.sort(possible[order[np.arange(len(order)) - first < self._params.substitutes]])

"""The third family of decisions: which substitutes are engaged, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, union, unique
from pdsched.engines.builder import ProgramBuilder
from pdsched.model.candidates.candidates import Candidates, Releases
from pdsched.model.candidates.engagements import Engagements, pinned_places
from pdsched.model.instance.index import Index


@dataclass(frozen=True, eq=False)
class Engage:
    """e: how many of a substitute type are engaged; one entry for each engagement that is stated.

    An engagement is of one substitute type at a place, which is a half-day at a school.
    """

    ids: Ints
    """Numbers of the engagements, sorted; see `pdsched.model.candidates.engagements`."""
    column: Ints
    """Columns of the program."""
    group: Ints
    """Numbers of the substitute types, see `Index.substitutes`."""
    place: Ints
    """Numbers of the half-days at schools."""
    school: Ints
    """Numbers of the schools, see `Index.schools`."""
    day: Ints
    """Numbers of the dates, see `Index.days`."""
    half: Ints
    """0 for the morning, 1 for the afternoon."""
    size: Ints
    """Members of the substitute type, 1 or more; the most that the variable can be."""

    @staticmethod
    def of(columns: ProgramBuilder, index: Index, ids: Ints) -> Engage:
        """The variables of some engagements, whose numbers are sorted, as new columns."""
        numbers = Engagements(index)
        group, place = numbers.split(ids)
        size = index.substitute_size[group]
        column = columns.new_variables(size)
        return Engage(ids, column, group, place, *numbers.split_place(place), size)

    def at(self, places: Ints) -> tuple[Ints, Ints, Ints]:
        """Who could be engaged: position in ``places``, column, and substitute type."""
        position, where = self._by_place.expand(
            np.searchsorted(self._places, places)
            if len(self._places)
            else np.zeros(len(places), dtype=np.int64)
        )
        is_there = self.place[where] == places[position]
        position, where = position[is_there], where[is_there]
        return position, self.column[where], self.group[where]

    @cached_property
    def _places(self) -> Ints:
        return unique(self.place)

    @cached_property
    def _by_place(self) -> CsrLists:
        owner = np.searchsorted(self._places, self.place)
        return CsrLists.of(owner, np.arange(len(self.ids)), len(self._places) + 1)


def engagements_of_use(candidates: Candidates, releases: Releases) -> Ints:
    """Numbers of all engagements where some releases take lessons or a pin asks, sorted."""
    index, numbers = candidates.index, Engagements(candidates.index)
    places = unique(candidates.places_taken(releases)[1])
    if index.world.policy.keeps_pins:
        places = union(places, pinned_places(index, numbers))
    return numbers.at(places)

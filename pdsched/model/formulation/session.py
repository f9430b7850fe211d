"""The second family of decisions: which sessions are held, and with whom they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pdsched.engines.arrays import CsrLists, Ints, group_ids, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.attend import Attend
from pdsched.model.instance.index import first_open


@dataclass(frozen=True, eq=False, slots=True)
class Session:
    """y: how many sessions a placement has by an offer; one entry for each offer that is stated.

    Stated are all offers of the placements that anybody could attend. What is the same for all
    offers of a placement has an entry for each of these *seats*.
    """

    ids: Ints
    """Numbers of the offers among the candidates, sorted."""
    column: Ints
    """Columns of the program, right after those of attendances."""
    seat: Ints
    """Positions of the placements in ``used``."""
    placement: Ints
    """Numbers of the placements."""
    day: Ints
    """Numbers of the dates, see `Index.days`."""
    course: Ints
    """Numbers of the courses, see `Index.courses`."""
    used: Ints
    """By seat: number of the placement; sorted."""
    least: Ints
    """By seat: people of the least group, 1 or more."""

    @staticmethod
    def of(candidates: Candidates, x: Attend) -> Session:
        """The variables of all offers where somebody attends."""
        placements, used = candidates.placements, unique(x.placement)
        seat, offers = placements.offers_of(used)
        course = placements.course[used]
        group_min = np.array([c.group_min for c in candidates.index.courses], dtype=np.int64)
        return Session(
            offers,
            len(x.column) + np.arange(len(offers)),
            seat,
            used[seat],
            placements.day[used[seat]],
            course[seat],
            used,
            group_min[course],
        )

    def of_seats(self, seats: Ints) -> tuple[Ints, Ints]:
        """Columns of the sessions at some seats: position in ``seats``, and column."""
        offers = CsrLists.of(self.seat, self.column, len(self.used))
        return offers.expand(seats)

    def most(self, candidates: Candidates, x: Attend) -> Ints:
        """By offer, the most sessions that there could be.

        No more than least groups of the people who could attend, than rooms of the type, and than
        one with a trainer, in the past, or where it matters who learns with whom.
        """
        index, placements = candidates.index, candidates.placements
        people = np.zeros(len(self.used), dtype=np.int64)
        _, first = group_ids(x.seat, x.group)
        np.add.at(people, x.seat[first], x.size[first])
        most = people[self.seat] // self.least[self.seat]
        rooms = np.array([len(room.members) for room in index.rooms] + [2**31], dtype=np.int64)
        most = np.minimum(most, rooms[placements.room[self.ids]])
        is_grouped = np.array([c.id in index.grouped for c in index.courses], dtype=np.bool_)
        is_one = (placements.trainer[self.ids] >= 0) | is_grouped[self.course]
        most = np.where(is_one, np.minimum(most, 1), most)
        return np.asarray(np.where(self.day < first_open(index), 1, most))

"""When and where trainers could give a session: of a team, when and where all of them could."""

from __future__ import annotations

from collections.abc import Iterable

from pdsched.model.candidates.filters import off_route, outside_hours
from pdsched.model.instance.givers import givers_of
from pdsched.model.instance.index import Index
from pdsched.problem import minutes


class TrainerHours:
    """The windows and schools of trainers, by number of trainer and day."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._windows: dict[tuple[int, int], list[tuple[int, int]]] = {}
        for day_number, day in enumerate(index.days):
            for number, trainer in enumerate(index.trainers):
                windows = [
                    (minutes(w.start), minutes(w.end)) for w in trainer.available if w.on(day)
                ]
                if windows:
                    self._windows[number, day_number] = windows
        people = [[n for n in row if n >= 0] for row in givers_of(index)[:-1].tolist()]
        self._bound = [tuple(dict.fromkeys((*row, n))) for n, row in enumerate(people)]
        """By trainer, those whose windows and schools hold for it: who is in a team, and that."""

    def goes_to(self, number: int, venue: int) -> bool:
        """Whether a trainer goes to a venue."""
        trainers = (self._index.trainers[n] for n in self._bound[number])
        return not any(off_route(self._index, one, venue) for one in trainers)

    def on(self, number: int, day: int) -> list[list[tuple[int, int]]]:
        """The windows on a day of each of those who have to be there; of a team, if it has any."""
        trainers = self._index.trainers
        return [
            self._windows.get((n, day), [])
            for n in self._bound[number]
            if trainers[n].available or not trainers[n].is_team
        ]


def outside_any(each: Iterable[list[tuple[int, int]]], start: int, end: int) -> bool:
    """Whether a session lies outside the windows of one of those who have to be there."""
    return any(outside_hours(hours, start, end) for hours in each)

"""Walks: whole series at one time of the week and one place, meeting after meeting.

Meetings that are to follow each other in a rhythm leave it when one of them moves, so that
neighbourhoods of some weeks or some people seldom find it. A *walk* has one placement for each
meeting of a run, all at the same time and place and by the same trainer, each on the date in rhythm
with the one before. Where a date has none, or one that somebody cannot come to, the walk may go on
with the next date in rhythm.
"""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pdsched.engines.arrays import Bools, Ints, group_ids, lookup_sorted, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.instance.index import first_open
from pdsched.model.solution.solution import Solution
from pdsched.params import WalkParams
from pdsched.search.runs import NONE, Run, runs_of

Scores = NDArray[np.float64]
"""In people, see `_Table`."""
ABSENT, PASSED, BEGUN = 2.0, 1.5, 1.0
"""What it costs if somebody cannot come, and if a date in rhythm is passed over, which disturbs
everybody; what it is worth to go on in the rhythm of meetings held before: in people."""


class Walk(NamedTuple):
    """Placements of a run, in order, and what they are worth."""

    placements: Ints
    worth: float


class Walks:
    """The runs of one problem, and walks for them."""

    def __init__(self, candidates: Candidates, params: WalkParams) -> None:
        self._c, self._params = candidates, params
        self.runs = runs_of(candidates.index, params.least)
        self._first = first_open(candidates.index)

    def attendances(self, run: Run, is_free: Bools, *, calm: bool = False) -> Ints:
        """The attendances of a run that are to come, for needs that are free (by need).

        With ``calm``, those alone that take no lesson to cover.
        """
        c, p = self._c, self._c.placements
        is_meant = np.isin(p.course, run.courses) & (p.day >= self._first)
        ids = np.flatnonzero(is_meant[c.placement] & is_free[c.need])
        return ids[~c.aways.from_lessons(c.away[ids].astype(np.int64))] if calm else ids

    def ranked(
        self, run: Run, attendances: Ints, plan: Solution, rng: np.random.Generator
    ) -> list[Walk]:
        """Walks for those who could attend by these, the best first.

        There is one for each weekday, time, place and trainer. They begin with the first meeting of
        these, best in rhythm with the one before it in the plan.
        """
        if not len(attendances):
            return []
        table = _Table(self._c, run, attendances, self._params.slots)
        walks = table.walks(self._day_due(run, table.first, plan), self._params.passes)
        worth = np.array([walk.worth for walk in walks])
        order = np.lexsort((rng.random(len(walks)), -worth))  # Many are worth the same.
        return [walks[k] for k in order[: self._params.most]]

    def of_group(self, walk: Walk, waiting: Ints) -> Ints:
        """Of those attendances that are of a walk, those of people who could sit together.

        Those who could come to most of it, and no more than it takes for groups of even size: of 18
        people in groups of 8 two would be left.
        """
        c, p = self._c, self._c.placements
        ids = c.attending(np.sort(walk.placements))
        ids = ids[lookup_sorted(waiting, ids)[0]]
        people, count = np.unique(c.group[ids], return_counts=True)
        if not len(ids):
            return ids
        seats = int(p.capacity[p.first_offer[walk.placements]].max())
        size = ceil(len(people) / ceil(len(people) / seats))
        together = people[np.argsort(-count, kind="stable")[:size]]
        return ids[np.isin(c.group[ids], together)]

    def some(
        self, run: Run, attendances: Ints, plan: Solution, most: int, rng: np.random.Generator
    ) -> Ints:
        """The placements of so many walks, of the better ones rather."""
        walks = self.ranked(run, attendances, plan, rng)
        if not walks:
            return np.zeros(0, dtype=np.int64)
        rank = np.arange(len(walks))
        share = 1.0 / (1.0 + rank)
        chosen = rng.choice(rank, min(most, len(rank)), replace=False, p=share / share.sum())
        return unique(np.concatenate([walks[k].placements for k in chosen])).astype(np.int64)

    def _day_due(self, run: Run, first: int, plan: Solution) -> int:
        """The day on which a meeting is due after the one before it, where that was held."""
        if first == 0:
            return NONE
        c, p = self._c, self._c.placements
        at = c.placement[plan.attends.ids]
        days = run.due[first - 1][p.day[at[p.course[at] == run.courses[first - 1]]]]
        days = days[days != NONE]
        return int(np.bincount(days).argmax()) if len(days) else NONE


class _Table:
    """Placements of a run by slot (a time, a place, a trainer and room), meeting and day number."""

    def __init__(self, c: Candidates, run: Run, attendances: Ints, slots: int) -> None:
        p, days = c.placements, len(c.index.days)
        count = np.bincount(c.placement[attendances], minlength=len(p))
        lessons = np.diff(c.aways.takes.first)[c.away[attendances]]
        calm = np.bincount(
            c.placement[attendances], weights=1.0 / (1.0 + lessons), minlength=len(p)
        )
        ids = np.flatnonzero(count)
        offer = p.first_offer[ids]
        slot, _ = group_ids(p.start[ids], p.venue[ids], p.trainer[offer], p.room[offer])
        most = np.bincount(slot, weights=calm[ids])
        is_kept = np.isin(slot, np.argsort(-most, kind="stable")[:slots])
        ids, slot = ids[is_kept], np.unique(slot[is_kept], return_inverse=True)[1]
        step = run.step(p.course[ids])
        self.first = int(step.min())
        """The first meeting that anybody waits for."""
        due = run.due[self.first :]
        self._due = np.where(due == NONE, days, due)
        self._weekday = np.array([day.weekday() for day in c.index.days])
        self._people = float(count.max())
        shape = (int(slot.max()) + 1, len(due), days)
        at = slot, step - self.first, p.day[ids]
        self._placements = np.full(shape, NONE, dtype=np.int64)
        self._placements[at] = ids
        self._scores = np.full(shape, -np.inf)
        self._scores[at] = calm[ids] - ABSENT * (self._people - count[ids])

    def walks(self, due: int, passes: int) -> list[Walk]:
        """The best walk of each slot and weekday."""
        worth, held = self._backwards(passes)
        if due != NONE:
            worth[:, due] += BEGUN * self._people
        best: list[Walk] = []
        for weekday in unique(self._weekday):
            begin = np.flatnonzero(self._weekday == weekday)
            for slot, day in enumerate(begin[worth[:, begin].argmax(axis=1)].tolist()):
                if worth[slot, day] > -np.inf:
                    best.append(Walk(self._placed(slot, day, held), float(worth[slot, day])))
        return best

    def _backwards(self, passes: int) -> tuple[Scores, list[Ints]]:
        """The worth of walks, by slot and day of the first meeting; and when each meeting is held.

        The latter is by meeting, for each slot and day on which it is due, the day on which it is
        best held. From the last meeting to the first. The last day number is that of no day: who
        comes to none meets no more.
        """
        slots, meetings, days = self._scores.shape
        after, held = np.zeros((slots, days + 1)), []
        for meeting in reversed(range(meetings)):
            due = np.append(self._due[meeting], days)
            on_day = np.full((slots, days + 1), -ABSENT * self._people * (meetings - meeting))
            on_day[:, :days] = self._scores[:, meeting] + after[:, due[:days]]
            best, day = on_day.copy(), np.tile(np.arange(days + 1), (slots, 1))
            later = np.arange(days + 1)
            for passed in (*range(1, passes + 1), np.inf):
                later = due[later] if passed < np.inf else np.full_like(later, days)
                worth = on_day[:, later] - (PASSED * passed if passed < np.inf else 0.0)
                is_better = worth > best
                best = np.where(is_better, worth, best)
                day = np.where(is_better, later, day)
            held.append(day)
            after = best
        return on_day[:, :days], held[::-1]

    def _placed(self, slot: int, day: int, held: list[Ints]) -> Ints:
        """The placements of the walk that begins on a day."""
        placed: list[int] = []
        for meeting, (due, on) in enumerate(zip(self._due, held, strict=True)):
            day = int(on[slot, day]) if meeting else day
            if day == len(due):
                break
            placed.append(int(self._placements[slot, meeting, day]))
            day = int(due[day])
        return np.array(placed, dtype=np.int64)

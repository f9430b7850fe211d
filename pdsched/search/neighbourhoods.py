"""Which attendances to set free next: the neighbourhoods of a plan.

Each kind sets some needs of the plan free again, adds needs that are unmet, and takes placements
at random, the fuller ones rather, until there are so many attendances:

- *fill*: unmet needs alone, anywhere;
- *half-day*: what happens on one morning or afternoon, everywhere: who could be released one after
  the other while one substitute is engaged;
- *weeks*: what happens in a few weeks, in one part of the district;
- *course*: the steps of one topic, over the whole horizon, in one part of the district;
- *school*: some staff of one school;
- *people*: some staff with unmet needs, and some others;
- *trainer*: what a trainer does in some weeks;
- *group*: all who attend one session, with all their needs: where courses follow each other, a
  group has to move as a whole;
- *series*: all meetings of a series at some times of the week, for a group of it; only where there
  are series (`pdsched.search.walks`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from pdsched.engines.arrays import Bools, CsrLists, Ints, lookup_sorted, union, unique
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.wants import wants_of
from pdsched.model.instance.givers import givers, givers_of
from pdsched.model.solution.solution import Solution
from pdsched.params import LnsParams, WalkParams
from pdsched.search.locks import Locks
from pdsched.search.runs import Run
from pdsched.search.walks import Walks

SERIES = "series"
EVERYTHING = (0.0, 1.0)
"""The whole horizon."""
NOON = 12 * 60
"""Minute of the day from which a session counts as one of the afternoon."""


class Neighbourhoods:
    """Draws neighbourhoods of one district."""

    def __init__(
        self,
        candidates: Candidates,
        params: LnsParams = LnsParams(),  # noqa: B008 - frozen
        walks: Walks | None = None,
    ) -> None:
        self._params = params
        self.walks = walks or Walks(candidates, WalkParams())
        c = self._c = candidates
        self._index = c.index
        self.need = c.need
        """By attendance, number of its need."""
        slots = self._slots = c.index.slots
        count = len(c.index.staff) * slots
        is_reachable = np.zeros(count, dtype=np.bool_)
        is_reachable[c.need] = True
        self._due = np.where(is_reachable, np.repeat(c.index.group_size, slots), 0)
        self._week = c.index.week[c.placements.day]
        self._half_days = 2 * c.placements.day + (c.placements.start >= NOON)
        self._sizes = np.diff(c.first_attendance)
        self._topics = self._by_topic()
        self._leading = unique(givers(c.index, unique(c.placements.trainer))[1])
        self.kinds: dict[str, Callable[[Solution, np.random.Generator], tuple[Ints, Bools]]] = {
            "fill": self._fill,
            "half-day": self._half_day,
            "weeks": self._weeks,
            "course": self._course,
            "school": self._school,
            "people": self._people,
            "trainer": self._trainer,
            "group": self._group,
        }
        if self.walks.runs:
            self.kinds[SERIES] = self._series

    @cached_property
    def _by_need(self) -> CsrLists:
        """Attendances by need."""
        return CsrLists.of(self.need, np.arange(len(self.need)), len(self._due))

    def _by_topic(self) -> list[Ints]:
        topic = self._index.topic
        return [np.flatnonzero(topic == number) for number in range(int(topic.max(initial=-1)) + 1)]

    def draw(
        self, kind: str, best: Solution, size: int, rng: np.random.Generator, claimed: Locks
    ) -> Ints:
        """About ``size`` attendances to set free, sorted; those of the plan come on top.

        Nothing that is claimed by sub-MIPs on the way.
        """
        placements, is_free = self.kinds[kind](best, rng)
        attended = best.attends.ids
        sessions = unique(self._c.placement[attended]).astype(np.int64)
        is_free[claimed.needs] = False
        is_free[self.need[attended[claimed.touch(self._c, attended)]]] = False
        if kind == SERIES:
            size = self._params.most  # A part of a walk would leave the rhythm.
        order = self._ordered(placements, sessions, rng)
        # Of 38 million attendances only those looked at: all of them would take a second or two.
        ids = self._gather(order, lambda ids: is_free[self.need[ids]], size)
        return union(attended[is_free[self.need[attended]]], ids[~claimed.touch(self._c, ids)])

    def _ready(self, best: Solution) -> Bools:
        """Whether they have learned what comes first: course x staff group."""
        c, courses = self._c, self._index.courses
        number = {course.id: n for n, course in enumerate(courses)}
        has_learned = np.zeros((len(courses), len(self._index.staff)), dtype=np.bool_)
        attended = best.attends.ids
        has_learned[c.placements.course[c.placement[attended]], c.group[attended]] = True
        is_ready = np.ones_like(has_learned)
        for course in wants_of(self._index):
            for arc in courses[course].prerequisites:
                first = number[arc.course]
                is_ready[course] &= has_learned[first] | ~self._index.owing(arc)
        return is_ready

    def draw_stretch(
        self, best: Solution, size: int, rng: np.random.Generator, stretch: tuple[float, float]
    ) -> Ints:
        """About ``size`` attendances of unmet needs, where most of them could sit together.

        A third more at placements that have a session. ``stretch`` is the stretch of the horizon to
        look at, from 0 to 1; in a part of it nobody has what is to come first, but for those who
        have it already.
        """
        c, is_unmet = self._c, self.unmet(best)
        is_ready = self._ready(best) if stretch != EVERYTHING else None

        def is_free(ids: Ints) -> Bools:
            is_waiting = is_unmet[self.need[ids]]
            if is_ready is not None:
                is_waiting &= is_ready[c.placements.course[c.placement[ids]], c.group[ids]]
            return is_waiting

        when = (self._week + 0.5) / (self._week.max(initial=0) + 1)
        ids = c.attending(np.flatnonzero((when >= stretch[0]) & (when < stretch[1])))
        waiting = np.bincount(c.placement[ids], weights=is_free(ids), minlength=len(c.placements))
        sessions = unique(c.placement[best.attends.ids]).astype(np.int64)
        keys = rng.random(len(waiting)) ** (1.0 / np.maximum(waiting, 1e-9))
        keys[sessions] = -1.0
        order = np.argsort(-keys)[: int((waiting > 0).sum())]
        return union(
            self._gather(rng.permutation(sessions), is_free, size // 3),
            self._gather(order, is_free, size),
        )

    def _ordered(self, placements: Ints, sessions: Ints, rng: np.random.Generator) -> Ints:
        """Placements with a session first, then the others at random, fuller ones rather."""
        is_held = lookup_sorted(sessions, placements)[0]
        rest = placements[~is_held]
        keys = rng.random(len(rest)) ** (1.0 / np.maximum(self._sizes[rest], 1))
        first = rng.permutation(placements[is_held])
        return np.concatenate([first, rest[np.argsort(-keys)]])

    def _gather(self, order: Ints, is_free: Callable[[Ints], Bools], size: int) -> Ints:
        """Free attendances at the first placements, until there are enough.

        ``is_free`` tells by attendance, of some of them.
        """
        chunks: list[Ints] = []
        left, begin, step = size, 0, 256
        while left > 0 and begin < len(order):
            chunk = order[begin : begin + step]
            owner = np.repeat(np.arange(len(chunk)), self._sizes[chunk])
            ids = self._c.attending(chunk)
            keep = is_free(ids)
            ids, owner = ids[keep], owner[keep]
            total = np.cumsum(np.bincount(owner, minlength=len(chunk)))
            last = int(np.searchsorted(total, left))
            chunks.append(ids[owner <= last])
            left -= len(chunks[-1])
            begin, step = begin + step, step * 2
        return np.sort(np.concatenate(chunks)) if chunks else np.zeros(0, dtype=np.int64)

    # What is free

    def unmet(self, best: Solution) -> Bools:
        """By need, whether it is not met, or not by everybody of its group."""
        met = np.zeros(len(self._due), dtype=np.int64)
        np.add.at(met, self.need[best.attends.ids], best.attends.counts)
        return met < self._due

    def _of_placements(self, is_inside: Bools, best: Solution) -> tuple[Ints, Bools]:
        """Some placements, and by need, whether it is unmet, or met by the plan at one of them."""
        is_free, attended = self.unmet(best), best.attends.ids
        is_free[self.need[attended[is_inside[self._c.placement[attended]]]]] = True
        return np.flatnonzero(is_inside), is_free

    def _part(self, rng: np.random.Generator) -> Bools:
        """By placement, whether it is in one part of the district, or nowhere."""
        venues = self._c.placements.venue
        schools = unique(venues[venues >= 0])
        if len(schools) <= self._params.venues:
            return np.ones(len(venues), dtype=np.bool_)
        middle = rng.choice(schools)
        nearest = schools[
            np.argsort(self._index.travel[middle][schools], kind="stable")[: self._params.venues]
        ]
        is_remote = (venues < 0) & (rng.random() < 0.5)
        return np.isin(venues, nearest) | is_remote

    def _fill(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        del rng
        return np.arange(len(self._c.placements)), self.unmet(best)

    def _half_day(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        half_days = self._half_days
        if not len(half_days):
            return self._people(best, rng)
        return self._of_placements(half_days == rng.choice(half_days), best)

    def _weeks(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        last = int(self._index.week.max())
        first = int(rng.integers(0, last + 1))
        span = int(rng.integers(1, 4))
        is_inside = (self._week >= first) & (self._week < first + span) & self._part(rng)
        return self._of_placements(is_inside, best)

    def _course(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        topics = [self._topics[k] for k in rng.permutation(len(self._topics))[:2]]
        is_inside = np.isin(self._c.placements.course, np.concatenate(topics)) & self._part(rng)
        return self._of_placements(is_inside, best)

    def _trainer(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        if not len(self._leading):
            return self._weeks(best, rng)
        trainer = int(rng.choice(self._leading))
        first = int(rng.integers(0, int(self._index.week.max()) + 1))
        is_led = np.zeros(len(self._c.placements), dtype=np.bool_)
        gives = np.flatnonzero((givers_of(self._index) == trainer).any(axis=1))
        is_led[self._c.placements.owner[np.isin(self._c.placements.trainer, gives)]] = True
        is_inside = is_led & (self._week >= first) & (self._week < first + 8)
        return self._of_placements(is_inside, best)

    def _school(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        home = rng.choice(self._index.home)
        groups = rng.permutation(np.flatnonzero(self._index.home == home))[: self._params.people]
        return self._of_groups(groups, best)

    def _people(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        waiting = unique(np.flatnonzero(self.unmet(best)) // self._slots)
        unserved = rng.permutation(waiting)[: self._params.people // 3]
        at_random = rng.permutation(len(self._index.staff))[: self._params.people // 3]
        return self._of_groups(union(unserved, at_random), best)

    def _group(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        if not len(best.attends.ids):
            return self._people(best, rng)
        placement = self._c.placement[best.attends.ids]
        together = self._c.group[best.attends.ids[placement == rng.choice(placement)]]
        return self._of_groups(unique(together).astype(np.int64), best)

    def _series(self, best: Solution, rng: np.random.Generator) -> tuple[Ints, Bools]:
        """Some walks of a series, for a group of it and for others who need it."""
        run = self.walks.runs[int(rng.integers(len(self.walks.runs)))]
        every, calm = np.ones(len(self._due), dtype=np.bool_), bool(rng.integers(2))
        of_run = self.walks.attendances(run, every, calm=calm)
        if not len(of_run):
            return self._people(best, rng)
        groups = self._of_series(run, of_run, best, rng)
        ids = of_run[np.isin(self._c.group[of_run], groups)]
        is_free = np.zeros(len(self._due), dtype=np.bool_)
        is_free[self.need[ids]] = True
        # Two at most: these are solved at once, and nine not within a slice.
        return self.walks.some(run, ids, best, int(rng.integers(1, 3)), rng), is_free

    def _of_series(self, run: Run, of_run: Ints, best: Solution, rng: np.random.Generator) -> Ints:
        """People of one of its sessions, and others who need it, in all no more than fit."""
        attended = best.attends.ids
        at = self._c.placement[attended]
        is_meant = np.isin(self._c.placements.course[at], run.courses)
        sessions = unique(at[is_meant])
        together = np.zeros(0, dtype=np.int64)
        if len(sessions):
            together = unique(self._c.group[attended[at == rng.choice(sessions)]])
        others = np.setdiff1d(unique(self._c.group[of_run]), together)
        most = max(1, self._params.most // (2 * len(run.courses)))
        return np.concatenate([together, rng.permutation(others)])[:most]

    def _of_groups(self, groups: Ints, best: Solution) -> tuple[Ints, Bools]:
        needs = (groups[:, None] * self._slots + np.arange(self._slots)).ravel()
        is_free = np.zeros(len(self._due), dtype=np.bool_)
        is_free[needs] = True
        del best
        _, ids = self._by_need.expand(needs)
        return unique(self._c.placement[ids]).astype(np.int64), is_free

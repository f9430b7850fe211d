"""Doses: the minutes of learning that a person still lacks, in all or topic by topic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from pdsched.engines.arrays import Bools, Ints, group_ids
from pdsched.model.candidates.candidates import Candidates
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.index import Index
from pdsched.model.solution.solution import Counts


class Owed(NamedTuple):
    """Attendances with the number of whom they serve, and what each of these still lacks."""

    entry: Ints
    """Attendances of a formulation."""
    unit: Ints
    """By entry, a position in ``lacks``."""
    minutes: Ints
    """By entry."""
    lacks: Ints
    """Minutes above 0."""


class Doses:
    """What each person, or each person in each topic, lacks before the plan.

    Staff with needs are single where doses are asked for: what some get more does not make up for
    what others get less.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_topic = index.world.policy.dose_by_topic
        topics = sorted({c.topic for c in index.courses}) if self._by_topic else [""]
        self._number = {topic: n for n, topic in enumerate(topics)}
        self._width = len(self._number) or 1
        self._minutes = np.array([c.minutes for c in index.courses], dtype=np.int64)

    @cached_property
    def _topic_of(self) -> Ints:
        """By course, the number of its topic; 0 where all topics are one."""
        topics = [self._number[c.topic if self._by_topic else ""] for c in self._index.courses]
        return np.array(topics, dtype=np.int64)

    @cached_property
    def lacking(self) -> Ints:
        """By staff group and topic, end to end, the minutes that they lack without any plan."""
        lacking = np.zeros((len(self._index.staff), self._width), dtype=np.int64)
        for group, topic, minutes in self._lacking():
            lacking[group, topic] = minutes
        return lacking.ravel()

    def _lacking(self) -> Iterator[tuple[int, int, int]]:
        world = self._index.world
        dose = world.policy.dose_minutes or 0
        for number, group in enumerate(self._index.staff):
            member = world.staff[group.members[0]]
            for need in group.needs:
                done = int(60 * member.hours_before + 0.5)
                if not self._by_topic:
                    yield number, 0, max(0, dose - done)
                    continue
                topics = need.topics(world.courses)
                # Whoever wishes for courses of several topics owes nothing in any of them.
                if len(topics) == 1 and topics[0] in self._number:
                    done = 60 * member.topic_hours_before.get(topics[0], 0)
                    yield number, self._number[topics[0]], max(0, dose - done)

    def learned(self, c: Candidates, attends: Counts) -> Ints:
        """By staff group and topic, end to end, the minutes of some attendances."""
        course = c.placements.course[c.placement[attends.ids]]
        unit = c.group[attends.ids].astype(np.int64) * self._width + self._topic_of[course]
        weights = self._minutes[course] * attends.counts
        return np.bincount(unit, weights=weights, minlength=len(self.lacking)).astype(np.int64)

    def at_best(self, c: Candidates) -> Ints:
        """What is lacking if everybody meets each of their needs by the longest course."""
        course = c.placements.course[c.placement]
        topic = self._topic_of[course]
        # A need with wishes may be met in any of several topics: each is taken at its best.
        key, first = group_ids(c.need.astype(np.int64), topic)
        best = np.zeros(len(first), dtype=np.int64)
        np.maximum.at(best, key, self._minutes[course])
        unit = c.group[first].astype(np.int64) * self._width + topic[first]
        most = np.bincount(unit, weights=best, minlength=len(self.lacking))
        return np.maximum(self.lacking - most.astype(np.int64), 0)

    def owed(self, f: Formulation) -> Owed:
        """What is lacking beyond what is stated; of a part, only by people who are stated."""
        x = f.attend
        lacks = np.maximum(self.lacking - self.learned(f.candidates, f.beyond.attends), 0)
        if f.part:
            is_stated: Bools = np.zeros(len(self._index.staff), dtype=np.bool_)
            is_stated[x.group] = True
            lacks = lacks * np.repeat(is_stated, self._width)
        units = np.flatnonzero(lacks)
        unit = x.group * self._width + self._topic_of[x.course]
        entry = np.flatnonzero(lacks[unit])
        return Owed(
            entry,
            np.searchsorted(units, unit[entry]),
            self._minutes[x.course[entry]],
            lacks[units],
        )

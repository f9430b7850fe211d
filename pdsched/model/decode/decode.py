"""From a solution of candidates back to a plan with names.

Names are dealt out in a fixed order, so that the same solution makes the same plan.

- *Staff* (`pdsched.model.decode.deal_staff`): members of a group are equal, so who of them attends
  is free as far as everyone meets each need once and is in one place at a time.
- *Seats and rooms*: see `pdsched.model.decode.seating`.
- *Substitutes*: members of a group take turns. In any stretch of turns two members' shares differ
  by at most one, and weeks, days and the whole horizon are stretches: so limits that hold for the
  group together hold for each member. Turns of one half-day go to different members.
- *Lessons* (`pdsched.model.decode.assign_covers`): see `pdsched.model.rules.cover` for why a holder
  always exists. Where goals or rules count holders the solution names them
  (`pdsched.model.solution.holders`).
- *Engagements* that hold nothing then are left out (`pdsched.model.solution.trimming`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from pdsched.model.candidates.candidates import Candidates
from pdsched.model.candidates.engagements import Engagements
from pdsched.model.decode.assign_covers import covers_of
from pdsched.model.decode.deal_staff import deal_staff
from pdsched.model.decode.past_plan import with_past
from pdsched.model.decode.seating import Seating
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.model.instance.covers import Coverings
from pdsched.model.instance.granularity import covers_are_named
from pdsched.model.instance.index import HALVES
from pdsched.model.solution.due import covers_due
from pdsched.model.solution.holders import held_by
from pdsched.model.solution.past import still_open
from pdsched.model.solution.solution import Solution
from pdsched.model.solution.trimming import without_idle
from pdsched.plan import Cover, Engagement, Plan
from pdsched.result import made_under


def decode(candidates: Candidates, solution: Solution) -> Plan:
    """The plan that a solution says, and what is past, without unmet needs and idle engagements.

    Raises:
        DisaggregationError: if the counts of a staff group fit no members.
    """
    return read_out(candidates, solution)[0]


def read_out(candidates: Candidates, solution: Solution) -> tuple[Plan, Solution]:
    """The plan that a solution says, as `decode`, and the solution without what is idle in it.

    Raises:
        DisaggregationError: if the counts of a staff group fit no members.
    """
    plan, solution = without_idle(candidates, _written(candidates, solution), solution)
    return with_past(plan, candidates.index.world.problem), solution


def to_come(candidates: Candidates, solution: Solution) -> Plan:
    """The plan that a solution says without what is past, and without what is idle.

    Raises:
        DisaggregationError: if the counts of a staff group fit no members.
    """
    return without_idle(candidates, _written(candidates, solution), solution)[0]


def _written(candidates: Candidates, solution: Solution) -> Plan:
    solution = still_open(candidates, solution)
    holders = _Holders(candidates, solution)
    sessions, releases = Seating(candidates, solution).seat(
        deal_staff(candidates, solution.attends)
    )
    engagements = holders.engagements()
    if covers_are_named(candidates.index.world):
        covers = holders.covers()
    else:
        covers = covers_of(candidates.index, releases, engagements, holders.colleagues())
    return Plan(
        problem=candidates.index.world.given.digest(),
        policy=made_under(candidates.index.world.policy),
        sessions=tuple(sessions),
        releases=tuple(releases),
        covers=tuple(covers),
        engagements=tuple(engagements),
    ).canonical()


class _Holders:
    """Who is engaged in a solution, and who holds which lesson."""

    def __init__(self, candidates: Candidates, solution: Solution) -> None:
        self.c = candidates
        self.index = candidates.index
        self.solution = solution

    def colleagues(self) -> list[Cover]:
        """The covers by colleagues: each gets the next lesson taken of the duty.

        Raises:
            LookupError: if there are too few lessons, which is a bug of ours.
        """
        c, numbers = self.c, Coverings(self.index, self.c.lessons)
        lesson, day = covers_due(c, self.solution)
        lessons_taken: dict[int, list[int]] = defaultdict(list)
        for number, one in sorted(
            zip(numbers.dated(lesson, day).tolist(), lesson.tolist(), strict=True)
        ):
            lessons_taken[number].append(one)
        return [
            Cover(
                staff=self.index.staff[int(c.lessons.group[one])].members[0],
                lesson=c.lessons.ids[one],
                date=self.index.days[on],
                colleague=colleagues_of(self.index).names[name],
            )
            for team, on, number in self._teams(numbers)
            for one in (lessons_taken[number].pop(0),)
            for name in team
        ]

    def covers(self) -> list[Cover]:
        """All covers, where they are named.

        Raises:
            LookupError: if a lesson has nobody to hold it, which is a bug of ours.
        """
        c = self.c
        by_name, missing = held_by(c, self.solution)
        if missing:
            raise LookupError(f"{missing} lessons have nobody to hold them")
        count = len(self.index.substitutes)
        return [
            Cover(
                staff=self.index.staff[int(c.lessons.group[one])].members[0],
                lesson=c.lessons.ids[one],
                date=self.index.days[day],
                substitute=self.index.substitutes[who].members[0] if who < count else None,
                colleague=colleagues_of(self.index).names[who - count] if who >= count else None,
            )
            for one, day, who in zip(*(part.tolist() for part in by_name), strict=True)
        ]

    def _teams(self, numbers: Coverings) -> Iterator[tuple[tuple[int, ...], int, int]]:
        """Colleagues who hold a lesson, alone or a part of it each, its day and dated duty."""
        ids = self.solution.covering.ids
        who, duty, day = numbers.split(ids)
        part, dated = numbers.parts(ids), numbers.dated(duty, day)
        beside = colleagues_of(self.index).joined(self.c.lessons, who, duty, day, part)
        parted: dict[int, dict[str, list[int]]] = {}
        for n in range(len(ids)):
            if part[n]:
                hosts = parted.setdefault(int(dated[n]), {})
                hosts.setdefault(beside[n], []).append(int(who[n]))
            else:
                yield (int(who[n]),), int(day[n]), int(dated[n])
        for number, hosts in parted.items():
            for team in zip(*hosts.values(), strict=True):
                yield team, number % len(self.index.days), number

    def engagements(self) -> list[Engagement]:
        """Members of a group take turns in the order of time."""
        numbers = Engagements(self.index)
        group, place = numbers.split(self.solution.engaged.ids)
        school, day, half = numbers.split_place(place)
        turn: dict[int, int] = defaultdict(int)
        engagements: list[Engagement] = []
        for k in np.lexsort((school, half, day)).tolist():
            members = self.index.substitutes[int(group[k])].members
            for _ in range(int(self.solution.engaged.counts[k])):
                engagements.append(
                    Engagement(
                        substitute=members[turn[int(group[k])] % len(members)],
                        school=self.index.schools[int(school[k])],
                        date=self.index.days[int(day[k])],
                        half=HALVES[int(half[k])],
                    )
                )
                turn[int(group[k])] += 1
        return engagements

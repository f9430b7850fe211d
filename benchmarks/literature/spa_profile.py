"""Student-project allocation in stages: the worst rank, then the sum, or the whole profile before.

No stage gives up what those before it reached. The profile (leximax) counts, from the longest list
down to the second rank, how many people have that rank or a later one.
Files are those of `spa`, whose checker counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.literature import spa
from benchmarks.literature.instance import Assignment
from benchmarks.literature.program import Program
from pdsched import Plan, Policy, Problem

WORST = "worst-wish-rank"


class StatedInTurn(NamedTuple):
    """An instance as a pdsched problem, and which tiers are its stages."""

    problem: Problem
    policy: Policy
    tiers: tuple[str, ...]
    """By stage, the id of the tier whose value counts."""


@dataclass(frozen=True)
class SpaProfile:
    """Stages of one instance; values of all are as small as can be."""

    spa: spa.Spa
    profile_counts: bool = True
    """Whether all ranks are counted before the sum."""

    @cached_property
    def ranks(self) -> range:
        """The ranks that are counted, from the last to the second; perhaps none."""
        return range(max(map(len, self.spa.wishes)) if self.profile_counts else 1, 1, -1)

    @cached_property
    def stages(self) -> tuple[str, ...]:
        """By stage, what it counts."""
        return ("worst rank", *(f"rank {rank} or later" for rank in self.ranks), "sum of ranks")

    def statement(self) -> StatedInTurn:
        """That of `spa`, under a policy with all stages."""
        policy = Policy(goals=("needs-met", WORST, "wish-ranks"), wish_depth=self.ranks.start)
        counted = (f"{WORST}-{rank}" for rank in self.ranks)
        return StatedInTurn(self.spa.statement().problem, policy, (WORST, *counted, "wish-ranks"))

    def assignment(self, plan: Plan) -> Assignment:
        """In which team everybody is."""
        return self.spa.assignment(plan)

    def program(self, reached: Sequence[int]) -> Program | None:
        """The program of the stage after those that reached so much; none where it is 0 by then."""
        if not reached:
            return replace(self.spa, by_worst=True).program()
        program, first = self.spa.program(), len(self.spa.topics)
        rank_of = {
            first + n: self.spa.ranks[person][topic]
            for n, (person, topic) in enumerate(self.spa.pairs)
        }
        for column, rank in rank_of.items():
            if rank > reached[0]:
                program.most[column] = 0
        for rank, most in zip(self.ranks, reached[1:], strict=False):
            columns = [column for column, of_it in rank_of.items() if of_it >= rank]
            program.row(columns, [1] * len(columns), most=most)
        counted = [*self.ranks][len(reached) - 1 :]
        if not counted:
            return program
        if counted[0] > reached[0]:
            return None
        for column, rank in rank_of.items():
            program.weights[column] = int(rank >= counted[0])
        return program

    def dealt(self, values: Sequence[float], stage: int) -> Assignment:
        """In which team everybody is by a solution of the program of a stage."""
        return replace(self.spa, by_worst=stage == 0).dealt(values)

    # The checker

    def faults(self, assignment: Assignment) -> list[str]:
        """What of the published problem an assignment breaks; nothing where it is sound."""
        return self.spa.faults(assignment)

    def profile(self, assignment: Assignment) -> Counter[int]:
        """How many people have each rank."""
        topic_of = {team: name for name, topic in self.spa.topics.items() for team in topic.teams}
        return Counter(self.spa.ranks[n][topic_of[team]] for n, team in assignment.items())

    def values(self, assignment: Assignment) -> tuple[int, ...]:
        """By stage, the published objective."""
        profile = self.profile(assignment)
        counted = (sum(n for at, n in profile.items() if at >= rank) for rank in self.ranks)
        total = sum(rank * n for rank, n in profile.items())
        return (max(profile, default=0), *counted, total)


def read(path: Path) -> SpaProfile:
    """An instance from the file of its teams, with those beside it.

    Raises:
        BadInstanceError: if it is not in the format, or asks for what is not stated here.
    """
    return SpaProfile(spa.read(path))


def read_worst_sum(path: Path) -> SpaProfile:
    """The same, of which the sum follows the worst rank.

    Raises:
        BadInstanceError: as of `read`.
    """
    return SpaProfile(spa.read(path), profile_counts=False)

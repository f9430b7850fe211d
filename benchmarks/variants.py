"""Kinds of one invented district: how long its calendar is, and how short it is of what.

`SHORTAGE` are the rows of ``ladder --shortage`` and ``peers --shortage``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pdsched import Problem, generate
from pdsched.problem import Modality, Trainer

TERM, YEAR = 12, 40
"""Weeks."""


class Variant(NamedTuple):
    """How a district of some size and seed is drawn."""

    label: str
    tightness: float
    weeks: int | None = None
    """Length of the calendar; ``None`` for that of the size."""
    half_trainers: bool = False

    def drawn(self, size: str, seed: int) -> Problem:
        """The district.

        >>> halved = SHORTAGE["12w .004 half trainers"].drawn("XS", 1)
        >>> len(SHORTAGE["12w .004"].drawn("XS", 1).trainers), len(halved.trainers)
        (3, 2)
        """
        problem = generate(size=size, seed=seed, tightness=self.tightness, weeks=self.weeks)
        return with_half_the_trainers(problem) if self.half_trainers else problem


SHORTAGE: Mapping[str, Variant] = {
    variant.label: variant
    for variant in (
        Variant("12w .004", 0.004, TERM),
        Variant("12w .01", 0.01, TERM),
        Variant("year .002", 0.002, YEAR),
        Variant("12w .004 half trainers", 0.004, TERM, half_trainers=True),
    )
}
"""The variants in shortage, by label."""


def add_arguments(parser: argparse.ArgumentParser, shortage: str) -> None:
    """The options of a district in shortage; ``shortage`` says what becomes of them."""
    parser.add_argument("--shortage", action="store_true", help=shortage)
    parser.add_argument(
        "--variants",
        nargs="+",
        choices=SHORTAGE,
        metavar="VARIANT",
        help=f"with --shortage, these alone: {', '.join(SHORTAGE)}",
    )


def chosen(options: argparse.Namespace, usual: Variant) -> list[Variant]:
    """How each size is drawn: in the usual way, or in ways of shortage."""
    if options.shortage:
        return [SHORTAGE[label] for label in options.variants or SHORTAGE]
    return [usual]


def with_half_the_trainers(problem: Problem) -> Problem:
    """The problem with every second trainer, so that every plan of it is one of the whole problem.

    They are halved among those who go to the same schools, visitors and advisers apart; of each
    such group at least one stays. An odd one stays with the first group, goes with the next, and so
    on in turn. Who stays is whoever gives most courses that nobody kept gives yet, of equal ones
    every second; where a course loses its last trainer all the same, its sessions are gone.
    """
    groups: dict[tuple[frozenset[str], bool], list[Trainer]] = {}
    remote = {c.id for c in problem.courses if c.modality is Modality.REMOTE}
    for trainer in problem.trainers:
        at_a_distance = remote.issuperset(trainer.courses)
        groups.setdefault((frozenset(trainer.schools or ()), at_a_distance), []).append(trainer)
    staying: set[str] = set()
    odd = 1
    for group in groups.values():
        count = max(1, (len(group) + odd) // 2)
        odd += len(group) - 2 * count
        staying |= _halved(group, count)
    trainers = tuple(trainer for trainer in problem.trainers if trainer.id in staying)
    lost = _taught(problem.trainers) - _taught(trainers)
    sentence = (
        f"Of {len(problem.trainers)} trainers {len(trainers)} are kept; "
        f"{len(lost)} courses have no trainer any more."
    )
    return problem.model_copy(
        update={"trainers": trainers, "assumptions": (*problem.assumptions, sentence)}
    )


def _halved(group: Sequence[Trainer], count: int) -> set[str]:
    """So many of a group who together give many courses."""
    every_second = [*group[::2], *group[1::2]]
    kept: list[Trainer] = []
    while len(kept) < count:
        taught = _taught(kept)
        left = [trainer for trainer in every_second if trainer not in kept]
        kept.append(max(left, key=lambda trainer: len({*trainer.courses} - taught)))
    return {trainer.id for trainer in kept}


def _taught(trainers: Iterable[Trainer]) -> set[str]:
    return {course for trainer in trainers for course in trainer.courses}

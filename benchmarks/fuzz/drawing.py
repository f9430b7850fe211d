"""Random cases, each found again by a seed and a number.

What is drawn comes from the strategies of the tests, the one home of random problems and policies:
a field or figure that they know is drawn here, too. Hypothesis draws from a seed alone; nothing is
shrunk, and no example is kept on disk.
"""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import NamedTuple

from draw_basics import Size
from draw_learning import substitutes, trainers
from draw_words import renamings
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from strategies import (
    BRIEF,
    EQUALS,
    HELPING,
    MICRO,
    ROVING,
    SMALL,
    TINY,
    Case,
    cases,
    policies,
    tighter,
    wide_cases,
    wide_policies,
)

from pdsched import Plan, Policy, Problem
from pdsched.problem import PinKind, SessionPin, Substitute, Trainer

__all__ = ["Case", "Drawn", "drawn", "forced", "random_of"]

BATCH = 40
"""Cases that are drawn in one go."""
SEEDS = 1_000_003
"""Batches of two seeds have no seed of Hypothesis in common."""
SIZES: tuple[Size, ...] = (MICRO, BRIEF, TINY, ROVING, EQUALS, HELPING)


class Drawn(NamedTuple):
    """A case, and what it is compared with."""

    case: Case
    other_policy: Policy
    """Another policy for the same problem."""
    stricter: Policy
    """The policy with one figure made stricter, or a rule more."""
    substitute: Substitute
    """One more."""
    trainer: Trainer
    """One more."""
    names: dict[str, str]
    """Another name for each name."""


@composite
def _drawn(draw: DrawFn) -> Drawn:
    sizes = [wide_cases(size) for size in SIZES]
    plain = [cases(size) for size in (TINY, HELPING, SMALL)]
    case = draw(st.one_of(*sizes, *plain))
    return Drawn(
        case,
        draw(st.one_of(policies(), wide_policies())),
        draw(tighter(case.policy)),
        draw(substitutes(case.problem, 99)),
        draw(trainers(case.problem, 99)),
        draw(renamings(case.problem)),
    )


def drawn(seed_of_all: int, number: int) -> Drawn:
    """The case of this number."""
    return _batch(seed_of_all, number // BATCH)[number % BATCH]


def random_of(seed_of_all: int, number: int) -> Random:
    """What is left to chance in the checks of a case."""
    return Random(f"{seed_of_all}-{number}")


@lru_cache(maxsize=2)
def _batch(seed_of_all: int, number: int) -> tuple[Drawn, ...]:
    found: list[Drawn] = []

    @seed(seed_of_all * SEEDS + number)
    @settings(
        database=None,
        max_examples=BATCH,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(_drawn())
    def keep(one: Drawn) -> None:
        found.append(one)

    keep()
    # A batch that ran dry begins again: its last cases are seen twice.
    return tuple(found[n % len(found)] for n in range(BATCH))


def forced(problem: Problem, plan: Plan, random: Random) -> Problem | None:
    """The problem with pins that ask for one, some or all attendances of a plan; none if empty.

    The plan keeps them, so there is a plan. Pins name everything, or a few fields.
    """
    wanted = [(session, person) for session in plan.sessions for person in session.staff]
    if not wanted:
        return None
    count = random.choice([1, 1, 1, len(wanted), random.randint(1, len(wanted))])
    pins = []
    for number, (session, person) in enumerate(random.sample(wanted, count)):
        fields = {"staff": person} | {
            name: value
            for name in ("course", "date", "start", "school", "trainer", "room")
            if (value := getattr(session, name)) is not None
        }
        if random.random() < 0.4:
            kept = random.sample(sorted(fields), random.randint(1, len(fields)))
            fields = {name: fields[name] for name in kept}
        pins.append(SessionPin(id=f"forced-{number}", kind=PinKind.REQUIRE, **fields))
    return problem.model_copy(update={"session_pins": (*problem.session_pins, *pins)})

"""`price`: what one more of something would bring, between what plans show and what is proven."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from time import monotonic

from pdsched.answer import Proof
from pdsched.answers.asked_about import asked_about, checked, proof_of
from pdsched.answers.fan import Fan, known
from pdsched.answers.gained import brings
from pdsched.answers.knob_text import GivenKnob
from pdsched.answers.knobs import Turned, turned
from pdsched.answers.offers import offers
from pdsched.answers.worth import Worth, gains
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.policy import Policy
from pdsched.result import Result
from pdsched.what_if import GoalGain, KnobPrice, PriceList

SECONDS = 60.0
BEST = 10
"""Knobs that a scan tells."""
QUESTION = "What would one more of this bring?"
PROOFS = (Proof.PROVEN, Proof.BOUNDED, Proof.TRIED)


def price(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    changes: Iterable[GivenKnob] | None = None,
    policy: GivenPolicy | None = None,
    *,
    seconds: float = SECONDS,
    workers: int | None = None,
) -> PriceList:
    """What one more half-day, trainer day, seat, room or release a person would bring.

    Each change is priced by itself: the value of the best plan with it less that of the best plan
    without it. Both are known by a plan that the referee accepted and by a bound, so that the price
    is exact where both are proven, and else a range; no dual value is sold as a price.

    Args:
        problem: What is given.
        plan: The plan to begin with; its result, where there is one, knows bounds, too.
        changes: Knobs, or texts such as ``substitute:zone-2=tue-am``, ``trainer:t-1=2026-10-06``,
            ``group:course-1=+1``, ``seats:room-1=+5``, ``room:school-1=30``,
            ``figure:releases_per_week=+1``; left out, those that the problem offers are tried, and
            the best ten are told. `PriceList.order` of the answer says which are better.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit of the whole call, above 0, but for what one look at a vast
            district takes.
        workers: Processes that work beside each other; by default one per core, at most 8.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or a change is none.
        StartRejectedError: if the plan breaks a rule.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0.

    >>> from pdsched import Problem, price, solve
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-07"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}, {"id": "bo", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "modality": "remote", "minutes": 60,
    ...             "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"},
    ...             {"id": "n2", "staff": "bo", "course": "sheets"}],
    ...   "trainers": [{"id": "tom", "courses": ["sheets"],
    ...                 "available": [{"start": "08:00", "end": "09:00"}]}],
    ... })
    >>> prices = price(problem, solve(problem, seconds=20), ["group:sheets=+1"], workers=1)
    >>> prices["group:sheets=+1"].gain("needs-met").text, prices.knobs[0].proof.value
    ('30', 'proven')
    """
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    about = asked_about(given, under, plan)
    offered = offers(given, under, about.plan) if changes is None else list(changes)
    knobs = turned(given, under, offered)
    before = known(about)
    fan = Fan(given, under, before, [(knob,) for knob in knobs])
    fan.value(lambda: seconds - (monotonic() - began), workers)
    prices = ranked(_price(under, knob, *both) for knob, both in zip(knobs, fan.both, strict=True))
    shown = prices[:BEST] if changes is None else prices
    return PriceList(
        question=QUESTION if changes is not None else "What would bring most?",
        sentence=shown[0].sentence if shown else "There is nothing to change.",
        knobs=tuple(shown),
        order=_order(under) if len(shown) > 1 else "",
        tried=len(prices),
        problem=given.digest(),
        seconds=round(monotonic() - began, 3),
    )


def _price(policy: Policy, turned_knob: Turned, before: Worth, then: Worth) -> KnobPrice:
    change = turned_knob.change
    if then.plan is None:
        said = "no plan keeps every rule" if then.infeasible else "no plan was found in the time"
        return KnobPrice(
            knob=turned_knob.knob,
            change=change,
            sentence=f"{change}: {said}.",
            proof=Proof.PROVEN if then.infeasible else Proof.TRIED,
            possible=not then.infeasible,
        )
    made = gains(policy, before, then, grows=turned_knob.grows)
    return KnobPrice(
        knob=turned_knob.knob,
        change=change,
        sentence=f"{change}: {brings(made)}.",
        proof=proof_of(made),
        gains=made,
        plan=then.plan,
    )


def ranked(prices: Iterable[KnobPrice]) -> list[KnobPrice]:
    """The best first, with their ranks: as `PriceList.order` says."""
    told = sorted(prices, key=_key)
    shown = [_shown(each.gains) for each in told if each.gains]
    return [
        each.model_copy(update={"rank": 1 + shown.index(_shown(each.gains))})
        if each.gains
        else each
        for each in told
    ]


def _key(each: KnobPrice) -> tuple[bool, tuple[int, ...], int, float, float]:
    """The lower the better; whatever is not known is the worst that it can be."""
    first = each.gains[0] if each.gains else None
    least = -inf if first is None or first.low is None else first.low
    most = inf if first is None or first.high is None else first.high
    return not each.gains, _shown(each.gains), PROOFS.index(each.proof), -least, -most


def _shown(made: Sequence[GoalGain]) -> tuple[int, ...]:
    return tuple(-gain.shown for gain in made)


def _order(policy: Policy) -> str:
    first, *others = (tier.id for tier in policy.tiers)
    then = f", then of {', '.join(others)}" if others else ""
    return (
        f"Ranked by what plans show of {first}{then}. Where plans show the same, what is proven "
        f"comes first, then what brings more of {first} at least, then what may bring more of it."
    )

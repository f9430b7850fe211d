"""`scenarios`: a fan of problems beside the one as it is, and which are better for certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from time import monotonic

from pdsched.answer import Proof
from pdsched.answers.asked_about import AskedAbout, checked, proof_of
from pdsched.answers.fan import Fan, known
from pdsched.answers.gained import brings
from pdsched.answers.knob_text import GivenKnob
from pdsched.answers.knobs import Turned, edited, turned
from pdsched.answers.worth import Worth, gains
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.errors import Fault, ProblemError
from pdsched.indicators import kpis
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.views.words import listed
from pdsched.what_if import Knob, Scenario, Scenarios

SECONDS = 60.0
AS_IT_IS = ""
"""Name of the plan as it is among the scenarios."""


def scenarios(
    problem: GivenProblem,
    changes: Mapping[str, Iterable[GivenKnob]],
    *,
    plan: GivenPlan | Result,
    policy: GivenPolicy | None = None,
    seconds: float = SECONDS,
    workers: int | None = None,
) -> Scenarios:
    """What several sets of changes would come to, beside the plan as it is and each other.

    Each scenario is solved from the plan on, which need not keep its rules there. One is called
    better or worse only where that is proven: goal after goal, the ranges of their values do not
    overlap.

    Args:
        problem: What is given.
        changes: By name, the changes of a scenario together, as for `pdsched.price`.
        plan: The plan to begin with; its result, where there is one, knows bounds, too.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit of the whole call, above 0, but for what one look at a vast
            district takes.
        workers: Processes that work beside each other; by default one per core, at most 8.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or a change is none.
        StartRejectedError: if the plan breaks a rule of the problem as it is.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0, or a scenario has no name.

    >>> from pdsched import Problem, scenarios, solve
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
    >>> given = {"pairs": ["group:sheets=+1"], "no trainer": ["without:tom"]}
    >>> fan = scenarios(problem, given, plan=solve(problem, seconds=20), workers=1)
    >>> [(s.name, s.gains[0].text) for s in fan.scenarios]
    [('pairs', '30'), ('no trainer', '-30')]
    >>> fan.sentence
    'Proven: pairs is better than no trainer and the present plan; ...'
    """
    if any(not name.strip() for name in changes):
        raise ValueError("a scenario has no name: give it one")
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    about = AskedAbout(given, under, plan)
    ready = _ready(given, under, changes)
    fan = Fan(given, under, known(about), list(ready.values()))
    fan.value(lambda: seconds - (monotonic() - began), workers)
    made = [
        _scenario((given, under), name, knobs, *both)
        for (name, knobs), both in zip(ready.items(), fan.both, strict=True)
    ]
    worth_of = {AS_IT_IS: fan.before}
    worth_of |= {name: then for name, (_, then) in zip(ready, fan.both, strict=True)}
    better = tuple(
        (one, other)
        for one in worth_of
        for other in worth_of
        if one != other and is_surely_better(under, worth_of[one], worth_of[other])
    )
    return Scenarios(
        question="What would these changes come to?",
        sentence=_sentence(list(worth_of), better),
        scenarios=tuple(made),
        better=better,
        problem=given.digest(),
        seconds=round(monotonic() - began, 3),
    )


def _ready(
    problem: Problem, policy: Policy, changes: Mapping[str, Iterable[GivenKnob]]
) -> dict[str, tuple[Turned, ...]]:
    """By name, the changes made ready.

    Raises:
        ProblemError: with the faults of all scenarios.
    """
    ready, faults = dict[str, tuple[Turned, ...]](), list[Fault]()
    for name, knobs in changes.items():
        try:
            ready[name] = turned(problem, policy, list(knobs), f"{name}: ")
        except ProblemError as error:
            faults.extend(error.faults)
    if faults:
        raise ProblemError(faults)
    return ready


def _scenario(
    given: tuple[Problem, Policy], name: str, knobs: Sequence[Turned], before: Worth, then: Worth
) -> Scenario:
    change = "; ".join(knob.change for knob in knobs) or "Nothing changes"
    turned_knobs: tuple[Knob, ...] = tuple(knob.knob for knob in knobs)
    if then.plan is None:
        said = "no plan keeps every rule" if then.infeasible else "no plan was found in the time"
        return Scenario(
            name=name,
            changes=turned_knobs,
            change=change,
            sentence=f"{change}: {said}.",
            proof=Proof.PROVEN if then.infeasible else Proof.TRIED,
            possible=not then.infeasible,
        )
    made = gains(given[1], before, then, grows=all(knob.grows for knob in knobs))
    problem, policy = edited(*given, knobs)
    figures = kpis(problem, then.plan, policy).figures
    return Scenario(
        name=name,
        changes=turned_knobs,
        change=change,
        sentence=f"{change}: {brings(made)}.",
        proof=proof_of(made),
        gains=made,
        figures={figure.id: figure.value for figure in figures},
        plan=then.plan,
    )


def is_surely_better(policy: Policy, one: Worth, other: Worth) -> bool:
    """Whether it is proven that one is better: goal after goal, their ranges do not overlap."""
    if one.plan is None or other.plan is None:
        return False
    for tier in policy.tiers:
        if tier.id not in other.bounds:
            return False
        if tier.better(one.values[tier.id], other.bounds[tier.id]):
            return True
        values = {one.values[tier.id], other.values[tier.id]}
        if values != {one.bounds.get(tier.id)} or values != {other.bounds[tier.id]}:
            return False
    return False


def _sentence(names: Sequence[str], better: Sequence[tuple[str, str]]) -> str:
    if not better:
        return "Nothing is proven to be better than anything else: their ranges overlap."
    told = []
    for one in sorted(names, key=lambda name: not name):
        worse = [_shown(other) for first, other in better if first == one]
        if worse:
            worse.sort(key=lambda name: name == _shown(AS_IT_IS))
            told.append(f"{_shown(one)} is better than {listed(worse)}")
    return f"Proven: {'; '.join(told)}."


def _shown(name: str) -> str:
    return name or "the present plan"

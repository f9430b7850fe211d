"""`price`: what one more of something would bring, between what plans show and what is proven."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from pdsched.answer import Proof
from pdsched.answers.around import Where
from pdsched.answers.aside import worths
from pdsched.answers.asked_about import AskedAbout, checked
from pdsched.answers.knobs import GivenKnob, Turned, edited, turned
from pdsched.answers.offers import offers
from pdsched.answers.worth import Task, Worth, better_of, bounds_of, gains, is_better
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.policy import Policy
from pdsched.problem import Problem
from pdsched.result import Result
from pdsched.runner.judge import Judge
from pdsched.what_if import GoalGain, KnobPrice, PriceList

SECONDS = 60.0
BEST = 10
"""Knobs that a scan tells."""
QUESTION = "What would one more of this bring?"


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
            the best ten are told.
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
    if seconds <= 0:
        raise ValueError(f"seconds={seconds!r}: give a number above 0")
    began = monotonic()
    if policy is None and isinstance(plan, Result):
        policy = plan.policy
    given, under = checked(problem, policy)
    about = AskedAbout(given, under, plan)
    offered = offers(given, under, about.plan) if changes is None else list(changes)
    knobs = turned(given, under, offered)
    before = known(about, plan)
    left = lambda: seconds - (monotonic() - began)  # noqa: E731 - a clock
    fan = Fan(given, under, before, [(knob,) for knob in knobs])
    fan.value(left, workers)
    prices = [_price(under, knob, *both) for knob, both in zip(knobs, fan.both, strict=True)]
    prices.sort(key=lambda each: _rank(each.gains))
    shown = prices[:BEST] if changes is None else prices
    return PriceList(
        question=QUESTION if changes is not None else "What would bring most?",
        sentence=shown[0].sentence if shown else "There is nothing to change.",
        knobs=tuple(shown),
        tried=len(prices),
        problem=given.digest(),
        seconds=round(monotonic() - began, 3),
    )


def known(about: AskedAbout, plan: GivenPlan | Result) -> Worth:
    """What is known of a plan that is asked about, of its result the bounds as well."""
    bounds = bounds_of(about.policy, (), about.values)
    if isinstance(plan, Result):
        if plan.policy == about.policy and plan.problem == about.problem.digest():
            bounds = bounds_of(about.policy, plan.goals, about.values)
    return Worth(about.plan, about.values, bounds)


class Fan:
    """Problems that come of changes, each valued beside the problem without them."""

    def __init__(
        self, problem: Problem, policy: Policy, before: Worth, changes: Sequence[Sequence[Turned]]
    ) -> None:
        self.before, self.both = before, list[tuple[Worth, Worth]]()
        """By set of changes: what the problem is worth without them, and with them."""
        self._plain, self._changes = (problem, policy), changes
        self._edited = [edited(problem, policy, knobs) for knobs in changes]

    def value(self, left: Callable[[], float], workers: int | None) -> None:
        """Value all problems, in the time that is left."""
        assert self.before.plan is not None
        tasks = [
            self._task(each, knobs)
            for each, knobs in zip(self._edited, self._changes, strict=True)
        ]
        if tasks and not self.before.is_proven(self._plain[1]):
            tasks.append(self._task(self._plain, ()))
        made = worths(tasks, left, workers)
        if len(made) > len(self._changes):
            self.before = self._together(self.before, made.pop())
        for each, knobs, then in zip(self._edited, self._changes, made, strict=True):
            self.both.append((self.before, self._with_plan(each, knobs, then)))

    def _task(self, given: tuple[Problem, Policy], knobs: Sequence[Turned]) -> Task:
        assert self.before.plan is not None
        one = knobs[0] if len(knobs) == 1 else None
        where = Where(one.schools, one.courses, one.dates) if one is not None else Where()
        return Task(*given, self.before.plan, where, 0.0)

    def _together(self, known_before: Worth, looked_at: Worth) -> Worth:
        """What is known without changes, and what was learned of it."""
        policy = self._plain[1]
        if looked_at.plan is None or not is_better(policy, looked_at.values, known_before.values):
            looked_at = looked_at._replace(plan=known_before.plan, values=known_before.values)
        bounds, is_settled = dict[str, int](), True
        for tier in policy.tiers:
            told = [w.bounds[tier.id] for w in (known_before, looked_at) if tier.id in w.bounds]
            if not (told and is_settled):
                break
            bounds[tier.id] = (min if tier.maximise else max)(told)
            is_settled = bounds[tier.id] == looked_at.values[tier.id]
        return looked_at._replace(bounds=bounds)

    def _with_plan(
        self, given: tuple[Problem, Policy], knobs: Sequence[Turned], then: Worth
    ) -> Worth:
        """With the plan without changes, where that is one with them, and better."""
        assert self.before.plan is not None
        if then.infeasible or not self._plain_was_improved(then):
            return then
        judge = Judge(*given)
        listed = judge.listed(judge.relabelled(self.before.plan))
        violations, values = judge.judge(listed)
        if violations:
            return then
        same = Worth(listed, values, then.bounds)
        best = better_of(given[1], then if then.plan is not None else None, same)
        return best._replace(bounds=_still(given[1], then, best))

    def _plain_was_improved(self, then: Worth) -> bool:
        policy = self._plain[1]
        return then.plan is None or is_better(policy, self.before.values, then.values)


def _still(policy: Policy, then: Worth, best: Worth) -> dict[str, int]:
    """The bounds that hold beside a better plan: no later ones than that which it is better by."""
    bounds = dict[str, int]()
    for tier in policy.tiers:
        if tier.id not in then.bounds:
            break
        bounds[tier.id] = then.bounds[tier.id]
        if bounds[tier.id] != best.values[tier.id]:
            break
    return bounds


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
        sentence=f"{change} {brings(made)}.",
        proof=proof_of_gains(made),
        gains=made,
        plan=then.plan,
    )


def proof_of_gains(made: Sequence[GoalGain]) -> Proof:
    """How far gains are proven."""
    if all(gain.proven for gain in made):
        return Proof.PROVEN
    is_bounded = made[0].low is not None and made[0].high is not None
    return Proof.BOUNDED if is_bounded else Proof.TRIED


def brings(made: Sequence[GoalGain]) -> str:
    """What gains come to, in words that follow a change; up to the first that is not exact.

    >>> gain = GoalGain(id="needs-met", better="more", before=60, before_bound=60, value=90,
    ...                 bound=90)
    >>> brings([gain]), brings([gain.model_copy(update={"bound": 99})])
    ('brings 30 of needs-met', 'brings between 30 and 39 of needs-met')
    """
    parts: dict[str, list[str]] = {"brings": [], "costs": []}
    ranged = ""
    for gain in made:
        if not gain.proven:
            is_first = gain is made[0]
            ranged = _ranged(gain) if is_first or gain.low is not None else ""
            break
        if gain.shown:
            verb = "brings" if gain.shown > 0 else "costs"
            parts[verb].append(f"{abs(gain.shown)} of {gain.id}")
    told = [f"{verb} {listed(said)}" for verb, said in parts.items() if said]
    return ", and ".join([*told, *filter(None, [ranged])]) or "brings nothing"


def listed(words: Sequence[str]) -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _ranged(gain: GoalGain) -> str:
    shown = f"a plan shows {gain.shown}"
    if gain.low is not None and gain.high is not None:
        return f"brings between {gain.low} and {gain.high} of {gain.id}"
    if gain.low is not None:
        return f"brings at least {gain.low} of {gain.id} ({shown}; how much at most is not proven)"
    if gain.high is not None:
        return f"brings at most {gain.high} of {gain.id} ({shown})"
    return f"brings what is not proven of {gain.id}; {shown}"


def _rank(made: Sequence[GoalGain]) -> tuple[bool, tuple[int, ...]]:
    """The lower the better: what plans show, goal after goal."""
    return not made, tuple(-gain.shown for gain in made)



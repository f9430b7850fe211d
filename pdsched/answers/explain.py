"""`explain`: why no plan keeps all that is pinned and insisted on, and what would help."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from time import monotonic

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import checked, in_words, prices_beside, proof_of, stamped
from pdsched.answers.blocked import Blockade, Blocked, Given
from pdsched.answers.excerpt import excerpt
from pdsched.answers.feasible import attempt
from pdsched.answers.lifts import About, Lift, lifted, lifts
from pdsched.answers.repairs import Repaired, helping, repairs
from pdsched.answers.request import pin_ids
from pdsched.checks import GivenPolicy, GivenProblem
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import PinKind, Problem, SessionPin
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here

SECONDS = 60.0
QUESTION = "Why does no plan keep all that is pinned and insisted on?"
CORE_SHARE = 0.5
"""Share of the time in which it is found out why."""


def explain(
    problem: GivenProblem, policy: GivenPolicy | None = None, *, seconds: float = SECONDS
) -> Answer:
    """Why no plan keeps all pins and all that is insisted on, and what would help.

    The answer names the smallest set of pins, amounts that are insisted on, and rules that do not
    go together; it is proven by CP-SAT, and again without presolve, and without any one of them the
    others go together. ``ranked`` has repairs, each with a plan that the referee accepted for the
    problem so repaired: the one whose best plan is the best stands first. Prices are beside the
    best plan without the pins and amounts of the set.

    Args:
        problem: What is given.
        policy: As of `pdsched.solve`.
        seconds: Wall-clock limit, above 0, but for what one look at a vast district takes.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or there is no such policy.
        ValueError: if ``seconds`` is not above 0.

    >>> from pdsched import Problem, explain
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "modality": "self-paced", "minutes": 60,
    ...             "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"}],
    ...   "session_pins": [{"id": "p1", "kind": "require", "staff": "ada"},
    ...                    {"id": "p2", "kind": "forbid", "course": "sheets"}],
    ... })
    >>> answer = explain(problem, seconds=30)
    >>> [rule.who for rule in answer.blocking]
    ['p1', 'p2']
    >>> [each.sentence for each in answer.ranked]
    ['Without pin p2; it costs nothing.', 'Without pin p1; it costs 30 of needs-met.']
    """
    began = monotonic()
    given, under = checked(problem, policy, seconds=seconds)
    answer = _Explanation(given, under, began, seconds).answer()
    return stamped(answer, given, began)


def clash(
    problem: Problem,
    policy: Policy,
    left: Callable[[], float],
    more: Sequence[Lift] = (),
    asked: Collection[str] = (),
) -> Blocked | None:
    """What does not go together, in an excerpt if that is enough to see it.

    Args:
        problem: What is given, in full.
        policy: The policy.
        left: Tells the seconds that are left.
        more: Lifts beside those of the rules.
        asked: Ids of pins that only these lift.

    Returns:
        ``None`` where it is not proven that anything clashes.
    """
    required = [p for p in problem.session_pins if p.kind is PinKind.REQUIRE]
    people = dict.fromkeys(pin.staff for pin in required if pin.staff is not None)
    courses = dict.fromkeys(course for pin in required for course in _courses_of(problem, pin))
    about = About(staff=tuple(people), courses=tuple(courses), asked=frozenset(asked))
    ways: list[Given] = [(problem, policy)]
    if all(pin.course is not None for pin in required):
        ways.insert(0, excerpt(problem, policy, courses, pin_ids(problem)))
    for way in ways:
        if blocked := Blockade([way], (*lifts(*way, about), *more), left).blocked():
            return blocked
    return None


def _courses_of(problem: Problem, pin: SessionPin) -> list[str]:
    return [c.id for c in problem.courses if pin.course in (None, *c.names)]


class _Explanation:
    """One explanation, until its time is over."""

    def __init__(self, problem: Problem, policy: Policy, began: float, seconds: float) -> None:
        self._judge = Judge(problem, policy)
        self._problem, self._policy = self._judge.full, policy
        self._core_until, self._deadline = began + CORE_SHARE * seconds, began + seconds

    def _left(self) -> float:
        return self._deadline - monotonic()

    def _core_left(self) -> float:
        return self._core_until - monotonic()

    def answer(self) -> Answer:
        blocked = clash(self._problem, self._policy, self._core_left)
        if blocked is None:
            return self._with_plan(attempt(self._problem, self._policy, self._left()).plan)
        ranked = self._ranked(blocked)
        helps = f" What would help, the best first: {_list(ranked)}." if ranked else ""
        return Answer(
            question=QUESTION,
            sentence=f"No plan keeps all of these together. {blocked.told}{helps}",
            proof=Proof.PROVEN,
            possible=False,
            blocking=blocked.instances,
            ranked=ranked,
        )

    def _with_plan(self, plan: Plan | None) -> Answer:
        if plan is None:
            said = "Not settled in the time: neither a plan was found, nor a proof against one."
            return Answer(question=QUESTION, sentence=said, proof=Proof.TRIED)
        accepted = self._judge.accept(self._judge.relabelled(plan), ())
        said = "A plan keeps all that is pinned and insisted on: here is one, and not the best."
        return Answer(
            question=QUESTION, sentence=said, proof=Proof.PROVEN, possible=True, plan=accepted
        )

    def _ranked(self, blocked: Blocked) -> tuple[Answer, ...]:
        """The repairs that help, the one with the best plan first."""
        asking = [lift for lift in blocked.lifts if lift.asks(self._policy)]
        free = lifted(self._problem, self._policy, asking)
        plan, _, _ = solve_here(*free, limits=Limits(seconds=max(0.1, 0.2 * self._left())))
        if plan is None:
            return ()
        before = Judge(*free).accepted(plan)[1]
        tried = list(repairs(self._problem, self._policy, blocked))
        repaired = list(helping(self._problem, self._policy, tried, self._left))
        repaired.sort(key=lambda each: self._rank(each.values))
        return tuple(self._repair(each, before) for each in repaired)

    def _rank(self, values: dict[str, int]) -> tuple[int, ...]:
        """The lower the better."""
        tiers = self._policy.order
        return tuple(-values[t.id] if t.maximise else values[t.id] for t in tiers if t.id in values)

    def _repair(self, repaired: Repaired, before: dict[str, int]) -> Answer:
        bounds = {goal.id: goal.bound for goal in repaired.goals if goal.bound is not None}
        prices = prices_beside(self._policy, before, repaired.values, bounds)
        return Answer(
            question=f"What would be if: {repaired.repair.sentence}?",
            sentence=f"{repaired.repair.sentence}; {in_words(prices)}.",
            proof=proof_of(prices),
            possible=True,
            goals=prices,
            plan=repaired.plan,
        )


def _list(ranked: Sequence[Answer]) -> str:
    told = [answer.sentence.partition(";")[0] for answer in ranked[:5]]
    return "; ".join(f"{each[:1].lower()}{each[1:]}" for each in told)

"""`why_not`: impossible, because of these rules; or possible, at this price."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from functools import cached_property
from time import monotonic
from typing import NamedTuple

from pdsched.answer import Answer, GoalPrice, Proof
from pdsched.answers.asked_about import AskedAbout, Bounds, checked, in_words, proof_of, stamped
from pdsched.answers.blocked import Blockade, Blocked, Given
from pdsched.answers.excerpt import excerpt, with_first_steps
from pdsched.answers.lifts import About, lifts, with_pins_kept
from pdsched.answers.nearby import Nearby, Reach
from pdsched.answers.request import Request
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.params import StrategyParams
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, SessionPin
from pdsched.referee.learning import Learning
from pdsched.result import GoalResult, Result, Status
from pdsched.runner.judge import Judge
from pdsched.search import Limits, solve_here

SECONDS, BRIEF_SECONDS = 10.0, 1.0
NEARBY_SHARE = 0.5
"""Share of the time in which plans nearby are looked for."""
TRIES = 4
"""Times that plans are looked for farther away, where none was found and none is ruled out."""
NOT_KNOWN = "there was no time to find out which rules stop it"
NEVER = "whatever rule is lifted: it fits into no day that is open and to come, or nobody needs it"


def why_not(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    *,
    need: str | None = None,
    staff: str | None = None,
    course: str | None = None,
    date: date | None = None,
    start: time | None = None,
    trainer: str | None = None,
    substitute: str | None = None,
    policy: GivenPolicy | None = None,
    seconds: float | None = None,
) -> Answer:
    """Whether something that a plan does not have can be had: at which price, or what stops it.

    *Possible*: a plan that has it is made near the plan that is asked about, and is judged by the
    referee; so its price is what it costs at most. Where the problem is small enough to be solved
    as a whole in the time, or the certificate of the result says enough, the price is exact;
    else it is a range. *Impossible*: proven, with the smallest set of rules that stop it.

    Args:
        problem: What is given.
        plan: The plan that is asked about; its result, where there is one, knows bounds, too.
        need: A need that is to be met.
        staff: Who is to attend a session.
        course: Which course is to be held, or attended.
        date: When.
        start: At what time the session is to begin.
        trainer: Who is to give it.
        substitute: Who is to be engaged, on the date and at the only school of the person, if these
            are given.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit, above 0, but for what one look at a vast district takes; what is
            left of it after a plan was found goes into a better one and its proof, where the whole
            problem is small. Unless given, 10, of which 1 goes into that.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or what is asked for names nothing.
        StartRejectedError: if the plan breaks a rule.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0.

    >>> from pdsched import Problem, solve, why_not
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"}],
    ... })
    >>> answer = why_not(problem, solve(problem, seconds=20), need="n1")
    >>> answer.possible, [rule.rule for rule in answer.blocking]
    (False, ['trainer'])
    """
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    kept, under_pins = with_pins_kept(given, under)
    request = Request(
        kept,
        need=need,
        staff=staff,
        course=course,
        date=date,
        start=start,
        trainer=trainer,
        substitute=substitute,
    )
    about = AskedAbout(given, under, plan)
    question = _Question(request, about, under_pins, began + (seconds or SECONDS))
    question.is_brief = seconds is None
    answer = question.answer()
    return stamped(answer, given, began)


class _Shown(NamedTuple):
    """A plan that has what was asked for, with its values."""

    plan: Plan
    values: dict[str, int]


class _Question:
    """One question, until its time is over."""

    def __init__(
        self, request: Request, about: AskedAbout, policy: Policy, deadline: float
    ) -> None:
        self._request, self._about, self._deadline = request, about, deadline
        self._policy = policy
        """That of the plan, but that pins hold."""
        self._text = f"Why not: {request.wish}?"
        self._ways = [request.with_way(n) for n in range(len(request.ways))]
        """The problem with the pins of each way to have it."""
        self._nears: dict[int, Nearby] = {}
        self.is_brief = False
        """Whether a plan that is there is answer enough."""

    def _left(self) -> float:
        return self._deadline - monotonic()

    def answer(self) -> Answer:
        about, wish = self._about, self._request.wish
        if self._request.is_in(about.plan, about.judge.facts):
            prices = about.prices(about.values, about.values)
            return self._possible("It is so in this plan", about.plan, Proof.PROVEN, prices)
        shown, bounds = self._nearby(Reach(), NEARBY_SHARE), None
        if shown is None and (blocked := self._blocked(self._excerpts())):
            return self._impossible(blocked)
        params, placements = StrategyParams(), max(n.placements for n in self._nears.values())
        if placements <= params.whole_up_to:
            shown, bounds, is_refuted = self._whole(shown)
            if is_refuted:
                return self._impossible(self._blocked(self._wholes()))
        elif shown is None:
            shown = self._nearby(Reach().farther, NEARBY_SHARE)
            is_middling = shown is None and placements <= params.lns_then_whole_up_to
            if is_middling and (blocked := self._blocked(self._wholes())):
                return self._impossible(blocked)
            shown = shown or self._farther(Reach().farther)
        if shown is None:
            said = "Not settled in the time: no plan was found in which"
            tried = f"{said} {wish}, and no proof that there is none."
            return Answer(question=self._text, sentence=tried, proof=Proof.TRIED)
        prices = about.prices(shown.values, bounds)
        return self._possible("Possible", shown.plan, proof_of(prices), prices)

    def _possible(
        self, begin: str, plan: Plan, proof: Proof, prices: tuple[GoalPrice, ...]
    ) -> Answer:
        return Answer(
            question=self._text,
            sentence=f"{begin}: {self._request.wish}; {in_words(prices)}.",
            proof=proof,
            possible=True,
            goals=prices,
            plan=plan,
        )

    def _impossible(self, blocked: Blocked | None) -> Answer:
        begin = f"Impossible: {self._request.wish}"
        said = f"{begin}; {NOT_KNOWN}."
        if blocked is not None:
            said = f"{begin}. {blocked.told}" if blocked.instances else f"{begin}, {NEVER}."
        return Answer(
            question=self._text,
            sentence=said,
            proof=Proof.PROVEN,
            possible=False,
            blocking=blocked.instances if blocked is not None else (),
        )

    def _nearby(self, reach: Reach, share: float) -> _Shown | None:
        """The best plan near the one that is asked about, of all ways."""
        best: _Shown | None = None
        for number, way in enumerate(self._ways):
            near = self._near_of(number)
            seconds = share * self._left() / (len(self._ways) - number)
            best = self._best(best, near.best(seconds, reach), way)
        return best

    def _farther(self, reach: Reach) -> _Shown | None:
        """The first that is found farther and farther away, while there is time."""
        shown = None
        for _ in range(TRIES):
            if shown is None and self._left() > 0:
                reach = reach.farther
                shown = self._nearby(reach, NEARBY_SHARE)
        return shown

    def _near_of(self, number: int) -> Nearby:
        if number not in self._nears:
            pins = tuple(p for p in self._request.ways[number] if isinstance(p, SessionPin))
            way, plan = self._ways[number], self._about.plan
            self._nears[number] = Nearby(way, self._policy, plan, pins)
        return self._nears[number]

    def _best(self, best: _Shown | None, plan: Plan | None, way: Problem) -> _Shown | None:
        """The better of two, the second of which the referee judges first."""
        if plan is None:
            return best
        listed, values = Judge(way, self._policy).accepted(plan)
        shown = _Shown(self._about.judge.relabelled(listed), values)
        return shown if best is None or self._about.better(values, best.values) else best

    def _whole(self, shown: _Shown | None) -> tuple[_Shown | None, Bounds | None, bool]:
        """The best plan of the whole problem, what is proven of it, and whether there is none."""
        ends: list[tuple[Status, tuple[GoalResult, ...]]] = []
        for number, way in enumerate(self._ways):
            left = min(BRIEF_SECONDS, self._left()) if self.is_brief and shown else self._left()
            seconds = max(0.1, left / (len(self._ways) - number))
            start = shown.plan if shown is not None and self._keeps(way, shown.plan) else None
            limits = Limits(seconds=seconds)
            plan, goals, status = solve_here(way, self._policy, limits=limits, start=start)
            ends.append((status, goals))
            shown = self._best(shown, plan, way)
        possible = [goals for status, goals in ends if status is not Status.INFEASIBLE]
        if not possible:
            return None, None, True
        return shown, self._together(possible, shown), False

    def _keeps(self, way: Problem, plan: Plan) -> bool:
        return not Judge(way, self._policy).judge(plan)[0]

    def _together(
        self, ways: Sequence[tuple[GoalResult, ...]], shown: _Shown | None
    ) -> Bounds | None:
        """What no plan of any way does better, beside the values of the best plan."""
        if shown is None:
            return None
        bounds: dict[str, int] = {}
        rivals = list(ways)
        for number, tier in enumerate(self._policy.tiers):
            known = [goals[number].bound if number < len(goals) else None for goals in rivals]
            if not rivals or None in known:
                break
            bounds[tier.id] = (max if tier.maximise else min)(b for b in known if b is not None)
            # Ways that are worse for certain have no say in what comes next.
            value = shown.values[tier.id]
            rivals = [goals for goals in rivals if not tier.better(value, goals[number].bound or 0)]
            if any(goals[number].value != value for goals in rivals):
                break
        return bounds

    # What stops it

    def _wholes(self) -> list[Given]:
        return [(way, self._policy) for way in self._ways]

    def _excerpts(self) -> list[Given]:
        return [
            excerpt(way, self._policy, self._courses, {pin.id for pin in pins})
            for way, pins in zip(self._ways, self._request.ways, strict=True)
        ]

    @cached_property
    def _courses(self) -> set[str]:
        """The courses by which it could be had, with what comes first for them."""
        request, problem = self._request, self._request.problem
        named = {course.id for course in request.courses}
        if not named and request.staff is not None:
            learning = Learning(problem)
            named = {c.id for c in problem.courses if learning.wants(request.staff, c)}
        elif not named and request.trainer is not None:
            given = (t.courses for t in problem.trainers if t.id == request.trainer)
            named = {course for courses in given for course in courses}
        return with_first_steps(problem, named)

    def _blocked(self, ways: list[Given]) -> Blocked | None:
        request = self._request
        about = About(
            staff=(request.staff,) if request.staff is not None else (),
            courses=tuple(sorted(self._courses)),
            trainer=request.trainer,
            substitute=request.substitute,
            asked=frozenset(pin.id for pins in request.ways for pin in pins),
        )
        return Blockade(ways, lifts(*ways[0], about), self._left).blocked()

"""`unmet`: why each need that a plan leaves open is not met, each reason verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import NamedTuple

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import (
    AskedAbout,
    asked_about,
    checked,
    stamped,
)
from pdsched.answers.blocked import NOT_KNOWN
from pdsched.answers.bounds import Shown, known
from pdsched.answers.lifts import About
from pdsched.answers.need_reasons import NeedReasons
from pdsched.answers.request import Request
from pdsched.answers.shared import LEAST, Look, Shared
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.problem import Need
from pdsched.result import Result
from pdsched.search import Limits, solve_here

SECONDS = 60.0
BOUND_SHARE = 0.25
"""Share of the time for a bound on all plans, where none is known."""
LOOK, NEARBY, AROUND, WHOLE = 1.0, 3.0, 60.0, 1.0
"""Seconds for one need: near the plan at least and at most; at most around a witness, and in a
small problem in all."""
SHARE, MOST = 0.5, 0.8
"""Shares of what is left for a round of all open needs, and for one that needs most of it."""
PATIENCE = 3.0
"""Times its part of a round that one need may take of it: rules that are half found tell little."""


def unmet(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    *,
    policy: GivenPolicy | None = None,
    seconds: float = SECONDS,
) -> Answer:
    """Why each unmet need is not met: in no plan, at a price, or not settled in the time.

    ``ranked`` of the answer has one for each unmet need, in the order of the problem:

    - *in no plan*: proven, with a set of rules that stop it, each of which is shown to be necessary
      (``blocking``); there may be smaller sets, for which `pdsched.why_not` looks;
    - *at a price*: a plan that the referee accepted meets it, and the sentence names the needs that
      this plan pushes out; the price by goal is exact, or a range;
    - *not settled*: nothing was found out in the time (``tried``).

    Candidates are enumerated once for all needs, and rules that stop somebody are tried first on
    others who want the same course. Without a result that knows bounds, a quarter of the time goes
    into a bound of all plans, so that prices have both ends. How far the answer as a whole is
    proven is that of its weakest part.

    Args:
        problem: What is given.
        plan: The plan that is asked about; its result, where there is one, knows bounds, too.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit, above 0, but for what one look at a vast district takes.

    Raises:
        ProblemError: if `pdsched.check` finds errors.
        StartRejectedError: if the plan breaks a rule.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0.

    >>> from pdsched import Problem, solve, unmet
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets", "topic": "sheets", "minutes": 60, "group_max": 1}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "sheets"}],
    ... })
    >>> answer = unmet(problem, solve(problem, seconds=20))
    >>> answer.sentence
    '1 need is not met: 1 in no plan.'
    """
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    about = asked_about(given, under, plan)
    met = about.plan.needs_met
    needs = [need for need in about.judge.full.needs if need.id not in met]
    inquiry = _Inquiry(about, needs, began + seconds)
    reasons = inquiry.reasons() if needs else ()
    answer = Answer(
        question="Why are these needs not met?",
        sentence=_sentence(reasons),
        proof=_weakest(reasons),
        ranked=reasons,
    )
    return stamped(answer, given, began)


_Look = Callable[[Need, float], None]
"""Looks into one need for so many seconds."""


class _Round(NamedTuple):
    """One look at each open need."""

    look: _Look
    share: float = 1.0
    """Of the time that is left."""
    patience: float = 1.0
    """Times its part of that which one need may take."""
    least: float = 0.0
    """Seconds that one need may take in any case: what is too little for a look is lost."""


class _Inquiry:
    """All unmet needs of one plan, until the time is over."""

    def __init__(self, about: AskedAbout, needs: list[Need], deadline: float) -> None:
        self._about, self._needs, self._deadline = about, needs, deadline
        self._until = deadline
        self._reasons = NeedReasons(about)
        self._answers: dict[str, Answer] = {}
        self._unexplained = set[str]()
        """Ids of needs that are in no plan, as is proven, but it is not known well why."""

    def _left(self) -> float:
        return self._deadline - monotonic()

    def _left_here(self) -> float:
        """Seconds that are left for the need that is looked into."""
        return self._until - monotonic()

    def reasons(self) -> tuple[Answer, ...]:
        """One answer for each need."""
        about = self._about
        if not about.is_bounded:
            limits = Limits(seconds=max(LEAST, BOUND_SHARE * self._left()))
            _, goals, _ = solve_here(
                about.judge.full, about.policy, limits=limits, start=about.plan
            )
            about.learn(known(goals, about.values))
        self._shared = Shared(about, {need.staff for need in self._needs}, self._left_here)
        # What takes least first: whom nothing could help, plans nearby, rules, and what is left.
        rounds = (
            _Round(self._never),
            _Round(self._refuted, SHARE),
            _Round(self._nearby, SHARE, least=LOOK),
            _Round(self._around, SHARE),
            _Round(self._blocked, MOST, PATIENCE),
            _Round(self._around, MOST),
            _Round(self._whole, SHARE),
            _Round(self._blocked, MOST, PATIENCE),
            _Round(self._searched),
        )
        for self._round, (look, share, patience, least) in enumerate(rounds):
            open_ones = [need for need in self._needs if self._is_open(need, look)]
            until = monotonic() + share * self._left()
            for number, need in enumerate(open_ones):
                if (left := until - monotonic()) <= 0:
                    break
                seconds = min(left, max(least, patience * left / (len(open_ones) - number)))
                self._until = monotonic() + seconds
                look(need, seconds)
        return tuple(
            self._answers.get(need.id, self._reasons.open_still(need)) for need in self._needs
        )

    def _is_open(self, need: Need, look: _Look) -> bool:
        """Whether a need is still to be looked into; by the whole, so that its price is exact."""
        answer = self._answers.get(need.id)
        if look == self._blocked and need.id in self._unexplained:
            return True
        if look == self._refuted and not self._shared.is_middling:
            return False
        if look == self._whole:
            is_exact = answer is not None and answer.proof is Proof.PROVEN
            return self._shared.is_small and not is_exact
        return answer is None

    def _request(self, need: Need) -> Request:
        return Request(self._about.judge.full, need=need.id)

    def _never(self, need: Need, _seconds: float) -> None:
        """No course answers it, or nobody could ever have a place in one: rules may be told later.

        That is proven by the enumeration alone.
        """
        ways = self._request(need).ways
        if not ways:
            self._answers[need.id] = self._reasons.in_no_plan(need, "no course answers it")
        elif all(map(self._shared.is_empty, ways)):
            self._answers[need.id] = self._reasons.in_no_plan(need, NOT_KNOWN)
            self._unexplained.add(need.id)

    def _refuted(self, need: Need, seconds: float) -> None:
        """Whether no plan at all meets it, before any is looked for: rules are told later."""
        request = self._request(need)
        courses = [course.id for course in request.courses]
        if self._shared.is_blocked(request.ways, courses, seconds):
            self._answers[need.id] = self._reasons.in_no_plan(need, NOT_KNOWN)
            self._unexplained.add(need.id)

    def _nearby(self, need: Need, seconds: float) -> None:
        self._look(need, min(NEARBY, seconds), self._shared.nearby)

    def _around(self, need: Need, seconds: float) -> None:
        """Around a small plan that has it; another one each time."""
        look = partial(self._shared.around_witness, seed=self._round)
        self._look(need, min(AROUND, seconds), look)

    def _look(self, need: Need, seconds: float, look: Look) -> None:
        best = self._shared.best_of(self._request(need).ways, seconds, look).shown
        if best is not None:
            self._answers[need.id] = self._reasons.at_a_price(need, best)

    def _whole(self, need: Need, seconds: float) -> None:
        """The exact price, where the whole problem is small enough."""
        given, shown = self._answers.get(need.id), None
        if given is not None and given.plan is not None:
            shown = Shown(given.plan, self._about.worth(given.plan)[1])
        look = partial(self._shared.whole, shown=shown)
        self._search(need, min(WHOLE, seconds), look)

    def _searched(self, need: Need, seconds: float) -> None:
        """Any plan of the whole, for what nothing else has settled."""
        self._search(need, seconds, partial(self._shared.whole, shown=None))

    def _search(self, need: Need, seconds: float, look: Look) -> None:
        looked = self._shared.best_of(self._request(need).ways, seconds, look)
        if looked.is_refuted:
            self._answers[need.id] = self._reasons.in_no_plan(need, NOT_KNOWN)
            self._unexplained.add(need.id)
        elif looked.shown is not None:
            self._answers[need.id] = self._reasons.at_a_price(need, looked.shown)

    def _blocked(self, need: Need, _seconds: float) -> None:
        request = self._request(need)
        about = About((need.staff,), tuple(course.id for course in request.courses))
        blocked = self._shared.blocked(request.ways, about, minimal_is_enough=True)
        if blocked is not None:
            if blocked.minimal:
                self._unexplained.discard(need.id)
            else:
                self._unexplained.add(need.id)
            why = blocked.told if blocked.instances else "it fits into no day that is to come"
            answer = self._reasons.in_no_plan(need, why)
            self._answers[need.id] = answer.model_copy(update={"blocking": blocked.instances})


def _weakest(reasons: tuple[Answer, ...]) -> Proof:
    order = [Proof.PROVEN, Proof.BOUNDED, Proof.TRIED]
    return max((each.proof for each in reasons), key=order.index, default=Proof.PROVEN)


def _sentence(reasons: tuple[Answer, ...]) -> str:
    if not reasons:
        return "Every need is met."
    kinds = Counter(each.possible for each in reasons)
    parts = [
        f"{kinds[kind]} {said}"
        for kind, said in ((False, "in no plan"), (True, "at a price"), (None, "not settled"))
        if kinds[kind]
    ]
    are = "need is" if len(reasons) == 1 else "needs are"
    return f"{len(reasons)} {are} not met: {', '.join(parts)}."

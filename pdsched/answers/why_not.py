"""`why_not`: impossible, because of these rules; or possible, at this price."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property, partial
from time import monotonic

from pdsched.answer import Answer, GoalPrice, Proof
from pdsched.answers.asked_about import asked_about, checked, in_words, proof_of, stamped
from pdsched.answers.blocked import NOT_KNOWN, Blocked
from pdsched.answers.bounds import Shown
from pdsched.answers.budget import Budget
from pdsched.answers.lifts import About, with_pins_kept
from pdsched.answers.nearby import Reach
from pdsched.answers.request import Request
from pdsched.answers.shared import Look, Looked, Shared
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.plan import Plan
from pdsched.referee.learning import Learning
from pdsched.result import Result

NEARBY_SHARE = 0.5
"""Share of the time in which plans nearby are looked for."""
TRIES = 4
"""Times that plans are looked for farther away, where none was found and none is ruled out."""
NEVER_HELD = "whatever rule is lifted: nobody is released then from a lesson that they may hold"
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
            problem is small. Unless given, 10 beside what is read once for all questions about a
            plan; then a plan that was found nearby is enough, and its price may be a range.

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
    request = Request(
        with_pins_kept(given, under)[0],
        need=need,
        staff=staff,
        course=course,
        date=date,
        start=start,
        trainer=trainer,
        substitute=substitute,
    )
    budget = Budget(seconds, began)
    people = [] if request.staff is None else [request.staff]
    shared = Shared(asked_about(given, under, plan), people, budget.left)
    shared.read()
    answer = _Question(request, shared, budget).answer()
    return stamped(answer, given, began)


class _Question:
    """One question, until its time is over."""

    def __init__(self, request: Request, shared: Shared, budget: Budget) -> None:
        self._request, self._shared, self._budget = request, shared, budget
        self._text = f"Why not: {request.wish}?"
        self._ways = list(request.ways)

    def answer(self) -> Answer:
        shared, wish = self._shared, self._request.wish
        about = shared.about
        if self._request.is_in(about.plan, about.judge.facts):
            prices = about.prices(about.values, about.values)
            return self._possible("It is so in this plan", about.plan, Proof.PROVEN, prices)
        shown = self._best_of(NEARBY_SHARE, shared.nearby)
        if shown is None and (blocked := self._blocked(in_excerpt=True)):
            return self._impossible(blocked)
        is_brief, is_engaged = self._budget.is_brief, self._request.substitute is not None
        if shown is None and (is_engaged or shared.is_witness_enough(is_brief=is_brief)):
            shown = self._best_of(NEARBY_SHARE, shared.around_witness)
        if shared.is_searched_whole(shown, is_brief=is_brief):
            looked = self._whole(shown)
            if looked.is_refuted:
                return self._impossible(self._blocked())
            shown = looked.shown
            if shown is None and is_engaged and (blocked := self._blocked()):
                return self._impossible(blocked)
        elif shown is None:
            if shared.is_middling and (blocked := self._blocked()):
                return self._impossible(blocked)
            shown = self._farther()
        if shown is None:
            said = "Not settled in the time: no plan was found in which"
            tried = f"{said} {wish}, and no proof that there is none."
            return Answer(question=self._text, sentence=tried, proof=Proof.TRIED)
        prices = about.prices(shown.values, shown.bounds)
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
            never = NEVER if self._request.substitute is None else NEVER_HELD
            said = f"{begin}. {blocked.told}" if blocked.instances else f"{begin}, {never}."
        return Answer(
            question=self._text,
            sentence=said,
            proof=Proof.PROVEN,
            possible=False,
            blocking=blocked.instances if blocked is not None else (),
        )

    def _best_of(self, share: float, look: Look) -> Shown | None:
        return self._shared.best_of(self._ways, share * self._budget.left(), look).shown

    def _farther(self) -> Shown | None:
        """The first that is found farther and farther away, while there is time."""
        reach = Reach()
        for _ in range(TRIES):
            if self._budget.left() <= 0:
                return None
            reach = reach.farther
            look = partial(self._shared.nearby, reach=reach)
            if shown := self._best_of(NEARBY_SHARE, look):
                return shown
        return None

    def _whole(self, shown: Shown | None) -> Looked:
        """The best plan of the whole problem."""
        seconds = self._budget.brief() if shown else self._budget.left()
        looked = self._shared.best_of(self._ways, seconds, partial(self._shared.whole, shown=shown))
        return looked if looked.shown or looked.is_refuted else Looked(shown)

    # What stops it

    def _blocked(self, *, in_excerpt: bool = False) -> Blocked | None:
        request = self._request
        about = About(
            staff=(request.staff,) if request.staff is not None else (),
            courses=tuple(self._courses),
            trainer=request.trainer,
            substitute=request.substitute,
        )
        return self._shared.blocked(self._ways, about, in_excerpt=in_excerpt)

    @cached_property
    def _courses(self) -> set[str]:
        """The courses by which it could be had."""
        request, problem = self._request, self._request.problem
        if request.substitute is not None:
            # They may hold a lesson for any session.
            return {course.id for course in problem.courses}
        named = {course.id for course in request.courses}
        if not named and request.staff is not None:
            learning = Learning(problem)
            named = {c.id for c in problem.courses if learning.wants(request.staff, c)}
        elif not named and request.trainer is not None:
            # Whoever is in a team gives its courses, too.
            meant = (t for t in problem.trainers if request.trainer in (t.id, *t.people))
            named = {course for trainer in meant for course in trainer.courses}
        elif not named and request.start is not None:
            named = {course.id for course in problem.courses}
        return named

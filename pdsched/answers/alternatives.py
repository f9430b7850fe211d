"""`alternatives`: where else a need could be met, at which price, and what blocks other places."""

from __future__ import annotations

from time import monotonic

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import AskedAbout, asked_about, checked, stamped
from pdsched.answers.budget import Budget
from pdsched.answers.elsewhere import Elsewhere
from pdsched.answers.places import Place
from pdsched.answers.request import Request
from pdsched.answers.shared import Shared
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.problem import Session
from pdsched.result import Result
from pdsched.views.words import count

PLACES_SHARE = 0.7
"""Share of the time in which places are looked for; what is left shows what blocks others."""


def alternatives(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    *,
    need: str,
    k: int = 5,
    policy: GivenPolicy | None = None,
    seconds: float | None = None,
) -> Answer:
    """Places where a need could be met, the cheapest first, and places where rules stop it.

    A place is a course, a date, a start and a venue; the sentence tells who gives the session in
    the plan that shows it. ``ranked`` of the answer holds at most ``k`` possible places by price,
    goal after goal, and by how many others are disturbed: each with a plan that the referee
    accepted. Among them is the place of the plan itself, at no price, where it meets the need.
    After these come at most ``k`` places that are proven to be impossible, with the smallest sets
    of rules that stop them: such as different rules stop first.

    Prices are exact, and nothing cheaper is left out, where the whole problem is small enough to be
    solved in the time (1,500 placements); else a place is the best that was found near the plan.

    Args:
        problem: What is given.
        plan: The plan that is asked about; its result, where there is one, knows bounds, too.
        need: Id of a need, met or not.
        k: How many places of each kind, from 1 on.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit, above 0, but for what one look at a vast district takes. Unless
            given, 10 beside what is read once for all questions about a plan; once there is a
            place, or proof that there is none, 1.2 in all, or twice what the place took, 1.5 times
            what the proof did: then prices may be ranges.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or there is no such need.
        StartRejectedError: if the plan breaks a rule.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0 or ``k`` is below 1.

    >>> from pdsched import Problem, alternatives, solve
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-08"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "tour", "topic": "library", "minutes": 60, "group_max": 1,
    ...                "modality": "self-paced"}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "tour"}],
    ... })
    >>> answer = alternatives(problem, solve(problem, seconds=20), need="n1")
    >>> [place.sentence for place in answer.ranked if place.possible]
    ... # doctest: +ELLIPSIS
    ['tour on ...: it costs nothing; nobody else is disturbed.', 'tour on ...
    """
    if k < 1:
        raise ValueError(f"k={k!r}: give a number from 1 on")
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    request = Request(given, need=need)
    answer = _answer(request, asked_about(given, under, plan), k, Budget(seconds, began))
    return stamped(answer, given, began)


def _answer(request: Request, about: AskedAbout, k: int, budget: Budget) -> Answer:
    person, courses = str(request.staff), [course.id for course in request.courses]
    question = f"Where could {request.names.person(person)} attend {_aim(request)}?"
    if not courses:
        said = "Nowhere: no course answers the need."
        return Answer(question=question, sentence=said, proof=Proof.PROVEN, possible=False)
    now = session_of(about, str(request.need_id))
    if now is not None and about.judge.full.calendar.is_past(now.date):
        said = "It was met already, and what is past stays."
        return Answer(question=question, sentence=said, proof=Proof.PROVEN)
    shared = Shared(about, [person], budget.left)
    shared.read()
    elsewhere = Elsewhere(shared, [person], courses, request.need_id, budget)
    places = [] if now is None else [elsewhere.as_it_is(Place.of(now))]
    while len(places) < k and (left := budget.left(PLACES_SHARE)) > 0:
        place = elsewhere.next_best(left if budget.is_brief else left / (k - len(places)))
        if place is None:
            break
        places.append(place)
    places.sort(key=lambda place: price_key(about, place))
    held = None if places else elsewhere.what_leaves_none()
    blocked = elsewhere.blocked(k)
    return Answer(
        question=question,
        sentence=_sentence(places, blocked, elsewhere, held.told if held else ""),
        proof=_proof(places, elsewhere),
        possible=True if places else False if elsewhere.is_over else None,
        blocking=held.instances if held else (),
        ranked=(*places, *blocked),
    )


def session_of(about: AskedAbout, need: str) -> Session | None:
    """The session in which a plan meets a need."""
    names = {r.session for r in about.plan.releases if r.need == need}
    return next((s for s in about.plan.sessions if s.id in names), None)


def price_key(about: AskedAbout, place: Answer) -> tuple[int, ...]:
    """Cheaper places come before others, goal after goal; then those that disturb fewer."""
    tiers = about.policy.tiers
    signs = [-1 if tier.maximise else 1 for tier in tiers]
    values = [s * (p.value or 0) for s, p in zip(signs, place.goals, strict=True)]
    return (*values, place.disturbed or 0)


def _aim(request: Request) -> str:
    return request.names.aim(str(request.need_id))


def _proof(places: list[Answer], elsewhere: Elsewhere) -> Proof:
    """How far the price of the first is proven; without any, whether that is."""
    if not places:
        return Proof.PROVEN if elsewhere.is_over else Proof.TRIED
    return places[0].proof


def _sentence(places: list[Answer], blocked: list[Answer], elsewhere: Elsewhere, held: str) -> str:
    closed = len(elsewhere.closed)
    others = f"{count(closed, 'other place')} {'is' if closed == 1 else 'are'} impossible"
    if blocked:
        others += f", of which {len(blocked)} {'is' if len(blocked) == 1 else 'are'} told"
    if not places:
        begin = "Nowhere" if elsewhere.is_over else "Not settled in the time: no place was found"
        return f"{begin}; {others}. {held}".strip()
    more = "no more are possible" if elsewhere.is_over else "there may be more"
    return f"{count(len(places), 'place')}, the best {places[0].sentence[:-1]}; {more}; {others}."

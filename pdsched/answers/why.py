"""`why`: what holds a session, or somebody in it, where a plan has it."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import AskedAbout, asked_about, checked, stamped
from pdsched.answers.budget import Budget
from pdsched.answers.elsewhere import Elsewhere
from pdsched.answers.places import Place
from pdsched.answers.shared import Shared
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.problem import Session
from pdsched.result import Result
from pdsched.views.names import Names
from pdsched.views.words import count, names

NEXT_SHARE = 0.5
"""Share of the time for the next best place; what is left shows what blocks others."""
BLOCKED = 5
"""Blocked places that are told."""


def why(
    problem: GivenProblem,
    plan: GivenPlan | Result,
    *,
    staff: str | None = None,
    session: str | None = None,
    policy: GivenPolicy | None = None,
    seconds: float | None = None,
) -> Answer:
    """Why a session is where a plan has it: what the next best place costs, and what blocks others.

    The next best place is that of the best plan without this one: for a person, of all plans in
    which this person attends the course elsewhere; for a session, of those in which each of its
    people does, together or not, and nobody is at this place. Its price is exact where the whole
    problem is small enough to be solved in the time. ``ranked`` has it first, with its plan, and
    then places that are proven to be impossible, such as different rules stop first. Where there is
    no other place, that is proven, with the smallest set of rules that leave none (``blocking``).

    Args:
        problem: What is given.
        plan: The plan that is asked about; its result, where there is one, knows bounds, too.
        staff: Somebody who attends a session; all who do, unless given.
        session: Id of the session; it may be left out for somebody who attends one alone.
        policy: As of `pdsched.solve`; that of the result, if one is given and this is not.
        seconds: Wall-clock limit, above 0, but for what one look at a vast district takes. Unless
            given, 10 beside what is read once for all questions about a plan; once there is a
            place, or proof that there is none, 1.2 in all, or twice what that took: then the price
            may be a range.

    Raises:
        ProblemError: if `pdsched.check` finds errors, or the plan has no such session.
        StartRejectedError: if the plan breaks a rule.
        PlanRejectedError: if the referee rejects a plan of ours, which is a bug.
        ValueError: if ``seconds`` is not above 0.

    >>> from pdsched import Problem, solve, why
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-08"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "tour", "topic": "library", "minutes": 60, "group_max": 1,
    ...                "modality": "self-paced"}],
    ...   "needs": [{"id": "n1", "staff": "ada", "course": "tour"}],
    ... })
    >>> answer = why(problem, solve(problem, seconds=20), staff="ada")
    >>> answer.sentence  # doctest: +ELLIPSIS
    'It could be elsewhere: tour on ...: it costs nothing; nobody else is disturbed.'
    """
    began = monotonic()
    given, under = checked(problem, policy, plan, seconds=seconds)
    about = asked_about(given, under, plan)
    asked = _session(about, staff, session)
    answer = _answer(about, asked, staff, Budget(seconds, began))
    return stamped(answer, given, began)


def _answer(about: AskedAbout, asked: Session, staff: str | None, budget: Budget) -> Answer:
    told, here = Names(about.judge.full), Place.of(asked)
    who = f"{told.person(staff)} in " if staff else ""
    question = f"Why is {who or 'there '}{here.told(told)}?"
    if about.judge.full.calendar.is_past(asked.date):
        said = "It is past: what is past stays."
        return Answer(question=question, sentence=said, proof=Proof.PROVEN, possible=False)
    people = asked.staff if staff is None else (staff,)
    shared = Shared(about, people, budget.left)
    shared.read()
    elsewhere = Elsewhere(shared, people, [asked.course], None, budget)
    elsewhere.as_it_is(here)
    following = elsewhere.next_best(NEXT_SHARE * budget.left())
    held = None if following else elsewhere.what_leaves_none()
    blocked = elsewhere.blocked(BLOCKED)
    if following is not None:
        said, proof = f"It could be elsewhere: {following.sentence}", following.proof
    elif held is not None:
        said, proof = f"There is no other place for it. {held.told}".strip(), Proof.PROVEN
    elif elsewhere.is_over:
        said, proof = "There is no other place for it.", Proof.PROVEN
    else:
        said, proof = "Not settled in the time: no other place was found.", Proof.TRIED
    if blocked:
        rules = dict.fromkeys(each.rule for answer in blocked for each in answer.blocking)
        closed = count(len(elsewhere.closed), "other place")
        said += f" Rules that block some of {closed}: {names(list(rules))}."
    return Answer(
        question=question,
        sentence=said,
        proof=proof,
        possible=True if following else False if proof is Proof.PROVEN else None,
        goals=following.goals if following else (),
        plan=following.plan if following else None,
        disturbed=following.disturbed if following else None,
        blocking=held.instances if held else (),
        ranked=(*([following] if following else []), *blocked),
    )


def _session(about: AskedAbout, staff: str | None, session: str | None) -> Session:
    """The session that is meant.

    Raises:
        ProblemError: if there is none, or more than one.
    """
    of_person = [s for s in about.plan.sessions if staff in (None, *s.staff)]
    meant = [s for s in of_person if session in (None, s.id)]
    if faults := tuple(_faults(about, staff, session, meant)):
        raise ProblemError(faults)
    return meant[0]


def _faults(
    about: AskedAbout, staff: str | None, session: str | None, meant: list[Session]
) -> Iterator[Fault]:
    if staff is None and session is None:
        yield fault("PD601", "question", "", "names nothing", "name a person or a session")
        return
    if staff is not None and staff not in about.judge.facts.staff:
        advice = "give the id of one that there is"
        yield fault("PD201", "staff", staff, "is no staff member", advice)
        return
    if session is not None and all(s.id != session for s in about.plan.sessions):
        advice = "give the id of a session of this plan, as its sessions have it"
        yield fault("PD218", "session", session, "is no session of the plan", advice)
    elif not meant:
        yield fault("PD218", "staff", staff, "attends no such session in the plan", "ask why not")
    elif len(meant) > 1:
        told = Names(about.judge.full)
        places = [f"{each.id} ({Place.of(each).told(told)})" for each in meant]
        said = f"attends {count(len(meant), 'session')}"
        yield fault("PD601", "staff", staff, said, f"name one, too: {names(places)}")

"""For each person the courses that fit their needs, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.checks import GivenPolicy, GivenProblem, policy_of, problem_of
from pdsched.expansion import implied_steps
from pdsched.faces import Listed
from pdsched.problem import Id, Need, Record
from pdsched.problem.names import normal
from pdsched.survey.catalogue import Catalogue, Chain
from pdsched.survey.words import stands, wants
from pdsched.views.words import listed


class Suggestion(Record):
    """A course that fits a need of a person, or the levels of one who states no need.

    The course answers the need and starts where the person stands (rules ``need`` and ``level``);
    what comes before it is named.
    """

    staff: Id
    need: Id | None
    """The need that the course answers; ``null`` for a person who states none, and whose levels it
    fits."""
    course: Id
    first: tuple[Id, ...] = ()
    """Courses that come first and that the person does not have, in the order of doing them."""
    unasked: tuple[Id, ...] = ()
    """Those of ``first`` that no need of the person is left for; without one, no plan holds
    them."""
    reason: str
    """Why it fits and what comes first, in a sentence."""


def suggestions(
    problem: GivenProblem,
    policy: GivenPolicy | None = None,
    *,
    staff: Sequence[str] | None = None,
) -> tuple[Suggestion, ...]:
    """For each person the courses that fit their needs, with the reason.

    Who states no need gets the courses that start at a level stated for them, lead higher, and wait
    for nothing.

    People come in the order of the problem; their needs from the most urgent to the least; the
    courses of a need from that with the fewest courses before it, then as in the catalogue. A need
    with no suggestion is among the gaps of `gap_report`.

    Args:
        problem: with staff, courses and needs; nothing else is looked at.
        policy: whose rules ``level`` and ``prerequisites`` hold, if they do; the default one
            unless given.
        staff: ids of those whom it is for; everybody unless given.

    Raises:
        ValueError: if an id in `staff` names nobody.

    >>> from pdsched import Problem
    >>> from pdsched.survey import suggestions
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"], "levels": {"sheets": 1}}],
    ...   "courses": [{"id": "sheets-2", "topic": "sheets", "level_from": 1, "level_to": 2,
    ...             "minutes": 60, "group_max": 8}],
    ...   "needs": [{"id": "n1", "staff": "ada", "topic": "sheets", "level_to": 2}],
    ... })
    >>> print(suggestions(problem)[0].reason)
    ada wants sheets to level 2, stands at level 1, and sheets-2 leads from level 1 to 2.
    """
    given = problem_of(problem)
    catalogue = Catalogue(given, policy_of(policy), implied=implied_steps(given))
    wanted = list(catalogue.staff) if staff is None else list(map(normal, staff))
    if unknown := [name for name in wanted if name not in catalogue.staff]:
        raise ValueError(f"no staff member is called {listed(unknown)}")
    chosen = set(wanted)
    stated: dict[str, list[Need]] = {person: [] for person in catalogue.staff if person in chosen}
    for need in given.needs:
        if need.staff in stated:
            stated[need.staff].append(need)
    return Listed(
        suggestion
        for person, needs in stated.items()
        for suggestion in (_answering(catalogue, needs) if needs else _by_level(catalogue, person))
    )


def _answering(catalogue: Catalogue, needs: Sequence[Need]) -> Iterator[Suggestion]:
    for need in sorted(needs, key=lambda need: -need.priority):
        for chain in fitting(catalogue, need):
            yield _suggestion(catalogue, need, chain)


def _by_level(catalogue: Catalogue, person: str) -> Iterator[Suggestion]:
    """The courses that a person who states no need could begin, by the levels stated."""
    for course in catalogue.courses.values():
        if catalogue.suits(person, course):
            level = catalogue.staff[person].levels[course.topic]
            who, name = catalogue.called.person(person), catalogue.called.course(course.id)
            stated = f"{who} states no need, stands at level {level} of {course.topic}"
            leads = f"{name} leads from level {course.level_from} to {course.level_to}"
            reason = f"{stated}, and {leads}."
            yield Suggestion(staff=person, need=None, course=course.id, reason=reason)


def fitting(catalogue: Catalogue, need: Need) -> Iterator[Chain]:
    """The courses that answer a need and start where the person stands, the nearest first.

    Left out are courses that wait for something that starts at no level of this person, and
    those before which another of these comes, for that one alone meets the need.
    """
    starting = [course for course in catalogue.answering(need) if catalogue.starts(need, course)]
    chains = [catalogue.chain(need, course) for course in starting]
    open_ = [chain for chain in chains if not chain.closed]
    enough = {chain.course.id for chain in open_}
    nearest = [chain for chain in open_ if enough.isdisjoint(c.id for c in chain.first)]
    yield from sorted(nearest, key=lambda chain: (len(chain.unasked), len(chain.first)))


def _suggestion(catalogue: Catalogue, need: Need, chain: Chain) -> Suggestion:
    first, unasked = (tuple(c.id for c in courses) for courses in (chain.first, chain.unasked))
    return Suggestion(
        staff=need.staff,
        need=need.id,
        course=chain.course.id,
        first=first,
        unasked=unasked,
        reason=f"{_fit(catalogue, need, chain)}{_before(catalogue, need, first, unasked)}",
    )


def _fit(catalogue: Catalogue, need: Need, chain: Chain) -> str:
    course = chain.course
    person, name = catalogue.called.person(need.staff), catalogue.called.course(course.id)
    leads = f"{name} leads from level {course.level_from} to {course.level_to}"
    return (
        f"{person} {wants(need, catalogue.called)}, {stands(catalogue, need, course)}, and {leads}."
    )


def _before(catalogue: Catalogue, need: Need, first: Sequence[str], unasked: Sequence[str]) -> str:
    """What comes first, in a sentence of its own; nothing if nothing does."""
    if not first:
        return ""
    verb = "comes" if len(first) == 1 else "come"
    person, name = catalogue.called.person(need.staff), catalogue.called.course
    names = [name(course) for course in unasked]
    which = listed(names) if unasked != first else "it" if len(first) == 1 else "them"
    missing = f", but {person} has no need left for {which}" if unasked else ""
    return f" First {verb} {listed([name(course) for course in first])}{missing}."

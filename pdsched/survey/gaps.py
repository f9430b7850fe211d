"""What is asked for and not offered, and what is offered and not asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from pdsched.checks import GivenPolicy, GivenProblem, policy_of, problem_of
from pdsched.expansion import implied_steps
from pdsched.problem import Course, Id, Need, Record
from pdsched.survey.catalogue import Catalogue, Chain
from pdsched.survey.suggestions import fitting
from pdsched.survey.words import stands, wants
from pdsched.views.words import listed


class GapKind(StrEnum):
    """Why no course of the catalogue answers a need."""

    NO_COURSE = "no-course"
    """There is no course of the topic, or not the course that is named."""
    NO_HIGHER_COURSE = "no-higher-course"
    """No course of the topic leads to the level wanted."""
    REACHED = "reached"
    """The person stands where the courses lead already."""
    LEVEL = "level"
    """Courses lead there, and none starts where the person stands."""
    PREREQUISITES = "prerequisites"
    """A course fits, and what comes first is neither done nor can be asked for with the needs
    stated."""


class NeedGap(Record):
    """A need that no course of the catalogue answers."""

    need: Id
    staff: Id
    kind: GapKind
    reason: str
    """Why, in a sentence."""


class UnaskedCourse(Record):
    """A course that answers nobody's need and comes before none that does."""

    course: Id
    staff: tuple[Id, ...] = ()
    """Whom it would fit if they asked: it starts where they stand by a level that is stated,
    leads higher, and they have done what comes first."""
    reason: str
    """What it leads to and how many it would fit, in a sentence."""


class GapReport(Record):
    """Needs without a course, and courses without a need."""

    needs: tuple[NeedGap, ...] = ()
    """In the order of the problem's needs."""
    courses: tuple[UnaskedCourse, ...] = ()
    """In the order of the catalogue."""


def gap_report(
    problem: GivenProblem, policy: GivenPolicy | None = None, *, needs: Sequence[Need] = ()
) -> GapReport:
    """Needs that no course of the catalogue answers, and courses that nobody asks for.

    A need is answered if some course answers it, starts where the person stands, and for what
    comes first the person has a need each, stated or implied, or has it done. Whether time,
    trainers and substitutes suffice is the planning's matter.

    Args:
        problem: with staff, courses and needs; nothing else is looked at. It may have faults in
            its needs: those that name an unknown topic, course or level are gaps.
        policy: whose rules ``level`` and ``prerequisites`` hold, if they do; the default one
            unless given.
        needs: further needs to look at, such as `SurveyReading.beyond`. Needs of people who are
            no staff members are passed over, here and in the problem.

    >>> from pdsched import Problem
    >>> from pdsched.survey import gap_report
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"], "levels": {"sheets": 1}}],
    ...   "courses": [{"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ...   "needs": [{"id": "n1", "staff": "ada", "topic": "sheets", "level_to": 2}],
    ... })
    >>> report = gap_report(problem)
    >>> print(report.needs[0].reason)
    ada wants sheets to level 2, and no course of sheets leads beyond level 1.
    >>> print(report.courses[0].reason)
    sheets-1 leads sheets from level 0 to 1, and nobody asks for it; it fits nobody whose level
    is stated.
    """
    given = problem_of(problem)
    catalogue = Catalogue(given, policy_of(policy), needs, implied_steps(given))
    known = [need for need in catalogue.needs if need.staff in catalogue.staff]
    gaps = (_gap(catalogue, need) for need in known)
    return GapReport(
        needs=tuple(gap for gap in gaps if gap is not None),
        courses=tuple(_unasked(catalogue, _asked(catalogue, known))),
    )


def _gap(catalogue: Catalogue, need: Need) -> NeedGap | None:
    answering = catalogue.answering(need)
    starting = [course for course in answering if catalogue.starts(need, course)]
    chains = [catalogue.chain(need, course) for course in starting]
    if any(not chain.unasked for chain in chains):
        return None
    if not answering:
        kind, why = _nothing(catalogue, need)
    elif not starting:
        kind, why = _not_there(catalogue, need, answering)
    else:
        kind, why = (
            GapKind.PREREQUISITES,
            _waits(catalogue, min(chains, key=lambda c: len(c.unasked))),
        )
    person = catalogue.called.person(need.staff)
    reason = f"{person} {wants(need, catalogue.called)}, {why}."
    return NeedGap(need=need.id, staff=need.staff, kind=kind, reason=reason)


def _nothing(catalogue: Catalogue, need: Need) -> tuple[GapKind, str]:
    if need.named:
        return GapKind.NO_COURSE, "and no course is called so"
    levels = [course.level_to for course in catalogue.topics.get(need.topic or "", ())]
    if not levels:
        return GapKind.NO_COURSE, f"and there is no course of {need.topic}"
    beyond = f"and no course of {need.topic} leads beyond level {max(levels)}"
    return GapKind.NO_HIGHER_COURSE, beyond


def _not_there(
    catalogue: Catalogue, need: Need, answering: Sequence[Course]
) -> tuple[GapKind, str]:
    where, name = _stands(catalogue, need, answering), catalogue.called.course
    if all(catalogue.stands(need, course) >= course.level_to for course in answering):
        leads = listed([f"{name(c.id)} leads to level {c.level_to}" for c in answering])
        return GapKind.REACHED, f"{where} already, and {leads}"
    takes = listed([f"{name(c.id)} is for those at level {catalogue.span(c)}" for c in answering])
    return GapKind.LEVEL, f"{where}, but {takes}"


def _stands(catalogue: Catalogue, need: Need, answering: Sequence[Course]) -> str:
    """Where the person stands; by topic where the courses are of several."""
    first: dict[str, Course] = {}
    for course in answering:
        first.setdefault(course.topic, course)
    if len(first) == 1:
        return stands(catalogue, need, answering[0])
    return listed([f"{stands(catalogue, need, c)} in {topic}" for topic, c in first.items()])


def _waits(catalogue: Catalogue, chain: Chain) -> str:
    name = catalogue.called.course
    course, unasked = name(chain.course.id), listed([name(c.id) for c in chain.unasked])
    if chain.closed:
        closed = listed([name(c.id) for c in chain.closed])
        return f"but {course} waits for {closed}, and they do not stand where that starts"
    return f"but {course} waits for {unasked}, for which they have no need left"


def _asked(catalogue: Catalogue, needs: Sequence[Need]) -> set[str]:
    """The courses that answer a need of somebody, and what comes before them."""
    course_ids: set[str] = set()
    for need in needs:
        for chain in fitting(catalogue, need):
            course_ids.update(course.id for course in (chain.course, *chain.first))
        course_ids.update(course.id for course in catalogue.answering(need))
    return course_ids


def _unasked(catalogue: Catalogue, asked: set[str]) -> Iterator[UnaskedCourse]:
    for course in catalogue.courses.values():
        if course.id not in asked:
            yield _offer(catalogue, course, tuple(_would_fit(catalogue, course)))


def _offer(catalogue: Catalogue, course: Course, staff: tuple[str, ...]) -> UnaskedCourse:
    name = catalogue.called.course(course.id)
    leads = f"{name} leads {course.topic} from level {course.level_from} to {course.level_to}"
    whom = {0: "nobody", 1: "1 person"}.get(len(staff), f"{len(staff)} people")
    told = f"{leads}, and nobody asks for it; it fits {whom} whose level is stated."
    return UnaskedCourse(course=course.id, staff=staff, reason=told)


def _would_fit(catalogue: Catalogue, course: Course) -> Iterator[str]:
    return (name for name in catalogue.staff if catalogue.suits(name, course))

"""What a district of a state may not have, and shared trainers neither."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pdsched.checks import check
from pdsched.errors import Fault, Severity
from pdsched.expansion import in_full
from pdsched.problem import Course, Need, PinKind, Problem, Trainer
from pdsched.problem.problem import KEPT, PAST, PINS
from pdsched.state.faults import fault


def refused_in(
    district: str,
    problem: Problem,
    courses: Mapping[str, Course],
    wishes: Collection[str],
    trainers: Sequence[Trainer],
) -> Iterator[Fault]:
    """What a district has that a state does not plan.

    Args:
        district: Its id.
        problem: The district.
        courses: Those of shared trainers, by id.
        wishes: The needs for these, by id.
        trainers: The shared trainers.
    """
    topics = {course.topic for course in courses.values()}
    given_here = {course for trainer in problem.trainers for course in trainer.courses}
    for course in problem.courses:
        if course.topic in topics and (course.id not in courses or course.id in given_here):
            yield fault("PD752", f"{district}: courses", course.id)
    yield from _of_courses(district, problem, courses)
    here = {person.id for person in problem.staff}
    here |= {trainer.id for trainer in problem.trainers}
    here |= {substitute.id for substitute in problem.substitutes}
    for trainer in trainers:
        if trainer.id in here:
            yield fault("PD755", f"{district}: trainers", trainer.id)
    for need in problem.needs:
        if _is_mixed(need, courses, trainers):
            yield fault("PD760", f"{district}: needs", need.id)
    for pin in problem.session_pins:
        is_shared = pin.course in courses or pin.need in wishes
        if pin.kind is PinKind.REQUIRE and is_shared:
            yield fault("PD761", f"{district}: session_pins", pin.id)
    yield from _of_earlier(district, problem)


def _of_courses(district: str, problem: Problem, courses: Mapping[str, Course]) -> Iterator[Fault]:
    """Courses that are no single step, or bring needs along that the district does not state."""
    series = {each.course for each in problem.series}
    before = {arc.course for course in problem.courses for arc in course.prerequisites}
    full = in_full(problem)
    stated = {need.id for need in problem.needs}
    implied = {need.course for need in full.needs if need.id not in stated}
    for course in courses.values():
        is_step = course.prerequisites or course.id in before or course.id in implied
        if is_step or course.id in series or not course.modality.has_trainer:
            yield fault("PD753", f"{district}: courses", course.id)


def _is_mixed(need: Need, courses: Mapping[str, Course], trainers: Sequence[Trainer]) -> bool:
    """Whether a need names shared courses, and others or those of trainers of several groups.

    A seat would have several prices, or the need could be met without one. Courses of topics that
    one trainer teaches are of one group.
    """
    shared = courses.keys() & {*need.named}
    if not shared or len(need.named) == 1:
        return False
    topics = {courses[name].topic for name in shared}
    taught = ({courses[c].topic for c in trainer.courses if c in courses} for trainer in trainers)
    return shared != {*need.named} or not any(topics <= each for each in taught)


def _of_earlier(district: str, problem: Problem) -> Iterator[Fault]:
    """What tells of an earlier plan: digests leave it out, by which plans are known again."""
    parts = [name for name in (*PAST, *KEPT) if getattr(problem, name)]
    parts += [name for name in PINS if any(pin.published for pin in getattr(problem, name))]
    if problem.calendar.today is not None:
        parts.append("calendar.today")
    for part in parts:
        yield fault("PD758", f"{district}: {part}", problem.name or district)


def faults_of_trainers(problem: Problem, trainers: Sequence[Trainer]) -> Iterator[Fault]:
    """What the ordinary checks say of shared trainers in the calendar of a district."""
    known = {course.id for course in problem.courses}
    asked = tuple(
        trainer.model_copy(update={"courses": tuple(c for c in trainer.courses if c in known)})
        for trainer in trainers
    )
    alone = Problem(calendar=problem.calendar, courses=problem.courses, trainers=asked)
    for each in check(alone):
        if each.severity is Severity.ERROR and each.where.startswith("trainers"):
            yield each._replace(where=f"state.json {each.where}")

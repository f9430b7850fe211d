"""What a district wants of shared trainers: all that is kept of it while others are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pdsched.errors import Fault, ProblemError
from pdsched.expansion import answers, in_full
from pdsched.files import load_problem
from pdsched.problem import Course, Need, Problem, Weekday
from pdsched.state.faults import fault
from pdsched.state.records import State


class Wish(NamedTuple):
    """A need for a course of shared trainers."""

    id: str
    course: str
    """The course, or the shortest of those that answer."""
    topic: str
    priority: int


class Demand(NamedTuple):
    """A district, as far as the division of trainers looks at it."""

    id: str
    digest: str
    weeks: tuple[str, Weekday]
    """Time zone, and first day of a week."""
    days: frozenset[date]
    """Its open days."""
    courses: Mapping[str, Course]
    """Of shared trainers, by id."""
    wishes: tuple[Wish, ...]
    """All needs for these."""
    needs: int
    """Needs of any kind: how long it should take."""

    def without(self, met: Collection[str]) -> Demand:
        """The same where some needs are met."""
        return self._replace(wishes=tuple(wish for wish in self.wishes if wish.id not in met))


def read_demands(state: State) -> tuple[Demand, ...]:
    """Every district, read one after the other and let go again.

    Raises:
        ProblemError: with the faults of all districts, if one of them is an error.
    """
    taught = {course for trainer in state.trainers for course in trainer.courses}
    demands: list[Demand] = []
    faults: list[Fault] = []
    for district in state.districts:
        try:
            problem = load_problem(district.path)
        except ProblemError as error:
            faults += [each._replace(where=f"{district.id}: {each.where}") for each in error.faults]
            continue
        demand = demand_of(district.id, problem, taught)
        faults += _faults(district.id, problem, demand, state)
        demands.append(demand)
    faults += _of_weeks(demands)
    if len(demands) == len(state.districts):
        known = {course for demand in demands for course in demand.courses}
        faults += [fault("PD756", "state.json trainers", each) for each in sorted(taught - known)]
    if faults:
        raise ProblemError(faults)
    return tuple(demands)


def demand_of(district: str, problem: Problem, taught: Collection[str]) -> Demand:
    """What a district wants of trainers who give some courses."""
    courses = {course.id: course for course in problem.courses if course.id in taught}
    return Demand(
        district,
        problem.digest(),
        (problem.calendar.time_zone, problem.calendar.week_begins),
        frozenset(problem.calendar.open_days()),
        courses,
        tuple(_wishes(problem.needs, courses)),
        len(problem.needs),
    )


def _wishes(needs: Collection[Need], courses: Mapping[str, Course]) -> Iterator[Wish]:
    by_length = sorted(courses.values(), key=lambda course: (course.minutes, course.id))
    topics = {course.topic for course in by_length}
    for need in needs:
        if need.course in courses or need.topic in topics:
            first = next((course for course in by_length if answers(course, need)), None)
            if first is not None:
                yield Wish(need.id, first.id, first.topic, need.priority)


def _faults(district: str, problem: Problem, demand: Demand, state: State) -> Iterator[Fault]:
    topics = {course.topic for course in demand.courses.values()}
    given_here = {course for trainer in problem.trainers for course in trainer.courses}
    for course in problem.courses:
        if course.topic in topics and (course.id not in demand.courses or course.id in given_here):
            yield fault("PD752", f"{district}: courses", course.id)
    yield from _of_courses(district, problem, demand)
    here = {person.id for person in problem.staff}
    here |= {trainer.id for trainer in problem.trainers}
    here |= {substitute.id for substitute in problem.substitutes}
    for trainer in state.trainers:
        if trainer.id in here:
            yield fault("PD755", f"{district}: trainers", trainer.id)
    if problem.past_sessions or problem.past_engagements:
        yield fault("PD758", f"{district}: past_sessions", problem.name or district)


def _of_courses(district: str, problem: Problem, demand: Demand) -> Iterator[Fault]:
    """Courses that are no single step, or bring needs along that the district does not state."""
    series = {each.course for each in problem.series}
    before = {arc.course for course in problem.courses for arc in course.prerequisites}
    full = in_full(problem)
    stated = {need.id for need in problem.needs}
    implied = {need.course for need in full.needs if need.id not in stated}
    for course in demand.courses.values():
        is_step = course.prerequisites or course.id in before or course.id in implied
        if is_step or course.id in series or not course.modality.has_trainer:
            yield fault("PD753", f"{district}: courses", course.id)


def _of_weeks(demands: Collection[Demand]) -> Iterator[Fault]:
    first = next(iter(demands), None)
    for demand in demands:
        if first is not None and demand.weeks != first.weeks:
            told = f"{demand.weeks[0]}, {demand.weeks[1].value}"
            yield fault("PD754", f"{demand.id}: calendar", told)

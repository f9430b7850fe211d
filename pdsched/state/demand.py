"""What a district wants of shared trainers: all that is kept of it while others are read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pdsched.errors import Fault, ProblemError
from pdsched.expansion import answers
from pdsched.files import load_problem
from pdsched.problem import Course, Need, Problem, Weekday
from pdsched.state.faults import fault
from pdsched.state.records import State
from pdsched.state.refusals import faults_of_trainers, refused_in


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
        wishes = {wish.id for wish in demand.wishes}
        faults += refused_in(district.id, problem, demand.courses, wishes, state.trainers)
        faults += faults_of_trainers(problem, state.trainers)
        demands.append(demand)
        del problem  # Before the next one is read.
    faults += _of_weeks(demands)
    if len(demands) == len(state.districts):
        known = {course for demand in demands for course in demand.courses}
        faults += [fault("PD756", "state.json trainers", each) for each in sorted(taught - known)]
    if faults:
        raise ProblemError(list(dict.fromkeys(faults)))
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
        is_of_these = courses.keys() >= {*need.named} if need.named else need.topic in topics
        if is_of_these:
            first = next((course for course in by_length if answers(course, need)), None)
            if first is not None:
                yield Wish(need.id, first.id, first.topic, need.priority)


def _of_weeks(demands: Collection[Demand]) -> Iterator[Fault]:
    first = next(iter(demands), None)
    for demand in demands:
        if first is not None and demand.weeks != first.weeks:
            told = f"{demand.weeks[0]}, {demand.weeks[1].value}"
            yield fault("PD754", f"{demand.id}: calendar", told)

"""The catalogue of courses, and whom each of them is suggested for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import is_about_many
from pdsched.binder.matter import Matter
from pdsched.binder.needs import Step, step_to
from pdsched.expansion import implied_steps
from pdsched.problem import Course, Modality, Need
from pdsched.survey.catalogue import Catalogue
from pdsched.survey.suggestions import fitting

_MOST = 400
"""Courses that are listed at most."""
_PEOPLE = 12
"""People who are named for a course, at most."""


class CourseLine(NamedTuple):
    """A course as the catalogue offers it."""

    name: str
    step: Step
    modality: Modality
    minutes: int
    """Of each session."""
    meetings: int
    """Of a series; 1 for a course that is none."""
    group_min: int
    group_max: int
    first: tuple[str, ...]
    """Courses that come first."""
    trainers: int
    """Who can give it; teams count as one."""
    needs: int
    """Stated needs that it fits, met or not."""
    sessions: int
    """Of the plan."""


class SuggestedCourse(NamedTuple):
    """A course that fits what somebody still needs, or could do next."""

    name: str
    step: Step
    needs: int
    """Stated needs that the plan leaves open and that it fits."""
    people: tuple[str, ...]
    """The first of those who have them."""
    people_left_out: int
    others: int
    """People who state no need, and who could begin it at once by the level stated for them."""


class CataloguePage(NamedTuple):
    """Courses and suggestions."""

    courses: tuple[CourseLine, ...]
    """By topic, levels and name."""
    courses_left_out: int
    suggested: tuple[SuggestedCourse, ...]
    """Those that fit most open needs first."""
    suggested_left_out: int


def catalogue(matter: Matter) -> Chapter:
    """The courses of the district, with the needs of the people whom the binder is about."""
    leaves = ONE_LEAF if is_about_many(matter) and matter.problem.courses else ()
    return Chapter("catalogue", leaves, (_page(matter) for _ in leaves))


def _page(matter: Matter) -> CataloguePage:
    fits = _Fits(matter)
    courses = sorted(matter.problem.courses, key=lambda c: (*step_to(c).order, c.id))
    sessions = Counter(
        name
        for session in matter.plan.sessions
        if session.course in matter.courses
        for name in set(matter.courses[session.course].names)
    )
    trainers = trainers_by_course(matter)
    names = matter.names.course
    lines = [
        CourseLine(
            name=names(course.id),
            step=step_to(course),
            modality=course.modality,
            minutes=course.minutes,
            meetings=fits.meetings.get(course.id, 1),
            group_min=course.group_min,
            group_max=course.group_max,
            first=tuple(names(arc.course) for arc in course.prerequisites),
            trainers=trainers[course.id],
            needs=len(fits.needs[course.id]),
            sessions=sessions[course.id],
        )
        for course in courses[:_MOST]
    ]
    suggested = [line for line in map(fits.suggested, courses) if line.needs or line.others]
    suggested.sort(key=lambda line: (-line.needs, -line.others))
    return CataloguePage(
        courses=tuple(lines),
        courses_left_out=len(courses) - len(lines),
        suggested=tuple(suggested[:_MOST]),
        suggested_left_out=max(0, len(suggested) - _MOST),
    )


def trainers_by_course(matter: Matter) -> Counter[str]:
    """How many trainers and teams can give each course; a series, all of its meetings."""
    givers: dict[str, set[str]] = defaultdict(set)
    for trainer in matter.full.trainers:
        for name in trainer.courses:
            givers[name].add(trainer.id)
    by_course: dict[str, set[str]] = {}
    for course in matter.full.courses:
        for name in set(course.names):
            known = by_course.get(name)
            those = givers[course.id]
            by_course[name] = those if known is None else known & those
    return Counter({name: len(those) for name, those in by_course.items()})


class _Fits:
    """Which courses fit which people, as `pdsched.survey.suggestions` finds it."""

    def __init__(self, matter: Matter) -> None:
        self._matter = matter
        problem, chosen = matter.problem, matter.chosen.people
        self.meetings = {series.course: series.meetings for series in problem.series}
        self.needs: dict[str, list[Need]] = defaultdict(list)
        self._others: Counter[str] = Counter()
        self._met = matter.plan.needs_met
        known = Catalogue(problem, matter.policy, implied=implied_steps(problem))
        asking = {need.staff for need in problem.needs}
        for need in problem.needs:
            if need.staff in known.staff and (chosen is None or need.staff in chosen):
                for chain in fitting(known, need):
                    self.needs[chain.course.id].append(need)
        for name, member in known.staff.items():
            if name not in asking and (chosen is None or name in chosen):
                courses = (c for topic in member.levels for c in known.topics.get(topic, ()))
                self._others.update(c.id for c in courses if known.suits(name, c))

    def suggested(self, course: Course) -> SuggestedCourse:
        still_open = [need for need in self.needs[course.id] if need.id not in self._met]
        people = list(dict.fromkeys(need.staff for need in still_open))
        return SuggestedCourse(
            name=self._matter.names.course(course.id),
            step=step_to(course),
            needs=len(still_open),
            people=tuple(self._named(people[:_PEOPLE])),
            people_left_out=max(0, len(people) - _PEOPLE),
            others=self._others[course.id],
        )

    def _named(self, people: Iterable[str]) -> list[str]:
        return [self._matter.names.person(name) for name in people]

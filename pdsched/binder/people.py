"""A leaf a person: levels, what is planned, who holds the classes, what is open and what next."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf, in_order
from pdsched.binder.lines import ClassLine, SessionLine, class_line, key_of, session_line
from pdsched.binder.matter import Matter
from pdsched.binder.next_steps import LearningPaths, LevelLine, NextStep
from pdsched.plan import ENDED, OTHER_GOALS, Release
from pdsched.problem import Need
from pdsched.views import PersonView, by_person
from pdsched.views.classes import covered_class, taken_classes
from pdsched.views.lookup import found
from pdsched.views.people import Visit
from pdsched.views.teaching_days import TeachingDays


class Attendance(NamedTuple):
    """A session that somebody attends or leads, and when they are away for it."""

    key: str
    """Of the release: person and session, the same on every leaf."""
    session: SessionLine
    """The group without the person."""
    leaves: dt.time
    returns: dt.time
    """Equal to ``leaves`` where it has no hour, and nobody is away."""
    leads: bool
    stays: bool
    """Whether the person is coached in class, and stays there."""
    is_without_lessons: bool
    """Whether the person teaches nothing on this date, and may not be there."""


class OpenAim(NamedTuple):
    """A need that stays open."""

    aim: str
    reason: str
    """As the plan tells it; empty where it does not."""
    sentence: str
    """Of the rule that stops it; empty where it is none."""
    is_end_of_search: bool
    is_other_goals: bool


class PersonPage(NamedTuple):
    """What stands on the leaf of one person."""

    schools: tuple[str, ...]
    """The home school first."""
    role: str
    levels: tuple[LevelLine, ...]
    completed: tuple[str, ...]
    """Courses done before."""
    planned: tuple[Attendance, ...]
    classes: tuple[ClassLine, ...]
    """Classes of the person that others hold, or that need no cover."""
    helps: tuple[ClassLine, ...]
    """Classes of others that the person holds."""
    open: tuple[OpenAim, ...]
    next: tuple[NextStep, ...]


def people(matter: Matter) -> Chapter:
    """A leaf for everybody who needs, attends, leads or holds something, by school and name."""
    views = {view.staff: view for view in by_person(matter.plan, matter.problem)}
    among = matter.chosen.among("person", views, lambda staff: PersonView(staff=staff))
    leaves, ordered = in_order((_leaf(matter, who), view) for who, view in among)
    return Chapter("people", leaves, _pages(matter, ordered))


def _leaf(matter: Matter, staff: str) -> Leaf:
    member = found(matter.staff, staff, "staff member")
    school = matter.names.school(member.schools[0])
    return Leaf(matter.names.person(staff), school, key=f"person:{staff}")


def _pages(matter: Matter, views: list[PersonView]) -> Iterator[PersonPage]:
    desk = _Desk(matter)
    for view in views:
        yield desk.page(view)


class _Desk:
    """Looks up what the leaves of people have in common."""

    def __init__(self, matter: Matter) -> None:
        self._matter, self._names = matter, matter.names
        self._paths = LearningPaths(matter)
        self._days = TeachingDays.of(matter.problem, matter.plan)
        self._needs: dict[str, list[Need]] = defaultdict(list)
        for need in matter.full.needs:
            self._needs[need.staff].append(need)

    def page(self, view: PersonView) -> PersonPage:
        matter, names = self._matter, self._names
        member = found(matter.staff, view.staff, "staff member")
        needs = self._needs[view.staff]
        attended = [v.session.course for v in view.visits if not v.release.leads]
        taken = [self._taken(visit.release) for visit in view.visits]
        parts = matter.covers.other_parts
        lessons = matter.facts.lessons
        helps = (covered_class(lessons, cover, parts(cover)) for cover in view.helps)
        return PersonPage(
            schools=tuple(map(names.school, member.schools)),
            role=member.role,
            levels=self._paths.levels(member, needs, attended),
            completed=tuple(sorted(map(names.course, member.completed))),
            planned=tuple(map(self._attendance, view.visits)),
            classes=tuple(sorted(line for lines in taken for line in lines)),
            helps=tuple(sorted(class_line(held, names) for held in helps)),
            open=tuple(self._open(view)),
            next=self._paths.next_steps(member, attended, needs),
        )

    def _taken(self, release: Release) -> Iterator[ClassLine]:
        for held in taken_classes(self._matter.facts.lessons, self._matter.covers, release):
            yield class_line(held, self._names)

    def _attendance(self, visit: Visit) -> Attendance:
        session, release = visit.session, visit.release
        course = self._matter.courses.get(session.course)
        others = [name for name in session.staff if name != release.staff]
        is_without = self._days.is_without(release.staff, release.date)
        return Attendance(
            key=key_of(release.staff, release.session),
            session=session_line(session, self._matter, others),
            leaves=release.start,
            returns=release.end,
            leads=release.leads,
            stays=course is not None and course.modality.in_lesson and not release.leads,
            is_without_lessons=is_without and not release.leads,
        )

    def _open(self, view: PersonView) -> Iterator[OpenAim]:
        policy, language = self._matter.policy, self._matter.language
        for unmet in view.unmet:
            is_known = unmet.rule in policy.rules
            yield OpenAim(
                aim=self._names.aim(unmet.need),
                reason=unmet.reason,
                sentence=policy.sentence(unmet.rule, language=language) if is_known else "",
                is_end_of_search=unmet.rule == ENDED,
                is_other_goals=unmet.rule == OTHER_GOALS,
            )

"""Who learns together: the groups of a plan, by type of need and level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time
from itertools import groupby
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf
from pdsched.binder.extent import home_of, is_about_many
from pdsched.binder.matter import Matter
from pdsched.binder.needs import Step, step_to
from pdsched.plan import Session
from pdsched.problem import Meeting, Modality
from pdsched.problem.once import once


class Held(NamedTuple):
    """One session of a group, in names."""

    date: date
    start: time
    end: time
    """Equal to ``start`` where it has no hour."""
    school: str
    """Empty where everybody stays at the home school."""
    room: str
    trainer: str
    """Empty where nobody leads it."""
    number: int
    """Which meeting of its series it is; 0 for a course that is none."""


class Learner(NamedTuple):
    """One of those who learn."""

    school: str
    """Home school; empty for who is not known."""
    name: str


class Group(NamedTuple):
    """Some people and what they learn together: one session, or their meetings of a series."""

    number: int
    """From 1, in the order of all groups of the plan."""
    step: Step
    course: str
    modality: Modality | None
    """``None`` for a course that is not known."""
    minutes: int
    """Of each session."""
    held: tuple[Held, ...]
    """By date and clock."""
    meetings: int
    """Meetings of its series; 0 for a course that is none."""
    learners: tuple[Learner, ...]
    """By school and name."""
    sessions: tuple[Session, ...]
    """As the plan has them; more than are held where people learn alone at the same hour."""

    @property
    def levels(self) -> tuple[int, ...]:
        """From which level to which it leads, to be compared."""
        return self.step.order[1:]

    @property
    def trainers(self) -> tuple[str, ...]:
        """Who lead it, each once."""
        return tuple(dict.fromkeys(held.trainer for held in self.held if held.trainer))


def groups(matter: Matter) -> Chapter:
    """A leaf for each topic, with its groups from level to level."""
    chosen = chosen_groups(matter)
    topics = [list(of_topic) for _, of_topic in groupby(chosen, lambda group: group.step.topic)]
    leaves = tuple(Leaf(of_topic[0].step.topic or "?") for of_topic in topics)
    return Chapter("groups", leaves, map(tuple, topics))


def chosen_groups(matter: Matter) -> tuple[Group, ...]:
    """The groups that somebody of a binder about many is in, or that meet at one of its schools."""
    people, schools = matter.chosen.people, matter.chosen.schools
    if people is None or schools is None:
        return all_groups(matter)
    if not is_about_many(matter):
        return ()
    return tuple(
        group
        for group in all_groups(matter)
        if any(s.school in schools or not people.isdisjoint(s.staff) for s in group.sessions)
    )


@once
def all_groups(matter: Matter) -> tuple[Group, ...]:
    """The groups of a plan, by topic, levels, course and first session.

    Meetings of a series belong together where the same people come to them; those who learn alone
    on a platform at the same hour are listed as one group. Each session is of one group.
    """
    together: dict[object, list[Session]] = defaultdict(list)
    for session in sorted(matter.plan.sessions, key=lambda s: (s.date, s.start, s.id)):
        together[_key(matter, session)].append(session)
    in_order = sorted((_group(matter, each) for each in together.values()), key=_order)
    return tuple(group._replace(number=n) for n, group in enumerate(in_order, start=1))


def _key(matter: Matter, session: Session) -> object:
    """What the sessions of one group have in common."""
    course = matter.courses.get(session.course)
    if isinstance(course, Meeting):
        return (course.series, session.staff)
    if course is not None and not course.modality.has_group:
        return (course.id, session.date, session.start, session.end)
    return session.id


def _order(group: Group) -> tuple[object, ...]:
    first = group.sessions[0]
    return (*group.step.order, group.course.casefold(), first.date, first.start, first.id)


def _group(matter: Matter, sessions: Sequence[Session]) -> Group:
    course = matter.courses.get(sessions[0].course)
    series = course if isinstance(course, Meeting) else None
    people = {name for session in sessions for name in session.staff}
    return Group(
        number=0,
        step=step_to(course),
        course=matter.names.course(series.series if series else sessions[0].course),
        modality=course.modality if course else None,
        minutes=course.minutes if course else 0,
        held=tuple(dict.fromkeys(_held(matter, session) for session in sessions)),
        meetings=series.of if series else 0,
        learners=tuple(sorted(_learner(matter, name) for name in people)),
        sessions=tuple(sessions),
    )


def _held(matter: Matter, session: Session) -> Held:
    names, course = matter.names, matter.courses.get(session.course)
    return Held(
        date=session.date,
        start=session.start,
        end=session.end,
        school=names.school(session.school) if session.school else "",
        room=names.room(session.room) if session.room else "",
        trainer=names.person(session.trainer) if session.trainer else "",
        number=course.number if isinstance(course, Meeting) else 0,
    )


def _learner(matter: Matter, identity: str) -> Learner:
    home = home_of(matter, identity)
    return Learner(matter.names.school(home) if home else "", matter.names.person(identity))

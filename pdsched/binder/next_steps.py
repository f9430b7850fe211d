"""Where a person stands before and after a plan, and what follows next on the learning path."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from pdsched.binder.matter import Matter
from pdsched.expansion import Learner
from pdsched.problem import Course, Meeting, Need, StaffMember

_MOST = 5
"""Next steps that are told of one person, the nearest first."""


class LevelLine(NamedTuple):
    """One topic of a person."""

    topic: str
    now: int | None
    """Level reached before the plan; ``None`` where none is stated."""
    wanted: int | None
    """Highest level that a need leads to; ``None`` where none is about this topic."""
    planned: int | None
    """Level reached once the plan has happened."""


class NextStep(NamedTuple):
    """A course that a person could go on with after the plan, in names."""

    course: str
    topic: str
    level_from: int
    level_to: int
    follows: tuple[str, ...]
    """Courses of the plan that come before it."""
    missing: tuple[str, ...]
    """Courses that have to come first and are neither done nor planned."""


class LearningPaths:
    """The catalogue, to be asked for each person."""

    def __init__(self, matter: Matter) -> None:
        self._names, self._full = matter.names, matter.courses
        self._stated = {course.id: course for course in matter.problem.courses}
        self._known = {**self._stated, **self._full}
        self._by_topic: dict[str, list[Course]] = defaultdict(list)
        self._after: dict[str, list[Course]] = defaultdict(list)
        for course in matter.problem.courses:
            self._by_topic[course.topic].append(course)
            for arc in course.prerequisites:
                self._after[arc.course].append(course)

    def levels(
        self, member: StaffMember, needs: Iterable[Need], attended: Iterable[str]
    ) -> tuple[LevelLine, ...]:
        """The topics of a person: those of needs and of the plan first, then by name.

        Args:
            member: the person.
            needs: their needs.
            attended: ids of the courses, or meetings, that the plan holds for them.
        """
        wanted: dict[str, int] = {}
        for need in needs:
            topic, level = self._aim(need)
            if topic:
                wanted[topic] = max(level, wanted.get(topic, 0))
        planned = self._reached(member, attended)
        topics = sorted({*planned, *wanted}, key=lambda topic: (topic not in wanted, topic))
        return tuple(
            LevelLine(topic, member.levels.get(topic), wanted.get(topic), planned.get(topic))
            for topic in topics
        )

    def _aim(self, need: Need) -> tuple[str, int]:
        """Topic and level that a need is about; no topic where it names what is not there.

        Of one with wishes nobody knows which level it comes to.
        """
        if need.course is None:
            return need.topic or "", need.level_to or 0
        course = self._known.get(need.course)
        return (course.topic, course.level_to) if course else ("", 0)

    def _reached(self, member: StaffMember, attended: Iterable[str]) -> dict[str, int]:
        """The levels of a person after the plan, by topic."""
        levels = dict(member.levels)
        for name in attended:
            course = self._full.get(name)
            if course is not None and course.leads_to is not None:
                levels[course.topic] = max(course.leads_to, levels.get(course.topic, 0))
        return levels

    def next_steps(
        self, member: StaffMember, attended: Iterable[str], needs: Iterable[Need]
    ) -> tuple[NextStep, ...]:
        """What a person could go on with: in a topic of theirs, or after a course of the plan.

        A topic is theirs where a need is about it, or the plan holds a course of it. Courses that
        meet an open need of the plan are among them, unless something else comes first.
        """
        attended = list(attended)
        done = {name for each in attended for name in self._finished(each)}
        levels = self._reached(member, attended)
        after = member.model_copy(
            update={"levels": levels, "completed": (*member.completed, *sorted(done))}
        )
        learner = Learner(after, self._stated)
        topics = {topic for need in needs for topic in need.topics(self._known)}
        topics |= {self._full[name].topic for name in attended if name in self._full}
        here = {c.id: c for topic in topics for c in self._by_topic.get(topic, ())}
        fits = {name for name, course in here.items() if self._starts(course, levels)}
        follow = {course.id for name in done for course in self._after.get(name, ())}
        begun = {name for each in attended if each in self._full for name in self._full[each].names}
        courses = (self._stated[name] for name in sorted((fits | follow) - begun))
        steps = (self._step(learner, course, done) for course in courses if not learner.has(course))
        nearest = sorted(steps, key=lambda s: (len(s.missing), s.level_from, s.level_to, s.course))
        return tuple(nearest[:_MOST])

    def _finished(self, attended: str) -> tuple[str, ...]:
        """The ids under which what was attended counts as done: a series after its last meeting."""
        course = self._full.get(attended)
        if isinstance(course, Meeting) and course.number < course.of:
            return (attended,)
        return course.names if course else ()

    @staticmethod
    def _starts(course: Course, levels: dict[str, int]) -> bool:
        """Whether a course starts where a person stands or below, and leads higher.

        Who has no level of the topic stands at its beginning.
        """
        return course.level_from <= levels.get(course.topic, 0) < course.level_to

    def _step(self, learner: Learner, course: Course, done: set[str]) -> NextStep:
        before = [arc.course for arc in course.owed_by(learner.member.id)]
        return NextStep(
            course=self._names.course(course.id),
            topic=course.topic,
            level_from=course.level_from,
            level_to=course.level_to,
            follows=tuple(self._names.course(name) for name in before if name in done),
            missing=tuple(self._names.course(each.id) for each in learner.first(course)),
        )

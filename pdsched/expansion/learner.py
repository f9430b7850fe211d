"""A person before a catalogue: where they stand, what starts there, and what comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pdsched.problem import Course, Need, StaffMember


def step_of(need: Need, course: Course) -> Need:
    """The need for a step that another need implies; the checks tell ids that get too long."""
    return need.model_copy(
        update={
            "id": f"{need.id}:{course.id}",
            "course": course.id,
            "wishes": (),
            **dict.fromkeys(("topic", "level_from", "level_to")),
        }
    )


class Learner(NamedTuple):
    """A person before a catalogue."""

    member: StaffMember
    courses: Mapping[str, Course]

    def stands(self, need: Need, course: Course) -> int | None:
        """The level at which the person comes to a course; ``None`` where none is stated."""
        if need.level_from is not None:
            return need.level_from
        level = self.member.levels.get(course.topic)
        if level is None:
            return None
        before = (self.courses.get(name) for name in course.entered_by(self.member.id))
        reached = (c.leads_to for c in before if c is not None and c.topic == course.topic)
        return max([level, *(to for to in reached if to is not None)])

    def is_tied(self, course: Course) -> bool:
        """Whether something of its topic comes before a course, whatever its level."""
        before = (self.courses.get(name) for name in course.entered_by(self.member.id))
        return any(c is not None and c.topic == course.topic for c in before)

    def starts(self, need: Need, course: Course) -> bool:
        """Whether a course starts where the person stands or below, and leads higher."""
        level = self.stands(need, course)
        return level is None or course.level_from <= level < course.level_to

    def has(self, course: Course) -> bool:
        """Whether the person has done a course, or stands where it leads."""
        known = self.member.levels.get(course.topic, -1)
        return course.id in self.member.completed or known >= course.level_to

    def first(self, course: Course) -> tuple[Course, ...]:
        """What comes before a course, and before that, and is not had; earlier steps first."""
        missing: list[Course] = []
        who = self.member.id
        seen, open_arcs = {course.id}, [(course, iter(course.owed_by(who)))]
        while open_arcs:
            later, arcs = open_arcs[-1]
            for arc in arcs:
                before = self.courses.get(arc.course)
                if before is not None and before.id not in seen and not self.has(before):
                    seen.add(before.id)
                    open_arcs.append((before, iter(before.owed_by(who))))
                    break
            else:
                missing.append(later)
                open_arcs.pop()
        return tuple(missing[:-1])

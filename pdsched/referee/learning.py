"""Which courses answer which needs, where people stand, and what they have done before."""

from __future__ import annotations

from functools import cached_property

from pdsched.problem import Course, Modality, Need, Pair, Problem


class Learning:
    """The courses, needs and people of a problem, asked who could learn what."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.staff = {member.id: member for member in problem.staff}
        self.courses = {course.id: course for course in problem.courses}

    def answers(self, course: Course, need: Need) -> bool:
        """Whether attending the course can meet the need."""
        if need.named:
            return course.id in need.named
        if course.leads_to is None or need.level_to is None:
            return False
        return need.topic == course.topic and course.leads_to >= need.level_to

    @cached_property
    def _needs_of(self) -> dict[str, list[Need]]:
        needs: dict[str, list[Need]] = {}
        for need in self.problem.needs:
            needs.setdefault(need.staff, []).append(need)
        return needs

    def wants(self, staff: str, course: Course) -> bool:
        """Whether a course answers a need of a person."""
        return any(self.answers(course, need) for need in self._needs_of.get(staff, ()))

    def shared_courses(self, pair: Pair) -> list[str]:
        """The courses of which a pair speaks."""
        courses = self.problem.courses if pair.course is None else (self.courses[pair.course],)
        return [
            course.id
            for course in courses
            if course.modality is not Modality.SELF_PACED
            and all(self.wants(person, course) for person in pair.staff)
        ]

    def level(self, need: Need, course: Course) -> int:
        """The level of a need on a course."""
        if need.level_from is not None:
            return need.level_from
        stated = [self.staff[need.staff].levels.get(course.topic)]
        stated += [
            self.courses[first].leads_to
            for first in course.entered_by(need.staff)
            if self.courses[first].topic == course.topic
        ]
        return max((level for level in stated if level is not None), default=course.level_from)

    def has(self, staff: str, course: str) -> bool:
        """Whether a person has done a course, or stands where it leads, before the horizon."""
        member, wanted = self.staff[staff], self.courses[course]
        if course in member.completed:
            return True
        return member.levels.get(wanted.topic, -1) >= wanted.level_to

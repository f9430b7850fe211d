"""What stops a need on a course at any time, before single sessions are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from pdsched.problem import Course, Need
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.standing import Standing
from pdsched.referee.grouping import grouped
from pdsched.referee.rules.learning import fits
from pdsched.referee.spans import span_of


class Fixed:
    """The obstacles that no time and no place would remove, by need and course."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self.facts = standing.facts
        self.policy = standing.policy
        self.names = standing.facts.names
        self._by_course: dict[str, Obstacle | None] = {}
        self._needs_of: dict[str, list[Need]] = {}
        for need in self.facts.problem.needs:
            self._needs_of.setdefault(need.staff, []).append(need)
        self._topics = grouped(self.facts.problem.courses, lambda course: course.topic)

    def courses(self, need: Need) -> list[Course]:
        """The courses that answer a need."""
        if need.course is not None:
            return [self.facts.courses[need.course]]
        topic = self._topics.get(need.topic or "", [])
        return [course for course in topic if self.facts.learning.answers(course, need)]

    def obstacle(self, need: Need, course: Course) -> Obstacle | None:
        """The first obstacle of a need on a course, if there is one."""
        return self.of_person(need, course) or self.of_course(course)

    def of_person(self, need: Need, course: Course) -> Obstacle | None:
        """What keeps this person from the course."""
        return next(self._of_person(need, course), None)

    def _of_person(self, need: Need, course: Course) -> Iterator[Obstacle]:
        staff, name = self.names.person(need.staff), self.names.course(course.id)
        if (need.staff, course.id) in self.standing.people.attended:
            yield Obstacle(
                Stage.COURSE,
                "need",
                lambda: (
                    f"{staff} attends {name} for another need, and nobody attends a course twice"
                ),
            )
        level = self.facts.learning.level(need, course)
        if self.policy.holds("level") and not fits(level, course, self.policy.level_spread):
            top = min(course.level_from + self.policy.level_spread, course.level_to - 1)
            yield Obstacle(
                Stage.LEVEL,
                "level",
                lambda: (
                    f"{staff} is at level {level} of {course.topic}; {name} is for "
                    f"levels {course.level_from} to {top}"
                ),
            )
        if self.policy.holds("prerequisites"):
            yield from self._first_steps(need, course)

    def _first_steps(self, need: Need, course: Course) -> Iterator[Obstacle]:
        staff, person = need.staff, self.names.person(need.staff)
        for arc in course.owed_by(staff):
            first = self.facts.courses[arc.course]
            if (
                self.facts.learning.has(staff, first.id)
                or (staff, first.id) in self.standing.people.attended
            ):
                continue
            asked = [n for n in self._needs_of[staff] if n is not need]
            wanted = [n.id for n in asked if self.facts.learning.answers(first, n)]
            why = (
                f"need {wanted[0]} for it is unmet as well"
                if wanted
                else f"{person} has not completed it and has no need for it"
            )
            yield Obstacle(
                Stage.FIRST_STEPS,
                "prerequisites",
                _constant(
                    f"{self.names.course(first.id)} must come before "
                    f"{self.names.course(course.id)}, but {why}"
                ),
            )

    def of_course(self, course: Course) -> Obstacle | None:
        """What keeps everybody from the course."""
        if course.id not in self._by_course:
            self._by_course[course.id] = next(self._of_course(course), None)
        return self._by_course[course.id]

    def _of_course(self, course: Course) -> Iterator[Obstacle]:
        if course.modality.has_trainer:
            yield from self._no_trainer(course)
        if course.modality.has_room:
            yield from self._no_room(course)
        count, name = len(self.people(course)), self.names.course(course.id)
        if count < course.group_min:
            yield Obstacle(
                Stage.GROUP_NEEDED,
                "group-size",
                lambda: f"only {count} need {name}, but a group needs at least {course.group_min}",
            )

    def people(self, course: Course) -> set[str]:
        """Those who need a course and stand at its level, met or not."""
        spread, strict = self.policy.level_spread, self.policy.holds("level")
        return {
            need.staff
            for need in self._asking.get(course.id, ())
            if not strict or fits(self.facts.learning.level(need, course), course, spread)
        }

    @cached_property
    def _asking(self) -> dict[str, list[Need]]:
        pairs = ((c.id, need) for need in self.facts.problem.needs for c in self.courses(need))
        return {c: [n for _, n in group] for c, group in grouped(pairs, lambda p: p[0]).items()}

    def _no_trainer(self, course: Course) -> Iterator[Obstacle]:
        name = self.names.course(course.id)
        trainers = [t for t in self.facts.problem.trainers if course.id in t.courses]
        everybody = self.facts.trainers
        given = [w for t in trainers for name in t.people for w in everybody[name].available]
        windows = [span_of(w) for w in given]
        if not trainers:
            yield Obstacle(Stage.GIVEN, "trainer", lambda: f"no trainer teaches {name}")
        elif not any(span.end - span.start >= course.minutes for span in windows):
            yield Obstacle(
                Stage.GIVEN,
                "trainer",
                lambda: (
                    f"no trainer of {name} is available for {course.minutes} minutes at a stretch"
                ),
            )

    def _no_room(self, course: Course) -> Iterator[Obstacle]:
        name = self.names.course(course.id)
        hosts = self.facts.schools if course.schools is None else course.schools
        seats = [room.capacity for room in self.facts.problem.rooms if room.school in hosts]
        if not seats:
            yield Obstacle(
                Stage.PLACE, "room", lambda: f"no school that can host {name} has a room"
            )
        elif max(seats) < course.group_min:
            yield Obstacle(
                Stage.PLACE,
                "room",
                lambda: (
                    f"the largest room for {name} seats {max(seats)}, but a group "
                    f"needs at least {course.group_min}"
                ),
            )


def _constant(sentence: str) -> Callable[[], str]:
    return lambda: sentence

"""One inquiry into all unmet needs of a plan, whose parts share what they find out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from pdsched.plan import ENDED, OTHER_GOALS, UnmetNeed
from pdsched.problem import Course, Need
from pdsched.reasons.attempts import Attempts
from pdsched.reasons.obstacle import Obstacle, Stage, furthest
from pdsched.reasons.slots import Slots, spread
from pdsched.referee import Case, Violation
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Meeting
from pdsched.referee.violation import named

# Of a large problem what is looked at is a sample, so that it takes some seconds at most; where few
# needs are open, all is looked at.
_PLACES_IN_ALL = 600
_PAIRS_IN_ALL = 12_000
_LEAST_ATTEMPTS = 3
# An attempt that fails for want of cover or company is dear, and one more tells little.
_COSTLY_ATTEMPTS = 4


class Inquiry:
    """Answers for each unmet need what stops it."""

    def __init__(self, case: Case, complete: bool) -> None:
        self.case = case
        self.complete = complete
        self.facts = case.facts
        self.names = case.facts.names
        self.attempts = Attempts(case)
        self._open: dict[str, tuple[list[Meeting], Obstacle | None]] = {}
        self._came: dict[str, dict[str, None]] = {}

    @cached_property
    def unmet(self) -> list[Need]:
        """The needs that no release meets, by id."""
        met = self.case.plan.needs_met
        left = (need for need in self.facts.problem.needs if need.id not in met)
        return sorted(left, key=lambda need: need.id)

    def answer(self, need: Need) -> UnmetNeed:
        """The rule that stops a need, and why."""
        return self._answer(need, self._try, self._nothing_stops)

    def cheap_answer(self, need: Need) -> UnmetNeed:
        """The rule that stops a need at any time, or else that nobody had time to look."""
        return self._answer(need, self._of_course, self._not_looked_at)

    def _answer(
        self,
        need: Need,
        look: Callable[[Need, Course], Obstacle | None],
        free: Callable[[Need, Course], UnmetNeed],
    ) -> UnmetNeed:
        courses = self._courses(need)
        if not courses:
            what = " or ".join(need.named) or f"level {need.level_to} of {need.topic}"
            return UnmetNeed(need=need.id, rule="need", reason=f"no course leads to {what}")
        obstacles = []
        for course in courses:
            obstacle = look(need, course)
            if obstacle is None:
                return free(need, course)
            obstacles.append(obstacle)
        last = furthest(obstacles)
        assert last is not None
        return UnmetNeed(need=need.id, rule=last.rule, reason=self._sentence(last))

    def _courses(self, need: Need) -> list[Course]:
        """The courses that answer a need."""
        if need.named:
            return [self.facts.courses[name] for name in need.named]
        topic = self._topics.get(need.topic or "", [])
        return [course for course in topic if self.facts.learning.answers(course, need)]

    @cached_property
    def _topics(self) -> dict[str, list[Course]]:
        return grouped(self.facts.problem.courses, lambda course: course.topic)

    def _sentence(self, obstacle: Obstacle) -> str:
        if not self.complete or obstacle.stage <= Stage.PLACE:
            return obstacle.say()
        others = f" without a loss in {self._others}" if self._others else ""
        return f"{obstacle.say()}; it is proven that no exchange gains more{others}"

    @cached_property
    def _others(self) -> str:
        """Goals that come before the needs met, or are weighed against them."""
        tiers = self.case.policy.up_to_needs
        return " and ".join(goal for tier in tiers for goal in tier if goal != "needs-met")

    def _nothing_stops(self, need: Need, course: Course) -> UnmetNeed:
        """A need that the plan could meet as it stands: in a best plan it would add nothing."""
        person, step = self.names.person(need.staff), self.names.course(course.id)
        if self.complete and self._others:
            lost = f"that would cost at least as much in {self._others}"
            why = f"{person} could take {step}, but {lost}"
            return UnmetNeed(need=need.id, rule=OTHER_GOALS, reason=why)
        if self.complete:
            lost = "in a proven best plan this adds no points"
            why = f"{person} could take {step}, but {lost}"
            return UnmetNeed(need=need.id, rule=ENDED, reason=why)
        why = f"the search ended before it found a place for {person} in {step}"
        return UnmetNeed(need=need.id, rule=ENDED, reason=why)

    def _not_looked_at(self, need: Need, _course: Course) -> UnmetNeed:
        why = "the time ran out before the reason was found"
        return UnmetNeed(need=need.id, rule=ENDED, reason=why)

    def _of_course(self, need: Need, course: Course) -> Obstacle | None:
        """What keeps the person from the course, whenever it is."""
        violation = self._violations(need, course)
        if violation is None:
            return None
        if violation.rule == "prerequisites":
            return Obstacle(Stage.COURSE, violation.rule, lambda: self._first_step(need, violation))
        said = named(violation, self.facts.sentences).sentence
        return Obstacle(Stage.COURSE, violation.rule, lambda: said)

    def _violations(self, need: Need, course: Course) -> Violation | None:
        key = need.id, course.id
        if key not in self._of_courses:
            self._of_courses[key] = self.attempts.course(need, course)
        return self._of_courses[key]

    @cached_property
    def _of_courses(self) -> dict[tuple[str, str], Violation | None]:
        return {}

    def _first_step(self, need: Need, violation: Violation) -> str:
        """Which course has to come first, and whether that is open as well."""
        _, first, course = violation.subjects
        asked = (n for n in self._needs_of[need.staff] if n.id != need.id)
        wanted = [n.id for n in asked if self.facts.learning.answers(self.facts.courses[first], n)]
        why = (
            f"need {wanted[0]} for it is unmet as well"
            if wanted
            else f"{self.names.person(need.staff)} has not completed it and has no need for it"
        )
        before, after = self.names.course(first), self.names.course(course)
        return f"{before} must come before {after}, but {why}"

    @cached_property
    def _needs_of(self) -> dict[str, list[Need]]:
        return grouped(self.facts.problem.needs, lambda need: need.staff)

    def _try(self, need: Need, course: Course) -> Obstacle | None:
        """What stops a need on a course; None if an attempt succeeds."""
        of_course = self._of_course(need, course)
        if of_course is not None:
            return of_course
        obstacles = []
        for obstacle in self._attempts(need, course):
            if obstacle is None:
                return None
            obstacles.append(obstacle)
        return furthest(obstacles)

    def _attempts(self, need: Need, course: Course) -> Iterator[Obstacle | None]:
        """One attempt after the other: there is always one."""
        for meeting in spread(self._meetings.get(course.id, []), self._effort):
            yield self.attempts.join(need, meeting)
        slots, stopped = self._slots(course)
        if stopped is not None:
            yield stopped
        costly = 0
        for meeting in self._nearest(need.staff, slots):
            obstacle = self.attempts.found(need, meeting, self._others_for(need, course))
            yield obstacle
            costly += obstacle is not None and obstacle.stage > Stage.PERSON
            if costly == max(_COSTLY_ATTEMPTS, self._effort // 8):
                return

    def _nearest(self, staff: str, slots: list[Meeting]) -> Iterator[Meeting]:
        """A few of some meetings, those first to which a person has no way to go."""
        schools = (None, *self.facts.staff[staff].schools)
        near = spread([one for one in slots if one.venue in schools], self._effort)
        far = [one for one in slots if one.venue not in schools]
        yield from near
        yield from spread(far, self._effort - len(near))

    @cached_property
    def _effort(self) -> int:
        """How many attempts of a kind a need is worth."""
        return max(_LEAST_ATTEMPTS, _PAIRS_IN_ALL // max(1, len(self.unmet)) ** 2)

    @cached_property
    def _meetings(self) -> dict[str, list[Meeting]]:
        is_past = self.facts.problem.calendar.is_past
        to_come = (meeting for meeting in self.case.meetings if not is_past(meeting.day))
        return grouped(to_come, lambda meeting: meeting.course.id)

    @cached_property
    def _seekers(self) -> dict[str, dict[str, str]]:
        """Those whom each course could still serve, with the need that it would meet."""
        seekers: dict[str, dict[str, str]] = {}
        for need in self.unmet:
            for course in self._courses(need):
                if self._violations(need, course) is None:
                    seekers.setdefault(course.id, {}).setdefault(need.staff, need.id)
        return seekers

    def _others_for(self, need: Need, course: Course) -> list[tuple[str, str]]:
        """Who else could come, with the need that it would meet."""
        return [pair for pair in self._seekers[course.id].items() if pair[0] != need.staff]

    def _slots(self, course: Course) -> tuple[list[Meeting], Obstacle | None]:
        if course.id not in self._open:
            effort = max(24, _PLACES_IN_ALL // len(self._seekers))
            slots = Slots(self.case, effort)
            self._open[course.id] = slots.of(course, self._seekers[course.id])
        return self._open[course.id]

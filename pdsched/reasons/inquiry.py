"""One inquiry into all unmet needs of a plan, whose parts share what they find out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from pdsched.plan import ENDED, OTHER_GOALS, UnmetNeed
from pdsched.problem import Course, Need
from pdsched.reasons.attempts import Attempts
from pdsched.reasons.fixed import Fixed
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.slots import Slot, Slots, spread
from pdsched.reasons.standing import Standing
from pdsched.referee import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.meeting import Meeting

# Together some seconds at most, however large the problem: what is looked at is then a sample.
_SLOTS_IN_ALL = 40_000
_PLACES_IN_ALL = 6_000
# An attempt that fails for want of cover is dear, and one more tells little.
_COSTLY_TRIES = 25


class Inquiry:
    """Answers for each unmet need what stops it."""

    def __init__(self, case: Case, complete: bool) -> None:
        self.case = case
        self.complete = complete
        self.standing = Standing(case)
        self.fixed = Fixed(self.standing)
        self.attempts = Attempts(self.standing)
        self._open: dict[str, tuple[list[Slot], Obstacle | None]] = {}
        self._coming: dict[Slot, list[str]] = {}

    @cached_property
    def unmet(self) -> list[Need]:
        """The needs that no release meets, by id."""
        met = self.case.plan.needs_met
        left = (need for need in self.case.facts.problem.needs if need.id not in met)
        return sorted(left, key=lambda need: need.id)

    def answer(self, need: Need) -> UnmetNeed:
        """The rule that stops a need, and why."""
        return self._answer(need, self._try, self._nothing_stops)

    def cheap_answer(self, need: Need) -> UnmetNeed:
        """The rule that stops a need at any time, or else that nobody had time to look."""
        return self._answer(need, self.fixed.obstacle, self._not_looked_at)

    def _answer(
        self,
        need: Need,
        look: Callable[[Need, Course], Obstacle | None],
        free: Callable[[Need, Course], UnmetNeed],
    ) -> UnmetNeed:
        courses = self.fixed.courses(need)
        if not courses:
            what = need.course or f"level {need.level_to} of {need.topic}"
            return UnmetNeed(need=need.id, rule="need", reason=f"no course leads to {what}")
        obstacles = []
        for course in courses:
            obstacle = look(need, course)
            if obstacle is None:
                return free(need, course)
            obstacles.append(obstacle)
        last = max(obstacles, key=lambda obstacle: obstacle.stage)
        return UnmetNeed(need=need.id, rule=last.rule, reason=self._sentence(last))

    def _sentence(self, obstacle: Obstacle) -> str:
        if not self.complete or obstacle.stage < Stage.TRAINER:
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
        names = self.case.facts.names
        person, step = names.person(need.staff), names.course(course.id)
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

    def _try(self, need: Need, course: Course) -> Obstacle | None:
        """What stops a need on a course; None if an attempt succeeds."""
        fixed = self.fixed.obstacle(need, course)
        if fixed is not None:
            return fixed
        obstacles = []
        for obstacle in self._attempts(need, course):
            if obstacle is None:
                return None
            obstacles.append(obstacle)
        return max(obstacles, key=lambda obstacle: obstacle.stage)

    def _attempts(self, need: Need, course: Course) -> Iterator[Obstacle | None]:
        """One attempt after the other: there is always one."""
        for meeting in spread(self._meetings.get(course.id, []), self._effort):
            yield self.attempts.join(need, meeting)
        slots, stopped = self._slots(course)
        if stopped is not None:
            yield stopped
        costly = 0
        for slot in spread(slots, self._effort):
            obstacle = self.attempts.found(need, slot, self._comers(slot))
            yield obstacle
            costly += obstacle is not None and obstacle.stage >= Stage.AWAY
            if costly == _COSTLY_TRIES:
                return

    @cached_property
    def _effort(self) -> int:
        """How many attempts of a kind a need is worth."""
        return max(6, _SLOTS_IN_ALL // max(1, len(self.unmet)))

    @cached_property
    def _meetings(self) -> dict[str, list[Meeting]]:
        is_past = self.case.facts.problem.calendar.is_past
        to_come = (meeting for meeting in self.case.meetings if not is_past(meeting.day))
        return grouped(to_come, lambda meeting: meeting.course.id)

    @cached_property
    def _seekers(self) -> dict[str, list[str]]:
        """Those whom each course could still serve, by the order of their unmet needs."""
        seekers: dict[str, dict[str, None]] = {}
        for need in self.unmet:
            for course in self.fixed.courses(need):
                if self.fixed.of_person(need, course) is None:
                    seekers.setdefault(course.id, {})[need.staff] = None
        return {course: list(people) for course, people in seekers.items()}

    def _slots(self, course: Course) -> tuple[list[Slot], Obstacle | None]:
        if course.id not in self._open:
            slots = Slots(self.standing, max(60, _PLACES_IN_ALL // len(self._seekers)))
            self._open[course.id] = slots.of(course, self._seekers[course.id])
        return self._open[course.id]

    def _comers(self, slot: Slot) -> Callable[[], list[str]]:
        """Those whom nothing of their own keeps from a slot, found out when asked for."""

        def comers() -> list[str]:
            if slot not in self._coming:
                seekers = self._seekers[slot.course.id]
                self._coming[slot] = [s for s in seekers if self.attempts.could_come(s, slot)]
            return self._coming[slot]

        return comers

"""Attempts to meet one need more, in a session that exists or in a new one: the referee judges."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from pdsched.problem import Course, Lesson, Need
from pdsched.reasons.hands import Failed, Hands
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.reasons.slots import bare_meeting
from pdsched.reasons.trial import Trial
from pdsched.referee import Case, Violation
from pdsched.referee.local import Judged, Local
from pdsched.referee.meeting import Meeting
from pdsched.referee.spans import Span
from pdsched.referee.violation import named

MOST_TRIES = 40
"""So many hands are tried for all lessons of an attempt together."""
MOST_OTHERS = 12
"""So many others are asked for each who is missing in a group."""
_BY_ITSELF = frozenset({"records", "past", "engagement-of-use"})
"""Rules that an attempt keeps as it is made."""
_ASKING = frozenset({"dose", "champions"})
"""Whoever asks for something has no less of it by a session more."""
_OF_GROUPS = ("group-size", "least-of-one-school", "pairs")
"""Rules that speak of a group once it is complete."""


class Attempts:
    """Tries one thing at a time against the plan as it stands."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.facts = case.facts
        self.names = case.facts.names
        self.local = Local(case)
        apart = _BY_ITSELF | _ASKING | {one.id for one in case.policy.limits if one.asks}
        rules = [rule for rule in self.local.rules if rule not in apart]
        self._groups = tuple(rule for rule in rules if rule in _OF_GROUPS)
        self._alone = tuple(r for r in rules if r not in _OF_GROUPS and r != "cover")
        self._place = {rule: n for n, rule in enumerate(rules)}
        self.hands = Hands(self.local, self._alone)

    def course(self, need: Need, course: Course) -> Violation | None:
        """What of a course by itself the person of a need breaks, when and wherever it is held."""
        days = self.facts.days.open_days
        if not days:
            return None
        rules = [rule for rule in self._alone if rule in {"need", "level"}]
        first_steps = [arc.course for arc in course.owed_by(need.staff)]
        if "prerequisites" in self._alone and not self.attended.intersection(
            (need.staff, first) for first in first_steps
        ):
            rules.append("prerequisites")
        meeting = bare_meeting(course, days[-1], Span(0, 0), None)
        trial = Trial.founding(self.case, meeting).with_person(self.case, need.staff, need.id)
        return next(self.local.judged(trial.change).breaking(rules), None)

    def join(self, need: Need, meeting: Meeting) -> Obstacle | None:
        """Let the person of a need join a session of the plan."""
        trial = Trial.joining(meeting).with_person(self.case, need.staff, need.id)
        stopped = self._worthless(need, meeting)
        if stopped is None:
            judged = self.local.judged(trial.change)
            stopped = self._group(judged) or _stopping(self.covered(trial, judged))
        return _told(stopped, f"joining {meeting.called(self.names)}")

    def found(
        self, need: Need, meeting: Meeting, others: Iterable[tuple[str, str]]
    ) -> Obstacle | None:
        """Found a session for the person of a need, with as many others as it takes."""
        trial = Trial.founding(self.case, meeting).with_person(self.case, need.staff, need.id)
        stopped = self._worthless(need, meeting) or self._gathered(trial, others)
        where = f" at {self.names.school(meeting.venue)}" if meeting.venue else ""
        return _told(stopped, f"a new session of {meeting.called(self.names)}{where}")

    @cached_property
    def attended(self) -> frozenset[tuple[str, str]]:
        """Each person and the courses that they attend in the plan."""
        return frozenset((a.staff, a.meeting.course.id) for a in self.case.attendances)

    def _worthless(self, need: Need, meeting: Meeting) -> Obstacle | None:
        if self.case.policy.late_tenths or need.due is None or meeting.day <= need.due:
            return None
        why = f"the need earns no points after its due date {need.due}"
        return Obstacle(Stage.PERSON, "need", lambda: why)

    def _gathered(self, trial: Trial, others: Iterable[tuple[str, str]]) -> Obstacle | None:
        """Bring a group together, the person first; each other is taken who can be."""
        course, stopped = trial.meeting.course, None
        least = course.group_min
        so_far = self.covered(trial)
        if isinstance(so_far, Obstacle):
            return so_far
        asked = (one for one in others if one[0] not in so_far.people)
        for (other, need), _ in zip(asked, range(MOST_OTHERS * (least - 1)), strict=False):
            together = so_far.with_person(self.case, other, need)
            more = self.covered(together)
            if isinstance(more, Obstacle) and so_far.change.new.covers:
                # Whoever holds a lesson already may be needed for another, or is to come.
                more = self.covered(together.uncovered())
            if isinstance(more, Trial):
                so_far = more
            elif more.stage > Stage.PERSON:
                stopped = more
            if len(so_far.session.staff) >= least:
                break
        incomplete = self._group(self.local.judged(so_far.change))
        return stopped if incomplete and stopped else incomplete

    def _group(self, judged: Judged) -> Obstacle | None:
        """What the group of a trial breaks as a group."""
        return self._first(judged, self._groups, Stage.GROUP)

    def _first(self, judged: Judged, rules: Sequence[str], stage: Stage) -> Obstacle | None:
        violation = next(judged.breaking(rules), None)
        if violation is None:
            return None
        return Obstacle(stage, violation.rule, self._saying(violation), self._place[violation.rule])

    def _saying(self, violation: Violation) -> Callable[[], str]:
        return lambda: named(violation, self.facts.sentences).sentence

    def covered(self, trial: Trial, judged: Judged | None = None) -> Trial | Obstacle:
        """A trial with a hand for every lesson that needs one; or what stops it."""
        judged = judged or self.local.judged(trial.change)
        stopped = self._first(judged, self._alone, Stage.PERSON)
        return stopped or self._given_out(trial, judged, [MOST_TRIES])

    def _given_out(self, trial: Trial, judged: Judged, tries: list[int]) -> Trial | Obstacle:
        """Hands for the lessons that still need one, all of which suit each other."""
        if "cover" not in self.local.rules:
            return trial
        lessons = list(self._lacking(trial, judged))
        for staff, lesson in lessons:
            if next(self.hands.of(staff, lesson, trial.meeting.day), None) is None:
                return self.hands.lacking(staff, lesson, trial.meeting.day, [])
        if not lessons:
            return trial
        staff, lesson = lessons[0]
        failed, deeper = list[Failed](), None
        for hand in self.hands.of(staff, lesson, trial.meeting.day):
            more = trial.with_hand(*hand)
            judged = self.local.judged(more.change)
            violation = next(judged.breaking(self._alone), None)
            if violation is not None:
                failed.append((hand.cover.holder, violation))
                continue
            tries[0] -= 1
            complete = self._given_out(more, judged, tries)
            if isinstance(complete, Trial) or tries[0] < 0:
                return complete
            deeper = complete
        return deeper or self.hands.lacking(staff, lesson, trial.meeting.day, failed)

    def _lacking(self, trial: Trial, judged: Judged) -> Iterator[tuple[str, Lesson]]:
        """Lessons of those who come, or lead, that nobody holds for them yet."""
        held = {(cover.staff, cover.lesson) for cover in trial.change.new.covers}
        for violation in judged.breaking(("cover",)):
            *people, lesson = violation.subjects
            for staff in people:
                if staff in trial.people and (staff, lesson) not in held:
                    yield staff, self.facts.lessons[lesson]
                    break


def _stopping(covered: Trial | Obstacle) -> Obstacle | None:
    return covered if isinstance(covered, Obstacle) else None


def _told(obstacle: Obstacle | None, attempt: str) -> Obstacle | None:
    """The obstacle with a sentence that says what was attempted."""
    return obstacle and obstacle._replace(say=lambda: f"{attempt} fails: {obstacle.say()}")

"""Who could hold a lesson besides what the plan gives them to hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pdsched.plan import Cover, Engagement
from pdsched.policy import ColleagueCover
from pdsched.problem import Lesson, StaffMember, Substitute
from pdsched.reasons.obstacle import Obstacle, Stage
from pdsched.referee import Violation
from pdsched.referee.grouping import grouped
from pdsched.referee.local import Change, Local, Records
from pdsched.referee.rules.colleagues import why_not
from pdsched.referee.spans import span_of
from pdsched.referee.violation import named

MOST_HANDS = 30
"""So many are looked at for a lesson."""

_NOT_THERE = {
    "substitute-available": "not available",
    "pins": "not available",
    "one-place": "holding another lesson",
    "one-school": "engaged at another school or too far away",
    "substitute-limits": "at a limit",
    "colleague-cover": "not free",
    "colleague-cover-limits": "at a limit",
    "cover-qualification": "without the qualification",
}
"""How the lack of somebody is told, by the rule that keeps them; others tell for themselves."""


Failed = tuple[str, Violation]
"""Somebody, and what keeps them from a lesson."""


class Hand(NamedTuple):
    """Somebody who would hold a lesson, and has perhaps to be engaged for it."""

    cover: Cover
    engagement: Engagement | None


class Hands:
    """The substitutes and colleagues of a case, asked whether they could hold a lesson more."""

    def __init__(self, local: Local, rules: tuple[str, ...]) -> None:
        self.local = local
        self.facts = local.case.facts
        self.policy = local.case.policy
        self.names = local.case.facts.names
        self._rules = tuple(rule for rule in rules if rule != "cover")
        self._alone: dict[Cover, Violation | None] = {}
        self._hired: dict[Engagement, Violation | None] = {}
        self._able_at: dict[tuple[str, str | None], list[Substitute]] = {}

    def of(self, staff: str, lesson: Lesson, day: date) -> Iterator[Hand]:
        """Each who could hold a lesson if nothing else changed: the engaged, then others."""
        for hand in self._candidates(staff, lesson, day):
            if self.stopping(hand) is None:
                yield hand

    def _candidates(self, staff: str, lesson: Lesson, day: date) -> list[Hand]:
        return [
            *self._substitutes(staff, lesson, day),
            *self._colleagues(staff, lesson, day),
        ][:MOST_HANDS]

    def stopping(self, hand: Hand) -> Violation | None:
        """What keeps somebody from a lesson, whoever is away from it and for whatever."""
        cover, hired = hand
        if cover not in self._alone:
            stopped = None if hired is None else self._not_engaged(hired)
            new = Records(covers=(cover,), engagements=() if hired is None else (hired,))
            self._alone[cover] = stopped or self._first(new)
        return self._alone[cover]

    def _not_engaged(self, hired: Engagement) -> Violation | None:
        if hired not in self._hired:
            self._hired[hired] = self._first(Records(engagements=(hired,)), "engagement-of-use")
        return self._hired[hired]

    def _first(self, new: Records, *apart: str) -> Violation | None:
        rules = (rule for rule in self._rules if rule not in apart)
        return next(self.local.judged(Change(new)).breaking(rules), None)

    def _substitutes(self, staff: str, lesson: Lesson, day: date) -> list[Hand]:
        half = self.facts.half(lesson)
        engaged = self.local.case.engaged
        hands = []
        for substitute in self.able(lesson):
            where = substitute.id, lesson.school, day, half
            if where in engaged or self.facts.is_available(substitute, day, half):
                cover = Cover(staff=staff, lesson=lesson.id, date=day, substitute=substitute.id)
                hired = Engagement(
                    substitute=substitute.id, school=lesson.school, date=day, half=half
                )
                hands.append(Hand(cover, None if where in engaged else hired))
        return sorted(hands, key=lambda hand: hand.engagement is not None)

    def able(self, lesson: Lesson) -> list[Substitute]:
        """Those who serve a lesson's school and have its qualification, the plain first."""
        key = lesson.school, lesson.qualification
        if key not in self._able_at:
            strict = lesson.qualification and self.policy.holds("cover-qualification")
            able = [
                substitute
                for substitute in self.facts.problem.substitutes
                if self.facts.serves(substitute, lesson.school)
                and (not strict or lesson.qualification in substitute.qualifications)
            ]
            self._able_at[key] = sorted(able, key=lambda s: len(s.qualifications))
        return self._able_at[key]

    @cached_property
    def _staff_at(self) -> dict[str, list[StaffMember]]:
        """Staff by each of their schools, volunteers first; nobody where nobody may be asked."""
        if self.policy.colleague_cover is ColleagueCover.NEVER:
            return {}
        staff = sorted(self.facts.problem.staff, key=lambda m: not m.cover_volunteer)
        pairs = ((school, m) for m in staff for school in dict.fromkeys(m.schools))
        return {s: [m for _, m in group] for s, group in grouped(pairs, lambda p: p[0]).items()}

    def _colleagues(self, staff: str, lesson: Lesson, day: date) -> Iterator[Hand]:
        for member in self._staff_at.get(lesson.school, ()):
            cover = Cover(staff=staff, lesson=lesson.id, date=day, colleague=member.id)
            if next(why_not(self.local.case, cover), None) is None:
                yield Hand(cover, None)

    # Why there is nobody

    def may_be_divided(self, lesson: Lesson) -> bool:
        """Whether a class could be divided among colleagues, which no attempt tries."""
        return self.policy.split_classes and bool(lesson.may_split)

    def are_many(self, staff: str, lesson: Lesson, day: date) -> bool:
        """Whether there are more than are looked at."""
        return len(self._candidates(staff, lesson, day)) == MOST_HANDS

    def lacking(self, staff: str, lesson: Lesson, day: date, failed: list[Failed]) -> Obstacle:
        """Why nobody could hold a lesson: a lack that lasts, or else one of the moment.

        Args:
            staff: who would be away from it.
            lesson: the lesson.
            day: its date.
            failed: what stopped those who could have held it by themselves.
        """
        school, able = self.names.school(lesson.school), self.able(lesson)
        if not able and lesson.school not in self._staff_at:
            serving = any(
                self.facts.serves(s, lesson.school) for s in self.facts.problem.substitutes
            )
            if not serving:
                why = f"no substitute serves {school}"
                return Obstacle(Stage.COVER, "substitute-zone", lambda: why)
            return Obstacle(
                Stage.COVER,
                "cover-qualification",
                lambda: (
                    f"no substitute who serves {school} has {lesson.qualification}, which lesson "
                    f"{self.names.lesson(lesson.id)} of {self.names.person(staff)} needs"
                ),
            )
        alone = ((h.cover.holder, self.stopping(h)) for h in self._candidates(staff, lesson, day))
        kept = [*failed, *((name, why) for name, why in alone if why is not None)]
        for _, violation in kept:
            if violation.rule not in _NOT_THERE:
                return Obstacle(
                    Stage.HOLDERS, violation.rule, self._said(violation, staff, lesson, day)
                )
        return Obstacle(Stage.COVER, "cover", lambda: self._shortage(staff, lesson, day, kept))

    def _said(
        self, violation: Violation, staff: str, lesson: Lesson, day: date
    ) -> Callable[[], str]:
        def say() -> str:
            sentence = named(violation, self.facts.sentences).sentence
            if self.are_many(staff, lesson, day) or self.may_be_divided(lesson):
                return f"{sentence} (not every way to cover the lessons was tried)"
            return sentence

        return say

    def _shortage(self, staff: str, lesson: Lesson, day: date, kept: list[Failed]) -> str:
        able, half = self.able(lesson), self.facts.half(lesson)
        why = {name: _NOT_THERE[violation.rule] for name, violation in kept}
        hired = {
            name for name, _, when, then in self.local.case.engaged if (when, then) == (day, half)
        }
        states = Counter(
            why.get(s.id, "needed for the others of the group")
            if s.id in why or s.id in hired or self.facts.is_available(s, day, half)
            else "not available"
            for s in able
        )
        parts = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        said = (
            f"no substitute is free for lesson {self.names.lesson(lesson.id)} of "
            f"{self.names.person(staff)} ({span_of(lesson)}); of the {len(able)} who could hold it "
            f"at {self.names.school(lesson.school)}: {parts or 'none'}"
        )
        if lesson.school not in self._staff_at:
            return said
        if self.may_be_divided(lesson):
            return f"{said}; no colleague is free for the whole class (dividing it was not tried)"
        return f"{said}; no colleague is free either"

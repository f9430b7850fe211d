"""What substitutes are engaged for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pdsched.plan import Engagement
from pdsched.problem import Half, PinKind
from pdsched.referee.case import Case
from pdsched.referee.registry import Finding, rule
from pdsched.referee.rules.pins import engagement_matches


@rule("engagement-of-use")
def engagement_of_use(case: Case) -> Iterator[Finding]:
    """Each engagement holds a lesson, or a required pin would be broken without it.

    What is past is a fact: whether it was as it is said is for the rule ``past`` to judge.
    """
    held, is_past = _held(case), case.facts.problem.calendar.is_past
    for one in case.engagements:
        use = one.substitute, one.school, one.date, one.half
        if use not in held and not is_past(one.date) and not _insisted_on(case, one):
            yield (
                (one.substitute, one.school),
                f"{one.substitute} is engaged on {one.date} {one.half} at {one.school}, and holds "
                "no lesson then",
            )


def _held(case: Case) -> set[tuple[str, str, date, Half]]:
    """Substitute, school, date and half-day of every lesson that a substitute covers."""
    return {
        (cover.substitute or "", lesson.school, cover.date, case.facts.half(lesson))
        for cover in case.covers_by_substitutes
        for lesson in (case.facts.lessons[cover.lesson],)
    }


def _insisted_on(case: Case, engagement: Engagement) -> bool:
    """Whether it is all that meets some required pin."""
    if not case.policy.holds("pins"):
        return False
    return any(
        pin.kind is PinKind.REQUIRE
        and engagement_matches(pin, engagement)
        and not any(
            engagement_matches(pin, other) for other in case.engagements if other != engagement
        )
        for pin in case.facts.problem.engagement_pins
    )

"""Goals of cover: who is engaged where, and how many lessons somebody else holds."""

from __future__ import annotations

import math
from datetime import date

from pdsched.plan import Engagement
from pdsched.problem import Weekday
from pdsched.referee.case import Case
from pdsched.referee.goals.registry import goal

_WHOLE = 1000
# A product of chances such as 0.95 is slightly less in binary.
_GRACE = 1e-6
_UNASKED = 10
"""What a cover by somebody who did not volunteer counts, in covers by volunteers."""


@goal("engaged-half-days")
def engaged_half_days(case: Case) -> int:
    """The number of engagements."""
    return len(case.plan.engagements)


@goal("unfamiliar-half-days")
def unfamiliar_half_days(case: Case) -> int:
    """The number of engagements at schools that do not know the substitute."""
    substitutes = case.facts.substitutes
    return sum(e.school not in substitutes[e.substitute].familiar_schools for e in case.engagements)


@goal("unpreferred-half-days")
def unpreferred_half_days(case: Case) -> int:
    """The number of engagements at schools that a substitute who prefers some does not."""
    preferred = {s.id: s.preferred_schools for s in case.facts.problem.substitutes}
    return sum(
        bool(preferred[e.substitute]) and e.school not in preferred[e.substitute]
        for e in case.engagements
    )


@goal("expected-unfilled")
def expected_unfilled(case: Case) -> int:
    """Engagements that will not be filled, as is to be expected, in thousandths."""
    return sum(_thousandths_unfilled(case, engagement) for engagement in case.engagements)


def _thousandths_unfilled(case: Case, engagement: Engagement) -> int:
    return _WHOLE - math.floor(_WHOLE * chance_of_being_filled(case, engagement) + _GRACE)


def chance_of_being_filled(case: Case, engagement: Engagement) -> float:
    """Of substitute, school, weekday and notice, multiplied: from 0 to 1."""
    facts = case.facts
    weekdays = {w.weekday: w.probability for w in facts.problem.calendar.fill_probabilities}
    return (
        facts.substitutes[engagement.substitute].fill_probability
        * facts.schools[engagement.school].fill_probability
        * weekdays.get(Weekday.of(engagement.date), 1.0)
        * _chance_by_notice(case, engagement.date)
    )


def _chance_by_notice(case: Case, day: date) -> float:
    """That of the most school days of notice that are reached."""
    calendar = case.facts.problem.calendar
    if calendar.today is None:
        return 1.0
    notice = case.facts.days.notice(day)
    reached = [step for step in calendar.fill_by_notice if step.days <= notice]
    return max(reached, key=lambda step: step.days).probability if reached else 1.0


@goal("lessons-covered")
def lessons_covered(case: Case) -> int:
    """The number of covers; those of one class that is divided are one."""
    return len(case.plan.covers) - sum(len(case.covers_of[key]) - 1 for key in case.divided)


@goal("colleague-covers")
def colleague_covers(case: Case) -> int:
    """One for each cover by a colleague who volunteers, ten for any other."""
    staff = case.facts.staff
    return sum(
        1 if staff[cover.colleague or ""].cover_volunteer else _UNASKED
        for cover in case.covers_by_colleagues
    )

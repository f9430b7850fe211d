"""One measure for each goal, from the plan alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from pdsched.plan import Engagement
from pdsched.problem import Weekday, Window
from pdsched.referee.case import Attendance, Case, Met
from pdsched.referee.rules import CHECKS
from pdsched.referee.rules.amounts import missing_champions, shortages
from pdsched.referee.rules.time import minutes_lost
from pdsched.referee.spans import span_of

_POINTS = 10
_WHOLE = 1000
# A product of chances such as 0.95 is slightly less in binary.
_GRACE = 1e-6

Measure = Callable[[Case], int]

MEASURES: dict[str, Measure] = {}
"""Every goal's measure by the id of the goal."""
_UNASKED = 10


def goal(name: str) -> Callable[[Measure], Measure]:
    """Register a function as the measure of a goal."""

    def register(measure: Measure) -> Measure:
        MEASURES[name] = measure
        return measure

    return register


def measured(case: Case, names: Iterable[str]) -> dict[str, int]:
    """The values of some goals; of a soft rule, how far the plan goes beyond it."""
    return {name: _value(case, name) for name in names}


def _value(case: Case, name: str) -> int:
    if name in MEASURES:
        return MEASURES[name](case)
    return sum(violation.steps for violation in CHECKS[name](case))


# Learning


@goal("needs-met")
def needs_met(case: Case) -> int:
    """Ten points a step of priority for each need that is met, ``late_tenths`` when late."""
    return sum(_points_by_need(case).values())


def _points_by_need(case: Case) -> dict[str, int]:
    points: dict[str, int] = {}
    for met in case.releases:
        need = met.release.need
        points[need] = max(points.get(need, 0), _points(case, met))
    return points


def _points(case: Case, met: Met) -> int:
    need = case.facts.needs[met.release.need]
    late = need.due is not None and met.attendance.day > need.due
    return need.priority * (case.policy.late_tenths if late else _POINTS)


@goal("outside-preferred-times")
def outside_preferred_times(case: Case) -> int:
    """Attendances outside all windows that the person prefers, where there are any."""
    staff = case.facts.staff
    return sum(_outside(a, staff[a.staff].preferred) for a in case.attendances)


@goal("outside-key-times")
def outside_key_times(case: Case) -> int:
    """Attendances outside all key times of the calendar, where there are any."""
    key_times = case.facts.problem.calendar.key_times
    return sum(_outside(attendance, key_times) for attendance in case.attendances)


def _outside(attendance: Attendance, windows: Sequence[Window]) -> bool:
    span = attendance.meeting.span
    return bool(windows) and not any(
        w.on(attendance.day) and span.inside(span_of(w)) for w in windows
    )


@goal("group-size-off")
def group_size_off(case: Case) -> int:
    """People by whom groups are larger or smaller than their courses prefer."""
    return sum(
        abs(len(meeting.people) - meeting.course.group_preferred)
        for meeting in case.meetings
        if meeting.course.group_preferred is not None and meeting.course.modality.has_group
    )


@goal("protected-minutes-lost")
def protected_minutes_lost(case: Case) -> int:
    """The minutes of protected time that releases take."""
    return sum(minutes_lost(case, attendance) for attendance in case.attendances)


# Equity


@goal("worst-served-school")
def worst_served_school(case: Case) -> int:
    """The least share of points over home schools."""
    return _least_share(case, lambda staff: case.facts.home[staff])


@goal("worst-served-role")
def worst_served_role(case: Case) -> int:
    """The least share of points over roles."""
    return _least_share(case, lambda staff: case.facts.staff[staff].role)


def _least_share(case: Case, unit: Callable[[str], str]) -> int:
    wanted: Counter[str] = Counter()
    met: Counter[str] = Counter()
    points = _points_by_need(case)
    for need in case.facts.problem.needs:
        wanted[unit(need.staff)] += _POINTS * need.priority
        met[unit(need.staff)] += points.get(need.id, 0)
    return min((_WHOLE * met[one] // wanted[one] for one in wanted), default=_WHOLE)


@goal("unserved-people")
def unserved_people(case: Case) -> int:
    """Staff members with needs of which none is met."""
    needs = case.facts.needs
    met = {needs[one.release.need].staff for one in case.releases}
    return len({need.staff for need in needs.values()} - met)


# Amounts


@goal("dose-shortage")
def dose_shortage(case: Case) -> int:
    """The minutes of which people are short of their doses."""
    return sum(short.dose - short.had for short in shortages(case))


@goal("champions-missing")
def champions_missing(case: Case) -> int:
    """The champions who are missing in schools."""
    return sum(one.missing for one in missing_champions(case))


# Cover


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
    facts = case.facts
    weekdays = {w.weekday: w.probability for w in facts.problem.calendar.fill_probabilities}
    chance = (
        facts.substitutes[engagement.substitute].fill_probability
        * facts.schools[engagement.school].fill_probability
        * weekdays.get(Weekday.of(engagement.date), 1.0)
    )
    return _WHOLE - math.floor(_WHOLE * chance + _GRACE)


@goal("trainer-visits")
def trainer_visits(case: Case) -> int:
    """Triples of trainer, venue and date with a session."""
    sessions = (meeting.session for meeting in case.meetings)
    return len({(s.trainer, s.school, s.date) for s in sessions if s.trainer and s.school})


@goal("lessons-covered")
def lessons_covered(case: Case) -> int:
    """The number of covers."""
    return len(case.plan.covers)


@goal("colleague-covers")
def colleague_covers(case: Case) -> int:
    """One for each cover by a colleague who volunteers, ten for any other."""
    staff = case.facts.staff
    return sum(
        1 if staff[cover.colleague or ""].cover_volunteer else _UNASKED
        for cover in case.covers_by_colleagues
    )

"""One measure for each goal, from the plan alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from pdsched.plan import Engagement
from pdsched.policy import Step
from pdsched.problem import Weekday, Window
from pdsched.referee.case import Attendance, Case, Met
from pdsched.referee.changes import changes
from pdsched.referee.holders import of_classes, of_days
from pdsched.referee.rules import checks_of
from pdsched.referee.rules.amounts import missing_champions, shortages
from pdsched.referee.rules.colleagues import covers_to_pay
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
    if (step := Step.of(name)).goal in _UNITS:
        return _sum_of_least(case, step)
    return sum(violation.steps for violation in checks_of(case.policy)[name](case))


# Learning


@goal("needs-met")
def needs_met(case: Case) -> int:
    """Ten points a step of priority for each need that is met, ``late_tenths`` when late."""
    return sum(points_by_need(case).values())


def points_by_need(case: Case) -> dict[str, int]:
    """The points of each need that is met, by its id."""
    points: dict[str, int] = {}
    for met in case.met:
        points[met.need] = max(points.get(met.need, 0), _points(case, met))
    return points


def _points(case: Case, met: Met) -> int:
    need = case.facts.needs[met.need]
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


@goal("off-cadence")
def off_cadence(case: Case) -> int:
    """Arcs of which a person attends both courses, but not so many days apart."""
    on: dict[tuple[str, str], set[date]] = {}
    for a in case.attendances:
        on.setdefault((a.staff, a.meeting.course.id), set()).add(a.day)
    return sum(
        bool(first) and arc.cadence_days not in {(b - a).days for a in first for b in then}
        for (staff, course), then in on.items()
        for arc in case.facts.courses[course].prerequisites
        if arc.cadence_days is not None
        for first in (on.get((staff, arc.course), set()),)
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
    return sum(minutes_lost(case, absence) for absence in case.absences)


# Equity

_UNITS: dict[str, Callable[[Case, str], str]] = {
    "worst-served-school": lambda case, staff: case.facts.home[staff],
    "worst-served-role": lambda case, staff: case.facts.staff[staff].role,
}
"""Whom the goals of equity compare: the unit of a person."""


@goal("worst-served-school")
def worst_served_school(case: Case) -> int:
    """The least share of points over home schools."""
    return _sum_of_least(case, Step("worst-served-school", 1))


@goal("worst-served-role")
def worst_served_role(case: Case) -> int:
    """The least share of points over roles."""
    return _sum_of_least(case, Step("worst-served-role", 1))


def _sum_of_least(case: Case, step: Step) -> int:
    """The sum of the smallest shares; units that are not there count as served in full."""
    shares = sorted(_shares(case, _UNITS[step.goal]))[: step.worst]
    return sum(shares) + _WHOLE * (step.worst - len(shares))


def _shares(case: Case, unit: Callable[[Case, str], str]) -> list[int]:
    """The share of its points that each unit with needs has, in thousandths."""
    wanted: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for member in case.facts.problem.staff:
        wanted[unit(case, member.id)] += member.points_wanted_before
        met[unit(case, member.id)] += member.points_met_before
    for staff, (all_points, points) in _points_by_person(case).items():
        wanted[unit(case, staff)] += all_points
        met[unit(case, staff)] += points
    with_needs = {unit(case, need.staff) for need in case.facts.problem.needs}
    return [_WHOLE * met[one] // wanted[one] for one in with_needs]


def _points_by_person(case: Case) -> dict[str, tuple[int, int]]:
    """By person with needs, the points of these needs and of those that are met."""
    points = points_by_need(case)
    found: dict[str, tuple[int, int]] = {}
    for need in case.facts.problem.needs:
        wanted, met = found.get(need.staff, (0, 0))
        found[need.staff] = wanted + _POINTS * need.priority, met + points.get(need.id, 0)
    return found


@goal("unserved-people")
def unserved_people(case: Case) -> int:
    """Staff members with needs of which none is met."""
    needs = case.facts.needs
    met = {needs[one.need].staff for one in case.met}
    return len({need.staff for need in needs.values()} - met)


@goal("underserved-people")
def underserved_people(case: Case) -> int:
    """Staff members with needs who have less than the fair share of their points."""
    return sum(
        met + case.facts.staff[staff].points_met_before
        < _fair(case, wanted + case.facts.staff[staff].points_wanted_before)
        for staff, (wanted, met) in _points_by_person(case).items()
    )


def _fair(case: Case, wanted: int) -> int:
    """The points that are a fair share; a share such as 0.7 is slightly more in binary."""
    return math.ceil((case.policy.fair_share or 0) * wanted - _GRACE)


# Amounts


@goal("dose-shortage")
def dose_shortage(case: Case) -> int:
    """The minutes of which people are short of their doses."""
    return sum(short.dose - short.had for short in shortages(case))


@goal("champions-missing")
def champions_missing(case: Case) -> int:
    """The champions who are missing in schools."""
    return sum(one.missing for one in missing_champions(case))


# Stability


goal("changes")(changes)


# Cover


@goal("engaged-half-days")
def engaged_half_days(case: Case) -> int:
    """The number of engagements."""
    return len(case.plan.engagements)


@goal("paid-half-days")
def paid_half_days(case: Case) -> int:
    """Engagements of each substitute on each date, but so many at least."""
    dates = Counter((e.substitute, e.date) for e in case.engagements)
    return sum(max(count, case.policy.least_paid_half_days) for count in dates.values())


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
        * _chance_by_notice(case, engagement.date)
    )
    return _WHOLE - math.floor(_WHOLE * chance + _GRACE)


def _chance_by_notice(case: Case, day: date) -> float:
    """That of the most school days of notice that are reached."""
    calendar = case.facts.problem.calendar
    if calendar.today is None:
        return 1.0
    notice = case.facts.days.notice(day)
    reached = [step for step in calendar.fill_by_notice if step.days <= notice]
    return max(reached, key=lambda step: step.days).probability if reached else 1.0


@goal("trainer-visits")
def trainer_visits(case: Case) -> int:
    """Triples of trainer, venue and date with a session."""
    sessions = (meeting.session for meeting in case.meetings)
    return len({(s.trainer, s.school, s.date) for s in sessions if s.trainer and s.school})


@goal("sessions")
def sessions(case: Case) -> int:
    """The minutes of all sessions but self-paced ones."""
    groups = (meeting for meeting in case.meetings if meeting.course.modality.has_group)
    return sum(meeting.course.minutes for meeting in groups)


@goal("lessons-covered")
def lessons_covered(case: Case) -> int:
    """The number of covers; those of one class that is divided are one."""
    return len(case.plan.covers) - sum(len(case.covers_of[key]) - 1 for key in case.divided)


goal("holders-of-a-day")(of_days)
goal("holders-of-a-class")(of_classes)


@goal("colleague-covers")
def colleague_covers(case: Case) -> int:
    """One for each cover by a colleague who volunteers, ten for any other."""
    staff = case.facts.staff
    return sum(
        1 if staff[cover.colleague or ""].cover_volunteer else _UNASKED
        for cover in case.covers_by_colleagues
    )


@goal("paid-covers")
def paid_covers(case: Case) -> int:
    """Covers of each colleague beyond those that are given without pay."""
    return sum(covers_to_pay(case, name) for name in case.covers_by_colleague)

"""Warnings about counted limits: names that a problem does not have, and what asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date

from pdsched.checks.codes import fault
from pdsched.checks.hints import Hints
from pdsched.errors import Fault
from pdsched.expansion import in_full
from pdsched.policy import Limit, Policy
from pdsched.policy.counts import Per
from pdsched.problem import Calendar, Problem, Weekday

_LISTED = 12
_ABSENT = "is not there"


def unknown_names(policy: Policy, problem: Problem) -> Iterator[Fault]:
    """What limits select that is not there, so that they count nothing of it."""
    known, hints = _known(problem), Hints()
    teams = {trainer.id for trainer in problem.trainers if trainer.is_team}
    for limit in policy.limits:
        place = f"policy {policy.name} limit {limit.id}"
        for field, names in limit.of.given.items():
            for name in names:
                if field in known and name not in known[field]:
                    advice = hints.near(name, sorted(known[field])) + _those(field, known[field])
                    is_team = field == "trainers" and name in teams
                    message = "is a team, and its members are counted" if is_team else _ABSENT
                    yield fault("PD930", f"{place} of.{field}", name, message, advice)
        for day in limit.of.dates or ():
            if not problem.calendar.first <= day <= problem.calendar.last:
                yield _outside(place, day)
        if limit.per is Per.TERM and not problem.calendar.terms:
            message = "counts for nothing: the calendar has no terms"
            yield fault("PD930", f"{place} per", "term", message, "give it terms")


def asking_for_nothing(policy: Policy, problem: Problem) -> Iterator[Fault]:
    """Limits with ``at_least`` that every plan keeps."""
    for limit in policy.limits:
        if limit.asks and limit.id not in policy.off and (said := _idle(limit, policy, problem)):
            place = f"policy {policy.name} limit {limit.id}"
            why, advice = said
            yield fault("PD931", place, limit.figure, f"asks for nothing{why}", advice)


def _idle(limit: Limit, policy: Policy, problem: Problem) -> tuple[str, str] | None:
    """Why a limit asks for nothing, and what to do."""
    if not policy.states(limit.id):
        return "", "put it among the goals, or set insist = true"
    days = len(problem.calendar.open_days())
    if limit.window_days is not None and limit.window_days > days:
        why = f": the horizon has {days} school days, and a window {limit.window_days}"
        return why, f"give it at most {days} window_days, or per = plan"
    if not any(_looks_at(limit, problem.calendar, day) for day in problem.calendar.open_days()):
        return ": no school day that it selects is still to come", "correct its of, or take it out"
    return None


def _looks_at(limit: Limit, calendar: Calendar, day: date) -> bool:
    of = limit.of
    return (
        (of.weekdays is None or Weekday.of(day) in of.weekdays)
        and (of.dates is None or day in of.dates)
        and not calendar.is_past(day)
    )


def _outside(place: str, day: date) -> Fault:
    return fault("PD930", f"{place} of.dates", str(day), "is outside the horizon", "take it out")


def _those(field: str, known: Set[str]) -> str:
    names = sorted(known)
    more = ", ..." if len(names) > _LISTED else ""
    if not names:
        return f"take it out: there are no {field}"
    return f"take it out; {field} there are: {', '.join(names[:_LISTED])}{more}"


def _known(problem: Problem) -> dict[str, set[str]]:
    return {
        "schools": {school.id for school in problem.schools},
        "zones": {school.zone for school in problem.schools},
        "departments": {member.department for member in problem.staff} - {""},
        "roles": {str(member.role) for member in problem.staff},
        "grades": {member.grade for member in problem.staff} - {""},
        "courses": {name for course in in_full(problem).courses for name in course.names},
        "topics": {course.topic for course in problem.courses},
        "modalities": {str(course.modality) for course in problem.courses},
        "trainers": {trainer.id for trainer in problem.trainers if not trainer.is_team},
        "substitutes": {substitute.id for substitute in problem.substitutes},
        "weekdays": {str(weekday) for weekday in problem.calendar.weekdays},
    }

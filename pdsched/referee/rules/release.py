"""How many are away from lessons at once, and how often one person is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pdsched.referee.case import Attendance, Case, grouped
from pdsched.referee.registry import Finding, rule
from pdsched.referee.spans import hhmm


@rule("away-at-once")
def away_at_once(case: Case) -> Iterator[Finding]:
    """Only so many of a school are away from lessons at any moment."""
    homes = case.facts.home
    for (school, day), away in grouped(
        case.from_lessons, lambda a: (homes[a.staff], a.day)
    ).items():
        limit = case.facts.away_limit(school, case.policy.away_at_once)
        moment, people = busiest(away, limit)
        if len(people) > limit:
            yield (
                (school, *people),
                f"{len(people)} of the {case.facts.staff_at[school]} staff of {school} are away "
                f"from lessons on {day} at {hhmm(moment)}, allowed {limit}: {', '.join(people)}",
            )


def busiest(away: Sequence[Attendance], limit: int) -> tuple[int, tuple[str, ...]]:
    """The first moment at which most people are away, and who they are.

    Nobody is looked for where even all of them together are within the limit.
    """
    if len({a.staff for a in away}) <= limit:
        return 0, ()
    moments = sorted({a.away.span.start for a in away})
    at = [(moment, _people_at(away, moment)) for moment in moments]
    return max(at, key=lambda pair: (len(pair[1]), -pair[0]))


def _people_at(away: Sequence[Attendance], moment: int) -> tuple[str, ...]:
    inside = {a.staff for a in away if a.away.span.start <= moment < a.away.span.end}
    return tuple(sorted(inside))


@rule("releases-per-week")
def releases_per_week(case: Case) -> Iterator[Finding]:
    """A person is released from lessons only so often in a week."""
    limit = case.policy.releases_per_week
    for (staff, monday), several in grouped(case.from_lessons, lambda a: (a.staff, a.week)).items():
        if len(several) > limit:
            yield (
                (staff,),
                f"{staff} is released {_times(several)} in the week of {monday}, allowed {limit}: "
                f"{_days(several)}",
            )


@rule("releases-in-all")
def releases_in_all(case: Case) -> Iterator[Finding]:
    """A person is released from lessons only so often in all."""
    limit = case.policy.releases_in_all
    for staff, several in grouped(case.from_lessons, lambda a: a.staff).items():
        if len(several) > limit:
            yield (
                (staff,),
                f"{staff} is released {_times(several)} in all, allowed {limit}: {_days(several)}",
            )


def _times(several: Sequence[Attendance]) -> str:
    return {1: "once", 2: "twice"}.get(len(several), f"{len(several)} times")


def _days(several: Sequence[Attendance]) -> str:
    return ", ".join(str(day) for day in sorted(a.day for a in several))

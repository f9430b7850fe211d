"""The figures that a plan adds to, by person and by substitute, and what is to be given back."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from pdsched.accounts.closing import closing_day, happened
from pdsched.accounts.entries import ColleagueCovers, LedgerEntry, Payback
from pdsched.accounts.limits import refuse_beyond
from pdsched.checks import GivenPlan, GivenPolicy, GivenProblem, plan_of, policy_of, problem_of
from pdsched.plan import Cover
from pdsched.printable import several
from pdsched.problem import Problem, StaffMember, Substitute
from pdsched.problem.problem import PAST
from pdsched.referee import Case, Facts
from pdsched.referee.goals.learning import points_by_need
from pdsched.referee.rules.colleagues import covers_to_pay
from pdsched.referee.rules.releases import minutes_lost
from pdsched.referee.spans import span_of

_HOUR = 60
_POINTS = 10


class Ledger(NamedTuple):
    """What a plan uses up."""

    staff: tuple[LedgerEntry, ...]
    """Figures of staff that are not 0 after the plan."""
    substitutes: tuple[LedgerEntry, ...]
    """The same of substitutes."""
    paybacks: tuple[Payback, ...]
    """Protected time lost, by date."""
    colleague_covers: tuple[ColleagueCovers, ...] = ()
    """What colleagues cover who cover at all, in the plan or before it."""
    as_of: dt.date | None = None
    """What is before this date counts; ``None`` where the whole plan does."""

    def __repr__(self) -> str:
        """One line, whatever its size."""
        figures = len(self.staff) + len(self.substitutes)
        covering = several(
            len(self.colleague_covers), "colleague who covers", "colleagues who cover"
        )
        paybacks = several(len(self.paybacks), "payback")
        return f"<Ledger: {several(figures, 'figure')}, {paybacks}, {covering}>"

    def _repr_html_(self) -> str:
        from pdsched.accounts.text import ledger_to_html

        return ledger_to_html(self)

    def carried_into(self, problem: Problem) -> Problem:
        """The problem with these figures in place of those before, and without its past.

        They hold the past, which would count twice. Nothing else is changed.

        Raises:
            ProblemError: if a figure is then beyond what a problem can say, so that none could read
                it again; with each of them.
        """
        staff, substitutes = _fields(self.staff), _fields(self.substitutes)
        following = problem.model_copy(
            update={
                **dict.fromkeys(PAST, ()),
                "staff": tuple(
                    m.model_copy(update=staff[m.id]) if m.id in staff else m for m in problem.staff
                ),
                "substitutes": tuple(
                    s.model_copy(update=substitutes[s.id]) if s.id in substitutes else s
                    for s in problem.substitutes
                ),
            }
        )
        refuse_beyond(following, staff, substitutes)
        return following


def _fields(entries: tuple[LedgerEntry, ...]) -> dict[str, dict[str, Any]]:
    figures: dict[str, dict[str, Any]] = {}
    for entry in entries:
        figures_of_person = figures.setdefault(entry.who, {})
        if entry.of:
            figures_of_person.setdefault(entry.figure, {})[entry.of] = int(entry.after)
        else:
            whole = entry.figure != "hours_before"
            figures_of_person[entry.figure] = int(entry.after) if whole else entry.after
    return figures


def ledger(
    problem: GivenProblem,
    plan: GivenPlan,
    policy: GivenPolicy | None = None,
    *,
    as_of: dt.date | None = None,
) -> Ledger:
    """What a plan uses up, and the figures with which the next plan begins.

    Of staff: releases from lessons (to attend or to lead a session), lessons covered for colleagues
    and the minutes of free time that this takes (none for a class that is taken in beside a lesson
    of their own), hours of learning in all and by topic, minutes of protected time lost, points of
    needs that are met. Of substitutes: half-days, and dates with each class. What of the minutes is
    given back is for the caller to take off again, and so are needs that are met; one that is given
    up unmet is added to ``points_wanted_before``.

    What is before ``as_of`` counts, and what is only planned does not: nothing where that is before
    the horizon, all where it is after it. Without ``as_of`` that holds of ``calendar.today`` where
    it lies in the horizon, and else the whole plan counts.

    Args:
        problem: what was given; a record, or a dictionary of its fields. So is the plan.
        plan: what is wanted.
        policy: as for `pdsched.verify`; its ``payback_days`` say when protected time is to be given
            back, its ``unpaid_covers`` how many covers of a colleague are not paid.
        as_of: the date of the account; ``calendar.today``, if that is in the horizon, if left out.

    Raises:
        ProblemError: if a dictionary has faults of shape, or there is no such policy.
        TypeError: if an argument is something else.
        ValueError: if ``as_of`` is a text or a moment, and no date.

    >>> from pdsched import Plan, Problem, ledger
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "staff": [{"id": "ada", "schools": ["north"], "hours_before": 2}],
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "courses": [{"id": "calls-1", "topic": "calls", "minutes": 90, "group_max": 8}],
    ... })
    >>> plan = Plan.model_validate({"sessions": [{"id": "s", "course": "calls-1",
    ...     "date": "2026-09-08", "start": "08:00", "end": "09:30", "staff": ["ada"]}]})
    >>> for entry in ledger(problem, plan).staff:
    ...     print(entry.figure, entry.of or "-", entry.before, entry.added, entry.after)
    hours_before - 2.0 1.5 3.5
    topic_hours_before calls 0 1.5 1
    """
    problem, plan, policy = problem_of(problem), plan_of(plan), policy_of(policy)
    day = closing_day(problem, as_of)
    case = Case(Facts(problem), plan if day is None else happened(plan, day), policy)
    used = _Used(case)
    staff = (e for member in problem.staff for e in used.by(member) if e.after)
    hired = (e for s in problem.substitutes for e in used.by_substitute(s) if e.after)
    return Ledger(
        tuple(staff),
        tuple(hired),
        tuple(_paybacks(case)),
        tuple(_colleague_covers(case, used)),
        day,
    )


class _Used:
    """What the plan adds, counted once."""

    def __init__(self, case: Case) -> None:
        self.releases = Counter(a.staff for a in case.from_lessons)
        self.covers = Counter(c.colleague for c in case.covers_by_colleagues)
        self.free_minutes: Counter[str] = Counter()
        for cover in case.covers_by_colleagues:
            self.free_minutes[cover.colleague or ""] += _free_minutes(case, cover)
        self.hired = Counter(e.substitute for e in case.engagements)
        self.with_class = Counter((holder, name) for holder, name, _ in _class_days(case))
        self.lost: Counter[str] = Counter()
        self.minutes: Counter[str] = Counter()
        self.by_topic: dict[str, Counter[str]] = {}
        self.wanted: Counter[str] = Counter()
        self.met: Counter[str] = Counter()
        for need, points in points_by_need(case).items():
            given = case.facts.needs[need]
            self.wanted[given.staff] += _POINTS * given.priority
            self.met[given.staff] += points
        for attendance in case.attendances:
            course, staff = attendance.meeting.course, attendance.staff
            self.minutes[staff] += course.minutes
            self.by_topic.setdefault(staff, Counter())[course.topic] += course.minutes
        for absence in case.absences:
            self.lost[absence.staff] += minutes_lost(case, absence)

    def by(self, member: StaffMember) -> Iterator[LedgerEntry]:
        """The figures of a staff member."""
        name = member.id
        yield _counted(name, "releases_before", member.releases_before, self.releases[name])
        yield _counted(name, "covers_before", member.covers_before, self.covers[name])
        taken = self.free_minutes[name]
        yield _counted(name, "cover_minutes_before", member.cover_minutes_before, taken)
        lost = self.lost[name]
        before = member.protected_minutes_before
        yield _counted(name, "protected_minutes_before", before, lost)
        wanted, met = self.wanted[name], self.met[name]
        yield _counted(name, "points_wanted_before", member.points_wanted_before, wanted)
        yield _counted(name, "points_met_before", member.points_met_before, met)
        hours = self.minutes[name] / _HOUR
        had = float(member.hours_before)
        yield LedgerEntry(name, "hours_before", "", had, hours, round(had + hours, 6))
        learned = self.by_topic.get(name, Counter())
        for topic in sorted({*member.topic_hours_before, *learned}):
            whole = member.topic_hours_before.get(topic, 0)
            after = int(whole + Fraction(learned[topic], _HOUR))
            yield LedgerEntry(
                name, "topic_hours_before", topic, whole, learned[topic] / _HOUR, after
            )

    def by_substitute(self, substitute: Substitute) -> Iterator[LedgerEntry]:
        """The figures of a substitute."""
        name, had = substitute.id, substitute.class_days_before
        yield _counted(name, "half_days_before", substitute.half_days_before, self.hired[name])
        held = {of for holder, of in self.with_class if holder == name}
        for of in sorted({*had, *held}):
            added = self.with_class[name, of]
            yield _counted(name, "class_days_before", had.get(of, 0), added, of)


def _class_days(case: Case) -> set[tuple[str, str, dt.date]]:
    """Substitute, class and date; several lessons of a class on a date are one."""
    return {
        (cover.holder, name, cover.date)
        for cover in case.covers_by_substitutes
        for name in case.facts.lessons[cover.lesson].classes
    }


def _counted(who: str, figure: str, before: int, added: int, of: str = "") -> LedgerEntry:
    return LedgerEntry(who, figure, of, before, added, before + added)


def _free_minutes(case: Case, cover: Cover) -> int:
    """Minutes of free time that a cover takes; none beside a lesson of the colleague's own."""
    span = span_of(case.facts.lessons[cover.lesson])
    lessons = case.facts.lessons_on(cover.colleague or "", cover.date)
    return 0 if any(held.span.overlaps(span) for held in lessons) else span.end - span.start


def _colleague_covers(case: Case, used: _Used) -> Iterator[ColleagueCovers]:
    for member in case.facts.problem.staff:
        name = member.id
        covers, minutes = used.covers[name], used.free_minutes[name]
        in_all = member.covers_before + covers
        owed = member.cover_minutes_before + minutes
        if in_all or owed:
            paid = None if case.policy.unpaid_covers is None else covers_to_pay(case, name)
            yield ColleagueCovers(name, covers, in_all, minutes, owed, paid)


def _paybacks(case: Case) -> Iterator[Payback]:
    lost: Counter[tuple[dt.date, str]] = Counter()
    for absence in case.absences:
        lost[absence.day, absence.staff] += minutes_lost(case, absence)
    days = case.facts.days.open_days
    for (day, staff), minutes in sorted(lost.items()):
        last = bisect_right(days, day) + case.policy.payback_days - 1
        if minutes:
            yield Payback(staff, day, minutes, days[last] if last < len(days) else None)

"""The matrix that schools print: for each date the people who are away or come, by period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pdsched.checks.cycle import names_of_days
from pdsched.plan import Plan
from pdsched.problem import Period, Problem, School
from pdsched.views.classes import covered_class
from pdsched.views.lookup import CoverBook, found
from pdsched.views.names import Names
from pdsched.views.plan_tables import PlanTable, Told
from pdsched.views.words import span

_OTHER_TIMES = "Other times"


class _Entry(NamedTuple):
    """What one person does for a time."""

    start: dt.time
    end: dt.time
    text: str


class _Key(NamedTuple):
    date: dt.date
    school: str
    kind: str
    person: str


def day_matrix(problem: Problem, plan: Plan) -> PlanTable:
    """A row for each person on each date, a column for each period.

    A period of the same name is one column, whenever each school has it; what is in no period
    stands in the last column.

    Raises:
        PdschedError: if the plan names what the problem does not hold.

    >>> problem = Problem(calendar={"time_zone": "America/Toronto", "first": "2026-09-07",
    ...                             "last": "2026-09-11"})
    >>> day_matrix(problem, Plan()).columns
    ('Date', 'School', 'Name', 'Who')
    """
    entries, names = _entries(problem, plan), Names(problem)
    schools = {school.id: school for school in problem.schools}
    days = {name: names_of_days(problem.calendar, schools[name]) for name in _homes(entries)}
    bells = {
        key: _bells(schools[key.school], key.date, days[key.school].get(key.date, ""))
        for key in entries
    }
    columns = _columns(bells.values())
    rows = []
    for key in sorted(entries, key=lambda k: (k.date, names.school(k.school), k.kind, k.person)):
        cells = _cells(entries[key], bells[key])
        head: tuple[Told, ...] = (key.date, names.school(key.school), key.person, key.kind)
        rows.append((head, cells))
    if any(_OTHER_TIMES in cells for _, cells in rows):
        columns.append(_OTHER_TIMES)
    filled = tuple((*head, *(cells.get(name) for name in columns)) for head, cells in rows)
    return PlanTable("by day", ("Date", "School", "Name", "Who", *columns), filled)


def _homes(entries: dict[_Key, list[_Entry]]) -> set[str]:
    return {key.school for key in entries}


def _entries(problem: Problem, plan: Plan) -> dict[_Key, list[_Entry]]:
    """What people do, by date, school and name."""
    names = Names(problem)
    lessons = {lesson.id: lesson for lesson in problem.lessons}
    homes = {member.id: member.schools[0] for member in problem.staff}
    sessions = {session.id: session for session in plan.sessions}
    book = CoverBook(plan.covers)
    entries: dict[_Key, list[_Entry]] = defaultdict(list)
    for release in plan.releases:
        home = found(homes, release.staff, "staff member")
        session = names.told(found(sessions, release.session, "session"))
        verb = "leads" if release.leads else "at"
        place = f", {session.school}" if session.school else ""
        key = _Key(release.date, home, "away", names.person(release.staff))
        entries[key].append(_Entry(release.start, release.end, f"{verb} {session.course}{place}"))
    for engagement in plan.engagements:
        who = names.person(engagement.substitute)
        entries[_Key(engagement.date, engagement.school, "substitute", who)] += ()
    for cover in plan.covers:
        held = names.told(covered_class(lessons, cover, book.other_parts(cover)))
        kind = "substitute" if cover.substitute else "colleague"
        holder = names.person(cover.holder)
        key = _Key(cover.date, lessons[cover.lesson].school, kind, holder)
        how = f" ({held.how})" if held.how and cover.colleague else ""
        text = f"{held.label}, instead of {held.staff}{how}"
        entries[key].append(_Entry(held.start, held.end, text))
    return entries


def _bells(school: School, date: dt.date, day: str) -> Sequence[Period]:
    """The periods of a school on a date."""
    there = [
        period
        for period in school.periods
        if (period.first or date) <= date <= (period.last or date)
        and (period.days is None or day in period.days)
    ]
    named = [period for period in there if period.days is not None]
    is_other = day in school.cycle.other_days and bool(named)
    return named if is_other else there


def _columns(bells: Iterable[Sequence[Period]]) -> list[str]:
    """The names of all periods, by when they begin first."""
    begins: dict[str, dt.time] = {}
    for periods in bells:
        for period in periods:
            begins[period.id] = min(period.start, begins.get(period.id, period.start))
    return sorted(begins, key=lambda name: (begins[name], name))


def _cells(entries: Sequence[_Entry], periods: Sequence[Period]) -> dict[str, str]:
    """What stands in the columns of a row."""
    cells: dict[str, list[str]] = defaultdict(list)
    for entry in sorted(entries):
        met = [p.id for p in periods if p.start < entry.end and entry.start < p.end]
        for name in dict.fromkeys(met):
            cells[name].append(entry.text)
        if not met:
            cells[_OTHER_TIMES].append(f"{span(entry.start, entry.end)} {entry.text}")
    return {name: "\n".join(texts) for name, texts in cells.items()}

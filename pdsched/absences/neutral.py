"""Absences as plain tables, which most absence systems can take in after a change of headings.

``absences.csv`` has what SmartFind Express asks for with an absence (employee, location, reason,
date, full day, AM, PM or custom hours, substitute required, specified substitute; Substitute
Operator's Guide of PowerSchool, "Create absences"), and ``vacancies.csv`` its vacancies: "no
employee is absent, but a substitute is needed".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pdsched.absences.absence import Absences
from pdsched.absences.changes import ToldAbsence, changes
from pdsched.outside.spreadsheet import BOM, csv_text, quoted

COLUMNS = (
    *("absence_id", "employee_id", "school_id", "position", "date", "start", "end", "day_part"),
    *("fraction", "hours", "reason_code", "sub_required", "cover_mode", "requested_sub_id"),
    *("prearranged", "qualification", "room", "note", "action", "source_session_id"),
)
VACANCY_COLUMNS = ("school", "date", "day_part", "n_subs", "qualification")


def neutral(now: Absences, before: Absences | None, reason: str) -> Iterator[tuple[str, str, int]]:
    """The tables: name, text and number of rows of each."""
    told = changes(now, before)
    yield "absences.csv", BOM + csv_text(COLUMNS, (_row(t, reason) for t in told)), len(told)
    rows = list(_vacancies(now, before))
    yield "vacancies.csv", BOM + csv_text(VACANCY_COLUMNS, rows), len(rows)


def _row(told: ToldAbsence, reason: str) -> list[str]:
    absence = told.absence
    required = "Y" if absence.needs_substitute else "N"
    return [
        absence.absence_id,
        _cell(absence.employee_id),
        _cell(absence.school_id),
        _cell(absence.position),
        absence.date.isoformat(),
        f"{absence.start:%H:%M}",
        f"{absence.end:%H:%M}",
        absence.day_part.value,
        f"{absence.fraction:.1f}",
        f"{absence.hours:g}",
        _cell(reason),
        required,
        absence.cover_mode.value,
        _cell(absence.requested_sub_id),
        required,  # the plan names who comes
        _cell(absence.qualification),
        _cell(absence.room),
        _cell(absence.note),
        told.action.value,
        _cell(absence.source_session_id),
    ]


def _cell(text: str) -> str:
    return quoted(text) if text else ""


def _vacancies(now: Absences, before: Absences | None) -> Iterator[list[str]]:
    """How many substitutes are wanted in all; only where that is another number than before."""
    new, old = _counts(now), _counts(before)
    for key in sorted({*new, *old}):
        if new[key] != old[key]:
            date, half, school, qualification = key
            yield [_cell(school), date, half, str(new[key]), _cell(qualification)]


def _counts(absences: Absences | None) -> Counter[tuple[str, str, str, str]]:
    pooled = () if absences is None else absences.pooled
    return Counter(
        (p.date.isoformat(), p.half.value.upper(), p.school, p.qualification) for p in pooled
    )

"""Timetables written out as the tables that schools have, to be read back."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from pdsched.timetables import Timetable, TimetableLesson

JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LETTERS = "ABCDEFGHIJKLMNOP"
MONDAY = dt.date(2026, 9, 7)
FIRST_BELL, LENGTH, STEP = 480, 40, 45
"""Minutes of bells that are made up: a period begins every 45 minutes and lasts 40."""
SEP = "\u00a6"
"""Parts names in these tables, because nobody's name has it."""

Slot = tuple[str, int, int, int, tuple[str, ...], str, tuple[str, ...]]
"""Teacher, week, day, period, classes, subject and rooms."""


class Written(NamedTuple):
    """A table on disk, how it is to be read, and what it says."""

    path: Path
    options: dict[str, Any]
    slots: Counter[Slot]


def slots_of(timetable: Timetable, weeks: int = 1) -> Counter[Slot]:
    """What everybody does when, by the numbers of week, day and period."""
    width = len(timetable.days) // weeks
    told: Counter[Slot] = Counter()
    for lesson in timetable.lessons:
        week, day = divmod(timetable.days.index(lesson.day), width)
        for who, subject in lesson.subjects().items():
            for _, period in lesson.slots():
                told[who, week, day, period, tuple(sorted(lesson.classes)), subject,
                     tuple(sorted(lesson.rooms))] += 1  # fmt: skip
    return told


def by_teacher(timetable: Timetable) -> Iterator[tuple[str, str, TimetableLesson]]:
    """Teacher, subject and lesson."""
    for lesson in timetable.lessons:
        for who, subject in lesson.subjects().items():
            yield who, subject, lesson


def _joined(names: Sequence[str]) -> str:
    return SEP.join(names)


def _csv(path: Path, rows: Sequence[Sequence[object]], delimiter: str = ",") -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def _clock(period: int, duration: int = 0) -> int:
    return FIRST_BELL + STEP * (period + max(0, duration - 1)) + (LENGTH if duration else 0)


def long(timetable: Timetable, folder: Path) -> Written:
    """A row a lesson of a teacher, days and periods by number, CSV."""
    rows: list[list[object]] = [["Day", "Period", "Length", "Teacher", "Class", "Subject", "Room"]]
    for who, subject, lesson in by_teacher(timetable):
        day = timetable.days.index(lesson.day) + 1
        rows.append([day, lesson.period + 1, lesson.duration, who, _joined(lesson.classes), subject,
                     _joined(lesson.rooms)])  # fmt: skip
    path = folder / "long.csv"
    _csv(path, rows)
    return Written(path, {"separators": SEP}, slots_of(timetable))


def french(timetable: Timetable, folder: Path) -> Written:
    """French heads and days, clock times such as 8h45, semicolons; weeks in the name of the day."""
    rows: list[list[object]] = [
        ["Enseignant", "Jour", "Heure de début", "Heure de fin", "Matière", "Classe", "Salle"]
    ]
    for who, subject, lesson in by_teacher(timetable):
        number = timetable.days.index(lesson.day)
        week, day = divmod(number, 5) if len(timetable.days) > 7 else (0, number)
        name = JOURS[day] + (f" {LETTERS[week]}" if len(timetable.days) > 7 else "")
        times = (_clock(lesson.period), _clock(lesson.period, lesson.duration))
        start, end = (f"{at // 60}h{at % 60:02d}" for at in times)
        rows.append([who, name, start, end, subject, _joined(lesson.classes),
                     _joined(lesson.rooms)])  # fmt: skip
    path = folder / "french.csv"
    _csv(path, rows, ";")
    return Written(path, {"separators": SEP, "bells": bells(timetable, folder)}, _weekly(timetable))


def _weekly(timetable: Timetable) -> Counter[Slot]:
    return slots_of(timetable, len(timetable.days) // 5 if len(timetable.days) > 7 else 1)


def bells(timetable: Timetable, folder: Path) -> Path:
    """The bell table, by which also periods without a lesson are known."""
    path = folder / "bells.csv"
    rows: list[list[object]] = [["period", "start", "end"]]
    for period in range(len(timetable.periods)):
        start, end = _clock(period), _clock(period, 1)
        rows.append(
            [f"P{period + 1}", f"{start // 60}:{start % 60:02}", f"{end // 60}:{end % 60:02}"]
        )
    _csv(path, rows)
    return path


def _cells(timetable: Timetable) -> dict[tuple[str, str, int], tuple[str, int]]:
    """Text and length by teacher, day and first period."""
    return {
        (who, lesson.day, lesson.period): (
            "\n".join(
                [_joined(lesson.classes) or "?", subject or "?", _joined(lesson.rooms) or "?"]
            ),
            lesson.duration,
        )
        for who, subject, lesson in by_teacher(timetable)
    }


def wide(timetable: Timetable, folder: Path, *, merged: bool = False) -> Written:
    """A row a teacher, a column a period below merged heads of days, cells of three lines."""
    path = folder / ("merged.xlsx" if merged else "wide.xlsx")
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Plan")
    periods = len(timetable.periods)
    sheet.write_string(1, 0, "Teacher")
    for day, _ in enumerate(timetable.days):
        first = 1 + day * periods
        if periods > 1:
            sheet.merge_range(0, first, 0, first + periods - 1, f"Day {day + 1}")
        else:
            sheet.write_string(0, first, f"Day {day + 1}")
        for period in range(periods):
            sheet.write_number(1, first + period, period + 1)
    cells = _cells(timetable)
    for row, who in enumerate(dict.fromkeys(who for who, _, _ in cells), 2):
        sheet.write_string(row, 0, who)
        for (name, day_name, period), (text, duration) in cells.items():
            if name != who:
                continue
            first = 1 + timetable.days.index(day_name) * periods + period
            if merged and duration > 1:
                sheet.merge_range(row, first, row, first + duration - 1, text)
            else:
                for step in range(duration):
                    sheet.write_string(row, first + step, text)
    book.close()
    return Written(path, {"separators": SEP}, _asked(slots_of(timetable)))


def _asked(slots: Counter[Slot]) -> Counter[Slot]:
    """What is empty stands as a question mark in cells of several lines."""
    told: Counter[Slot] = Counter()
    for (who, week, day, period, classes, subject, rooms), times in slots.items():
        told[who, week, day, period, classes or ("?",), subject or "?", rooms or ("?",)] += times
    return told


def merged(timetable: Timetable, folder: Path) -> Written:
    """As `wide`, with longer lessons in merged cells."""
    return wide(timetable, folder, merged=True)


def wide_days(timetable: Timetable, folder: Path) -> Written:
    """Rows of teacher and period, a column a day; the teacher stands in the first row alone."""
    rows: list[list[object]] = [
        ["Lehrkraft", "Stunde", *(f"Tag {n + 1}" for n in range(len(timetable.days)))]
    ]
    cells = _cells(timetable)
    for who in dict.fromkeys(who for who, _, _ in cells):
        for period in range(len(timetable.periods)):
            row: list[object] = [who if not period else "", f"{period + 1}."]
            for day in timetable.days:
                texts = [
                    text
                    for (name, on, first), (text, duration) in cells.items()
                    if name == who and on == day and first <= period < first + duration
                ]
                row.append(texts[0] if texts else "-")
            rows.append(row)
    path = folder / "days.tsv"
    _csv(path, rows, "\t")
    return Written(path, {"separators": SEP}, _asked(slots_of(timetable)))


def weeks(timetable: Timetable, folder: Path) -> Written:
    """Rows with a week: every third lesson is held in week A, in week B, and in both."""
    rows: list[list[object]] = [
        ["Day", "Week", "Period", "Length", "Teacher", "Class", "Subject", "Room"]
    ]
    expected: Counter[Slot] = Counter()
    for number, (who, subject, lesson) in enumerate(by_teacher(timetable)):
        day = timetable.days.index(lesson.day)
        week = ("A", "B", "A/B")[number % 3]
        rows.append([f"Day {day + 1}", week, f"P{lesson.period + 1}", lesson.duration, who,
                     _joined(lesson.classes), subject, _joined(lesson.rooms)])  # fmt: skip
        for held in week.split("/"):
            for _, period in lesson.slots():
                expected[who, "AB".index(held), day, period, tuple(sorted(lesson.classes)), subject,
                         tuple(sorted(lesson.rooms))] += 1  # fmt: skip
    path = folder / "weeks.csv"
    _csv(path, rows)
    return Written(path, {"separators": SEP}, expected)


def excel_dates(timetable: Timetable, folder: Path) -> Written:
    """Dates and times as Excel keeps them, in a workbook."""
    path = folder / "dates.xlsx"
    book = xlsxwriter.Workbook(str(path))
    date = book.add_format({"num_format": "dd/mm/yyyy"})
    time = book.add_format({"num_format": "hh:mm"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Date", "Start", "End", "Staff", "Class", "Subject", "Room"])
    width = 5 if len(timetable.days) > 7 else 7
    for row, (who, subject, lesson) in enumerate(by_teacher(timetable), 1):
        week, day = divmod(timetable.days.index(lesson.day), width)
        on = MONDAY + dt.timedelta(days=7 * week + day)
        sheet.write_datetime(row, 0, dt.datetime.combine(on, dt.time()), date)
        sheet.write_number(row, 1, _clock(lesson.period) / 1440, time)
        sheet.write_number(row, 2, _clock(lesson.period, lesson.duration) / 1440, time)
        texts = [who, _joined(lesson.classes), subject, _joined(lesson.rooms)]
        for column, text in enumerate(texts, 3):
            sheet.write_string(row, column, text)
    book.close()
    return Written(path, {"separators": SEP, "bells": bells(timetable, folder)}, _weekly(timetable))


def powerschool(timetable: Timetable, folder: Path) -> Written:
    """Sections with an expression for all their meetings."""
    sections: dict[tuple[object, ...], list[str]] = {}
    for who, subject, lesson in by_teacher(timetable):
        key = (who, subject, _joined(lesson.classes), _joined(lesson.rooms))
        last = lesson.period + lesson.duration
        period = f"{lesson.period + 1}" if lesson.duration == 1 else f"{lesson.period + 1}-{last}"
        day = LETTERS[timetable.days.index(lesson.day)]
        sections.setdefault(key, []).append(f"{period}({day})")
    rows: list[list[object]] = [
        ["[05]lastfirst", "[02]course_name", "Section_Number", "Room", "Expression"]
    ]
    rows += [[*key, " ".join(parts)] for key, parts in sections.items()]
    path = folder / "sections.csv"
    _csv(path, rows)
    return Written(path, {"layout": "powerschool", "separators": SEP}, slots_of(timetable))


LAYOUTS: dict[str, Callable[[Timetable, Path], Written]] = {
    "long": long,
    "french": french,
    "wide": wide,
    "merged": merged,
    "wide_days": wide_days,
    "weeks": weeks,
    "excel_dates": excel_dates,
    "powerschool": powerschool,
}

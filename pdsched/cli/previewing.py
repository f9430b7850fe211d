"""What ``import --preview`` shows of a table: how it is understood, before that is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pdsched.cli.noted import tell_notes

if TYPE_CHECKING:
    from pdsched.timetables import ImportArguments, TableReading, TimetableLesson, TimetablePeriod

_MOST_LESSONS = 5


def tell_table(path: Path, told: ImportArguments, *, each: bool) -> None:
    """Columns, days, periods and the first lessons on stdout, what could not be used on stderr."""
    from pdsched.printable import on_one_line
    from pdsched.timetables import look_at_table
    from pdsched.timetables.kinds import table_arguments

    reading = look_at_table(path, **table_arguments(told))
    for line in _lines(reading):
        typer.echo(on_one_line(line))
    tell_notes(reading.timetable.notes, each=each)
    typer.echo("nothing was written: leave out --preview, and say -o P.json", err=True)


def _lines(reading: TableReading) -> Iterator[str]:
    from pdsched.views.words import count

    timetable = reading.timetable
    rows = "a row a lesson" if reading.kind == "long" else "lessons side by side"
    yield f"{reading.where}: {rows} (layout {reading.kind})"
    for role, place, is_guessed in reading.columns:
        yield f"  {role}: {place}{', guessed' if is_guessed else ''}"
    weeks = f" over {timetable.weeks} weeks" if timetable.weeks > 1 else ""
    yield f"{count(len(timetable.days), 'day')}{weeks}: {', '.join(timetable.days)}"
    periods = ", ".join(map(_period, timetable.periods))
    yield f"{count(len(timetable.periods), 'period')}: {periods}"
    lessons = timetable.lessons
    teachers = count(len(timetable.teachers), "teacher")
    yield f"{teachers}, {count(len(lessons), 'lesson')}; the first of them:"
    for lesson in lessons[:_MOST_LESSONS]:
        yield f"  {_lesson(lesson, timetable.periods)}"


def _period(period: TimetablePeriod) -> str:
    if period.start is None or period.end is None:
        return period.name
    times = f"{period.start:%H:%M}-{period.end:%H:%M}"
    return times if period.name == times else f"{period.name} ({times})"


def _lesson(lesson: TimetableLesson, periods: tuple[TimetablePeriod, ...]) -> str:
    first = periods[lesson.period].name
    last = periods[min(lesson.period + lesson.duration, len(periods)) - 1].name
    times = first if lesson.duration == 1 else f"{first} to {last}"
    parts = (
        "+".join(lesson.teachers), "+".join(lesson.classes), lesson.subject, "+".join(lesson.rooms)
    )  # fmt: skip
    return f"{lesson.day}, {times}: {' | '.join(part or '-' for part in parts)}"

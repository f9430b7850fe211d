"""What an import tells on stderr: rows that it could not use, and lessons that may be none."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pdsched.problem import Problem
    from pdsched.timetables import History, Note

_MOST_SUBJECTS = 12


def tell_notes(notes: Sequence[Note], *, each: bool) -> None:
    """The notes: each one, or how many there are for each reason, with an example."""
    from pdsched.timetables import count_notes

    if each:
        for note in notes:
            typer.echo(str(note), err=True)
        return
    for reason, number in count_notes(notes).items():
        example = next(note for note in notes if note.message == reason)
        many = f"{number:,} entries: {reason} (such as {example.where}: {example.value!r})"
        typer.echo(many if number > 1 else str(example), err=True)


def tell_duties(
    by_subject: Mapping[str, int], taught: Set[str], in_force: Iterable[str], *, each: bool
) -> None:
    """Subjects of lessons without a class, with their numbers, and how to say that they need none.

    Args:
        by_subject: number of such lessons, by subject.
        taught: subjects of lessons with a class, which the option would leave without cover too.
        in_force: subjects that are known to need no cover, in whose place the option comes.
        each: whether all subjects are told, however many there are.
    """
    from pdsched.timetables.wording import list_of_duties

    if not by_subject:
        return
    listed = list_of_duties(by_subject, len(by_subject) if each else _MOST_SUBJECTS)
    number = f"{sum(by_subject.values()):,}"
    typer.echo(f"lessons without class or student, which get cover: {number} ({listed})", err=True)
    free = [subject for subject in by_subject if subject and subject not in taught]
    if each or len(free) <= _MOST_SUBJECTS:
        options = [f"--no-cover {shlex.quote(subject)}" for subject in (*in_force, *free)]
    else:
        options = ["--no-cover SUBJECT"]
    if free:
        typer.echo(f"if they need none, say: {' '.join(options)}", err=True)


def tell_history(history: History, problem: Problem, *, each: bool) -> None:
    """What a history says: in a sentence with the chances, and by person if each is told."""
    from pdsched.timetables.with_history import morning_periods, summary_of

    typer.echo(summary_of(history), err=True)
    chances = (
        f"{each_day.weekday} {each_day.probability:.0%}"
        for each_day in problem.calendar.fill_probabilities
    )
    typer.echo(f"chance that cover is filled: {', '.join(chances) or 'not told'}", err=True)
    for one in history.presences(morning_periods(problem)) if each else ():
        typer.echo(
            f"{one.who}: lessons missed: {one.lessons_missed}, half-days missed:"
            f" {one.half_days_missed}, held for others: {one.covers}",
            err=True,
        )

"""What an import tells on stderr: rows that it could not use, and lessons that may be none."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pdsched.timetables import Note

_MOST_SUBJECTS = 20


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


def tell_duties(by_subject: Mapping[str, int], in_force: Sequence[str], *, each: bool) -> None:
    """Subjects of lessons without a class, with their numbers, and how to say that they need none.

    Args:
        by_subject: number of such lessons, by subject.
        in_force: subjects that are known to need no cover, which the new options would replace.
        each: whether all subjects are told, however many there are.
    """
    from pdsched.timetables.wording import list_of_duties

    if not by_subject:
        return
    most = len(by_subject) if each else _MOST_SUBJECTS
    typer.echo(
        f"{sum(by_subject.values()):,} lessons name no class and no student, and are taken to need"
        f" cover: {list_of_duties(by_subject, most)}",
        err=True,
    )
    subjects = dict.fromkeys((*in_force, *list(by_subject)[:most]))
    options = " ".join(f"--no-cover {shlex.quote(subject)}" for subject in subjects)
    typer.echo(f"say of those that need none: {options}", err=True)

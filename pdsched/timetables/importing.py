"""A file made into a problem by one call, whatever its kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Unpack

from pdsched.problem import Problem
from pdsched.timetables.arguments import term_of
from pdsched.timetables.convert import convert
from pdsched.timetables.history import read_untis_history
from pdsched.timetables.kinds import (
    ImportArguments,
    Kind,
    ReadArguments,
    guess_kind,
    read_timetable,
)
from pdsched.timetables.subjects import unused
from pdsched.timetables.timetable import Note
from pdsched.timetables.with_history import with_history

__all__ = ["ImportArguments", "Kind", "guess_kind", "import_timetable", "read_timetable"]


def import_timetable(
    kind: Kind,
    path: str | Path,
    *,
    history: str | Path | None = None,
    **told: Unpack[ImportArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem that a timetable file makes, and a note for all that it could not use.

    Args:
        kind: one of `pdsched.timetables.KINDS`; see `guess_kind`.
        path: the file.
        history: a ``GPU014.TXT`` with substitutions of the past, for the figures before the plan
            and the chances of being filled; see `with_history`.
        **told: how it is read (`ReadArguments`), when and with which bells it is held
            (`TermArguments`).

    Raises:
        ProblemError: the file or an argument is no good; the codes are PD701 to PD727.
        TypeError: an argument has a name that none has.
    """
    reading = ReadArguments.__annotations__
    holding: Any = {name: value for name, value in told.items() if name not in reading}
    term = term_of(**holding)
    timetable = read_timetable(kind, path, **told)
    problem, notes = convert(timetable, term, str(path))
    notes = (*timetable.notes, *notes, *unused(timetable, told.get("no_cover")))
    if history is None:
        return problem, notes
    past = read_untis_history(history, told.get("encoding"))
    problem, missing = with_history(problem, past)
    return problem, (*notes, *past.notes, *missing)

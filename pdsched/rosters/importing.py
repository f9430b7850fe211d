"""What the command line calls: which kind of roster this is, and the problem it makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Unpack

from pdsched.problem import Problem
from pdsched.rosters.edfi import is_edfi, read_edfi
from pdsched.rosters.oneroster import is_oneroster, is_sds, read_oneroster, read_sds
from pdsched.timetables import Note
from pdsched.timetables.arguments import TermArguments
from pdsched.timetables.faults import fail

RosterKind = Literal["oneroster", "sds", "edfi"]


def guess_roster(path: str | Path) -> RosterKind | None:
    """The kind of a roster by what it holds; ``None`` if it is none of these.

    >>> guess_roster("no such folder") is None
    True
    """
    if is_edfi(path):
        return "edfi"
    if is_sds(path):
        return "sds"
    return "oneroster" if is_oneroster(path) else None


def import_roster(
    kind: RosterKind,
    path: str | Path,
    *,
    bells: str | Path | None = None,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    **term: Unpack[TermArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem that a roster of this kind makes, and a note for all that it could not use.

    Args:
        kind: ``oneroster``, ``sds`` or ``edfi``; see `guess_roster`.
        path: the folder or zip file.
        bells: a bell table, as for `read_oneroster`; Ed-Fi has bells of its own.
        no_cover: subjects whose lessons need no cover.
        encoding: as for `read_oneroster`.
        **term: see `pdsched.timetables.TermArguments`.

    Raises:
        ProblemError: the roster is no good; PD710 if the kind is none of the three, or a bell table
            is given for Ed-Fi.
    """
    if kind == "edfi":
        if bells is not None:
            fail("PD710", "bells", bells, "Ed-Fi has bells of its own")
        return read_edfi(path, no_cover=no_cover, encoding=encoding, **term)
    if kind == "oneroster":
        return read_oneroster(path, bells=bells, no_cover=no_cover, encoding=encoding, **term)
    if kind == "sds":
        return read_sds(path, bells=bells, no_cover=no_cover, encoding=encoding, **term)
    return fail("PD710", "kind", kind, "give oneroster, sds or edfi")

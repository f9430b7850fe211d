"""Readers of OneRoster 1.1 and 1.2 and of Microsoft School Data Sync 2.1, in CSV.

OneRoster: https://www.imsglobal.org/oneroster-v11-final-csv-tables and
https://www.imsglobal.org/sites/default/files/spec/oneroster/v1p2. School Data Sync:
https://learn.microsoft.com/schooldatasync/sds-v2.1-csv-file-format, and the list of values there.
Passwords, addresses, telephone numbers, dates of birth and all that is told of pupils are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from pdsched.errors import PdschedError
from pdsched.problem import Problem
from pdsched.rosters.bundle import names_of, read_bundle
from pdsched.rosters.csv_roster import read_csv_roster
from pdsched.rosters.layout import ONEROSTER, SDS
from pdsched.rosters.noted import Noted
from pdsched.rosters.tables import read_tables
from pdsched.timetables import Note
from pdsched.timetables.arguments import TermArguments


def read_oneroster(
    path: str | Path,
    *,
    bells: str | Path | None = None,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    **term: Unpack[TermArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    r"""The problem that a OneRoster export makes, and a note for all that it could not use.

    Schools, staff, classes and sessions are read. A class that has ``periods`` and a teacher
    becomes lessons, with the clock times of the bell table, or with made-up ones.

    Args:
        path: the folder or the zip file of the export, version 1.1 or 1.2.
        bells: a CSV file with the columns ``period``, ``start``, ``end`` (``HH:MM``), and if need
            be ``days`` (such as ``mon-thu`` or ``A C``) and ``school`` (an id).
        no_cover: subjects whose lessons need no cover.
        encoding: name of the code page of files that are not in Unicode; by default it is guessed,
            with a note.
        **term: see `pdsched.timetables.TermArguments`; by default the plan runs as long as the
            sessions in which classes meet. ``school`` does not count here.

    Raises:
        ProblemError: the export, the bell table or an argument is no good; the codes are PD701,
            PD702, PD709 to PD711, PD713, PD716 and PD731 to PD736.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     _ = (folder / "orgs.csv").write_text("sourcedId,name,type\nnorth,North,school\n")
    ...     _ = (folder / "users.csv").write_text(
    ...         "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName\n"
    ...         "7,true,north,teacher,Ada,Byron\n8,true,north,student,Ben,Young\n")
    ...     problem, notes = read_oneroster(folder)
    >>> problem.staff[0].name, notes[0].message
    ('Ada Byron', 'are pupils, their families or former pupils, who are not planned for')
    """
    return read_csv_roster(ONEROSTER, path, bells, no_cover, encoding, term)


def read_sds(
    path: str | Path,
    *,
    bells: str | Path | None = None,
    no_cover: Sequence[str] = (),
    encoding: str | None = None,
    **term: Unpack[TermArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    r"""The problem that an export for School Data Sync 2.1 makes, and its notes.

    Its classes have no periods, so that the problem has schools and staff, and no lessons; a
    column ``periods``, which the format does not have, is read if it is there.

    Args:
        path: the folder or the zip file of the export.
        bells: as for `read_oneroster`.
        no_cover: as for `read_oneroster`.
        encoding: as for `read_oneroster`.
        **term: as for `read_oneroster`.

    Raises:
        ProblemError: as for `read_oneroster`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     _ = (folder / "orgs.csv").write_text("sourcedId,name,type\nnorth,North,school\n")
    ...     _ = (folder / "users.csv").write_text("sourcedId,givenName\n7,Ada\n")
    ...     _ = (folder / "roles.csv").write_text(
    ...         "userSourcedId,orgSourcedId,role\n7,north,officeStaff\n")
    ...     problem, notes = read_sds(folder)
    >>> problem.staff[0].role, notes
    ('office-staff', ())
    """
    return read_csv_roster(SDS, path, bells, no_cover, encoding, term)


def is_oneroster(path: str | Path) -> bool:
    """Whether this is a folder or zip file of OneRoster; whether it is a good one is not asked.

    >>> is_oneroster("no such folder")
    False
    """
    return names_of(path) >= {"orgs.csv", "users.csv"} and not is_sds(path)


def is_sds(path: str | Path) -> bool:
    """Whether this is a folder or zip file for School Data Sync 2.1, and not one of OneRoster.

    Both have tables of the same names. Those of OneRoster say of each user whether the account is
    enabled, and give each role an id.

    >>> is_sds("no such folder")
    False
    """
    names = {"orgs", "users", "roles"}
    if not names_of(path) >= {f"{name}.csv" for name in names}:
        return False
    noted = Noted()
    try:
        bundle = read_bundle(path, {"users.csv", "roles.csv"}.__contains__, noted)
        tables = read_tables(bundle, {}, {"users": (), "roles": ()}, None, noted)
    except PdschedError:
        return False
    return "enableduser" not in tables["users"].columns and (
        "sourcedid" not in tables["roles"].columns
    )

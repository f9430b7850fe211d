"""Which column of a table holds what: as told, and else by its head."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from pdsched.errors import Fault, ProblemError
from pdsched.timetables.faults import fault
from pdsched.timetables.tables.grid import Grid, column_of, letters_of
from pdsched.timetables.tables.heads import Role, is_exact, plain, role_of
from pdsched.timetables.tables.layout import Layout, heads_of

TIMES: tuple[Role, ...] = ("period", "start", "slot", "expression")
DAYS: tuple[Role, ...] = ("day", "date", "slot", "expression")
_NEEDED = {"teacher", *TIMES, *DAYS}
"""Without these no layout of a program can be read; the others need not be exported."""
UNUSED = "is a column that was not used"


class Columns(NamedTuple):
    """The columns of a table by what they hold, counted from 0."""

    of: Mapping[Role, tuple[int, ...]]
    guessed: frozenset[Role]
    """Which of them were not told but guessed by the head."""

    def used(self) -> set[int]:
        """All columns that hold something known."""
        return {column for columns in self.of.values() for column in columns}


def columns_of(
    grid: Grid, head: int | None, layout: Layout, passed_over: Collection[int] = ()
) -> Columns:
    """The columns that the layout tells, and those that heads tell for roles that it leaves out.

    Args:
        grid: the table.
        head: row of the heads, counted from 0; ``None`` without heads.
        layout: what is told.
        passed_over: columns that are days or periods of a wide table.

    Raises:
        ProblemError: a column that is told is not there (PD723) or is there twice (PD724).
    """
    heads = {} if head is None else {c: grid.text(head, c) for c in range(grid.width)}
    of: dict[Role, tuple[int, ...]] = {}
    faults: list[Fault] = []
    where = grid.where if head is None else grid.place(head)
    for role, told in layout.columns.items():
        places = []
        for name in heads_of(told):
            place = _place(name, heads, grid.width, where)
            if not isinstance(place, Fault):
                places.append(place)
            elif role in _NEEDED or not layout.program:
                faults.append(place)
        if places:
            of[role] = tuple(places)
    if faults:
        raise ProblemError(faults)
    taken = {column for columns in of.values() for column in columns} | set(passed_over)
    guesses = _guesses({c: name for c, name in heads.items() if c not in taken}, of)
    faults = list(_twice(guesses, heads, where))
    if faults:
        raise ProblemError(faults)
    return Columns(of | {role: places[:1] for role, places in guesses.items()}, frozenset(guesses))


def _guesses(heads: Mapping[int, str], told: Collection[Role]) -> dict[Role, tuple[int, ...]]:
    guesses: dict[Role, list[int]] = {}
    for exact in (True, False):
        for column, name in heads.items():
            role = role_of(name)
            if role is not None and role not in told and is_exact(name) is exact:
                guesses.setdefault(role, []).append(column)
    return {role: tuple(columns) for role, columns in guesses.items()}


def _twice(
    guesses: Mapping[Role, tuple[int, ...]], heads: Mapping[int, str], where: str
) -> Iterator[Fault]:
    """Of columns with the same head, none is taken without asking."""
    for columns in guesses.values():
        alike = [c for c in columns if plain(heads[c]) == plain(heads[columns[0]])]
        if len(alike) > 1:
            letters = " and ".join(map(letters_of, alike))
            yield fault("PD724", where, heads[columns[0]], f"columns {letters}")


def _place(name: str | int, heads: Mapping[int, str], width: int, where: str) -> int | Fault:
    """The column of a head, of letters or of a number."""
    if isinstance(name, int):
        number = name - 1
        return number if 0 <= number < width else fault("PD723", where, name, f"it has {width}")
    alike = [column for column, head in heads.items() if head == name.strip()]
    alike = alike or [c for c, head in heads.items() if head and plain(head) == plain(name)]
    if len(alike) > 1:
        letters = " and ".join(map(letters_of, alike))
        return fault("PD724", where, name, f"columns {letters}")
    if alike:
        return alike[0]
    lettered = column_of(name.strip())
    if lettered is not None and lettered < width:
        return lettered
    there = ", ".join(repr(head) for head in heads.values() if head)
    return fault("PD723", where, name, f"its heads are {there or 'none'}"[:300])

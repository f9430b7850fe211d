"""The faults of a roster: one code each, told to the reader at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from pdsched.errors import Fault, ProblemError

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PD731": (
            "is not among the files, and this kind of export has it",
            "give the folder or the zip file with all files of the export",
        ),
        "PD732": (
            "is not among the columns, and this table must have it",
            "export it again, or give the columns these names",
        ),
        "PD733": ("is no table that can be read", "export it again, or repair the row"),
        "PD734": (
            "names no school that can be used",
            "give the folder or the zip file with all files of the export, that of the schools too",
        ),
        "PD735": (
            "does not make a row of a bell table",
            "write a row as period, start, end and days, such as 1, 08:00, 08:45, mon-fri",
        ),
        "PD736": ("is the name of two columns", "give each column its own name"),
        "PD737": (
            "is a version of Ed-Fi that is not read",
            "export it by the data standard 3.1 or a later one",
        ),
    }
)
"""What is wrong and what to do, by code; files that cannot be read have the codes of timetables."""


def fault(code: str, where: str, value: object, detail: str = "") -> Fault:
    """A fault with the table's sentence, and the detail that this case adds.

    >>> print(fault("PD736", "users.csv", "role"))
    PD736 users.csv: 'role' is the name of two columns; give each column its own name
    """
    message, advice = CODES[code]
    shown = str(value)
    shown = shown if len(shown) <= 80 else shown[:79] + "…"
    return Fault(code, where, shown, f"{message} ({detail})" if detail else message, advice)


def fail(code: str, where: str, value: object, detail: str = "") -> NoReturn:
    """Refuse the file."""
    raise ProblemError([fault(code, where, value, detail)])

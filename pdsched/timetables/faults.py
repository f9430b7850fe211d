"""The faults of a timetable file or of its import: one code each, told to the reader at once."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NoReturn

from pdsched.errors import Fault, ProblemError
from pdsched.outside import TooLargeError

CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "PD701": ("cannot be read", "give the path of a file that you may read"),
        "PD702": ("is empty", "export the timetable again"),
        "PD703": ("is not well-formed XML", "export the timetable again, or repair the file"),
        "PD704": (
            "declares a document type, which is refused because it can hide entities",
            "remove the DOCTYPE line",
        ),
        "PD705": (
            "is not a timetable of this kind",
            "give an Untis GPU001.TXT, an XHSTT archive, a .fet file or a FET timetable CSV, an aSc"
            " XML, an .ics file or a table",
        ),
        "PD706": ("holds no lesson that can be used", "look at the first reason given"),
        "PD707": ("is no solution of this file", "take one of those that the message lists"),
        "PD708": (
            "is no mode that this reader knows",
            "say --mode official or --mode mornings-afternoons to read its days so",
        ),
        "PD709": ("does not fit a day that ends before midnight", "give shorter periods or breaks"),
        "PD710": ("is no value for this argument", "see the documentation of the argument"),
        "PD711": ("is too large", TooLargeError.advice),
        "PD712": (
            "are names whose order this file does not tell",
            "give all of them in order; of FET, the .fet file lists them",
        ),
        "PD713": (
            "has bytes that are no text in its encoding",
            "say the right one with --encoding",
        ),
        "PD721": (
            "does not tell which sheet is meant",
            "say --sheet with the name of the sheet, or its number",
        ),
        "PD722": (
            "is nothing that a layout says",
            "see the documentation of --layout and --columns",
        ),
        "PD723": (
            "is no column of this table",
            "name a head as it stands there, or the letters of its column",
        ),
        "PD724": (
            "is the head of several columns",
            "rename one, or say in a file for --columns which letters are meant",
        ),
        "PD725": (
            "are more weeks than a timetable has, which are four",
            "name the weeks that take turns, such as A and B, or leave out the column of weeks",
        ),
        "PD726": (
            "is no period of a bell table",
            "give each period a name, a start and a later end, none meeting another",
        ),
        "PD727": (
            "are heads that do not tell what the table holds",
            "say in a file for --columns which columns are teacher, day and period",
        ),
        "PD716": (
            "are names of days that are no weekdays known here",
            "or --rotating where they follow the teaching days one after the other",
        ),
        "PD741": (
            "is not a well-formed calendar",
            "export it again, or leave out the part that is told",
        ),
    }
)
"""What is wrong and what to do, by code."""


def fault(code: str, where: str, value: object, detail: str = "") -> Fault:
    """A fault with the table's sentence, and the detail that this case adds.

    >>> print(fault("PD702", "GPU001.TXT", ""))
    PD702 GPU001.TXT: '' is empty; export the timetable again
    """
    message, advice = CODES[code]
    shown = str(value)
    shown = shown if len(shown) <= 80 else shown[:79] + "…"
    return Fault(code, where, shown, f"{message} ({detail})" if detail else message, advice)


def fail(code: str, where: str, value: object, detail: str = "") -> NoReturn:
    """Refuse the file or the argument."""
    raise ProblemError([fault(code, where, value, detail)])

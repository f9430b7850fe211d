"""Options of ``import`` on dates that do not go by the cycle: exams, swapped days, empty weeks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

import typer

ExamDays = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DATE",
        help="Day, or DATE..DATE, of exams: without the lessons of the timetable; may be repeated.",
    ),
]
Follows = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DATE=DAY",
        help="Date on which another day of the timetable is held; may be repeated.",
    ),
]
SkipsEmptyWeeks = Annotated[
    bool,
    typer.Option(
        "--skips-empty-weeks",
        help="A timetable of several weeks does not count weeks without lessons.",
    ),
]


def followed(texts: Sequence[str] | None, dates: Callable[[str], list[date]]) -> dict[date, str]:
    """The days that dates follow, of texts such as ``2026-10-13=mon``."""
    followed_days: dict[date, str] = {}
    for text in texts or ():
        when, is_there, day = text.partition("=")
        if not is_there or not day.strip():
            detail = "write it DATE=DAY, such as 2026-10-13=mon"
            raise typer.BadParameter(f"{text!r} names no day to follow: {detail}")
        followed_days |= dict.fromkeys(dates(when), day.strip())
    return followed_days

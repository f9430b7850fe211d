"""When nothing may take place: the blackouts of the district and its schools, by date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pdsched.problem import Blackout, Weekday, minutes
from pdsched.referee.spans import MIDNIGHT, Span


class Blackouts:
    """The blackouts of a calendar, asked for those of a school on a date."""

    def __init__(self, blackouts: Iterable[Blackout]) -> None:
        self._given = tuple(blackouts)
        self._known: dict[date, list[tuple[Span, Blackout]]] = {}

    def on(self, school: str | None, day: date) -> list[tuple[Span, Blackout]]:
        """Blackouts of a school on a date; for no school, those of the whole district."""
        if day not in self._known:
            self._known[day] = [(_hours(b), b) for b in self._given if _touches(b, day)]
        return [
            (span, blackout)
            for span, blackout in self._known[day]
            if blackout.schools is None or (school is not None and school in blackout.schools)
        ]


def _touches(blackout: Blackout, day: date) -> bool:
    if not blackout.first <= day <= blackout.last:
        return False
    return blackout.weekdays is None or Weekday.of(day) in blackout.weekdays


def _hours(blackout: Blackout) -> Span:
    start = 0 if blackout.start is None else minutes(blackout.start)
    return Span(start, MIDNIGHT if blackout.end is None else minutes(blackout.end))

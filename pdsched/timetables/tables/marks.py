"""Names of days with marks of weeks: ``MonA``, ``1Mon``, ``Lundi (B)``, ``A3``, column ``week``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from pdsched.timetables.tables.heads import plain
from pdsched.timetables.weekdays import weekdays_of

_WEEK_WORDS = {
    *("week", "weeks", "wk", "woche", "wochen", "kw"),
    *("semaine", "semaines", "sem", "quinzaine", "semana", "semanas"),
}
EVERY = {
    *("all", "every", "both", "each", "weekly", "alle", "jede", "wochentlich"),
    *("h", "hebdo", "hebdomadaire", "toutes", "tous", "chaque", "todas", "todos", "cada"),
}
"""Words in a column of weeks for a lesson that is held in all of them."""
_MARKED = re.compile(
    r"""
    (?: (?P<front> [A-Da-d1-4] | (?:week|wk|woche|semaine|semana)\s*[A-Da-d1-4] ) [\s:/.-]* )?
    (?P<day> [^\W\d_]{2,} \.? )
    (?: [\s:/(,-]* (?: (?:week|wk|woche|semaine|semana) \s* )? (?P<back> [A-Da-d1-4] ) \)? )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_GLUED = re.compile(r"(?P<day>[^\W\d_]{2,})(?P<back>[A-D])")
_FRONT_GLUED = re.compile(r"(?P<front>[A-D])(?P<day>[A-Z][^\W\d_]+)")
_LETTERED = re.compile(r"([A-Z])[\s./-]?(\d{1,2})")


class Marked(NamedTuple):
    """A day in two parts."""

    day: str
    mark: str
    """The week, in capitals; empty for each of them."""


def marked_weekdays(days: Collection[str]) -> dict[str, Marked] | None:
    """Weekdays that are told together with their weeks; ``None`` if they are something else.

    >>> marked_weekdays(["MonA", "TueB"])
    {'MonA': Marked(day='Mon', mark='A'), 'TueB': Marked(day='Tue', mark='B')}
    >>> marked_weekdays(["1Mon", "2Mon"])["2Mon"], marked_weekdays(["Day 1"])
    (Marked(day='Mon', mark='2'), None)
    """
    for patterns in ((_MARKED,), (_MARKED, _GLUED), (_MARKED, _FRONT_GLUED)):
        told = {day: _split(day, patterns) for day in days}
        known = {day: marked for day, marked in told.items() if marked is not None}
        words = list(dict.fromkeys(marked.day for marked in known.values()))
        if len(known) == len(told) and any(m.mark for m in known.values()) and weekdays_of(words):
            return known
    return None


def _split(day: str, patterns: Iterable[re.Pattern[str]]) -> Marked | None:
    matches = [match for pattern in patterns if (match := pattern.fullmatch(day.strip()))]
    if not matches:
        return None
    # The narrowest: where "MonA" may be glued, it is.
    parts = matches[-1].groupdict()
    mark = parts.get("front") or parts.get("back") or ""
    return Marked(parts["day"].rstrip("."), mark[-1:].upper())


def lettered(days: Collection[str]) -> dict[str, Marked] | None:
    """Days such as ``A3``, the third of week A; ``None`` if they are something else.

    >>> lettered(["A3", "B1"])["A3"]
    Marked(day='3', mark='A')
    """
    told = {day: _LETTERED.fullmatch(day.strip()) for day in days}
    matches = {day: match for day, match in told.items() if match is not None}
    if len(matches) < len(told) or not matches:
        return None
    return {day: Marked(match[2].lstrip("0") or "0", match[1]) for day, match in matches.items()}


def weeks_of(text: str) -> tuple[str, ...]:
    """The weeks that a cell of a column of weeks names; none for every week.

    >>> weeks_of("Semaine A"), weeks_of("A/B"), weeks_of("every week"), weeks_of("")
    (('A',), ('A', 'B'), (), ())
    """
    words = [word for word in plain(text).split() if word not in _WEEK_WORDS]
    if not words or any(word in EVERY for word in words):
        return ()
    return tuple(dict.fromkeys(word.upper() for word in words))

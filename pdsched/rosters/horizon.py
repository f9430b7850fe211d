"""When the plan is: the dates that are told, else those of the sessions of the source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pdsched.problem import Term
from pdsched.rosters.noted import Noted
from pdsched.rosters.roster import Dates, Session
from pdsched.timetables.arguments import Term as Told
from pdsched.timetables.arguments import TermArguments

LONGEST = 800
"""Most days after the first one."""
_DAY = timedelta(days=1)
_END = date(9999, 1, 1)
"""No plan goes on to the last date that there is, behind which nothing can be counted."""
OVERLAPS = "is a session that overlaps another one, or has its name, and is no term of the plan"


class Horizon(NamedTuple):
    """First and last date, and a sentence on where they come from."""

    first: date
    last: date
    sentence: str

    def cut(self, span: Dates) -> Dates | None:
        """The part of a span within the horizon.

        >>> day = date(2026, 9, 7)
        >>> Horizon(day, day, "").cut((date.min, date.max)) == (day, day)
        True
        """
        first, last = max(self.first, span[0]), min(self.last, span[1])
        return (first, last) if first <= last else None


def horizon_of(sessions: Sequence[Session], given: TermArguments, told: Told) -> Horizon:
    """The horizon: as it is told, else from the first date of the sessions to the last.

    >>> year = Session("2026", date(2026, 9, 1), date(2027, 6, 30))
    >>> horizon_of([year], {}, Told()).first, horizon_of([year], {"weeks": 2}, Told(weeks=2)).last
    (datetime.date(2026, 9, 1), datetime.date(2026, 9, 14))
    """
    sessions = [each for each in sessions if each.first < _END]
    span = (min(s.first for s in sessions), max(s.last for s in sessions)) if sessions else None
    if span is None or ("first" in given and "weeks" in given):
        why = "as was said" if "first" in given else "the source does not tell it"
        return _horizon(told.first, told.last, why)
    first = told.first if "first" in given else span[0]
    if "weeks" in given:
        last = first + min(timedelta(days=7 * told.weeks - 1), _END - first)
        return _horizon(first, last, "so many weeks from the first session of the source on")
    if span[1] < first:
        return _horizon(first, told.last, "after all sessions of the source")
    last = min(span[1], first + min(timedelta(days=LONGEST), _END - first))
    cut = "" if last == span[1] else f", cut to {LONGEST} days"
    return _horizon(first, last, f"by the sessions of the source{cut}")


def _horizon(first: date, last: date, why: str) -> Horizon:
    return Horizon(first, last, f"The plan runs from {first} to {last}: {why}.")


def terms_of(sessions: Iterable[Session], horizon: Horizon, noted: Noted) -> tuple[Term, ...]:
    """Sessions in which releases can be counted: those within the horizon that do not overlap.

    Sessions of one name that touch, such as those of several schools, are one; others have numbers.
    """
    spans: dict[str, list[Dates]] = {}
    for session in sessions:
        cut = horizon.cut((session.first, session.last))
        if session.is_term and cut:
            spans.setdefault(session.id, []).append(cut)
    named = [
        (span, name if number == 1 else f"{name[:190].strip()} ({number})")
        for name, told in spans.items()
        for number, span in enumerate(joined(told), start=1)
    ]
    terms: list[Term] = []
    for (first, last), name in sorted(named):
        if (terms and first <= terms[-1].last) or name in {term.id for term in terms}:
            noted.say("session", name, OVERLAPS)
        else:
            terms.append(Term(id=name, first=first, last=last))
    return tuple(terms)


def joined(spans: Iterable[Dates]) -> list[Dates]:
    """Spans that touch or overlap as one.

    >>> day = date(2026, 9, 7)
    >>> joined([(day + _DAY, day + _DAY), (day, day)]) == [(day, day + _DAY)]
    True
    """
    whole: list[Dates] = []
    for first, last in sorted(spans):
        if whole and first - whole[-1][1] <= _DAY:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole


def between_sessions(sessions: Sequence[Session], horizon: Horizon) -> frozenset[date]:
    """Dates of the horizon in no session, but not those before the first one or after the last.

    >>> autumn = Session("autumn", date(2026, 9, 1), date(2026, 12, 18))
    >>> spring = Session("spring", date(2026, 12, 20), date(2027, 5, 30))
    >>> sorted(between_sessions([autumn, spring], horizon_of([autumn, spring], {}, Told())))
    [datetime.date(2026, 12, 19)]
    """
    gaps: set[date] = set()
    reached: date | None = None
    for session in sorted(sessions, key=lambda each: each.first):
        day = reached + _DAY if reached is not None and reached < date.max else session.first
        gap = horizon.cut((day, session.first - _DAY)) if day < session.first else None
        if gap:
            gaps.update(gap[0] + timedelta(days=n) for n in range((gap[1] - gap[0]).days + 1))
        reached = session.last if reached is None else max(reached, session.last)
    return frozenset(gaps)


def common(parts: Sequence[frozenset[date]]) -> frozenset[date]:
    """Dates that all parts have.

    >>> common([frozenset({date(2026, 9, 7)}), frozenset()])
    frozenset()
    """
    return frozenset.intersection(*parts) if parts else frozenset()

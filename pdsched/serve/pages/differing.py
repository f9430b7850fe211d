"""What differs between two plans, in the words of a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar

from pdsched.indicators import kpis
from pdsched.indicators.comparison import compared
from pdsched.plan import Engagement, Plan, Session
from pdsched.problem import Half, Problem
from pdsched.result import Result
from pdsched.views import PlanDifference, difference
from pdsched.views.names import Names
from pdsched.wording import Wording, wording

Side: TypeAlias = tuple[Problem, Result, Plan]
"""What was given, the result, and the plan of it."""
MOST_LINES = 200
"""Of one kind of difference; the others are counted."""
T = TypeVar("T")


def differing(before: Side, after: Side, language: str) -> dict[str, Any]:
    """Key figures beside each other, and what is otherwise, by kind.

    Both are measured by the policy of the second.

    >>> given = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"})
    >>> side = (given, Result(status="optimal", plan=Plan(), problem=given.digest()), Plan())
    >>> differing(side, side, "fr")["groups"]
    []
    """
    (old, _, was), (new, result, now) = before, after
    first, second = kpis(old, was, result.policy), kpis(new, now, result.policy)
    words = wording(language)
    figures = [
        {
            "title": words.text(change.title),
            "before": first[change.id].told(language),
            "after": second[change.id].told(language),
            "verdict": change.verdict,
        }
        for change in compared(first, second).changes
        if (change.before, change.after) != (None, None)
    ]
    groups = [*_Teller(old, new, words).groups(difference(was, now))]
    return {"other_problem": old.digest() != new.digest(), "figures": figures, "groups": groups}


class _Teller:
    def __init__(self, old: Problem, new: Problem, words: Wording) -> None:
        self._words = words
        self._old, self._new = Names(old, words.language), Names(new, words.language)

    def groups(self, told: PlanDifference) -> Iterator[dict[str, Any]]:
        """What differs, by kind; kinds of which there is nothing are left out."""
        old, new = self._old, self._new
        changed = [(change.before, change.after) for change in told.sessions_changed]
        met = [need for person in told.people for need in person.newly_met]
        unmet = [need for person in told.people for need in person.newly_unmet]
        kinds = (
            _group("sessions-removed", told.sessions_removed, lambda s: self._session(s, old)),
            _group("sessions-added", told.sessions_added, lambda s: self._session(s, new)),
            _group("sessions-changed", changed, self._changed),
            _group("people", told.people, lambda person: new.person(person.staff)),
            _group("newly-met", met, new.need),
            _group("newly-unmet", unmet, old.need),
            _group("engagements-removed", told.engagements_removed, self._engagement(old)),
            _group("engagements-added", told.engagements_added, self._engagement(new)),
        )
        yield from (group for group in kinds if group["number"])

    def _session(self, session: Session, names: Names) -> str:
        words = self._words
        hours = words.text("any hour")
        if session.start != session.end:
            hours = f"{words.clock(session.start)}\N{EN DASH}{words.clock(session.end)}"
        when = f"{names.course(session.course)}: {words.long_date(session.date)}, {hours}"
        where = (names.school(session.school or ""), names.room(session.room or ""))
        people = ", ".join(map(names.person, session.staff))
        parts = (when, *where, names.person(session.trainer or ""))
        return ", ".join(filter(None, parts)) + (f" ({people})" if people else "")

    def _changed(self, pair: tuple[Session, Session]) -> str:
        before, after = pair
        was, now = self._session(before, self._old), self._session(after, self._new)
        return f"{was} \N{RIGHTWARDS ARROW} {now}"

    def _engagement(self, names: Names) -> Callable[[Engagement], str]:
        words = self._words

        def told(engagement: Engagement) -> str:
            half = words.text("am") if engagement.half is Half.AM else words.text("pm")
            who = names.person(engagement.substitute)
            when = f"{words.long_date(engagement.date)} {half}"
            return f"{who}: {when}, {names.school(engagement.school)}"

        return told


def _group(name: str, things: Sequence[T], line: Callable[[T], str]) -> dict[str, Any]:
    lines = [line(thing) for thing in things[:MOST_LINES]]
    return {"name": name, "number": len(things), "lines": lines}

"""A leaf a substitute: the route in clock order, with classes, rooms, breaks and ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf, in_order
from pdsched.binder.lines import ClassLine, class_line, hours
from pdsched.binder.matter import Matter
from pdsched.problem import Half, minutes
from pdsched.views import SubstituteView, Turn


class Held(NamedTuple):
    """A class to hold, and what comes before it."""

    line: ClassLine
    free: int
    """Minutes without a class since the one before, of the same half-day; 0 for none."""


class HalfDay(NamedTuple):
    """One half-day at one school."""

    date: dt.date
    half: Half
    school: str
    start: dt.time
    end: dt.time
    """From the first period of the half-day, or the first class, to the last."""
    way: int
    """Minutes from the school of the half-day before on the same date; 0 at one school."""
    origin: str
    """That school, where there is a way."""
    free: int
    """Minutes between the last class of the half-day before on the same date and the first of this
    one; 0 where either has none."""
    held: tuple[Held, ...]


class SubstitutePage(NamedTuple):
    """What stands on the leaf of one substitute."""

    half_days: tuple[HalfDay, ...]
    """By date, mornings first."""
    classes: int


def substitutes(matter: Matter) -> Chapter:
    """A leaf for each substitute who is engaged."""
    views = {view.substitute: view for view in matter.half_days}
    among = matter.chosen.among(
        "substitute", views, lambda who: SubstituteView(substitute=who, turns=())
    )
    leaves, ordered = in_order(
        (Leaf(matter.names.person(who), key=f"substitute:{who}"), view) for who, view in among
    )
    return Chapter("substitutes", leaves, (_page(matter, view) for view in ordered))


def _page(matter: Matter, view: SubstituteView) -> SubstitutePage:
    before = (None, *view.turns)
    pairs = zip(before, view.turns, strict=False)
    half_days = tuple(_half_day(matter, last, turn) for last, turn in pairs)
    return SubstitutePage(half_days, sum(len(turn.classes) for turn in view.turns))


def _half_day(matter: Matter, last: Turn | None, turn: Turn) -> HalfDay:
    start, end = hours(turn, matter)
    way, origin, free = 0, "", 0
    if last is not None and last.date == turn.date:
        way = matter.facts.travel(last.school, turn.school)
        origin = matter.names.school(last.school) if last.school != turn.school else ""
        if last.classes and turn.classes:
            free = _between(max(c.end for c in last.classes), turn.classes[0].start)
    return HalfDay(
        date=turn.date,
        half=turn.half,
        school=matter.names.school(turn.school),
        start=start,
        end=end,
        way=way,
        origin=origin,
        free=free,
        held=tuple(_held(matter, turn)),
    )


def _held(matter: Matter, turn: Turn) -> Iterator[Held]:
    over: dt.time | None = None
    for held in turn.classes:
        yield Held(class_line(held, matter.names), _between(over, held.start) if over else 0)
        over = max(over or held.end, held.end)


def _between(end: dt.time, start: dt.time) -> int:
    return max(0, minutes(start) - minutes(end))

"""A leaf a substitute: the route in clock order, with classes, rooms, breaks and ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf
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
    names = matter.names
    views = sorted(_views(matter), key=lambda v: (names.person(v.substitute), v.substitute))
    leaves = (Leaf(names.person(v.substitute), key=f"substitute:{v.substitute}") for v in views)
    return Chapter("substitutes", tuple(leaves), (_page(matter, view) for view in views))


def _views(matter: Matter) -> Iterator[SubstituteView]:
    chosen, named = matter.chosen.substitutes, matter.chosen.named
    seen = set()
    for view in matter.half_days:
        if chosen is None or view.substitute in chosen:
            seen.add(view.substitute)
            yield view
    for identity in sorted(chosen or ()):
        if identity not in seen and f"substitute:{identity}" in named:
            yield SubstituteView(substitute=identity, turns=())


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

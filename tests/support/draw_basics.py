"""Small helps for drawing; see `strategies`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from facts import Facts
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.problem import Weekday, Window, clock

T = TypeVar("T")

TOPICS = ("sheets", "robots")
QUALIFICATIONS = ("french", "maths")
ZONES = ("east", "west")


class Size(NamedTuple):
    """The most of everything in a problem; at least one school, course and staff member."""

    days: int
    periods: int
    schools: int
    staff: int
    courses: int
    needs: int
    """Of one staff member."""
    trainers: int
    rooms: int
    substitutes: int
    twins: int
    """Copies of people, trainers, rooms and substitutes, besides the numbers above."""
    roving: bool = False
    """Whether covers are the only thing that is scarce."""
    helping: bool = False
    """Whether colleagues may cover, and often can."""
    roles: bool = False
    """Whether people are staff, trainers and substitutes at once; in a quarter of all others."""
    teams: bool = False
    """Whether some trainers give sessions as a team; in a sixth of all others."""
    plain: bool = False
    """Whether no week differs from another, and nobody is two things at once."""


MICRO = Size(1, 2, 1, 2, 2, 1, 1, 1, 1, 1)
TINY = Size(3, 3, 2, 3, 3, 2, 2, 2, 2, 1)
EQUALS = Size(2, 2, 1, 2, 2, 2, 1, 1, 1, 3)
BRIEF = Size(1, 2, 1, 2, 2, 2, 1, 1, 1, 1)
ROVING = Size(1, 2, 3, 4, 2, 1, 1, 1, 1, 1, roving=True)
HELPING = Size(2, 3, 2, 4, 2, 1, 1, 1, 1, 1, helping=True)
ROLES = Size(2, 3, 2, 3, 2, 2, 2, 2, 2, 0, roles=True)
TEAMS = Size(2, 2, 2, 3, 2, 2, 3, 1, 2, 0, roles=True, teams=True)
SMALL = Size(8, 4, 3, 6, 4, 2, 3, 3, 4, 4)


def one_in(number: int) -> st.SearchStrategy[bool]:
    """True once in so many draws."""
    return st.sampled_from([False] * (number - 1) + [True])


def some(choices: Sequence[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """At least one of the choices, in their order."""
    return st.integers(1, 2 ** len(choices) - 1).map(
        lambda mask: tuple(c for n, c in enumerate(choices) if mask >> n & 1)
    )


def maybe(number: int, strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    """A value once in so many draws, else none."""
    return one_in(number).flatmap(lambda given: strategy if given else st.none())


@composite
def many(draw: DrawFn, strategy: st.SearchStrategy[T], least: int, most: int) -> list[T]:
    """So many of them; fuller lists come more often."""
    count = draw(st.sampled_from([*range(least, most + 1), most, most]))
    return [draw(strategy) for _ in range(count)]


def dates(world: Problem) -> st.SearchStrategy[date]:
    """A date of the horizon, closed or open."""
    return st.sampled_from(Facts(world).horizon)


@composite
def windows(draw: DrawFn, world: Problem) -> Window:
    """An hour or more, daily or on some days."""
    start = draw(st.sampled_from([480, 540, 600, 570]))
    which = draw(st.sampled_from(["daily", "weekdays", "dates", "first", "last"]))
    day = draw(dates(world))
    return Window(
        start=clock(start),
        end=clock(start + draw(st.sampled_from([60, 30, 120, 180]))),
        weekdays=(Weekday.of(day),) if which == "weekdays" else None,
        dates=(day,) if which == "dates" else None,
        first=day if which == "first" else None,
        last=day if which == "last" else None,
    )

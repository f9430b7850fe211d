"""What stops an attempt, and how far the attempt got."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple


class Stage(IntEnum):
    """How far an attempt to meet a need got; up to ``PLACE`` none could be made."""

    COURSE = 0
    PLACE = 1
    TRAINER = 2
    ROOM = 3
    PERSON = 4
    GROUP = 5
    COVER = 6
    HOLDERS = 7


class Obstacle(NamedTuple):
    """The first thing in the way of an attempt.

    The sentence is only put together for the one obstacle that is reported.
    """

    stage: Stage
    rule: str
    say: Callable[[], str]
    place: int = 0
    """Of obstacles at a stage, which comes later."""


def furthest(obstacles: Iterable[Obstacle]) -> Obstacle | None:
    """The first of the obstacles at the latest stage; None where there are none.

    >>> low = Obstacle(Stage.TRAINER, "trainer", lambda: "no trainer")
    >>> high = Obstacle(Stage.COVER, "cover", lambda: "no cover")
    >>> furthest([low, high]).say()
    'no cover'
    """
    return max(obstacles, key=lambda one: (one.stage, one.place), default=None)

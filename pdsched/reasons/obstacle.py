"""What stops an attempt, and how far the attempt got."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple


class Stage(IntEnum):
    """The stages of an attempt to meet a need, in the order in which they are tried.

    Up to ``GROUP_NEEDED`` the plan does not matter; from ``TIME`` on, one session is tried.
    """

    COURSE = 0
    LEVEL = 1
    FIRST_STEPS = 2
    GIVEN = 3
    PLACE = 4
    GROUP_NEEDED = 5
    TIME = 6
    TRAINER = 7
    LOAD = 8
    ROOM = 9
    WORTH = 10
    PINS = 11
    LAGS = 12
    PERSON = 13
    GROUP = 14
    AWAY = 15
    COVER = 16


class Obstacle(NamedTuple):
    """The first thing in the way of an attempt.

    The sentence is only put together for the one obstacle that is reported.
    """

    stage: Stage
    rule: str
    say: Callable[[], str]


def furthest(obstacles: Iterable[Obstacle]) -> Obstacle | None:
    """The first of the obstacles at the latest stage; None where there are none.

    >>> low = Obstacle(Stage.TRAINER, "trainer", lambda: "no trainer")
    >>> high = Obstacle(Stage.COVER, "cover", lambda: "no cover")
    >>> furthest([low, high]).say()
    'no cover'
    """
    return max(obstacles, key=lambda obstacle: obstacle.stage, default=None)

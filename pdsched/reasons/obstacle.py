"""What stops an attempt, and how far the attempt got."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum
from typing import NamedTuple


class Stage(IntEnum):
    """The stages of an attempt to meet a need, in the order in which they are tried.

    Up to ``GROUP_NEEDED`` no time and no place would help; from ``TIME`` on, one is tried.
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
    BARRED = 9
    ROOM = 10
    WORTH = 11
    PINS = 12
    LAGS = 13
    AVAILABLE = 14
    BLACKED_OUT = 15
    COVERABLE = 16
    PROTECTED = 17
    ELSEWHERE = 18
    IN_ALL = 19
    IN_WEEK = 20
    GROUP = 21
    AWAY = 22
    COVER = 23
    OTHERS = 24


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

"""Lessons stay with a substitute who held the class, or another lesson of the same person."""

from __future__ import annotations

import pytest

from pdsched.engines.assignment import IntervalAssignment, assign, hold

FIRST, SECOND = (8, 9), (9, 10)
BOTH = ["sue", "sam"]


@pytest.mark.parametrize(("later", "held"), [("ab", BOTH), ("ba", BOTH[::-1])])
def test_a_class_stays_with_who_has_it(later: str, held: list[str]) -> None:
    """Two classes at 8 and the same two at 9, in this order and in the other."""
    spans, able = [FIRST, FIRST, SECOND, SECOND], [BOTH] * 4

    assert hold(spans, able, known_by=[*"ab", *later]) == [*BOTH, *held]


def test_what_is_more_telling_comes_first() -> None:
    """Of those who know the person and the class, the one who knows the person goes on."""
    known = [["ada", "5a"], ["bob", "5b"], ["ada", "5b"]]

    assert hold([FIRST, FIRST, SECOND], [BOTH] * 3, known_by=known) == ["sue", "sam", "sue"]
    assert hold([FIRST, FIRST, SECOND], [BOTH] * 3, known_by=[k[1:] for k in known]) == [
        "sue",
        "sam",
        "sam",
    ]


def test_a_familiar_hand_is_not_kept_at_any_cost() -> None:
    """Sue alone plays music: she leaves class a, that she has had, to sam."""
    spans, able = [FIRST, SECOND, SECOND], [["sue"], BOTH, ["sue"]]

    assert hold(spans, able, known_by=["a", "a", "b"]) == ["sue", "sam", "sue"]


def test_a_class_is_known_on_later_dates() -> None:
    """Sam had class b on Monday, and has it on Tuesday."""
    known = [[["a"], ["b"]], [["b"]]]
    tasks = [
        IntervalAssignment(day, [FIRST] * len(by), [BOTH] * len(by), (), [()] * len(by), by)
        for day, by in enumerate(known)
    ]

    assert assign(tasks, {}) == [BOTH, ["sam"]]

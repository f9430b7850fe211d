"""What changed between the absences of two plans."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pdsched.absences.absence import Absence, Absences

K = TypeVar("K")
V = TypeVar("V")


class Action(StrEnum):
    """What is to be done with what is told."""

    ADD = "ADD"
    CHANGE = "CHANGE"
    CANCEL = "CANCEL"


class ToldAbsence(NamedTuple):
    """An absence, and what is to be done with it."""

    action: Action
    absence: Absence
    """As it is now; one that is gone, as it was."""


def changes(now: Absences, before: Absences | None = None) -> tuple[ToldAbsence, ...]:
    """What is to be done with the absences before, so that they are those of now.

    >>> from pdsched.problem import Problem
    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> changes(Absences(Problem(calendar=calendar), (), ()))
    ()
    """
    old = {} if before is None else {a.absence_id: a for a in before.absences}
    new = {a.absence_id: a for a in now.absences}
    told = [ToldAbsence(action, absence) for action, absence in compared(new, old)]
    return tuple(
        sorted(told, key=lambda t: (t.absence.date, t.absence.start, t.absence.absence_id))
    )


def compared(new: Mapping[K, V], old: Mapping[K, V]) -> list[tuple[Action, V]]:
    """What is new or other by its key, and then what is gone; not what is as it was.

    >>> [(action.value, what) for action, what in compared({1: "a", 2: "b"}, {2: "c", 3: "d"})]
    [('ADD', 'a'), ('CHANGE', 'b'), ('CANCEL', 'd')]
    """
    told = [
        (Action.CHANGE if key in old else Action.ADD, value)
        for key, value in new.items()
        if key not in old or old[key] != value
    ]
    return told + [(Action.CANCEL, value) for key, value in old.items() if key not in new]

"""Pauses of substitutes in the model: covers are named where they could bind, and only there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from schools import BASE, MON, TUE, course, lesson, need, two_schools
from solving import solved
from strategies import Case

from pdsched.model import enumerate_candidates, formulate
from pdsched.policy import Policy
from pdsched.problem import Window

_DAYS = [MON + timedelta(days=n) for n in range(12)]

TWINS = [{"id": f"sub-{n}", "zones": ["a", "b"], "available": [{}]} for n in range(3)]


@pytest.mark.parametrize(
    ("figures", "named"),
    [
        ({}, False),
        ({"handover_minutes": 0}, False),
        ({"handover_minutes": 1}, True),
        ({"lunch_minutes": 120}, False),
        ({"lunch_minutes": 240}, True),
        ({"days_with_a_class": 4}, False),
        ({"days_with_a_class": 3}, True),
    ],
)
def test_covers_are_named_where_a_pause_could_bind(figures: dict[str, int], named: bool) -> None:
    """North's lessons follow at once, its midday is of three hours, ada's class has four dates."""
    lessons = [
        x | {"qualification": None, "classes": ["5a"] if "ada" in x["staff"] else []}
        for x in BASE["lessons"]
        if x["school"] == "north"
    ]
    problem = two_schools(substitutes=TWINS, lessons=lessons)
    statement = formulate(enumerate_candidates(problem, Policy(**figures)))

    assert bool(len(statement.named.demand)) is named
    assert len(statement.index.substitutes) == (3 if named else 1)


def _taught(name: str, at: int, **fields: Any) -> dict[str, Any]:
    """A lesson of an hour on Tuesday."""
    return lesson(f"{name}-tue-1", start=f"{at:02}:00", end=f"{at + 1:02}:00") | fields


def test_what_a_colleague_could_hold_is_no_class_for_a_substitute() -> None:
    """Sue has cat's class until 9 and then eve's, which is the same, but cannot have ann's.

    That dan, who has to play for fay, could hold either is of no help.
    """
    hours = {"cat": 8, "ann": 9, "eve": 9, "fay": 10}
    classes = {"cat": ["5b"], "ann": ["5a"], "eve": ["5b"], "fay": ["5c"]}
    people: list[dict[str, Any]] = [{"id": name, "schools": ["north"]} for name in (*hours, "dan")]
    people[-1] |= {"qualifications": ["music"], "cover_volunteer": True}
    music = {"fay": "music"}
    problem = two_schools(
        staff=people,
        lessons=[
            _taught(name, at, classes=classes[name], qualification=music.get(name))
            for name, at in hours.items()
        ],
        courses=[course(f"{name}-1", modality="self-paced") for name in hours],
        needs=[need(name, f"{name}-1", priority=1 if name == "eve" else 5) for name in hours],
        substitutes=[{"id": "sue", "zones": ["a"], "available": [{"dates": [TUE]}]}],
    )
    # Everybody can learn in the hour of their lesson alone.
    away = [{"start": "00:00", "end": "23:59", "dates": [d for d in _DAYS if d != TUE]}]
    staff = [
        person.model_copy(
            update={
                "unavailable": tuple(
                    Window.model_validate(w)
                    for w in (
                        *away,
                        {"start": "00:00", "end": f"{hours[person.id]:02}:00"},
                        {"start": f"{hours[person.id] + 1:02}:00", "end": "23:59"},
                    )
                )
            }
        )
        if person.id in hours
        else person
        for person in problem.staff
    ]
    alone = problem.model_copy(update={"staff": tuple(staff)})
    policy = Policy(colleague_cover="volunteers", handover_minutes=10)

    assert solved(Case(alone, policy)).value == (110, 1, 1, 0, 3)
    assert solved(Case(alone, policy.model_copy(update={"handover_minutes": 0}))).value == (
        150,
        1,
        1,
        0,
        3,
    )

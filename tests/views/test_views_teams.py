"""What people read where several give a session, or come to a class."""

from __future__ import annotations

from typing import Any

import pytest
from pairs_teams import PALS, TOGETHER, TOM, teamed
from schools import BASE, FRI, TUE, plan_of, session

from pdsched import Plan, Problem
from pdsched.views import By, by_trainer, sheets
from pdsched.views.in_class import with_classes
from pdsched.views.names import Names

ALONE = session("sheets-1", FRI, "13:00", "cyd")
IN_CLASS = session("coach-1", TUE, "08:00", "ada", room=None)
"""Tom comes to the lesson that ada holds on Tuesdays at 8."""


def coaching(**lesson: Any) -> Problem:
    """Coaching in class; fields of ada's lesson on Tuesdays at 8."""
    courses = [
        c | {"modality": "coaching-in-class"} if c["id"] == "coach-1" else c
        for c in BASE["courses"]
    ]
    lessons = [x | lesson if x["id"] == "ada-tue-1" else x for x in BASE["lessons"]]
    return teamed(courses=courses, lessons=lessons)


def test_each_of_a_team_has_the_sessions_of_the_team() -> None:
    """Tom's own stand among them; without the problem a plan knows the team alone."""
    plan = plan_of(teamed(), [TOGETHER, ALONE])

    views = {view.trainer: view.sessions for view in by_trainer(plan, teamed())}
    assert views == {"ada": (TOGETHER,), "tom": (TOGETHER, ALONE)}
    assert [view.trainer for view in by_trainer(plan)] == ["both", "tom"]


def test_a_sheet_says_with_whom() -> None:
    """A column names the others of the team, where there is a team."""
    problem = teamed(TOM | {"name": "Tom Ash"})
    ada, tom = sheets(problem, plan_of(problem, [TOGETHER, ALONE]), By.TRAINER)
    [alone] = sheets(problem, plan_of(problem, [ALONE]), By.TRAINER)

    assert (ada.columns[-1], [row[-1] for row in ada.rows]) == ("Together with", ["Tom Ash"])
    assert (tom.title, [row[-1] for row in tom.rows]) == (
        "Tom Ash: 2 sessions, 120 minutes",
        ["ada", ""],
    )
    assert alone.columns[-1] == "Who"


@pytest.mark.parametrize(("name", "told"), [("", "ada and bob"), ("Pals", "Pals")])
def test_a_team_is_called_by_its_members(name: str, told: str) -> None:
    """Unless it has a name."""
    assert Names(teamed(PALS | {"name": name})).person("pals") == told


@pytest.mark.parametrize(
    ("lesson", "told"),
    [
        ({}, "ada-tue-1"),
        ({"subject": "maths", "classes": ["5a"], "room": "12"}, "maths 5a, room 12"),
        ({"subject": "maths", "start": "08:01"}, None),
        ({"subject": "maths", "end": "08:59"}, None),
        ({"subject": "maths", "day": "thu"}, None),
        ({"subject": "maths", "last": "2026-09-07"}, None),
        ({"subject": "maths", "school": "south"}, None),
        ({"subject": "maths", "staff": ["bob"]}, None),
    ],
)
def test_who_comes_to_a_class_is_told_which(lesson: dict[str, Any], told: str | None) -> None:
    """The lesson in which the session stands; in none nothing is told."""
    [shown] = with_classes(coaching(**lesson), Plan(sessions=(IN_CLASS,))).sessions

    assert shown.room == told


def test_sheets_of_both_say_in_which_class() -> None:
    """Whoever comes and whoever stays read the class; other sessions keep their rooms."""
    problem = coaching(subject="maths", classes=["5a"])
    plan = plan_of(problem, [IN_CLASS, TOGETHER])

    _, tom = sheets(problem, plan, By.TRAINER)
    ada = next(s for s in sheets(problem, plan, By.PERSON) if s.title == "ada")
    assert [row[4] for row in tom.rows] == ["maths 5a", "lab"]
    assert [row[4] for row in ada.rows] == ["north, maths 5a", "north, lab"]


def test_a_class_of_nobody_is_told_as_none() -> None:
    """A session without people, which no plan may have, stands in no lesson."""
    empty = IN_CLASS.model_copy(update={"staff": ()})

    assert with_classes(coaching(), Plan(sessions=(empty,))).sessions == (empty,)

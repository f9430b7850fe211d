"""What each reader sees of a plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import problems
from tuesday import AFTERNOON, MORNING, PLAN, PROBLEM, TUESDAY, changed

from pdsched import PdschedError, Plan, Problem, verify
from pdsched.views import (
    By,
    by_day,
    by_person,
    by_school,
    by_substitute,
    by_trainer,
    sheets,
    sheets_to_page,
    sheets_to_text,
)


def test_the_plan_looked_at_is_sound() -> None:
    """The plan of these tests keeps every rule, so that the views show something real."""
    assert verify(PROBLEM, PLAN) == ()


def test_person_sees_session_release_and_covers() -> None:
    """A person sees each session with the time away and the covers of the classes left."""
    ada, bo, _, dee = by_person(PLAN)

    assert (ada.staff, bo.staff, dee.staff) == ("ada", "bo", "dee")
    assert ada.visits[0].session.id == MORNING
    assert [cover.lesson for cover in ada.visits[0].covers] == ["a", "z"]
    assert bo.visits[0].covers == ()
    assert dee.visits[0].session.id == AFTERNOON


def test_trainer_sees_sessions_in_clock_order() -> None:
    """A trainer sees the sessions by date and clock, and how many minutes they are."""
    (tom,) = by_trainer(PLAN)

    assert [session.id for session in tom.sessions] == [MORNING, AFTERNOON]
    assert tom.minutes == 150


def test_session_without_trainer_has_no_trainer_view() -> None:
    """Nobody is shown as the trainer of a session that has none."""
    sessions = [{**session.model_dump(), "trainer": None} for session in PLAN.sessions]

    assert by_trainer(changed(sessions=sessions)) == ()


def test_day_holds_everything_of_its_date() -> None:
    """A day holds all records of its date, and days without any are left out."""
    (tuesday,) = by_day(PLAN)

    assert str(tuesday.date) == TUESDAY
    assert tuesday.sessions == PLAN.sessions
    assert tuesday.releases == PLAN.releases
    assert tuesday.covers == PLAN.covers
    assert tuesday.engagements == PLAN.engagements


def test_substitute_sees_half_days_with_classes_in_clock_order() -> None:
    """A substitute sees date, half-day and school, then the classes by the clock."""
    sam, vic = by_substitute(PROBLEM, PLAN)

    assert [(turn.half, turn.school) for turn in sam.turns] == [("am", "north"), ("pm", "south")]
    assert [held.lesson for held in sam.turns[0].classes] == ["z", "a"]
    assert [held.label for held in sam.turns[0].classes] == ["maths 8b", "maths, room 12"]
    assert [held.staff for held in sam.turns[1].classes] == ["dee"]
    assert [held.label for held in vic.turns[0].classes] == ["c-south"]


def test_engagement_without_class_is_shown() -> None:
    """A substitute who has nothing to hold is told of the half-day all the same."""
    extra = {"substitute": "vic", "school": "north", "date": TUESDAY, "half": "pm"}
    plan = changed(engagements=[*PLAN.engagements, extra])
    _, vic = by_substitute(PROBLEM, plan)

    assert [(turn.school, len(turn.classes)) for turn in vic.turns] == [("south", 1), ("north", 0)]


def test_school_sees_who_is_away_and_who_comes() -> None:
    """A school sees those at home there, and only those classes that are held there."""
    north, south = by_school(PROBLEM, PLAN)
    (day,) = north.days

    assert (north.school, south.school) == ("north", "south")
    assert [(away.staff, len(away.classes)) for away in day.away] == [
        ("cy", 1),
        ("ada", 2),
        ("bo", 0),
    ]
    assert [(e.substitute, e.half) for e in day.engagements] == [("sam", "am")]
    assert [session.id for session in day.sessions] == [MORNING]
    assert south.days[0].sessions == ()


def test_school_sees_that_a_class_needs_no_cover() -> None:
    """A class that needs no cover is shown as taken, with nobody to hold it."""
    north, _ = by_school(PROBLEM, PLAN)
    (taken,) = north.days[0].away[0].classes

    assert (taken.lesson, taken.substitute) == ("c-north", None)


def test_views_of_an_empty_plan_are_empty() -> None:
    """Nothing planned is an ordinary answer; schools are listed all the same."""
    assert by_person(Plan()) == ()
    assert by_day(Plan()) == ()
    assert by_trainer(Plan()) == ()
    assert by_substitute(PROBLEM, Plan()) == ()
    assert [view.days for view in by_school(PROBLEM, Plan())] == [(), ()]


@pytest.mark.parametrize(
    ("by", "fields", "sentence"),
    [
        (By.PERSON, {"sessions": []}, f"session {MORNING!r}, which does not exist"),
        (By.SCHOOL, {"releases": [PLAN.releases[0].model_copy(update={"lessons": ("q",)})]}, "'q'"),
        (By.SCHOOL, {"releases": [PLAN.releases[0].model_copy(update={"staff": "zed"})]}, "'zed'"),
        (By.SUBSTITUTE, {"engagements": []}, "without being engaged"),
        (By.SUBSTITUTE, {"covers": [PLAN.covers[0].model_copy(update={"lesson": "q"})]}, "'q'"),
    ],
)
def test_faulty_plan_is_refused_with_a_sentence(
    by: By, fields: dict[str, object], sentence: str
) -> None:
    """A plan that names what is not there is refused, naming it, rather than half shown."""
    with pytest.raises(PdschedError, match="verify the plan") as caught:
        sheets(PROBLEM, changed(**fields), by)

    assert sentence in str(caught.value)


@pytest.mark.parametrize("by", By)
def test_sheets_name_everybody_concerned(by: By) -> None:
    """Each view's sheets have a row as wide as its head for each thing, and a title."""
    for sheet in sheets(PROBLEM, PLAN, by):
        assert sheet.title
        assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


def test_substitute_sheet_in_text() -> None:
    """The printed sheet of a substitute reads in columns, date and school once a half-day."""
    sam = sheets_to_text(sheets(PROBLEM, PLAN, By.SUBSTITUTE)[:1])

    assert sam.splitlines() == [
        "sam: 2 half-days",
        "  Date            Half  School  Time         Class           Instead of",
        "  Tue 2026-09-08  am    north   09:00-10:00  maths 8b        ada",
        "                                10:00-11:00  maths, room 12  ada",
        "  Tue 2026-09-08  pm    south   13:00-14:00  d               dee",
    ]


def test_school_sheet_in_text() -> None:
    """The printed sheet of a school tells who comes, who is away and what is held there."""
    north = sheets_to_text(sheets(PROBLEM, PLAN, By.SCHOOL)[:1])

    assert north.splitlines() == [
        "north",
        "  Date            What        Time         Who  Details",
        "  Tue 2026-09-08  substitute  am           sam",
        "                  away        08:40-10:50  cy   10:00-11:00 c-north: no cover needed",
        "                  away        09:00-10:30  ada  09:00-10:00 maths 8b: sam",
        "                                                10:00-11:00 maths, room 12: sam",
        "                  away        09:00-10:30  bo   leaves no class here",
        "                  session     09:00-10:30  tom  sheets, room lab, 3 people",
    ]


def test_nothing_planned_is_said() -> None:
    """No sheets, and a sheet without rows, read as a sentence."""
    assert sheets_to_text(sheets(PROBLEM, Plan(), By.DAY)) == "nothing is planned"
    assert "  nothing is planned" in sheets_to_text(sheets(PROBLEM, Plan(), By.SCHOOL))


def test_page_is_whole_and_escaped() -> None:
    """A page of sheets stands alone, and what is in the data cannot become markup."""
    problem = PROBLEM.model_copy(update={"name": "<i>"})
    page = sheets_to_page(problem.name, sheets(problem, PLAN, By.SCHOOL))

    assert page.startswith("<!doctype html>")
    assert "<i>" not in page
    assert "&lt;i&gt;" in page
    assert "10:00-11:00 maths, room 12: sam" in page
    assert "<script" not in page
    assert "http:" not in page
    assert "https:" not in page


@given(problem=problems())
def test_views_of_any_problem_without_a_plan(problem: Problem) -> None:
    """Every problem can be looked at before anything is planned."""
    assert {view.school for view in by_school(problem, Plan())} == {s.id for s in problem.schools}


def test_who_stays_is_not_called_away() -> None:
    """Coached in class and in a team without an hour: sheets say so; who leads is away."""
    given = PROBLEM.model_dump(mode="json")
    given["courses"] = [
        {
            "id": "visit",
            "topic": "t",
            "modality": "coaching-in-class",
            "minutes": 60,
            "group_max": 2,
        },
        {"id": "team", "topic": "t", "modality": "asynchronous", "minutes": 90, "group_max": 2},
    ]
    kept = ("needs", "session_pins", "engagement_pins", "pairs", "trainers")
    given |= {name: [] for name in kept}
    given["staff"] = [{**m, "completed": []} for m in given["staff"]]
    hour = {"date": "2026-09-08", "start": "09:00", "end": "10:00"}
    no_hour = {"date": "2026-09-09", "start": "00:00", "end": "00:00"}
    plan = Plan.model_validate(
        {
            "sessions": [
                {"id": "v", "course": "visit", "school": "north", "trainer": "bo", **hour}
                | {"staff": ["ada"]},
                {"id": "t", "course": "team", "staff": ["ada"], **no_hour},
            ],
            "releases": [
                {"staff": "ada", "session": "v", "need": "n1", **hour},
                {"staff": "bo", "session": "v", "need": None, **hour},
                {"staff": "ada", "session": "t", "need": "n2", **no_hour},
            ],
        }
    )
    problem = Problem.model_validate(given)
    ada, bo = (sheet.rows for sheet in sheets(problem, plan, By.PERSON) if sheet.rows)
    office = {row[1:3] + row[3:4]: row[4] for row in sheets(problem, plan, By.SCHOOL)[0].rows}

    assert [row[1:4:2] for row in ada] == [
        ("stays in class", "09:00-10:00"),
        ("not away", "any hour"),
    ]
    assert [row[1] for row in bo] == ["09:00-10:00"]
    assert office["coached", "09:00-10:00", "ada"] == "in class, with the pupils"
    assert office["team", "any hour", "ada"] == "by this date, away from nobody"
    assert ("away", "09:00-10:00", "bo (leads)") in office

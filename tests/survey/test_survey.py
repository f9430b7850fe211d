"""From the answers of a survey to needs, levels and priorities."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pdsched import Problem, ProblemError, check, load, save, solve
from pdsched.errors import Severity
from pdsched.problem import Need
from pdsched.survey import Standing, SurveyReading, SurveyScales, needs_from_survey
from pdsched.survey.ids import id_beyond, need_id

CALENDAR = {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-12-18"}
PERIODS = [{"id": "1", "start": "08:00", "end": "09:00"}]


def course(name: str, topic: str, level_from: int, level_to: int, *first: str) -> dict[str, Any]:
    """A course of an hour, and what comes before it."""
    levels = {"level_from": level_from, "level_to": level_to}
    arcs = [{"course": each} for each in first]
    size = {"minutes": 60, "group_max": 8, "modality": "remote"}
    return {"id": name, "topic": topic, **levels, **size, "prerequisites": arcs}


def problem(**fields: Any) -> Problem:
    """Two people, three steps in sheets and one in slides."""
    given = {
        "calendar": CALENDAR,
        "schools": [{"id": "north", "periods": PERIODS}],
        "staff": [{"id": name, "schools": ["north"]} for name in ("ada", "bo")],
        "courses": [
            course("sheets-1", "sheets", 0, 1),
            course("sheets-2", "sheets", 1, 2, "sheets-1"),
            course("sheets-3", "sheets", 2, 3, "sheets-2"),
            course("slides-1", "slides", 0, 1),
        ],
    }
    return Problem.model_validate({**given, **fields})


def row(staff: str = "ada", topic: str = "sheets", **answers: object) -> dict[str, object]:
    """One row of a table with a row for each person and topic."""
    return {"staff": staff, "topic": topic, **answers}


def told(reading: SurveyReading) -> list[tuple[object, ...]]:
    """Id, aim and priority of each need."""
    return [(n.id, n.course or n.level_to, n.priority) for n in reading.needs]


def ask(*rows: dict[str, object], given: Problem | None = None, **scales: Any) -> SurveyReading:
    """The reading of some rows."""
    return needs_from_survey(given or problem(), rows, SurveyScales(**scales))


# --- level and priority


@pytest.mark.parametrize(
    ("standing", "skill", "comfort", "level"),
    [
        ("lower", "5", "2", 1),
        ("higher", "5", "2", 4),
        ("mean", "5", "2", 2),
        ("lower", "3", "", 2),
        ("higher", "", "2", 1),
        ("mean", "Could  TEACH it", "Comfortable", 3),
    ],
)
def test_skill_and_comfort_make_the_level(
    standing: Standing, skill: str, comfort: str, level: int
) -> None:
    """The level that a person gives goes into the problem as the scales say."""
    found = ask(row(skill=skill, comfort=comfort), standing=standing)

    assert found.problem.staff[0].levels == {"sheets": level}
    assert found.problem.staff[1].levels == {}


def test_the_next_course_says_the_level_wanted() -> None:
    """Who names no level is to reach the next that a course leads to; at the top there is none."""
    found = [ask(row(skill=skill)) for skill in "1234"]

    assert [told(each) for each in found] == [
        [("ada:sheets", 1, 3)],
        [("ada:sheets", 2, 3)],
        [("ada:sheets", 3, 3)],
        [],
    ]
    assert [note.reason for note in found[3].notes] == [
        "ada stands at level 3 of sheets, and no course leads higher."
    ]


def test_target_is_set_by_the_answer_then_the_topic_then_all() -> None:
    """A level that is answered outranks the target of the topic, and that outranks the general."""
    rows = [row(skill="2", level_to="2"), row("bo", skill="2", level_to="")]
    slides = [row("bo", "slides", skill="1", level_to="")]
    found = ask(*rows, *slides, target=1, targets={"sheets": 3})

    assert [n.level_to for n in found.needs if n.topic] == [2, 3, 1]


def test_wish_makes_the_priority() -> None:
    """A wish counts as its priority; without a question on it the missing levels count."""
    rows = [row(skill="1", wish="urgent"), row("bo", skill="1", wish="low")]

    assert [n.priority for n in ask(*rows).needs] == [5, 2]
    for target, priority in ((1, 1), (2, 2), (3, 2)):
        found = ask(row(skill="1"), target=target, priorities=(1, 2))
        assert {n.priority for n in found.needs} == {priority}


def test_due_date_is_that_of_the_scales() -> None:
    """All needs of a survey bear its due date, what comes first too."""
    found = ask(row(skill="1", level_to="2"), due="2026-12-01")

    assert [str(need.due) for need in found.needs] == ["2026-12-01"] * 2


# --- no need


@pytest.mark.parametrize(
    ("answers", "scales", "reason"),
    [
        ({"skill": "1", "wish": "no"}, {}, "ada does not wish to learn sheets."),
        ({"skill": "1", "wish": ""}, {}, "ada left the wish to learn sheets open."),
        ({"skill": "4", "wish": "5", "level_to": "2"}, {},
         "ada stands at level 3 of sheets, and level 2 is wanted."),
        ({"skill": "3"}, {"targets": {"sheets": 2}},
         "ada stands at level 2 of sheets, and level 2 is wanted."),
    ],
)  # fmt: skip
def test_answer_without_a_need_is_noted(
    answers: dict[str, Any], scales: dict[str, Any], reason: str
) -> None:
    """Who does not want, or stands high enough, gets no need but a note; the level is kept."""
    found = ask(row(**answers), **scales)

    assert found.needs == found.beyond == found.problem.needs == ()
    assert [str(note) for note in found.notes] == [reason]
    assert found.problem.staff[0].levels["sheets"] == int(str(answers["skill"])) - 1


def test_empty_answers_make_no_need() -> None:
    """Empty cells, and those that count as empty, are counted, and the problem stays as it is."""
    given = problem()
    rows = [row(skill="", wish=None), row("bo", skill="N/A", wish=float("nan"))]
    found = ask(*rows, given=given)

    assert (found.problem, found.needs, found.notes, found.unanswered) == (given, (), (), 2)


def test_a_wish_left_open_is_none_unless_a_level_is_set() -> None:
    """Where a level is set, by answer or target, an open wish does not stop the need."""
    assert told(ask(row(skill="1", wish="", level_to="1"))) == [("ada:sheets", 1, 3)]
    assert told(ask(row(skill="1", wish=""), target=1)) == [("ada:sheets", 1, 3)]


def test_required_topics_are_learned_whatever_the_wish() -> None:
    """A required topic makes a need even of a wish of 0, with a priority by missing levels."""
    found = ask(row(skill="1", wish="no"), required=("sheets",), target=2)

    assert told(found) == [("ada:sheets", 2, 4), ("ada:sheets:sheets-1", "sheets-1", 4)]


# --- what comes first, and what no course leads to


def test_what_comes_first_is_needed_too() -> None:
    """A wish two steps up brings a need for the step between, and none for what is done."""
    up = ask(row(skill="1", level_to="3"))
    halfway = ask(row(skill="2", level_to="3"))
    done = problem(staff=[{"id": "ada", "schools": ["north"], "completed": ["sheets-1"]}])

    assert [told(up)[0][0], *(n.course for n in up.needs[1:])] == [
        "ada:sheets", "sheets-1", "sheets-2"
    ]  # fmt: skip
    assert [n.course for n in halfway.needs] == [None, "sheets-2"]
    assert [n.course for n in ask(row(skill="1", level_to="2"), given=done).needs] == [None]


def test_level_beyond_all_courses_is_left_out_of_the_problem() -> None:
    """As far as courses lead there is a need; the rest is told apart, and the problem is sound."""
    found = ask(row(skill="3", level_to="5"), row("bo", "robots", wish="4"), targets={"robots": 2})

    assert told(found) == [("ada:sheets", 3, 5)]
    assert [(n.id, n.level_to, n.priority) for n in found.beyond] == [
        ("ada:sheets>5", 5, 5),
        ("bo:robots>2", 2, 4),
    ]
    assert [f for f in check(found.problem) if f.severity is Severity.ERROR] == []


def test_wish_at_the_top_is_beyond() -> None:
    """Who wishes to learn more than any course teaches asks for a course that is not there."""
    found = ask(
        row(skill="4", wish="high"), row("bo", "robots", wish="yes"), topics={"r": "robots"}
    )

    assert [(n.staff, n.topic, n.level_to) for n in found.beyond] == [
        ("ada", "sheets", 4),
        ("bo", "robots", 1),
    ]


# --- the needs that are there already


def test_other_needs_stay_and_the_surveys_own_are_replaced() -> None:
    """A second survey takes the place of the first; what people wrote themselves stays."""
    mine = {"id": "n1", "staff": "bo", "course": "slides-1"}
    first = ask(row(skill="1", level_to="3"), given=problem(needs=[mine]))
    second = ask(row(skill="2", level_to="2"), given=first.problem)
    third = ask(row(wish="no"), given=second.problem)

    assert [n.id for n in first.problem.needs] == [
        "n1", "ada:sheets", "ada:sheets:sheets-1", "ada:sheets:sheets-2"
    ]  # fmt: skip
    assert [(n.id, n.level_to) for n in second.problem.needs] == [("n1", None), ("ada:sheets", 2)]
    assert [n.id for n in third.problem.needs] == ["n1"]
    assert third.problem.staff[0].levels == {"sheets": 1}


def test_what_another_need_asks_for_is_not_asked_twice() -> None:
    """A need of the problem that leads as far stands for the answer; what comes first is added."""
    mine = {"id": "n1", "staff": "ada", "course": "sheets-2"}
    found = ask(row(skill="1", level_to="1"), given=problem(needs=[mine]))

    assert [str(note) for note in found.notes] == ["ada asks for sheets in need n1 already."]
    assert [n.id for n in found.problem.needs] == ["n1", "ada:sheets:sheets-1"]


def test_id_of_another_need_is_not_taken() -> None:
    """A need of somebody else under the id of a need of the survey is a fault."""
    mine = {"id": "ada:sheets", "staff": "bo", "course": "slides-1"}
    with pytest.raises(ProblemError) as raised:
        ask(row(skill="1"), given=problem(needs=[mine]))

    assert [(f.code, f.value) for f in raised.value.faults] == [("PD210", "ada:sheets")]


@pytest.mark.parametrize("topic", ["a|b", "a:b", " edges ", "line\nbreak", "%3A", "x>1", "é ü"])
def test_every_topic_makes_an_id(topic: str) -> None:
    """Whatever a topic holds, its id is one, and differs from that of a topic alike."""
    names = {need_id("a", topic), need_id("a:" + topic, ""), need_id("a", "", topic)}
    names.add(id_beyond("a", topic, 1))

    assert len(names) == 4
    assert {Need(id=name, staff="a", course="c").id for name in names} == names


def test_too_long_an_id_is_a_fault() -> None:
    """Ids that make too long a need are told, not cut."""
    long = "s" * 199
    given = problem(staff=[{"id": long, "schools": ["north"]}])
    with pytest.raises(ProblemError, match="too long for the id of a need"):
        ask(row(long, skill="1"), given=given)


def test_needs_of_a_survey_can_be_met() -> None:
    """A wish two steps up is met by a plan, with what comes first, stated or implied."""
    times = {"start": "08:00", "end": "09:00"}
    names = [each.id for each in problem().courses]
    given = problem(trainers=[{"id": "tom", "courses": names, "available": [times]}])
    found = ask(row(skill="1", level_to="3"), given=given).problem
    alone = found.model_copy(update={"needs": found.needs[:1]})
    plans = [solve(each, seconds=20, workers=1).plan for each in (found, alone)]

    assert [len(plan.releases) if plan else None for plan in plans] == [3, 3]


def test_problem_of_a_survey_is_saved_and_loaded(tmp_path: Path) -> None:
    """The problem with its needs goes through JSON and CSV and comes back equal."""
    found = ask(row(skill="1", level_to="3"), row("bo", "slides", wish="5")).problem
    for name in ("p.json", "tables"):
        save(found, tmp_path / name)
        assert load(tmp_path / name) == found

"""Colleagues who hold lessons are shown wherever substitutes are."""

from __future__ import annotations

import pytest
from tuesday import PLAN, PROBLEM, TUESDAY, changed, lesson

from pdsched import Plan, Policy, verify
from pdsched.plan import Cover
from pdsched.problem import Problem
from pdsched.views import By, by_person, by_school, by_substitute, difference, sheets, summary
from pdsched.views.figures import Figures

STAFF = [*PROBLEM.model_dump(mode="json")["staff"], {"id": "eve", "schools": ["north", "south"]}]
HELPED = Problem.model_validate({**PROBLEM.model_dump(mode="json"), "staff": STAFF})
"""That Tuesday with eve, who teaches nothing."""
ALL = Policy(colleague_cover="all", colleague_covers_per_week=3)


def helped() -> Plan:
    """Eve holds the lessons that vic and sam held at south."""
    covers = [
        Cover(staff=c.staff, lesson=c.lesson, date=c.date, colleague="eve")
        if c.lesson in ("c-south", "d")
        else c
        for c in PLAN.covers
    ]
    hired = [e for e in PLAN.engagements if e.school == "north"]
    return changed(covers=covers, engagements=hired, problem=HELPED.digest()).canonical()


def told(by: By) -> list[str]:
    """All rows of all sheets, in words."""
    return [" | ".join(row) for sheet in sheets(HELPED, helped(), by) for row in sheet.rows]


def test_the_plan_looked_at_is_sound() -> None:
    """The plan keeps every rule where colleagues may be asked, and not by default."""
    assert verify(HELPED, helped(), ALL) == ()
    assert {v.rule for v in verify(HELPED, helped())} == {
        "colleague-cover",
        "colleague-cover-limits",
    }


def test_colleague_sees_lessons_to_hold() -> None:
    """Who attends nothing but holds lessons has a view of their own, in clock order."""
    *_, eve = by_person(helped())

    assert (eve.staff, eve.visits) == ("eve", ())
    assert [cover.lesson for cover in eve.helps] == ["c-south", "d"]
    assert told(By.PERSON)[-2:] == [
        "Tue 2026-09-08 |  |  |  | south |  | 09:00-10:00 c-south: instead of cy",
        "Tue 2026-09-08 |  |  |  | south |  | 13:00-14:00 d: instead of dee",
    ]


def test_the_released_and_the_office_see_colleagues() -> None:
    """Who leaves a class, and the school, are told that a colleague holds it."""
    said = "09:00-10:00 c-south: eve (colleague)"
    _, south = by_school(HELPED, helped())

    assert any(said in row for row in told(By.PERSON))
    assert any(said in row for row in told(By.SCHOOL))
    assert [c.colleague for away in south.days[0].away for c in away.classes] == ["eve", "eve"]


def test_a_day_lists_colleagues() -> None:
    """The sheet of a day has a row for each lesson that a colleague holds."""
    assert "13:00-14:00 | colleague | south |  |  | eve instead of dee" in told(By.DAY)


def test_substitutes_are_not_told_of_colleagues() -> None:
    """A substitute sees the own classes alone."""
    (sam,) = by_substitute(HELPED, helped())

    assert [held.lesson for turn in sam.turns for held in turn.classes] == ["z", "a"]


def test_head_lines_count_both() -> None:
    """Classes of substitutes and of colleagues are counted apart."""
    assert "2 classes held by 1 substitute in 1 half-day, 2 classes held by 1 colleague" in summary(
        HELPED, helped(), None
    ).replace("\n", " ")


def test_another_holder_is_a_difference() -> None:
    """A lesson that passes from a substitute to a colleague is a cover removed and one added."""
    found = difference(changed(problem=HELPED.digest()), helped())

    assert [c.holder for c in found.covers_removed] == ["vic", "sam"]
    assert [c.holder for c in found.covers_added] == ["eve", "eve"]


@pytest.mark.parametrize("fields", [{}, {"substitute": "sam", "colleague": "eve"}])
def test_a_cover_has_one_holder(fields: dict[str, str]) -> None:
    """A cover by nobody, or by two, is no record."""
    with pytest.raises(ValueError, match="either a substitute or a colleague"):
        Cover.model_validate({"staff": "cy", "lesson": "d", "date": TUESDAY, **fields})


def test_a_divided_class_is_one_class_of_several_colleagues() -> None:
    """Eve and dee take in a part each of what vic held: both are named, and it counts once."""
    plan = helped()
    parts = [c for c in plan.covers if c.lesson == "c-south"]
    more = [Cover(**(c.model_dump() | {"colleague": "dee"})) for c in parts]
    both = changed(covers=[*plan.covers, *more], problem=HELPED.digest()).canonical()
    _, south = sheets(HELPED, both, By.SCHOOL)
    persons = {view.staff: view for view in by_person(both)}

    said = "09:00-10:00 c-south: dee, eve (colleagues, a part each)"
    assert any(said in cell for row in south.rows for cell in row)
    assert Figures.of(both).classes_of_colleagues == Figures.of(plan).classes_of_colleagues == 2
    assert [c.lesson for c in persons["dee"].helps] == ["c-south"]


def beside(**fields: object) -> tuple[Problem, Plan]:
    """Of cy's class at south, while others teach there; the plan has dee and eve hold it."""
    given = HELPED.model_dump(mode="json")
    joined = [x | fields if x["id"] == "c-south" else x for x in given["lessons"]]
    own = [
        lesson("dee-mon", "dee", "south", "09:00", "10:00") | {"day": "mon"},
        lesson("dee-tue", "dee", "south", "08:30", "10:00", subject="art", classes=["5b"]),
        lesson("dee-late", "dee", "south", "09:30", "10:30"),
        lesson("dee-over", "dee", "south", "09:00", "10:00", last="2026-09-01"),
        lesson("dee-soon", "dee", "south", "09:00", "10:00", first="2026-09-09"),
        lesson("eve-tue", "eve", "south", "09:00", "10:00"),
    ]
    problem = Problem.model_validate(given | {"lessons": [*joined, *own]})
    plan = helped()
    (held,) = (c for c in plan.covers if c.lesson == "c-south")
    by_dee = Cover(**(held.model_dump() | {"colleague": "dee"}))
    return problem, changed(covers=[*plan.covers, by_dee], problem=problem.digest()).canonical()


HOSTS = ("dee-mon", "dee-tue", "dee-late", "dee-over", "dee-soon", "eve-tue")


def test_colleagues_are_told_of_parts() -> None:
    """Each reads that it is a part, with whom, and beside which lesson of that very time."""
    problem, plan = beside(may_split=HOSTS)
    persons = {sheet.title: sheet.rows for sheet in sheets(problem, plan, By.PERSON)}
    (day,) = sheets(problem, plan, By.DAY)

    assert [row[-1] for row in persons["dee"] if "instead" in row[-1]] == [
        "09:00-10:00 c-south: instead of cy (a part, with eve, beside art 5b)"
    ]
    assert persons["eve"][0][-1] == (
        "09:00-10:00 c-south: instead of cy (a part, with dee, beside eve-tue)"
    )
    assert [row[-1] for row in day.rows if "a part" in row[-1]] == [
        "dee instead of cy (a part, with eve, beside art 5b)",
        "eve instead of cy (a part, with dee, beside eve-tue)",
    ]


def test_colleagues_are_told_beside_what() -> None:
    """Dee takes in all of the class: her page, that of the day and that of cy say beside what."""
    problem, both = beside(may_join=HOSTS)
    plan = both.model_copy(update={"covers": tuple(c for c in both.covers if c.holder != "eve")})
    persons = {sheet.title: sheet.rows for sheet in sheets(problem, plan, By.PERSON)}
    (day,) = sheets(problem, plan, By.DAY)

    assert persons["dee"][0][-1] == "09:00-10:00 c-south: instead of cy (beside art 5b)"
    assert any("c-south: dee (colleague, beside art 5b)" in row[-1] for row in persons["cy"])
    assert "dee instead of cy (beside art 5b)" in [row[-1] for row in day.rows]

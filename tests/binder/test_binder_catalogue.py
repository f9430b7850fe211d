"""Catalogue, suggestions and gaps of a binder beside what `pdsched.survey` says of the same."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from strategies import TINY, Case, cases, scaled
from test_binder_chapters import edited, matter
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem
from pdsched.binder.catalogue import CataloguePage, catalogue
from pdsched.binder.gaps import GapsPage, NoStep, gaps
from pdsched.survey import GapKind, gap_report, suggestions


def course(name: str, level: int = 0, **fields: Any) -> dict[str, Any]:
    """A course that leads one level up."""
    levels = {"level_from": level, "level_to": level + 1}
    return {"id": name, "topic": "sheets", "minutes": 60, "group_max": 8, **levels, **fields}


def shelf(problem: Problem, plan: Plan = PLAN, only: str | None = None) -> CataloguePage:
    """The one page of the catalogue."""
    [page] = catalogue(matter(problem, plan, only)).pages
    assert isinstance(page, CataloguePage)
    return page


def lacking(problem: Problem, plan: Plan = PLAN, only: str | None = None) -> GapsPage:
    """The one page of the gaps."""
    [page] = gaps(matter(problem, plan, only)).pages
    assert isinstance(page, GapsPage)
    return page


def test_courses_stand_with_what_they_take() -> None:
    """Three needs and one session of sheets, two needs and one session of slides."""
    sheets, slides = shelf(PROBLEM).courses

    assert (sheets.name, sheets.needs, sheets.sessions, sheets.trainers) == ("sheets", 3, 1, 1)
    assert (sheets.minutes, sheets.meetings, sheets.group_max) == (90, 1, 8)
    assert (slides.needs, slides.sessions) == (2, 1)


def test_what_is_open_is_suggested() -> None:
    """The one need that the plan leaves open, and no course of which all needs are met."""
    [line] = shelf(PROBLEM).suggested

    assert (line.name, line.needs, line.people, line.others) == ("slides", 1, ("bo",), 0)
    assert shelf(PROBLEM, PLAN, "school:south").suggested == ()


def test_who_states_no_need_is_suggested_what_fits_their_level() -> None:
    """Ada stands at level 1, where the second course begins."""
    staff = [{"id": "ada", "schools": ["north"], "levels": {"sheets": 1}}]
    courses = [course("one"), course("two", 1)]
    [line] = shelf(
        edited(staff=staff, courses=courses, needs=[], trainers=[], lessons=[])
    ).suggested

    assert (line.name, line.needs, line.others) == ("two", 0, 1)


def test_a_series_is_one_course_with_its_meetings() -> None:
    """Its trainer gives all three meetings, and whoever needs it needs it once."""
    problem = edited(
        courses=[course("club")],
        series=[{"course": "club", "meetings": 3}],
        needs=[{"id": "n", "staff": "ada", "course": "club"}],
        trainers=[{"id": "tom", "courses": ["club"], "available": []}],
    )
    [line] = shelf(problem, Plan()).courses

    assert (line.name, line.meetings, line.needs, line.trainers) == ("club", 3, 1, 1)


def test_gaps_stand_by_step_and_reason() -> None:
    """Two people want more than a course leads to; nobody can be taught from 2 to 3."""
    staff = [{"id": who, "schools": ["north"], "levels": {"sheets": 2}} for who in ("ada", "bo")]
    wanted = [
        {"id": f"n-{who}", "staff": who, "topic": "sheets", "level_to": 5} for who in ("ada", "bo")
    ]
    courses = [course("one"), course("four", 3)]
    page = lacking(
        edited(staff=staff, courses=courses, needs=wanted, trainers=[], lessons=[]), Plan()
    )

    [line] = page.needs
    assert (line.kind, line.step.level_from, line.step.level_to) == (GapKind.NO_HIGHER_COURSE, 2, 5)
    assert (line.needs, line.people) == (2, ("ada", "bo"))
    assert page.steps == (NoStep("sheets", 1, 3, 2), NoStep("sheets", 4, 5, 0))
    assert [(line.course, line.needs) for line in page.trainers] == [("one", 0), ("four", 0)]
    assert [(line.course, line.fits) for line in page.courses] == [("one", 0), ("four", 0)]


def test_a_course_without_trainer_is_a_gap_where_it_takes_one() -> None:
    """Who learns alone on a platform needs nobody."""
    courses = [course("led"), course("alone", modality="self-paced")]
    wanted = [{"id": "n", "staff": "ada", "course": "led"}]
    page = lacking(edited(courses=courses, needs=wanted, trainers=[]), Plan())

    assert [(line.course, line.needs) for line in page.trainers] == [("led", 1)]


@settings(max_examples=scaled(0.5))
@given(cases(TINY))
def test_catalogue_and_gaps_say_what_the_survey_says(case: Case) -> None:
    """Course by course as many suggestions, and gap by gap as many needs."""
    problem, policy = case.problem, case.policy
    told = suggestions(problem, policy)
    with_need = Counter(s.course for s in told if s.need is not None)
    without = Counter(s.course for s in told if s.need is None)
    whole = matter(problem, Plan(), policy=policy)
    [page] = catalogue(whole).pages
    called = {c.id: whole.names.course(c.id) for c in problem.courses}

    assert {c.name: c.needs for c in page.courses} == {
        name: with_need[course] for course, name in called.items()
    }
    assert {s.name: (s.needs, s.others) for s in page.suggested} == {
        name: (with_need[course], without[course])
        for course, name in called.items()
        if course in with_need or course in without
    }
    [lack] = gaps(whole).pages
    report = gap_report(problem, policy)
    assert Counter[GapKind](gap.kind for gap in report.needs) == sum(
        (Counter({line.kind: line.needs}) for line in lack.needs), Counter[GapKind]()
    )
    assert len(lack.courses) == len(report.courses)

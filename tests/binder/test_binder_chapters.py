"""The chapters about many: what they count is what there is, and nothing is lost or told twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis.strategies import DataObject, data
from strategies import TINY, Case, cases, garbage, scaled
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Policy, Problem, kpis, ledger
from pdsched.binder.chosen import chosen
from pdsched.binder.contacts import contacts
from pdsched.binder.contents import CHAPTERS
from pdsched.binder.cover import cover
from pdsched.binder.groups import all_groups, groups
from pdsched.binder.ledger import FIGURES, staff_ledger
from pdsched.binder.ledger import ledger as ledger_chapter
from pdsched.binder.matter import Matter
from pdsched.binder.needs import Step, Tally, needs
from pdsched.binder.practice import practice
from pdsched.expansion import in_full
from pdsched.report.answer import Answer

SERIES: dict[str, Any] = {
    "courses": [{"id": "club", "name": "Club", "topic": "reading", "minutes": 60, "group_max": 9}],
    "series": [{"course": "club", "meetings": 3}],
}


def matter(
    problem: Problem,
    plan: Plan,
    only: str | Iterable[str] | None = None,
    policy: Policy | None = None,
) -> Matter:
    """What a binder of a plan is made of."""
    return Matter(problem, Answer(plan, policy or Policy()), chosen(problem, plan, only))


def edited(**fields: Any) -> Problem:
    """That Tuesday with other fields."""
    return Problem.model_validate({**json.loads(PROBLEM.to_json()), **fields})


# --- needs


def test_needs_stand_by_step_with_what_is_met() -> None:
    """Three of the course on sheets are met, and one of two of that on slides."""
    [page] = needs(matter(PROBLEM, PLAN)).pages

    assert page.steps == (
        (Step("sheets", 0, 1), Tally(3, 3, 3)),
        (Step("slides", 0, 1), Tally(2, 1, 2)),
    )
    assert [(line.school, line.all, line.topics) for line in page.schools] == [
        ("north", Tally(3, 2, 2), (("sheets", Tally(2, 2, 2)), ("slides", Tally(1, 0, 1)))),
        ("south", Tally(2, 2, 2), (("sheets", Tally(1, 1, 1)), ("slides", Tally(1, 1, 1)))),
    ]
    assert (page.all, page.all.still_open, page.implied) == (Tally(5, 4, 4), 1, 0)


def test_a_need_for_a_level_counts_from_where_the_person_stands() -> None:
    """The level of the need comes before that of the person; without either none is told."""
    people = [
        {"id": "ada", "schools": ["north"], "levels": {"sheets": 1}},
        {"id": "bo", "schools": ["north"]},
    ]
    wanted = {"topic": "sheets", "level_to": 3}
    stated = [
        {"id": "1", "staff": "ada", **wanted},
        {"id": "2", "staff": "ada", **wanted, "level_from": 2},
        {"id": "3", "staff": "bo", **wanted},
    ]
    [page] = needs(matter(edited(staff=people, needs=stated, lessons=[]), Plan())).pages

    assert [(s.level_from, s.level_to) for s, _ in page.steps] == [(None, 3), (1, 3), (2, 3)]


def test_steps_that_needs_imply_are_counted_as_such() -> None:
    """A series of three meetings is three needs, of which one is stated."""
    problem = edited(**SERIES, needs=[{"id": "n", "staff": "ada", "course": "club"}], trainers=[])
    [page] = needs(matter(problem, Plan())).pages

    assert (page.all.number, page.all.people, page.implied) == (3, 1, 2)


def test_needs_of_one_school_are_those_of_its_people() -> None:
    """With a school comes nobody of another."""
    [page] = needs(matter(PROBLEM, PLAN, "school:south")).pages

    assert [line.school for line in page.schools] == ["south"]
    assert page.all == Tally(2, 2, 2)


# --- groups and the practice bank


def test_a_group_is_a_session_with_its_people() -> None:
    """Who, when, where and with whom, in names."""
    named = edited(staff=[{**s, "name": s["id"].title()} for s in _staff()])
    first, second = all_groups(matter(named, PLAN))

    assert (first.number, first.course, first.step) == (1, "sheets", Step("sheets", 0, 1))
    assert [(at.school, at.room, at.trainer) for at in first.held] == [("north", "lab", "tom")]
    assert [(p.school, p.name) for p in first.learners] == [
        ("north", "Ada"),
        ("north", "Bo"),
        ("south", "Cy"),
    ]
    assert (second.number, second.trainers, second.held[0].school) == (2, ("tom",), "")


def _staff() -> list[dict[str, Any]]:
    staff: list[dict[str, Any]] = json.loads(PROBLEM.to_json())["staff"]
    return staff


def test_meetings_of_a_series_are_one_group_of_the_same_people() -> None:
    """Two meetings of ada and bo are one group; that of cy alone is another."""
    meetings = [
        {"id": str(n), "course": f"club:{n}", "date": f"2026-09-{7 + n:02}", "start": "09:00"}
        | {"end": "10:00", "school": "north", "staff": who}
        for n, who in ((1, ["ada", "bo"]), (2, ["ada", "bo"]), (1, ["cy"]))
    ]
    meetings[2]["id"] = "3"
    plan = Plan.model_validate({"sessions": meetings})
    told = all_groups(matter(edited(**SERIES, needs=[], trainers=[]), plan))

    assert sorted((len(g.held), g.meetings, g.course) for g in told) == [
        (1, 3, "Club"),
        (2, 3, "Club"),
    ]
    assert [at.number for group in told for at in group.held if len(group.held) == 2] == [1, 2]


def test_those_who_learn_alone_at_the_same_hour_are_listed_together() -> None:
    """Each has a session of their own; a sheet for each would be filed for nobody."""
    course = {"id": "own", "topic": "own", "minutes": 60, "group_max": 1, "modality": "self-paced"}
    times = {"course": "own", "date": "2026-09-08", "start": "09:00", "end": "10:00"}
    alone = [{"id": name, **times, "staff": [name]} for name in ("ada", "bo")]
    later = {"id": "later", **times, "start": "10:00", "end": "11:00", "staff": ["cy"]}
    plan = Plan.model_validate({"sessions": [*alone, later]})
    told = all_groups(matter(edited(courses=[course], needs=[], trainers=[]), plan))

    assert [[p.name for p in group.learners] for group in told] == [["ada", "bo"], ["cy"]]
    assert [len(group.sessions) for group in told] == [2, 1]


def test_each_group_has_one_sheet_under_its_number() -> None:
    """The leaves of the practice bank are the groups, school by school as well."""
    whole = matter(PROBLEM, PLAN)
    sheets = practice(whole)

    assert [leaf.key for leaf in sheets.leaves] == ["group:1", "group:2"]
    assert [leaf.name for leaf in sheets.leaves] == ["1 · sheets", "2 · slides"]
    assert tuple(sheets.pages) == all_groups(whole)
    south = practice(matter(changed_to_north(), PLAN, "school:south"))
    assert [leaf.key for leaf in south.leaves] == ["group:2"]


def changed_to_north() -> Problem:
    """That Tuesday, with cy at home at north: south has the people of the afternoon alone."""
    return edited(staff=[{**s, "schools": ["north"]} if s["id"] == "cy" else s for s in _staff()])


def test_single_people_have_no_chapters_about_many() -> None:
    """A person's binder has the cover and leaves of their own."""
    one = matter(PROBLEM, PLAN, "person:ada")
    names = {make(one).name for make in CHAPTERS if make(one).leaves}

    assert "cover" in names
    assert names.isdisjoint(
        {"contacts", "year", "needs", "groups", "catalogue", "gaps", "practice", "ledger"}
        | {"staff-ledger", "certificate"}
    )
    [page] = cover(one).pages
    assert (page.whom, page.figures) == (("ada",), ())


# --- cover, contacts, ledger


def test_the_cover_has_the_key_figures_of_the_plan() -> None:
    """The same as `pdsched.kpis` tells."""
    [page] = cover(matter(PROBLEM, PLAN)).pages
    told = kpis(PROBLEM, PLAN)

    assert page.figures
    assert all(figure == told[figure.id] for figure in page.figures)
    assert (page.schools, page.staff, page.violations) == (2, 4, 0)
    assert not page.is_of_other_problem


def test_the_cover_warns_of_a_plan_that_breaks_rules() -> None:
    """Without its covers the plan leaves classes alone."""
    plan = PLAN.model_copy(update={"covers": (), "problem": "other"})
    [page] = cover(matter(PROBLEM, plan)).pages

    assert page.violations > 0
    assert page.is_of_other_problem


def test_contacts_say_what_the_problem_knows() -> None:
    """Heads and offices by role; a school of which nobody is known has empty lines."""
    staff = [
        *_staff(),
        {"id": "h", "name": "Hal", "schools": ["north"], "role": "principal"},
        {"id": "o", "name": "Ola", "schools": ["north"], "role": "administrative-assistant"},
    ]
    [page] = contacts(matter(edited(staff=staff), PLAN)).pages

    assert [(s.school, s.heads, s.office) for s in page.schools] == [
        ("north", ("Hal",), ("Ola",)),
        ("south", (), ()),
    ]
    assert [(t.trainer, t.school, t.sessions) for t in page.trainers] == [("tom", "", 2)]
    assert [tuple(desk) for desk in page.desks] == [("all", 2, 2, 3)]


def test_desks_count_who_serves_a_school_of_the_zone() -> None:
    """By zones and by single schools; not who is excluded from all schools of a zone."""
    zones = [{**s, "zone": s["id"]} for s in json.loads(PROBLEM.to_json())["schools"]]
    subs = [
        {"id": "sam", "zones": ["north"], "schools": ["south"], "available": [{}]},
        {"id": "vic", "zones": ["north", "south"], "excluded_schools": ["north"]}
        | {"available": [{}]},
    ]
    [page] = contacts(matter(edited(schools=zones, substitutes=subs), PLAN)).pages

    assert [tuple(desk) for desk in page.desks] == [("north", 1, 1, 1), ("south", 1, 2, 2)]


def test_the_ledger_adds_up() -> None:
    """Its totals are the sums of `pdsched.ledger`, and its lines stand by home school."""
    whole = matter(PROBLEM, PLAN)
    [page] = ledger_chapter(whole).pages
    told = ledger(PROBLEM, PLAN)
    sums = Counter[tuple[str, str]]()
    for entry in told.staff:
        sums[entry.figure, entry.of] += entry.added  # type: ignore[assignment]  # hours are no whole number

    assert {(t.figure, t.of): t.amount.added for t in page.totals} == sums
    assert [(s.name, s.half_days.added) for s in page.substitutes] == [("sam", 2), ("vic", 1)]
    by_school = staff_ledger(whole)
    pages = list(by_school.pages)
    assert [leaf.name for leaf in by_school.leaves] == ["north", "south"]
    assert [[line.name for line in page.people] for page in pages] == [["ada", "bo"], ["cy", "dee"]]
    for figure in FIGURES:
        lines = [
            dict(zip(page.figures, line.amounts, strict=True))
            for page in pages
            for line in page.people
        ]
        assert sum(line[figure].added for line in lines if figure in line) == sums[figure, ""]


def test_hours_before_are_told_with_those_of_the_plan() -> None:
    """What the next plan begins with."""
    staff = [{**s, "hours_before": 2} if s["id"] == "ada" else s for s in _staff()]
    [page] = [
        p
        for p in staff_ledger(matter(edited(staff=staff), PLAN)).pages
        if p.people[0].name == "ada"
    ]
    amount = dict(zip(page.figures, page.people[0].amounts, strict=True))["hours_before"]

    assert (amount.before, amount.added, amount.after) == (2, 1.5, 3.5)


# --- of any plan


@settings(max_examples=scaled(0.5))
@given(cases(TINY), data())
def test_nothing_is_lost_of_any_plan(case: Case, drawn: DataObject) -> None:
    """Needs and sessions are counted once each, also of a plan that is none."""
    plan = drawn.draw(garbage(case.problem))
    whole = matter(case.problem, plan, policy=case.policy)
    pages = {make(whole).name: list(make(whole).pages) for make in MANY}
    [needs_page] = pages["needs"]
    number = len(in_full(case.problem).needs)

    assert needs_page.all.number == number
    assert sum(tally.number for _, tally in needs_page.steps) == number
    assert sum(line.all.number for line in needs_page.schools) == number
    assert sum(t.number for line in needs_page.schools for _, t in line.topics) == number
    told = [s for group in all_groups(whole) for s in group.sessions]
    assert Counter(s.id for s in told) == Counter(s.id for s in plan.sessions)
    assert [g.number for page in pages["groups"] for g in page] == [
        g.number for g in pages["practice"]
    ]
    [year_page] = pages["year"]
    assert sum(month.sessions for month in year_page.months) + year_page.beyond == len(
        plan.sessions
    )


MANY = tuple(
    make
    for make in CHAPTERS
    if make.__name__ in {"contacts", "year", "needs", "groups", "catalogue", "gaps", "practice"}
)


def test_groups_are_listed_by_topic() -> None:
    """A leaf a topic, in the order of the numbers."""
    chapter = groups(matter(PROBLEM, PLAN))

    assert [leaf.name for leaf in chapter.leaves] == ["sheets", "slides"]
    assert [[group.number for group in page] for page in chapter.pages] == [[1], [2]]

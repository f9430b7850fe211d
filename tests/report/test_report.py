"""What a report tells, and that nothing in it is more than text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from quick import slow
from reported import RESULT, Page
from tuesday import PLAN, PROBLEM, changed

from pdsched import Plan, Policy, Problem, Result, generate
from pdsched.expansion import in_full
from pdsched.report import report_page
from pdsched.report.answer import answer_of
from pdsched.report.contents import Limits, contents
from pdsched.report.page import page

EVIL = "<script>alert(1)</script>"


def with_names(name: str) -> Problem:
    """That Tuesday, everything in it called by one name."""
    document = json.loads(PROBLEM.to_json())
    for part in ("schools", "rooms", "staff", "courses", "trainers", "substitutes"):
        document[part] = [{**record, "name": name} for record in document[part]]
    lessons = [{**lesson, "subject": name} for lesson in document["lessons"]]
    more = {"name": name, "lessons": lessons, "assumptions": [name]}
    return Problem.model_validate({**document, **more})


def test_the_page_is_whole_and_loads_nothing() -> None:
    """Every element is closed, none is a script, and nothing leads to another place."""
    html = report_page(PROBLEM, RESULT)
    read = Page(html)

    assert html.startswith("<!doctype html>")
    assert not {"script", "link", "iframe", "object", "embed", "form"} & set(read.tags)
    assert [place for place in read.places if not place.startswith("#")] == []
    assert "http:" not in html
    assert "https:" not in html
    assert "@import" not in html
    assert "url(" not in html
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert "default-src 'none'" in html


def test_goals_stand_with_value_bound_and_gap() -> None:
    """Of a result what was reached is told beside what can be reached at most."""
    text = Page(report_page(PROBLEM, RESULT)).text

    assert "40 50 20.00 %" in text
    assert "3 3 proven best" in text
    assert "A better plan may exist" in text
    assert "seed 17" in text
    assert "pdsched 9.9" in text
    assert PROBLEM.digest() in text
    assert Policy().digest() in text


def test_a_plan_alone_says_that_its_bounds_are_not_known() -> None:
    """Values are measured by the referee, and nothing is claimed beyond."""
    text = Page(report_page(PROBLEM, PLAN)).text

    assert "a plan without its result" in text
    assert "120 not known not known" in text
    assert "proven" not in text


def test_every_school_need_and_day_stands_on_it() -> None:
    """Schools by what is met, the worst first; the need that is open, why, and who is away."""
    document = json.loads(PROBLEM.to_json())
    document["staff"][1]["name"] = "Bo Ek"
    read = Page(report_page(document, {**RESULT.model_dump(mode="json")}))
    text = read.text

    assert text.index("north 67 %") < text.index("south 100 %")
    assert "Bo Ek north slides tom is <busy>" in text
    assert "Would help: a trainer for the course" in text
    assert "Tue 8 Sep 2026" in text
    assert "09:00-10:30 sheets north, lab tom Bo Ek, ada, cy" in text
    assert "08:40-10:50 cy south sheets 2" in text
    assert "09:00-10:30 Bo Ek, ada north sheets 2" in text
    assert "sam (am, north), vic (am, south), sam (pm, south)" in text


def test_the_school_that_gets_least_is_first() -> None:
    """By the share of its needs, not by their number or by its name."""
    morning = [session for session in PLAN.sessions if session.school == "north"]
    releases = [release for release in PLAN.releases if release.staff != "dee"]
    plan = PLAN.model_copy(update={"sessions": tuple(morning), "releases": tuple(releases)})
    lines = contents(PROBLEM, answer_of(plan, None)).schools

    assert [(line.name, line.met, line.stated) for line in lines] == [
        ("south", 1, 2),
        ("north", 2, 3),
    ]


def test_what_the_goals_leave_open_is_told_as_such() -> None:
    """Half-days are no goal of this policy, and decide between plans that are equal in its own."""
    lines = contents(PROBLEM, answer_of(PLAN, Policy(goals=("needs-met",)))).goals
    told = {line.goal.id: (line.goal.value, line.is_of_policy) for line in lines}

    assert told["needs-met"] == (120, True)
    assert told["engaged-half-days"] == (3, False)
    assert "changes" not in told


def test_a_pin_is_not_published_unless_it_says_so() -> None:
    """What somebody asks for was told to nobody."""
    document = json.loads(PROBLEM.to_json())
    pins = [{"id": "p1", "kind": "require", "course": "sheets"}]
    more = {"id": "p2", "kind": "require", "course": "slides", "published": True}
    asked = Page(report_page({**document, "session_pins": pins}, PLAN)).text
    published = Page(report_page({**document, "session_pins": [*pins, more]}, PLAN)).text

    assert "Nothing is published" in asked
    assert "Published, and kept: attendances: 1, engagements: 0." in published


def test_the_heat_map_counts_half_days() -> None:
    """Two substitutes come in the morning of that Tuesday, and one in the afternoon."""
    told = contents(PROBLEM, answer_of(PLAN, None)).heat
    [stripe] = told.stripes
    numbers = {(row.weekday.value, row.half.value): row.cells[0].number for row in stripe.rows}

    assert [week.isoformat() for week in stripe.weeks] == ["2026-09-07", "2026-09-14"]
    assert (numbers["tue", "am"], numbers["tue", "pm"], sum(numbers.values())) == (2, 1, 3)
    assert stripe.totals == (3, 0)
    assert told.most == 2


def test_dates_far_away_make_no_page_long() -> None:
    """Of a plan that names dates outside the horizon, and of a horizon at the end of time."""
    far = [{"substitute": "sam", "school": "north", "date": "9999-12-31", "half": "am"}]
    document = json.loads(PROBLEM.to_json())
    document["calendar"] |= {"first": "9999-12-20", "last": "9999-12-31"}
    late = contents(Problem.model_validate(document), answer_of(changed(engagements=far), None))

    assert contents(PROBLEM, answer_of(changed(engagements=far), None)).heat.stripes == ()
    assert [stripe.totals for stripe in late.heat.stripes] == [(0, 1)]
    assert late.agenda.days


def test_names_and_reasons_are_text() -> None:
    """Whatever people, places, courses and reasons are called, it is shown and not obeyed."""
    unmet = [{"need": "n-bo-2", "rule": "trainer", "reason": EVIL}]
    plan = changed(unmet=unmet, problem=EVIL)
    result = RESULT.model_copy(update={"plan": plan, "message": EVIL, "versions": {EVIL: EVIL}})
    html = report_page(with_names(EVIL), result)
    read = Page(html)

    assert "script" not in read.tags
    assert EVIL not in html
    assert read.text.count(EVIL) > 20


def test_what_needs_a_decision_is_told() -> None:
    """A broken rule, another problem, an assumption and a policy that stops a need."""
    unmet = [{"need": "n-bo-2", "rule": "releases-in-all", "reason": "no more"}]
    plan = changed(covers=[], unmet=unmet, problem="other")
    problem = PROBLEM.model_copy(update={"assumptions": ("all teach",)})
    text = Page(report_page(problem, plan)).text

    assert "The plan breaks rules in" in text
    assert "cover: " in text
    assert "made for another problem" in text
    assert "1 assumption was made" in text
    assert "1 need stays open for a rule or figure that it sets" in text
    assert "Figure of the policy: releases_in_all" in text
    assert "or make it a goal" in text


def test_what_the_search_did_not_reach_asks_for_time() -> None:
    """The end of the search is no rule, and more time would help."""
    text = Page(report_page(PROBLEM, changed(unmet=[{"need": "n-bo-2", "rule": "search-ended"}])))

    assert "Search longer? 1 need is open only as the time ended." in text.text
    assert "Would help: more time for the search." in text.text


@pytest.mark.parametrize("plan", [Plan(), None], ids=["plan", "no plan"])
def test_an_empty_problem_has_a_report(plan: Plan | None) -> None:
    """Nothing given and nothing planned: the page says so."""
    problem = Problem.model_validate({"calendar": PROBLEM.calendar.model_dump()})
    result = Result(status="feasible" if plan else "infeasible", plan=plan, problem="")
    text = Page(report_page(problem, result, templates=None)).text

    assert "unnamed plan" in text
    assert ("No need is stated." in text) == (plan is not None)
    assert ("It is proven that no plan keeps" in text) == (plan is None)


def test_a_reason_tells_its_dates_as_the_page_does() -> None:
    """The end of the search is one reason for all, and is told once."""
    first, second = PROBLEM.needs[:2]
    unmet = [
        {"need": first.id, "rule": "trainer", "reason": "tom is away on 2026-09-08"},
        {"need": second.id, "rule": "search-ended", "reason": "the time ran out"},
    ]
    text = Page(report_page(PROBLEM, changed(unmet=unmet))).text

    assert "tom is away on Tue 8 Sep 2026" in text
    assert "the time ran out" not in text


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    """What is left out of schools, needs and days is told as a number."""
    unmet = [{"need": need.id, "rule": "trainer", "reason": "busy"} for need in PROBLEM.needs]
    few = Limits(schools_first=1, schools=1, needs_of_a_rule=2, lines_of_agenda=4)
    answer = answer_of(changed(unmet=unmet), None)
    text = Page(page(contents(PROBLEM, answer, few), None, "")).text

    assert "3 more needs are left out here." in text
    assert "4 more lines of these weeks are left out here." in text
    assert "1 more school is left out here." in text
    assert "1 more school, which is served no worse, is further below." in text


@slow
def test_a_district_has_a_page_that_opens() -> None:
    """However much stays open in fifteen schools, the page is short, and tells what it leaves."""
    problem = generate(size="M", seed=1)
    needs = in_full(problem).needs
    unmet = [{"need": need.id, "rule": "search-ended"} for need in needs]
    html = report_page(problem, Plan.model_validate({"unmet": unmet}))

    assert len(html) < 2**18
    assert f"{len(needs) - Limits().needs_of_a_rule:,} more needs are left out here." in html


def test_a_problem_with_today_begins_there() -> None:
    """The two weeks are those from today on, and what follows them is named."""
    document: dict[str, Any] = json.loads(PROBLEM.to_json())
    document["calendar"] |= {"first": "2026-08-17", "today": "2026-08-20"}
    text = Page(report_page(document, PLAN)).text

    assert "Thu 20 Aug 2026 - Wed 2 Sep 2026" in text
    assert "Nothing is planned in these two weeks." in text
    assert "What follows begins on Tue 8 Sep 2026." in text


def test_a_result_has_its_own_policy() -> None:
    """A policy beside a result is refused: it is another one or none."""
    with pytest.raises(ValueError, match="own policy"):
        report_page(PROBLEM, RESULT, Policy())

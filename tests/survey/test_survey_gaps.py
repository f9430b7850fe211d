"""What the catalogue lacks, and which courses fit whom: by example, and against the referee."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from draw_basics import SMALL, TOPICS, some
from draw_learning import courses, needs
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, DrawFn, composite
from schools import BASE
from strategies import policies, scaled
from test_survey import course, problem
from tuesday import PLAN, PROBLEM

from pdsched import Policy, Problem, check
from pdsched.errors import Severity
from pdsched.problem import Course, Need
from pdsched.referee.facts import Facts
from pdsched.survey import (
    GapKind,
    Question,
    Suggestion,
    SurveyScales,
    gap_report,
    needs_from_survey,
    suggestions,
)


def ada(**fields: Any) -> dict[str, Any]:
    """The one person of these examples."""
    return {"id": "ada", "schools": ["north"], **fields}


def gap_of(need: dict[str, Any], **fields: Any) -> tuple[str, str] | None:
    """Kind and reason of the gap that the first need of ada leaves, if it leaves one."""
    needs = [{"id": "n1", "staff": "ada", **need}, *fields.pop("more", [])]
    report = gap_report(problem(needs=needs, staff=[ada(**fields)]))
    return next(((g.kind.value, g.reason) for g in report.needs if g.need == "n1"), None)


# --- gaps by example


@pytest.mark.parametrize(
    ("need", "fields", "gap"),
    [
        ({"topic": "robots", "level_to": 1}, {},
         ("no-course", "ada wants robots to level 1, and there is no course of robots.")),
        ({"course": "shets"}, {}, ("no-course", "ada wants shets, and no course is called so.")),
        ({"topic": "sheets", "level_to": 4}, {}, ("no-higher-course",
         "ada wants sheets to level 4, and no course of sheets leads beyond level 3.")),
        ({"topic": "slides", "level_to": 1}, {"levels": {"slides": 1}}, ("reached",
         "ada wants slides to level 1, stands at level 1 already, and slides-1 leads to level 1.")),
        ({"course": "sheets-3"}, {}, ("prerequisites", "ada wants sheets-3, but sheets-3 waits for "
         "sheets-1 and sheets-2, for which they have no need left.")),
        ({"course": "sheets-3"}, {"levels": {"sheets": 1}}, None),
        ({"course": "sheets-3", "level_from": 0}, {}, ("level",
         "ada wants sheets-3, stands at level 0, but sheets-3 is for those at level 2.")),
        ({"course": "sheets-2"}, {"levels": {"sheets": 1}}, None),
        ({"course": "sheets-2"}, {"completed": ["sheets-1"]}, None),
        ({"course": "sheets-2"},
         {"more": [{"id": "n2", "staff": "ada", "topic": "sheets", "level_to": 1}]}, None),
    ],
)  # fmt: skip
def test_gap_says_why(
    need: dict[str, Any], fields: dict[str, Any], gap: tuple[str, str] | None
) -> None:
    """A need without a course has one kind and a sentence; one that a course answers has none."""
    assert gap_of(need, **fields) == gap


def test_one_need_is_not_left_for_two_courses() -> None:
    """Two courses that come first want two needs: one need is met once."""
    third = {"course": "sheets-3"}
    one = {"id": "n2", "staff": "ada", "topic": "sheets", "level_to": 1}
    other = {"id": "n3", "staff": "ada", "topic": "sheets", "level_to": 2}

    assert gap_of(third, more=[one]) is not None
    assert gap_of(third, more=[one, other]) is None


def test_policy_says_which_rules_hold() -> None:
    """Without the rule, nothing is a gap for its sake; a wider spread lets more people start."""
    needs = [{"id": "n1", "staff": "ada", "course": "sheets-3", "level_from": 0}]
    given = problem(needs=needs, staff=[ada()])
    kinds = {
        off: [g.kind for g in gap_report(given, Policy(off=off)).needs]
        for off in [(), ("level",), ("prerequisites",), ("level", "prerequisites")]
    }

    assert list(kinds.values()) == [
        [GapKind.LEVEL],
        [GapKind.PREREQUISITES],
        [GapKind.LEVEL],
        [],
    ]


def test_courses_that_nobody_asks_for() -> None:
    """A course is asked for if it answers a need or comes before one; else it says whom it fits."""
    staff = [ada(levels={"slides": 0}), {"id": "bo", "schools": ["north"]}]
    needs = [{"id": "n1", "staff": "ada", "course": "sheets-2"}]
    report = gap_report(problem(staff=staff, needs=needs))

    assert [(c.course, c.staff) for c in report.courses] == [
        ("sheets-3", ()),
        ("slides-1", ("ada",)),
    ]
    assert report.courses[1].reason == (
        "slides-1 leads slides from level 0 to 1, and nobody asks for it; "
        "it fits 1 person whose level is stated."
    )


def test_needs_of_nobody_are_passed_over() -> None:
    """A need of somebody unknown is a fault of the problem, and no gap of the catalogue."""
    needs = [{"id": "n1", "staff": "zed", "course": "slides-1"}]
    report = gap_report(problem(needs=needs))

    assert report.needs == ()
    assert "slides-1" in {c.course for c in report.courses}


# --- suggestions by example


def test_suggestions_come_by_person_urgency_and_nearness() -> None:
    """People as in the problem, urgent needs first, then the course with the least before it."""
    needs = [
        {"id": "n1", "staff": "bo", "course": "slides-1", "priority": 1},
        {"id": "n2", "staff": "bo", "topic": "sheets", "level_to": 1, "priority": 5},
        {"id": "n3", "staff": "ada", "topic": "sheets", "level_to": 2},
    ]
    direct = course("sheets-all", "sheets", 0, 3)
    given = problem(needs=needs, courses=[*problem().model_dump()["courses"], direct])
    found = suggestions(given)

    assert [(s.need, s.course, s.first, s.unasked) for s in found] == [
        ("n3", "sheets-all", (), ()),
        ("n3", "sheets-2", ("sheets-1",), ("sheets-1",)),
        ("n2", "sheets-1", (), ()),
        ("n2", "sheets-all", (), ()),
        ("n1", "slides-1", (), ()),
    ]
    assert found[1].reason == (
        "ada wants sheets to level 2, will stand at level 1 after what comes first, and sheets-2 "
        "leads from level 1 to 2. First comes sheets-1, but ada has no need left for it."
    )
    assert suggestions(given, staff=["bo"]) == tuple(s for s in found if s.staff == "bo")


def test_who_states_no_need_is_advised_by_level() -> None:
    """Courses that start at a level stated and wait for nothing; who states one gets no more."""
    staff = [ada(levels={"sheets": 1, "slides": 1}), {"id": "bo", "schools": ["north"]}]
    found = suggestions(problem(staff=staff))

    assert [(s.staff, s.need, s.course, s.first) for s in found] == [("ada", None, "sheets-2", ())]
    assert found[0].reason == (
        "ada states no need, stands at level 1 of sheets, and sheets-2 leads from level 1 to 2."
    )
    needs = [{"id": "n1", "staff": "ada", "course": "slides-1", "level_from": 0}]
    assert [s.need for s in suggestions(problem(staff=staff, needs=needs))] == ["n1"]


def test_unknown_person_has_no_suggestions() -> None:
    """An id that names nobody is refused."""
    with pytest.raises(ValueError, match="no staff member is called zed"):
        suggestions(problem(), staff=["ada", "zed"])


def test_needs_met_by_a_plan_are_no_gaps() -> None:
    """What a plan that keeps every rule meets was answered by the catalogue."""
    met = {release.need for release in PLAN.releases}
    gaps = {gap.need for gap in gap_report(PROBLEM).needs}

    assert met
    assert met & gaps == set()
    assert gap_report(Problem.model_validate(BASE)).needs == ()


# --- against the referee


@composite
def catalogues(draw: DrawFn) -> Problem:
    """A few people, the courses of a topic or two, and needs; nothing of time."""
    offered = draw(courses(SMALL, ["north"]))
    staff = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        levels = draw(st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 3)))
        done = draw(st.one_of(st.just(()), some([each.id for each in offered])))
        person = {"id": f"staff-{number}", "schools": ["north"]}
        staff.append({**person, "levels": levels, "completed": done})
    world = problem(staff=staff, courses=[each.model_dump() for each in offered])
    return world.model_copy(update={"needs": draw(needs(world, SMALL))})


def allowed(facts: Facts, policy: Policy, need: Need, course: Course) -> bool:
    """Whether the rules ``need`` and ``level`` let somebody attend a course for a need."""
    if not facts.learning.answers(course, need):
        return False
    level = facts.learning.level(need, course)
    within = course.level_from <= level <= course.level_from + policy.level_spread
    return not policy.holds("level") or (within and level < course.level_to)


def before(facts: Facts, policy: Policy, staff: str, course: Course) -> set[str]:
    """All courses that come first and that the person does not have."""
    found: set[str] = set()
    wait = [course] if policy.holds("prerequisites") else []
    while wait:
        for arc in wait.pop().prerequisites:
            if arc.course not in found and not facts.learning.has(staff, arc.course):
                found.add(arc.course)
                wait.append(facts.courses[arc.course])
    return found


def possible(facts: Facts, policy: Policy, need: Need, course: Course) -> bool:
    """Whether the person can attend the course and all before it, each for another need."""
    if not allowed(facts, policy, need, course):
        return False
    first = [facts.courses[name] for name in before(facts, policy, need.staff, course)]
    others = [n for n in facts.problem.needs if n.staff == need.staff and n.id != need.id]
    return any(
        all(
            allowed(facts, policy, other, each)
            for other, each in zip(some_others, first, strict=True)
        )
        for some_others in permutations(others, len(first))
    )


@settings(max_examples=scaled(4))
@given(catalogues(), policies())
def test_suggestions_are_what_the_referee_would_allow(given: Problem, policy: Policy) -> None:
    """Each suggestion keeps ``need`` and ``level``; what comes first is all that is missing."""
    facts = Facts(given)
    for found in suggestions(given, policy):
        course = facts.courses[found.course]
        wanted = Need(id="-", staff=found.staff, course=found.course)
        need = facts.needs[found.need] if found.need else wanted
        assert need.staff == found.staff
        assert found.need or all(stated.staff != found.staff for stated in given.needs)
        assert allowed(facts, policy, need, course)
        assert set(found.first) == before(facts, policy, found.staff, course)
        assert set(found.unasked) <= set(found.first)
        if not found.unasked:
            assert possible(facts, policy, need, course)
        done: set[str] = set()
        for name in found.first:  # in an order that can be gone
            assert before(facts, policy, found.staff, facts.courses[name]) <= done
            done.add(name)


@settings(max_examples=scaled(4))
@given(catalogues(), policies())
def test_gaps_are_what_no_course_could_meet(given: Problem, policy: Policy) -> None:
    """A need is a gap exactly if the person can attend no course for it, time apart."""
    facts = Facts(given)
    gaps = {gap.need for gap in gap_report(given, policy).needs}
    open_ = {
        need.id
        for need in given.needs
        if not any(possible(facts, policy, need, course) for course in given.courses)
    }
    ready = {s.need for s in suggestions(given, policy) if s.need and not s.unasked}

    assert gaps == open_
    assert ready == {need.id for need in given.needs} - gaps


@settings(max_examples=scaled(2))
@given(catalogues())
def test_every_course_is_asked_for_or_reported(given: Problem) -> None:
    """A course that answers a need is never reported as one that nobody asks for."""
    facts = Facts(given)
    report = gap_report(given)
    unasked = {found.course for found in report.courses}
    answering = {c.id for c in given.courses for n in given.needs if facts.learning.answers(c, n)}
    first = {name for s in suggestions(given) for name in s.first}

    assert unasked == set(facts.courses) - answering - first
    for found in report.courses:
        for staff in found.staff:
            need = Need(id="-", staff=staff, course=found.course)
            assert allowed(facts, Policy(), need, facts.courses[found.course])


# --- surveys of drawn problems


SCALES = st.builds(
    SurveyScales,
    standing=st.sampled_from(["lower", "higher", "mean"]),
    target=st.sampled_from([None, None, 1, 2, 4]),
    priorities=st.sampled_from([(3, 4, 5), (1,), (2, 5)]),
    required=st.sampled_from([(), ("sheets",)]),
    topics=st.just({"robots": "robots", "sheets": "sheets"}),
)


def draw_rows(data: DataObject, given: Problem) -> list[dict[str, object]]:
    """Answers of some people on some topics."""
    cells = st.fixed_dictionaries(
        {question.value: st.sampled_from(["", "1", "2", "3"]) for question in Question}
    )
    pairs = [(member.id, topic) for member in given.staff for topic in ("sheets", "robots")]
    some = data.draw(st.lists(st.sampled_from(pairs), unique=True, min_size=1))
    return [{"staff": staff, "topic": topic, **data.draw(cells)} for staff, topic in some]


@settings(max_examples=scaled(4))
@given(catalogues(), SCALES, st.data())
def test_survey_makes_a_sound_problem_and_is_read_twice(
    given: Problem, scales: SurveyScales, data: DataObject
) -> None:
    """No new errors, no need lost, no order of rows that matters, and nothing new the next time."""
    rows = draw_rows(data, given)
    found = needs_from_survey(given, rows, scales)
    mixed = needs_from_survey(given, data.draw(st.permutations(rows)), scales)

    assert [f for f in check(found.problem) if f.severity is Severity.ERROR] == []
    assert mixed == found
    assert found.problem.needs[: len(given.needs)] == given.needs
    assert set(found.problem.needs) == {*given.needs, *found.needs}
    again = needs_from_survey(found.problem, rows, scales)
    assert again.problem == found.problem
    assert again.needs == found.needs


@settings(max_examples=scaled(4))
@given(catalogues(), SCALES, st.data())
def test_each_answer_is_a_need_or_a_note(
    given: Problem, scales: SurveyScales, data: DataObject
) -> None:
    """An answer that is not empty leads to a need above the person's level, or says why not."""
    rows = draw_rows(data, given)
    found = needs_from_survey(given, rows, scales)
    levels = {member.id: member.levels for member in found.problem.staff}
    wanted = {(n.staff, n.topic) for n in (*found.needs, *found.beyond) if n.topic}
    noted = {(note.staff, note.topic) for note in found.notes}
    answered = {(row["staff"], row["topic"]) for row in rows if any(row[q.value] for q in Question)}
    kept = {(n.staff, n.topic) for n in found.needs if n.topic}
    assert wanted | noted == answered
    assert not kept & noted
    assert found.unanswered == len(rows) - len(answered)
    for need in (*found.needs, *found.beyond):
        if need.topic:
            assert (need.level_to or 0) > levels[need.staff].get(need.topic, 0)


@settings(max_examples=scaled(4))
@given(catalogues(), SCALES, st.data())
def test_survey_asks_for_all_that_comes_first(
    given: Problem, scales: SurveyScales, data: DataObject
) -> None:
    """A need of a survey that some course fits lacks no need for what comes first."""
    found = needs_from_survey(
        given.model_copy(update={"needs": ()}), draw_rows(data, given), scales
    )
    by_need: dict[str, list[Suggestion]] = {}
    for each in suggestions(found.problem):
        by_need.setdefault(each.need or "", []).append(each)

    for nearest, *_ in by_need.values():
        assert nearest.unasked == ()

"""People are replaced wherever they stand, and nothing else is: what was judged is judged alike."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any, get_args

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject
from quick import slow
from renaming import shuffled
from rich_problem import RICH
from strategies import SMALL, cases, garbage, scaled
from tuesday import PLAN, PROBLEM

from pdsched import (
    Approvals,
    GoalResult,
    LessonPrice,
    MadeUnder,
    PdschedError,
    Plan,
    PlanDifference,
    Policy,
    Problem,
    Redaction,
    Result,
    Status,
    check,
    kpis,
    ledger,
    redacted,
    score,
    solve,
    verify,
    with_previous,
)
from pdsched.generator.demo import read_demo
from pdsched.problem import Record
from pdsched.problem.problem import KEPT as KEPT_OF_PLANS
from pdsched.problem.problem import PAST
from pdsched.redaction.fields import is_kept

KEY = "a key that nobody will guess"
KEPT = {
    *("Approval.course", "Approval.room", "Approval.school", "Approvals.format", "Blackout.id"),
    *("Blackout.schools", "Calendar.time_zone", "Champions.id", "Champions.schools"),
    *("Champions.topic", "Course.id", "Course.name", "Course.schools", "Course.topic"),
    *("Cycle.days", "Cycle.other_days", "CycleDate.day", "Engagement.school"),
    *("EngagementPin.school", "GoalResult.id", "GoalResult.method", "Kept.course", "Kept.school"),
    *("KeptSession.course", "KeptSession.school", "Lesson.day", "Lesson.qualification"),
    *("Lesson.room", "Lesson.school", "Limit.id", "MadeUnder.name", "Need.course", "Need.topic"),
    "Need.wishes",
    *("Of.courses", "Of.departments", "Of.grades", "Of.roles", "Of.schools", "Of.topics"),
    *("Of.zones", "Pair.course", "Period.days", "Period.id", "Policy.goals", "Policy.name"),
    *(
        "Policy.off",
        "Prices.currency",
        "Prerequisite.course",
        "Problem.id",
        "Problem.name",
        "ProtectedTime.day",
    ),
    *("Result.versions", "Room.id", "Room.name", "Room.school", "School.id", "School.name"),
    *("School.zone", "Series.course", "Session.course", "Session.room", "Session.school"),
    *("SessionPin.course", "SessionPin.room", "SessionPin.school", "StaffMember.completed"),
    *("StaffMember.department", "StaffMember.grade", "StaffMember.levels", "StaffMember.role"),
    *("StaffMember.qualifications", "StaffMember.schools", "StaffMember.topic_hours_before"),
    *("StaffMember.works_on", "Substitute.excluded_schools", "Substitute.familiar_schools"),
    *("Substitute.preferred_schools", "Substitute.qualifications", "Substitute.schools"),
    *("Substitute.zones", "Term.id", "TracePoint.goal", "TracePoint.method", "Trainer.courses"),
    *("Trainer.schools", "Travel.destination", "Travel.origin", "UnmetNeed.rule"),
}
"""Fields of text that stay: they call schools, courses, rooms, topics, rules and dates."""
ELSEWHERE = {
    *("Problem.assumptions", "StaffMember.name", "Trainer.name", "Substitute.name"),
    *("Substitute.class_days_before", "Limit.sentence"),
}
"""Fields of text that are replaced record by record."""


def _texts(kind: type[Record], seen: set[str]) -> set[str]:
    """The fields of text of a record and of all within it."""
    texts: set[str] = set()
    for name, field in kind.model_fields.items():
        for part in _parts(field.annotation):
            if part is str:
                texts.add(f"{kind.__name__}.{name}")
            elif isinstance(part, type) and issubclass(part, Record) and part.__name__ not in seen:
                seen.add(part.__name__)
                texts |= _texts(part, seen)
    return texts


def _parts(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    return [part for each in inner for part in _parts(each)] if inner else [annotation]


def test_every_field_of_text_is_replaced_or_known_to_be_none_of_a_person() -> None:
    """A field that is added is red here until somebody says which of the two it is."""
    records = (Problem, Plan, Result, Approvals, Policy, PlanDifference)
    texts = {place for record in records for place in _texts(record, set())}
    kept = {place for place in texts if is_kept(*place.split("."))}

    assert kept - ELSEWHERE == KEPT - {"Approvals.format"}


@settings(max_examples=scaled(1), phases=[Phase.generate])
@given(cases(SMALL), st.data())
def test_what_is_redacted_is_judged_alike(case: Any, data: DataObject) -> None:
    """Faults, violations, values of goals, key figures and the ledger are what they were."""
    plan = data.draw(garbage(case.problem))
    hide = Redaction(KEY)
    policy, problem = hide(case.policy), hide(case.problem)
    hidden = hide(plan)

    assert Counter(f.code for f in check(problem)) == Counter(f.code for f in check(case.problem))
    broken, was_broken = verify(problem, hidden, policy), verify(case.problem, plan, case.policy)
    assert Counter((v.rule, v.steps) for v in broken) == Counter(
        (v.rule, v.steps) for v in was_broken
    )
    assert score(problem, hidden, policy) == score(case.problem, plan, case.policy)
    figures, were = kpis(problem, hidden, policy), kpis(case.problem, plan, case.policy)
    for figure, was in zip(figures.figures, were.figures, strict=True):
        assert figure.value == pytest.approx(was.value)
        assert sorted(map(len, figure.parts.values())) == sorted(map(len, was.parts.values()))


def test_a_redacted_ledger_is_that_of_what_was_redacted() -> None:
    """Whichever is done first."""
    hide = Redaction(KEY)
    problem = hide(PROBLEM)
    told = ledger(problem, hide(PLAN))

    assert sorted(hide(ledger(PROBLEM, PLAN)).staff) == sorted(told.staff)


def test_of_a_sound_plan_nothing_but_people_changes() -> None:
    """It answers the redacted problem, keeps its rules, and is canonical."""
    hide = Redaction(KEY)
    problem = hide(PROBLEM)
    plan = hide(PLAN)

    assert plan.problem == problem.digest() != PROBLEM.digest()
    assert verify(problem, plan) == ()
    assert plan == plan.canonical()
    assert [e.school for e in plan.engagements] == [e.school for e in PLAN.engagements]
    assert plan.unmet[0].reason == f"Trainer {_short('tom')} is <busy>"


def _short(person: str) -> str:
    return Redaction(KEY).identity(person)[2:11]


def test_nothing_that_somebody_wrote_is_left_of_a_rich_problem() -> None:
    """It has a text in every field; ids and names have others in their place."""
    problem = Problem.model_validate(RICH)
    hidden = redacted(problem, KEY)

    for table in ("protected", "pairs", "session_pins", "engagement_pins"):
        assert [record.reason for record in getattr(hidden, table)] == [""] * len(
            getattr(problem, table)
        )
    for table in ("staff", "trainers", "substitutes", "needs", "lessons", "protected", "pairs"):
        ids = {record.id for record in getattr(problem, table)}
        assert ids.isdisjoint(record.id for record in getattr(hidden, table))
    assert len(hidden.assumptions) == 1
    assert hidden.schools == problem.schools


def test_a_person_is_the_same_in_every_edit() -> None:
    """Whatever else is in the problem, and in whichever order."""
    problem = shuffled(PROBLEM, Random(1))
    fewer = problem.model_copy(update={"staff": problem.staff[:2]})
    whole = {person.name for person in redacted(PROBLEM, KEY).staff}

    assert {person.name for person in redacted(fewer, KEY).staff} < whole
    assert redacted(PROBLEM, KEY) == redacted(PROBLEM, KEY.encode())
    assert whole.isdisjoint(p.name for p in redacted(PROBLEM, "another key of sixteen").staff)


def test_one_person_in_two_roles_is_one() -> None:
    """A trainer and a substitute with the id of a staff member."""
    trainer = PROBLEM.trainers[0].model_copy(update={"id": "ada"})
    hidden = redacted(PROBLEM.model_copy(update={"trainers": (trainer,)}), KEY)

    assert hidden.trainers[0].id in {person.id for person in hidden.staff}


def test_an_earlier_plan_goes_on_in_the_redacted_one() -> None:
    """What is past or kept is about the same people."""
    hide = Redaction(KEY)
    problem = hide(PROBLEM)

    known, were = with_previous(problem, hide(PLAN)), hide(with_previous(PROBLEM, PLAN))
    for table in (*KEPT_OF_PLANS, *PAST):
        told = [str(record) for record in getattr(known, table)]
        assert sorted(told) == sorted(str(record) for record in getattr(were, table))
    assert known.kept


def test_reasons_about_another_problem_are_left_out() -> None:
    """Who is named there is not known."""
    assert redacted(PLAN, KEY).unmet[0].reason == ""
    assert redacted(PLAN, KEY, problem=PROBLEM).unmet[0].reason != ""


def test_prices_of_lessons_name_nobody() -> None:
    """Whose lesson it is has the pseudonym that the problem has; dates and prices are kept."""
    price = LessonPrice(lesson="ada-9", staff="ada", date=date(2026, 9, 8), millionths=7)
    goal = GoalResult(id="engaged-half-days", value=1, bound=1, method="lessons", prices=(price,))
    hide = Redaction(KEY)
    hidden = hide(Result(status=Status.OPTIMAL, problem=PROBLEM.digest(), goals=(goal,)))
    told = hidden.goals[0].prices[0]

    assert told.staff == hide.identity("ada")
    assert "ada" not in hidden.model_dump_json()
    assert (told.date, told.millionths) == (price.date, price.millionths)
    assert Result.model_validate_json(hidden.model_dump_json()) == hidden


def test_names_in_sentences_are_found_by_words() -> None:
    """Whatever case and blanks they have; a figure is no id of somebody with a name."""
    staff = (
        {"id": "7", "name": "Ada King", "schools": ["north"]},
        {"id": "t-7", "name": "", "schools": ["north"]},
    )
    hide = Redaction(KEY)
    hide(
        PROBLEM.model_copy(
            update={
                "staff": Problem.model_validate(
                    {**PROBLEM.model_dump(mode="json"), "staff": staff, "lessons": [], "needs": []}
                ).staff
            }
        )
    )

    assert hide.sentence("ADA  KING has 7 of 7, t-7 has t-77") == (
        f"Teacher {_short('7')} has 7 of 7, Teacher {_short('t-7')} has t-77"
    )


def test_a_class_called_after_somebody_is_not() -> None:
    """Others keep their names."""
    lessons = [
        {"id": "x", "school": "north", "staff": ["ada"], "day": "tue", "start": "09:00"}
        | {"end": "10:00", "subject": "maths", "classes": ["8b", "King's second"]}
    ]
    staff = [{"id": "ada", "name": "Ada King", "schools": ["north"]}]
    told = {**PROBLEM.model_dump(mode="json"), "staff": staff, "lessons": lessons, "needs": []}
    hidden = redacted(Problem.model_validate(told), KEY).lessons[0]

    assert (hidden.subject, hidden.classes[0]) == ("maths", "8b")
    assert "King" not in hidden.classes[1]


def test_a_limit_of_a_trainer_is_of_the_pseudonym() -> None:
    """Its sentence says so in figures, and a plan made under it is still made under it."""
    limit = {"id": "tom-rests", "sentence": "Tom gives one a week.", "count": "sessions"}
    limit |= {"per": "week", "at_most": 1, "of": {"trainers": ["tom"]}}  # type: ignore[dict-item]
    policy = Policy.model_validate({"limits": [limit]})
    made = MadeUnder(name="ours", digest=policy.digest())
    plan = PLAN.model_copy(update={"policy": made})
    hide = Redaction(KEY)
    hidden, problem = hide(policy), hide(PROBLEM)
    told = hide(plan)

    assert hidden.limits[0].of.trainers == (hide.identity("tom"),)
    assert "Tom" not in hidden.limits[0].sentence
    assert told.policy is not None
    assert told.policy.digest == hidden.digest()
    assert len(verify(problem, told, hidden)) == len(verify(PROBLEM, plan, policy)) > 0


@pytest.mark.parametrize("key", ["short", b"15 letters long", "  padded with blanks   "[:17]])
def test_a_key_that_can_be_guessed_is_refused(key: str | bytes) -> None:
    """With a way to a better one."""
    with pytest.raises(PdschedError, match="at least 16"):
        redacted(PROBLEM, key)


@slow
def test_the_demo_is_judged_alike() -> None:
    """A whole district, planned, with reasons and a history."""
    problem = read_demo()
    result = solve(problem, work_limit=0.2)
    hide = Redaction(KEY)
    hidden, answer = hide(problem), hide(result)
    assert result.plan is not None
    assert answer.plan is not None
    text = hidden.to_json() + answer.model_dump_json()
    tables = (problem.staff, problem.trainers, problem.substitutes)
    people = [(each.id, each.name) for table in tables for each in table]

    assert check(hidden) == check(problem) == ()
    assert verify(hidden, answer.plan) == ()
    assert score(hidden, answer.plan) == score(problem, result.plan)
    assert not any(f'"{identity}"' in text or name in text for identity, name in people)
    assert sum(map(bool, (unmet.reason for unmet in answer.plan.unmet))) == sum(
        map(bool, (unmet.reason for unmet in result.plan.unmet))
    )

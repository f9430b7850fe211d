"""Required pins that no plan keeps are errors, each with what it asks for too much of."""

from __future__ import annotations

from typing import Any

import pytest
from short_supply import NEXT_TUESDAY, TUESDAY, course, problem, substitute, trainer

from pdsched import Plan, Policy, Problem, check
from pdsched.errors import Fault, Severity
from pdsched.search import Limits, solve_here


def pin(name: str, **fields: Any) -> Any:
    """A required pin of a session."""
    return {"id": name, "kind": "require", **fields}


def errors(given: Problem, policy: Policy | None = None) -> list[Fault]:
    """What is told of pins."""
    told = check(given, policy or Policy())
    return [fault for fault in told if fault.severity is Severity.ERROR]


def plan_of(given: Problem, policy: Policy | None = None) -> Plan | None:
    """A plan, if there is one."""
    return solve_here(given, policy or Policy(), limits=Limits(seconds=20))[0]


def shown(given: Problem) -> list[tuple[str, str, str, str]]:
    """Code, place, value and message of what is told of pins."""
    return [(f.code, f.where, f.value, f.message) for f in errors(given)]


def test_a_pin_at_a_time_at_which_nothing_is_given() -> None:
    """Tom comes on Tuesdays: on a Wednesday nobody learns from him."""
    given = problem(
        trainers=[trainer(TUESDAY)],
        session_pins=[pin("early", staff="ada", course="sheets", date="2026-09-09")],
    )
    assert shown(given) == [
        (
            "PD605",
            "session_pins[0]",
            "early",
            "cannot be kept: at no time that it allows on Wed 2026-09-09 is anything given that "
            "ada needs and can be released for",
        )
    ]
    assert plan_of(given) is None
    assert errors(given, Policy(off=("pins",))) == []


def test_a_pin_on_a_need_that_nothing_of_that_date_answers() -> None:
    """Ada has another need, which Tom answers then; the pin is not about that."""
    other = course(id="slides", topic="slides")
    needs = [
        {"id": "need-ada", "staff": "ada", "course": "sheets"},
        {"id": "need-ada-2", "staff": "ada", "course": "slides"},
    ]
    asked = {"staff": "ada", "date": "2026-09-08"}
    given = problem(courses=[course(), other], needs=needs, trainers=[trainer(courses=["slides"])])
    of_any, of_first, of_second = (
        given.model_copy(update={"session_pins": problem(session_pins=[made]).session_pins})
        for made in (
            pin("any", **asked),
            pin("first", **asked, need="need-ada"),
            pin("second", **asked, need="need-ada-2"),
        )
    )
    assert [fault.code for fault in errors(of_first)] == ["PD605"]
    assert [plan_of(each) is None for each in (of_any, of_first, of_second)] == [False, True, False]
    assert errors(of_any) == errors(of_second) == []


def test_a_pin_at_a_start_at_which_the_person_cannot_be_released() -> None:
    """The second period is after the hour of tom, who is gone at nine."""
    when = {"date": TUESDAY, "start": "09:00"}
    given = problem(trainers=[trainer()], session_pins=[pin("late", staff="ada", **when)])
    assert [fault.code for fault in errors(given)] == ["PD605"]
    assert plan_of(given) is None


def test_pins_of_one_morning_for_which_too_few_can_come() -> None:
    """Two people leave their classes on a morning on which sue is the only substitute."""
    lenient = Policy(off=("away-at-once",))
    pins = [pin(f"pin-{name}", staff=name, date=TUESDAY) for name in ("ada", "bo")]
    given = problem(session_pins=pins)
    message = (
        "cannot be kept together: on Tue 2026-09-08 2 releases take cover for at least 2 lessons, "
        "and meet 1 half-day of substitutes who may hold them"
    )
    assert shown(given) == [("PD606", "session_pins[0]", "pin-ada, pin-bo", message)]
    assert plan_of(given, lenient) is None

    enough = given.model_copy(
        update={
            "substitutes": problem(substitutes=[substitute("sue"), substitute("sam")]).substitutes
        }
    )
    assert errors(enough) == []
    assert plan_of(enough, lenient) is not None


def test_two_pins_of_one_person_and_date_may_mean_one_release() -> None:
    """They are met by one release, for which sue comes."""
    pins = [pin("a", staff="ada", date=TUESDAY), pin("b", staff="ada", date=TUESDAY, start="08:00")]
    given = problem(session_pins=pins)
    assert errors(given) == []
    assert plan_of(given) is not None


def test_pins_that_release_a_person_too_often_in_a_week() -> None:
    """Two releases from lessons in one week are one too many, while the rule holds."""
    week = [pin("a", staff="ada", date=TUESDAY), pin("b", staff="ada", date="2026-09-10")]
    names = ("sheets", "slides")
    given = problem(
        courses=[course(name) for name in names],
        needs=[{"id": name, "staff": "ada", "course": name} for name in names],
        trainers=[trainer(courses=names)],
        session_pins=week,
    )
    message = (
        "cannot be kept together: ada would be released from lessons on Tue 2026-09-08, Thu "
        "2026-09-10, and may be 1 time in a week"
    )
    assert shown(given) == [("PD606", "session_pins[0]", "a, b", message)]
    assert plan_of(given) is None

    soft = Policy(goals=({"needs-met": 1}, {"releases-per-week": 1}))
    assert errors(given, soft) == []
    assert plan_of(given, soft) is not None
    assert errors(problem(session_pins=[week[0], pin("b", staff="ada", date=NEXT_TUESDAY)])) == []


def test_pins_of_a_trainer_for_more_minutes_than_there_are() -> None:
    """Tom has an hour on Tuesday, and pins name two courses of an hour each."""
    names = ("sheets", "slides")
    given = problem(
        courses=[course(name) for name in names],
        needs=[{"id": name, "staff": "ada", "course": name} for name in names],
        trainers=[trainer(courses=names)],
        session_pins=[pin(n, trainer="tom", date=TUESDAY, course=n) for n in names],
    )
    message = (
        "cannot be kept together: tom has 60 minutes for such sessions on Tue 2026-09-08, and they "
        "take 120"
    )
    assert shown(given) == [("PD606", "session_pins[0]", "sheets, slides", message)]
    assert plan_of(given) is None


@pytest.mark.parametrize("start", [None, "08:00"])
def test_pins_that_may_mean_one_session_count_once(start: str | None) -> None:
    """A pin of a course and date is kept by a session that another one says more of."""
    both = [pin("a", trainer="tom", date=TUESDAY, course="sheets"), pin("b", start=start)]
    both[1] |= {"trainer": "tom", "date": TUESDAY, "course": "sheets"}
    given = problem(session_pins=both)
    assert errors(given) == []
    assert plan_of(given) is not None


def test_pins_of_the_past_are_told_by_others() -> None:
    """What was before today is no matter of hours that are left."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    given = problem(
        calendar=calendar | {"today": NEXT_TUESDAY},
        session_pins=[pin("gone", staff="ada", date=TUESDAY)],
    )
    assert errors(given) == []

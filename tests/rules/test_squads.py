"""Student squads who help in classes: who helps where and when is coaching by pupils in class."""

from __future__ import annotations

from typing import Any

import pytest
from quick import slow

from pdsched import Plan, Policy, Problem, Session, check, solve

HOURS = [("08:00", "09:00"), ("09:00", "10:00")]
ANY = [{"start": "08:00", "end": "10:00"}]
AFTER = [{"course": "robots", "min_days": 1, "max_days": 2}]
TUESDAY, THURSDAY = "2026-09-08", "2026-09-10"


def lesson(staff: str, day: str, hour: int, **more: str) -> dict[str, Any]:
    """A lesson of somebody at their school."""
    when = {"day": day, "start": HOURS[hour][0], "end": HOURS[hour][1]}
    school = "south" if staff == "cyd" else "north"
    return {"id": f"{staff}-{day}-{hour}", "school": school, "staff": [staff], **when, **more}


def pupil(name: str) -> dict[str, Any]:
    """One of the squad of north."""
    return {"id": name, "role": "student-squad", "schools": ["north"]}


def helper(name: str, **fields: Any) -> dict[str, Any]:
    """A pupil of north who helps at any hour, unless the fields say otherwise."""
    return {"id": name, "courses": ["help"], "available": ANY, "schools": ["north"]} | fields


def school(
    *helpers: dict[str, Any], teachers: str = "ada", done: str = "", **fields: Any
) -> Problem:
    """A week in which teachers learn robots alone on Monday, and want help in a class of theirs.

    Ada and bob teach at north on Tuesday and Thursday at 8, cyd at south; mia and leo attend
    lessons at north, each on one of these days. Those who have ``done`` it learned before.
    """
    people = teachers.split()
    bells = [{"id": str(n), "start": start, "end": end} for n, (start, end) in enumerate(HOURS)]
    monday = {"start": "09:00", "end": "10:00", "weekdays": ["mon"]}
    given: dict[str, Any] = {
        "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
        "schools": [{"id": name, "periods": bells} for name in ("north", "south")],
        "staff": [
            *(
                {"id": name, "schools": ["south" if name == "cyd" else "north"]}
                | {"completed": ["robots"] * (name in done.split())}
                for name in people
            ),
            pupil("mia"),
            pupil("leo"),
        ],
        "lessons": [
            *(lesson(name, day, 0) for name in people for day in ("tue", "thu")),
            lesson("mia", "tue", 0, cover="not-needed"),
            lesson("leo", "thu", 0, cover="not-needed"),
        ],
        "courses": [
            {"id": "robots", "topic": "robots", "minutes": 60, "group_max": 9}
            | {"modality": "remote"},
            {"id": "help", "topic": "help", "minutes": 60, "group_max": 1, "prerequisites": AFTER}
            | {"modality": "coaching-in-class"},
        ],
        "needs": [
            *(
                {"id": f"{n}-robots", "staff": n, "course": "robots"}
                for n in people
                if n not in done.split()
            ),
            *({"id": f"{n}-help", "staff": n, "course": "help"} for n in people),
        ],
        "trainers": [{"id": "tom", "courses": ["robots"], "available": [monday]}, *helpers],
    }
    return Problem.model_validate(given | fields)


def planned(problem: Problem, policy: Policy | None = None) -> Plan:
    """The best plan, proven, of a problem without errors."""
    assert [fault for fault in check(problem) if fault.severity.value == "error"] == []
    result = solve(problem, policy or Policy(), seconds=20)
    assert result.status.value == "optimal"
    assert result.plan is not None
    return result.plan


def visits(plan: Plan) -> list[tuple[str, str, str]]:
    """Who comes to whom, and when."""
    helping = [session for session in plan.sessions if session.course == "help"]
    return [_visit(session) for session in helping]


def _visit(session: Session) -> tuple[str, str, str]:
    return session.trainer or "", session.staff[0], session.date.isoformat()


@slow
@pytest.mark.parametrize(
    ("helpers", "expected"),
    [
        ([helper("mia")], [("mia", "ada", TUESDAY)]),
        ([helper("mia", available=[ANY[0] | {"weekdays": ["wed", "thu"]}])], []),
        ([helper("mia", schools=["south"])], []),
        ([helper("mia", available=[{"start": "08:00", "end": "08:59"}])], []),
    ],
    ids=["within two days", "three days after", "elsewhere", "a minute short"],
)
def test_help_comes_soon_and_where_pupils_may(
    helpers: list[dict[str, Any]], expected: list[tuple[str, str, str]]
) -> None:
    """After the course, within so many days, in their hours, at their school; or not at all."""
    assert visits(planned(school(*helpers))) == expected


@slow
def test_pupils_leave_lessons_that_nobody_covers() -> None:
    """Ada stays in her lesson, mia leaves her own, and no substitute comes."""
    plan = planned(school(helper("mia")))
    left = {(r.staff, r.leads): r.lessons for r in plan.releases if "help" in r.session}

    assert left == {("ada", False): (), ("mia", True): ("mia-tue-0",)}
    assert plan.covers == ()
    assert plan.engagements == ()


@slow
def test_a_squad_is_in_one_class_at_a_time() -> None:
    """Two teach at once on the one day that is left: a squad of two helps one, two pupils both."""
    pair = helper("squad", members=["mia", "leo"], available=[])
    together = [helper(name, courses=[]) for name in ("mia", "leo")]
    both = planned(school(*together, pair, teachers="ada bob"))
    apart = planned(school(helper("mia"), helper("leo"), teachers="ada bob"))

    assert len(visits(both)) == 1
    assert {r.staff for r in both.releases if r.leads and "help" in r.session} == {"mia", "leo"}
    assert {day for _, _, day in visits(apart)} == {TUESDAY}
    assert {(who, whom) for who, whom, _ in visits(apart)} in (
        {("mia", "ada"), ("leo", "bob")},
        {("mia", "bob"), ("leo", "ada")},
    )


@slow
def test_who_learned_before_is_helped_on_any_day() -> None:
    """Ada has done the course, so that mia, who is there on Thursdays alone, may come."""
    late = helper("mia", available=[ANY[0] | {"weekdays": ["thu"]}])

    assert visits(planned(school(late, done="ada"))) == [("mia", "ada", THURSDAY)]


@slow
def test_a_pupil_misses_a_lesson_no_more_often_than_may_be() -> None:
    """Helping, mia misses a lesson on two Tuesdays: twice, or once where no more may be."""
    once = Policy(misses_of_a_lesson=1)
    two_weeks = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-18"}
    twice = school(helper("mia"), teachers="ada bob", done="ada bob", calendar=two_weeks)
    tuesdays = [{"start": "08:00", "end": "09:00", "weekdays": ["tue"]}]
    only = twice.model_copy(update={"trainers": school(helper("mia", available=tuesdays)).trainers})

    assert len(visits(planned(only))) == 2
    assert len(visits(planned(only, once))) == 1


def test_squads_are_no_fault() -> None:
    """Pupils who are staff and trainers at once, and a squad of both, are told of by no error."""
    squad = helper("squad", members=["mia", "leo"], available=[])
    faults = check(school(helper("mia", courses=[]), helper("leo", courses=[]), squad))

    assert {fault.code for fault in faults} <= {"PD929"}

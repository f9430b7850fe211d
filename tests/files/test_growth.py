"""Ten times the records take ten times the work, or a little more: never a hundred times.

Work is counted as lines of Python that run, not as time, so that no machine is too slow for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pdsched import Plan, Policy, Problem, difference, ledger, score, verify
from pdsched.plan import Cover, Engagement, Release, Session
from pdsched.problem import clock
from pdsched.problem.substitute import HalfDays, Substitute
from pdsched.runner.judge import Judge
from pdsched.timetables import read_untis, to_problem
from pdsched.timetables.naming import Naming

MONDAY = date(2026, 9, 7)
HOURS = {"start": clock(540), "end": clock(600)}
FEW, MANY = 100, 400
MOST = 1.5
"""By how much the work for MANY may pass MANY / FEW times that for FEW; squares have 4."""
BEFORE = Policy(handover_minutes=5, lunch_minutes=30, most_consecutive_periods=2)

Case = tuple[Problem, Plan]


def district(count: int) -> Problem:
    """So many teachers of one school, each with a lesson on Monday at nine, and one course."""
    people = range(count)
    return Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
            "schools": [
                {"id": "north", "periods": [{"id": "1", "start": "09:00", "end": "10:00"}]}
            ],
            "staff": [{"id": f"t{n}", "schools": ["north"]} for n in people],
            "lessons": [
                {"id": f"l{n}", "school": "north", "staff": [f"t{n}"], "day": "mon"}
                | {"start": "09:00", "end": "10:00", "classes": [f"c{n}"]}
                for n in people
            ],
            "courses": [
                {"id": "c", "topic": "sheets", "minutes": 60, "group_max": 1}
                | {"modality": "in-person"}
            ],
            "needs": [{"id": f"n{n}", "staff": f"t{n}", "course": "c"} for n in people],
            "trainers": [
                {"id": "tr", "courses": ["c"], "available": [{"start": "08:00", "end": "18:00"}]}
            ],
            "rooms": [{"id": "r", "school": "north", "capacity": 9}],
        }
    )


def plan_of(count: int, person: Callable[[int], int]) -> Plan:
    """So many sessions at one time, by one trainer in one room, of these people."""
    where: dict[str, Any] = {"school": "north", "trainer": "tr", "room": "r"}
    return Plan(
        sessions=tuple(
            Session(id=f"s{n}", course="c", date=MONDAY, staff=(f"t{person(n)}",), **HOURS, **where)
            for n in range(count)
        ),
        releases=tuple(
            Release(
                staff=f"t{person(n)}",
                session=f"s{n}",
                date=MONDAY,
                need=f"n{person(n)}",
                lessons=(f"l{person(n)}",),
                **HOURS,
            )
            for n in range(count)
        ),
    )


def everybody_at_once(count: int) -> Case:
    """One trainer and one room hold a session for everybody at the same time."""
    return district(count), plan_of(count, lambda n: n)


def one_person_everywhere(count: int) -> Case:
    """One person is in all sessions."""
    return district(10), plan_of(count, lambda _: 0)


def one_holds_everything(count: int) -> Case:
    """A substitute and a colleague hold half of all lessons each, and are engaged as often."""
    problem, plan = everybody_at_once(count)
    sue = Substitute(id="sue", schools=("north",), available=(HalfDays(),))
    holders = [{"substitute": "sue"}, {"colleague": "t0"}]
    covers = tuple(
        Cover(staff=f"t{n}", lesson=f"l{n}", date=MONDAY, **holders[n % 2]) for n in range(count)
    )
    hired = (Engagement(substitute="sue", school="north", date=MONDAY, half="am"),) * count
    return (
        problem.model_copy(update={"substitutes": (sue,)}),
        plan.model_copy(update={"covers": covers, "engagements": hired}),
    )


def told_apart(_: Problem, plan: Plan) -> object:
    """What a plan adds to an empty one."""
    return difference(plan, Plan())


SHAPES = [everybody_at_once, one_person_everywhere, one_holds_everything]


def work(task: Callable[[], object]) -> int:
    """How many lines of Python a task runs."""
    lines = 0

    def count(_: FrameType, event: str, __: object) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        task()
    finally:
        sys.settrace(before)
    return lines


def assert_grows_evenly(task: Callable[[int], Callable[[], object]]) -> None:
    """Four times as many records, hardly more than four times the work."""
    few, many = (work(task(count)) for count in (FEW, MANY))

    assert many <= MOST * few * MANY / FEW, (few, many)


@pytest.mark.parametrize("shape", SHAPES)
def test_judging_grows_evenly(shape: Callable[[int], Case]) -> None:
    """`verify`, whatever the plan has at once, with rules of pauses, too."""
    assert_grows_evenly(lambda n: partial(verify, *shape(n), BEFORE))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("task", [score, ledger, told_apart])
def test_valuing_grows_evenly(
    task: Callable[[Problem, Plan], object], shape: Callable[[int], Case]
) -> None:
    """`score`, `ledger` and `difference`."""
    assert_grows_evenly(lambda n: partial(task, *shape(n)))


def test_looking_at_a_start_grows_evenly() -> None:
    """A plan to start from is judged, whatever it is."""

    def task(count: int) -> Callable[[], object]:
        problem, plan = one_person_everywhere(count)
        judge = Judge(problem, BEFORE)
        return lambda: judge.judge(judge.listed(plan))

    assert_grows_evenly(task)


def test_comparing_a_moved_plan_grows_evenly() -> None:
    """All sessions of a course are moved: each is found again by its group."""

    def task(count: int) -> Callable[[], object]:
        _, plan = everybody_at_once(count)
        moved = plan.model_copy(
            update={
                "sessions": tuple(
                    s.model_copy(update={"id": f"new-{s.id}", "date": date(2026, 9, 8)})
                    for s in plan.sessions
                )
            }
        )
        return lambda: difference(plan, moved)

    assert_grows_evenly(task)


def test_everybody_who_is_twice_at_once_is_named() -> None:
    """Not every pair is told where very many overlap, but everything that is in one."""
    problem, plan = everybody_at_once(MANY)
    hours = [{"start": clock(540 + n % 7), "end": clock(600 + n % 11)} for n in range(MANY)]
    sessions = (s.model_copy(update=h) for s, h in zip(plan.sessions, hours, strict=True))
    found = verify(problem, plan.model_copy(update={"sessions": tuple(sessions)}))
    told = "\n".join(v.sentence for v in found if v.rule == "one-place" and "tr" in v.subjects)

    for span in {(540 + n % 7, 600 + n % 11) for n in range(MANY)}:
        assert f"{clock(span[0]):%H:%M} to {clock(span[1]):%H:%M}" in told


def test_a_lesson_of_very_many_teachers_grows_evenly(tmp_path: Path) -> None:
    """An Untis lesson that names so many teachers, each with a subject of their own."""

    def task(count: int) -> Callable[[], object]:
        path = tmp_path / f"{count}.txt"
        rows = (f'1;"8b";"t{n}";"s{n % 7}";"12";1;1;;\n' for n in range(count))
        path.write_text("".join(rows), encoding="utf-8")
        return lambda: to_problem(read_untis(path))

    assert_grows_evenly(task)


def test_naming_many_things_alike_grows_evenly() -> None:
    """Things of one name are numbered without counting from the beginning each time."""

    def task(count: int) -> Callable[[], object]:
        naming = Naming("lesson")
        return lambda: [naming.fresh("7") for _ in range(count)]

    assert_grows_evenly(task)

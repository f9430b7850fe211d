"""Parts of an absence by how its classes are held, and what Untis is told of each class."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from tuesday import PERIODS, TUESDAY

from pdsched import Plan, Problem
from pdsched.absences import Absence, absence_files, absences_of

SESSION = {"id": "s", "course": "sheets", "date": TUESDAY, "start": "08:00", "end": "14:00"}


def away(
    *lessons: dict[str, Any], start: str = "09:00", end: str = "10:00", periods: Any = PERIODS
) -> tuple[Problem, Plan]:
    """Ada is away, and leaves lessons whose ``by`` says who holds them."""
    holders = [lesson.get("by", "") for lesson in lessons]
    names = [f"l{number}" for number, _ in enumerate(lessons)]
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
            "schools": [{"id": "north", "periods": periods}],
            "staff": [{"id": who, "schools": ["north"]} for who in ("ada", "bo", "cy")],
            "lessons": [
                {"id": name, "school": "north", "staff": ["ada"], "day": "tue"}
                | {key: value for key, value in lesson.items() if key != "by"}
                for name, lesson in zip(names, lessons, strict=True)
            ],
            "courses": [{"id": "sheets", "topic": "t", "minutes": 60, "group_max": 8}],
            "substitutes": [{"id": "sam", "zones": ["all"], "available": [{}]}],
        }
    )
    covers = [
        {"staff": "ada", "lesson": name, "date": TUESDAY}
        | {"substitute" if who == "sam" else "colleague": who}
        for name, told in zip(names, holders, strict=True)
        for who in told.split()
    ]
    halves = {
        "am" if lesson["start"] < "12:00" else "pm"
        for lesson, who in zip(lessons, holders, strict=True)
        if who == "sam"
    }
    when = {"date": TUESDAY, "start": start, "end": end}
    plan = Plan.model_validate(
        {
            "sessions": [SESSION | {"staff": ["ada"]}],
            "releases": [{"staff": "ada", "session": "s", "need": "n", "lessons": names} | when],
            "covers": covers,
            "engagements": [
                {"substitute": "sam", "school": "north", "date": TUESDAY, "half": half}
                for half in halves
            ],
        }
    )
    return problem, plan


def absent(*lessons: dict[str, Any], **more: Any) -> tuple[Absence, ...]:
    """The absences of ada."""
    return absences_of(*away(*lessons, **more)).absences


def at(start: str, end: str, by: str = "", **fields: Any) -> dict[str, Any]:
    """A lesson of ada, and who holds it in her place."""
    return {"start": start, "end": end, "by": by, **fields}


def gpu014(*lessons: dict[str, Any], **more: Any) -> list[list[str]]:
    """What Untis is told of them."""
    file, _ = absence_files(*away(*lessons, **more), format="untis-gpu014")
    return list(csv.reader(io.StringIO(file.content.decode())))


def test_classes_without_cover_go_with_others() -> None:
    """Before, between and after those of one substitute; another holder is another part."""
    [whole] = absent(
        *(at("08:00", "09:00"), at("09:00", "10:00", "sam")),
        *(at("10:00", "11:00"), at("13:00", "14:00", "sam")),
    )
    first, second = absent(at("08:00", "09:00", "sam"), at("09:00", "10:00", "bo"))

    assert (whole.cover_mode, whole.requested_sub_id) == ("substitute", "sam")
    assert (str(whole.start), str(whole.end)) == ("08:00:00", "14:00:00")
    assert (first.cover_mode, second.cover_mode) == ("substitute", "colleague")
    assert (str(first.end), str(second.start)) == ("09:00:00", "09:00:00")


def test_qualifications_are_asked_of_substitutes() -> None:
    """Not those of classes that a colleague holds."""
    maths, art = {"qualification": "maths"}, {"qualification": "art"}
    first, second = absent(at("08:00", "09:00", "sam", **maths), at("09:00", "10:00", "bo", **art))

    assert (first.qualification, second.qualification) == ("maths", "")


@pytest.mark.parametrize(
    ("start", "end", "part", "fraction"),
    [
        ("08:00", "11:00", "AM", 0.5),
        ("07:30", "12:00", "AM", 0.5),
        ("08:00", "12:30", "CUSTOM", 1.0),
        ("08:30", "11:00", "CUSTOM", 0.5),
        ("13:00", "14:00", "PM", 0.5),
        ("12:00", "15:00", "PM", 0.5),
        ("11:00", "14:00", "CUSTOM", 1.0),
        ("08:00", "14:00", "FULL", 1.0),
    ],
)
def test_day_parts_go_by_the_bells(start: str, end: str, part: str, fraction: float) -> None:
    """From the first bell of a half-day to its last; a fraction for each half-day."""
    [absence] = absent(start=start, end=end)

    assert (absence.day_part, absence.fraction) == (part, fraction)


def test_untis_is_told_how_a_class_is_held() -> None:
    """Held by somebody, divided, dropped, or by those of its own who stay."""
    told = gpu014(
        at("08:00", "09:00", "sam", classes=["8b", "x~y"], room="12", subject="a \n b"),
        at("09:00", "10:00", "bo cy"),
        at("10:00", "11:00"),
        at("13:00", "14:00", staff=["ada", "bo"]),
    )

    assert [(row[2], row[5], row[6], row[17], row[19]) for row in told] == [
        ("1", "ada", "sam", "0", ""),
        *sorted([("2", "ada", "bo", "64", "P"), ("2", "ada", "cy", "64", "P")], key=_as(told)),
        ("3", "ada", "", "1", "C"),
        ("4", "ada", "", "0", ""),
    ]
    assert {len(row) for row in told} == {21}
    assert (told[0][7], told[0][11], told[0][14], told[0][16]) == (
        *("a b", "12", "8b~x-y", "08:00-09:00"),
    )
    assert {row[1] for row in told} == {"20260908"}
    assert len({row[3] for row in told}) == 1  # one absence
    assert len({row[0] for row in told}) == len(told)


def _as(told: list[list[str]]) -> Any:
    """The order in which holders stand there, which numbers settle."""
    order = [row[6] for row in told]
    return lambda row: order.index(row[2])


def test_a_class_that_two_leave_is_dropped_unless_one_is_covered() -> None:
    """Each of them has a row."""
    problem, plan = away(at("08:00", "09:00", "sam", staff=["ada", "bo"]))
    [release] = plan.releases
    both = plan.model_copy(
        update={"releases": (release, release.model_copy(update={"staff": "bo", "need": "m"}))}
    )

    def kinds(plan: Plan) -> list[tuple[str, str, str]]:
        file, _ = absence_files(problem, plan, format="untis-gpu014")
        rows = csv.reader(io.StringIO(file.content.decode()))
        return [(row[5], row[6], row[19]) for row in rows]

    assert kinds(both) == [("ada", "sam", ""), ("bo", "", "")]
    bare = both.model_copy(update={"covers": (), "engagements": ()})
    assert kinds(bare) == [("ada", "", "C"), ("bo", "", "C")]


def test_periods_have_their_numbers() -> None:
    """Those of the day; ids that are numbers, or else places; between bells the one before."""
    early = {"id": "1", "start": "08:00", "end": "08:30", "days": ["mon"]}
    late = {"id": "2", "start": "08:30", "end": "09:00", "days": ["tue"]}
    named = [period | {"id": f"P{period['id']}"} for period in PERIODS]

    def numbers(start: str, end: str, periods: Any) -> list[str]:
        return [row[2] for row in gpu014(at(start, end), periods=periods)]

    assert numbers("08:00", "10:00", PERIODS) == ["1", "2"]
    assert numbers("08:00", "09:00", [early, late]) == ["2"]
    assert numbers("13:00", "14:00", named) == ["4"]
    assert numbers("11:00", "11:20", named) == ["3"]
    assert numbers("07:30", "08:00", named) == ["0"]
    assert numbers("08:00", "09:00", [PERIODS[0] | {"id": "07"}]) == ["7"]

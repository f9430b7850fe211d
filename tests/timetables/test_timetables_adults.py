"""What an import takes for a class that needs an adult: co-teaching, duties, and nothing left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from small_timetable import lesson, timetable

from pdsched.errors import ProblemError
from pdsched.problem import CoverKind
from pdsched.timetables import import_timetable, read_untis, to_problem
from pdsched.timetables.convert import duties_of

BOTH = ("ada", "ben")


def said(word: str, **asked: Any) -> str:
    """The assumption on a lesson of two teachers and one class that holds a word."""
    problem = to_problem(timetable(lesson(teachers=BOTH)), **asked)
    return next((sentence for sentence in problem.assumptions if word in sentence), "")


@pytest.mark.parametrize(
    ("fields", "needed"),
    [
        ({}, 1),
        ({"rooms": ("R1",)}, 1),
        ({"rooms": ("R1", "R2")}, None),
        ({"subject": "F+L", "own_subjects": ("F", "L")}, None),
        ({"classes": ("5a", "5b")}, None),
        ({"classes": ("5a", "5b"), "teachers": ("ada", "ben", "cy")}, 2),
        ({"classes": (), "students": 20}, 1),
        ({"classes": ()}, None),
        ({"teachers": ("ada",)}, None),
        ({"cover": CoverKind.NOT_NEEDED}, None),
    ],
    ids=["together", "one room", "two rooms", "two subjects", "two classes", "three for two",
         "students", "nobody", "alone", "no cover"],
)  # fmt: skip
def test_adults_that_are_enough(fields: dict[str, Any], needed: int | None) -> None:
    """One for each class, room and subject, if that is asked for and fewer than hold the lesson."""
    made = timetable(lesson(**{"teachers": BOTH, **fields}))

    assert to_problem(made, spare_co_teachers=True).lessons[0].staff_needed == needed
    assert to_problem(made).lessons[0].staff_needed is None


def test_co_teaching_is_said() -> None:
    """The number of such lessons is an assumption, whichever way they are taken."""
    assert said("more teachers").startswith(
        "Lessons with more teachers than classes: 1; all their teachers are taken to be needed."
    )
    assert "one adult for each" in said("more teachers", spare_co_teachers=True)
    problem = to_problem(timetable(lesson()))
    assert not any("more teachers" in sentence for sentence in problem.assumptions)


def test_duties_are_told_by_subject() -> None:
    """Subjects of lessons without a class are counted, but not those that need no cover anyway."""
    made = timetable(
        *(lesson(str(n), period=n, classes=(), subject="duty") for n in range(2)),
        lesson("3", period=3, classes=(), subject="meeting"),
        lesson("4", period=4, classes=(), subject="lunch", cover=CoverKind.NOT_NEEDED),
        lesson("5", period=5, classes=(), students=9, subject="choir"),
        lesson("6", period=6, classes=(), subject="gone", teachers=()),
    )

    assert duties_of(made) == {"duty": 2, "meeting": 1}
    assert any("student: 3 (duty 2, meeting 1)," in one for one in to_problem(made).assumptions)


@pytest.mark.parametrize("row", ["7;5a;;M;R1;1;1;;", "7;5a;' ';M;R1;1;1;;"])
def test_a_timetable_of_which_nothing_is_left_is_refused(tmp_path: Path, row: str) -> None:
    """Rows without teachers are read, and leave nothing to plan around: PD706 says why."""
    path = tmp_path / "GPU001.TXT"
    path.write_text(row)

    assert len(read_untis(path).lessons) == 1
    with pytest.raises(ProblemError, match=r"PD706 .*GPU001.TXT.* lesson without a teacher"):
        import_timetable("untis", path)


def test_nothing_to_begin_with_is_the_callers() -> None:
    """Who builds a timetable without lessons gets a problem without lessons."""
    assert to_problem(timetable()).lessons == ()


@pytest.mark.parametrize(
    ("periods", "asked", "length", "end"),
    [
        (9, {}, 45, "15:25"),
        (17, {}, 30, "17:50"),
        (18, {}, 30, "17:00"),
        (31, {}, 15, "15:45"),
        (31, {"break_minutes": 5}, 10, "15:40"),
        (20, {"period_minutes": 30}, 30, "18:00"),
        (12, {"period_minutes": 60}, 60, "20:55"),
        (8, {"first_bell": "17:00"}, 45, "23:35"),
        (150, {}, 5, "20:30"),
    ],
)
def test_long_days_shrink(periods: int, asked: dict[str, Any], length: int, end: str) -> None:
    """What nobody told of the bells shrinks until the day is no longer than ten hours."""
    problem = to_problem(timetable(periods=periods), **asked)
    first, last = problem.schools[0].periods[0], problem.schools[0].periods[-1]

    minutes = (first.end.hour - first.start.hour) * 60 + first.end.minute - first.start.minute
    assert (minutes, f"{last.end:%H:%M}") == (length, end)
    assert any(f"periods of {length} minutes" in sentence for sentence in problem.assumptions)

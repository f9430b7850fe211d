"""The readers on exports of others, where the folder of the real data is named."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from skipping import REAL_DATA, needs_real_data

from pdsched.checks import check
from pdsched.errors import Severity
from pdsched.problem import Problem
from pdsched.rosters import guess_roster, import_roster, read_edfi
from pdsched.rosters.lessons import SECOND
from pdsched.timetables import Note, count_notes

GRAND_BEND = REAL_DATA / "edfi_grandbend"
ROSTERS = REAL_DATA / "oneroster"
pytestmark = needs_real_data

SMALL = [
    ("catalyst_moodle_enrol_oneroster/Test_full_data_set.zip", "oneroster", 1, 2),
    ("catalyst_moodle_enrol_oneroster/Test_minimal_data_set.zip", "oneroster", 1, 2),
    ("catalyst_moodle_enrol_oneroster/oneroster_test_data.zip", "oneroster", 1, 0),
    ("catalyst_moodle_enrol_oneroster/v1p2_full_dataset.zip", "oneroster", 1, 0),
    ("oat-sa_OneRosterv1p1BaseCSV", "oneroster", 2, 0),
    ("microsoft_SDS_v2.1", "sds", 2, 2),
]


@cache
def grand_bend() -> tuple[Problem, tuple[Note, ...]]:
    """The sample district of Ed-Fi."""
    return read_edfi(GRAND_BEND, time_zone="America/Chicago")


@cache
def derived() -> list[dict[str, str]]:
    """Who holds what when, as it was taken from the same files once independently."""
    with (GRAND_BEND / "staff_section_period.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_lessons_of_grand_bend_are_those_of_the_derived_table() -> None:
    """Each row is a lesson on each day, but for those that clash with an earlier one of a person.

    The fourth period of the high school is in two parts around lunch: two lessons a day.
    """
    problem, _ = grand_bend()
    expected: set[tuple[str, str, str, bool]] = set()
    busy: Counter[tuple[str, str, bool]] = Counter()
    for row in derived():
        is_autumn = row["begin"] < "2022"
        for name in row["class_period"].split("|"):
            expected.add((row["staff"], row["school"], name, is_autumn))
            busy[row["staff"], name, is_autumn] += 1
    begins = {
        (school.id, period.start): period.id.removesuffix(" (2)")
        for school in problem.schools
        for period in school.periods
    }
    told = {
        (who, each.school, begins[each.school, each.start], each.first is None)
        for each in problem.lessons
        for who in each.staff
    }
    assert told == expected
    high_school = {each for each in expected if each[1:3] == ("255901001", "04 - Traditional")}
    number = sum(len(each.staff) for each in problem.lessons)
    assert number == 5 * (len(expected) + len(high_school))
    assert sum(busy.values()) - len(busy) == count_notes(grand_bend()[1])[SECOND] / 5


def test_grand_bend_is_complete_by_itself() -> None:
    """Schools, bells, rooms, staff, terms, closed days and leaves."""
    problem, notes = grand_bend()

    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []
    assert [len(school.periods) for school in problem.schools] == [8, 7, 7]
    assert (len(problem.rooms), len(problem.staff)) == (56, 65)
    assert [term.first for term in problem.calendar.terms] == [date(2021, 8, 23), date(2022, 1, 4)]
    assert (problem.calendar.closed[0], len(problem.calendar.closed)) == (date(2021, 12, 18), 17)
    assert sum(len(person.unavailable) for person in problem.staff) == 37
    assert Counter(person.role for person in problem.staff)["teacher"] == 55
    assert count_notes(notes)["works for no school of the roster, and is left out"] == 3


def test_rooms_of_grand_bend_are_taken_as_their_lessons_say() -> None:
    """No room is free while somebody holds a lesson in it."""
    problem, _ = grand_bend()
    taken = {(room.school, room.name): room.unavailable for room in problem.rooms}

    for lesson in problem.lessons:
        windows = taken[lesson.school, lesson.room]
        assert any((each.start, each.end) == (lesson.start, lesson.end) for each in windows)


@pytest.mark.parametrize(("name", "kind", "schools", "staff"), SMALL)
def test_small_export_is_read(name: str, kind: str, schools: int, staff: int) -> None:
    """Its kind is guessed, its schools and staff are there, and the problem has no fault."""
    path = Path(ROSTERS, name)
    guessed = guess_roster(path)
    assert guessed == kind
    assert guessed is not None

    problem, notes = import_roster(guessed, path)
    assert (len(problem.schools), len(problem.staff)) == (schools, staff)
    assert notes
    assert [fault for fault in check(problem) if fault.severity is Severity.ERROR] == []

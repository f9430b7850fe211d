"""Which day of an imported timetable is which weekday or date."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import weekday_names
from small_timetable import lesson, timetable

from pdsched import check
from pdsched.errors import ProblemError
from pdsched.problem import CycleKind, Problem
from pdsched.referee import Facts
from pdsched.timetables import Timetable, read_untis, to_problem
from pdsched.timetables.weekdays import weekdays_of, weekdays_of_weeks

ARABIC = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس")
SUNDAY_FIRST = ["sun", "mon", "tue", "wed", "thu"]
TWO_WEEKS = tuple(f"{day} {week}" for week in "AB" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))


def held(*days: str, **more: Any) -> Timetable:
    """A timetable of days of which each has the lesson of its name."""
    return timetable(*(lesson(day, day=day) for day in days), periods=1, days=days, **more)


def dates(problem: Problem, count: int = 7) -> list[str]:
    """The lesson on each of so many dates from the first, ``-`` for none."""
    first, facts = problem.calendar.first, Facts(problem)
    on = [facts.lessons_on("ada", first + timedelta(days=n)) for n in range(count)]
    return [each[0].lesson.id if each else "-" for each in on]


SUNDAY = date(2026, 9, 6)
FIVE = ("D1", "D2", "D3", "D4", "D5")


def test_days_named_in_arabic_are_believed() -> None:
    """Sunday is a Sunday, and a week begins on it."""
    problem = to_problem(held(*ARABIC), first=SUNDAY)
    assert dates(problem) == [*ARABIC, "-", "-"]
    assert problem.calendar.week_begins == "sun"


@pytest.mark.parametrize(
    ("names", "weekdays"),
    [
        (ARABIC, "sun mon tue wed thu"),
        (("یکشنبه", "شنبه", "پنجشنبه"), "sun sat thu"),
        (("יום ראשון", "יום שני"), "sun mon"),
        (("thứ hai", "Thứ Ba"), "mon tue"),
        (("Isnin", "Selasa", "Rabu"), "mon tue wed"),
        (("सोमवार", "रविवार"), "mon sun"),
        (("Mon", "TUE.", "wednesday"), "mon tue wed"),
        (("D1", "D2"), ""),
        (("A1", "A2"), ""),
        (("Red", "Blue"), ""),
        (("Mon", "Monday"), ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_weekdays_have_names_in_many_languages(names: tuple[str, ...], weekdays: str) -> None:
    """Names of CLDR are weekdays; numbers, colours and one weekday twice are none."""
    assert " ".join(weekdays_of(names) or ()) == weekdays


def test_the_file_of_names_is_what_cldr_has() -> None:
    """The lines of the file are written by the script that its head names."""
    lines = weekday_names.FILE.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line[:1] not in ("#", "")] == weekday_names.lines()
    assert any("UNICODE LICENSE V3" in line for line in lines)


@pytest.mark.parametrize(
    "weekdays",
    [SUNDAY_FIRST, ["Sun", "Mon", "Tue", "Wed", "Thu"], ARABIC],
    ids=["short", "with capitals", "Arabic"],
)
def test_weekdays_are_given_in_the_order_of_the_days(weekdays: tuple[str, ...]) -> None:
    """The first day is on the first weekday given, with which a week begins."""
    problem = to_problem(held(*FIVE), weekdays=weekdays, first=SUNDAY)
    assert dates(problem) == [*FIVE, "-", "-"]
    assert problem.calendar.week_begins == "sun"


def test_names_of_the_weekdays_given_say_which_is_which() -> None:
    """Where names and argument tell the same weekdays, the argument says where a week begins."""
    problem = to_problem(held(*reversed(ARABIC)), weekdays=SUNDAY_FIRST, first=SUNDAY)
    assert dates(problem) == [*ARABIC, "-", "-"]


def test_two_weeks_from_sunday() -> None:
    """Each week's days are on the weekdays in the order given."""
    days = tuple(f"D{n}" for n in range(1, 11))
    problem = to_problem(held(*days), weekdays=["sun", "tue", "mon", "wed", "thu"], first=SUNDAY)
    week = ["D1", "D3", "D2", "D4", "D5", "-", "-"]
    assert dates(problem, 7) == week
    assert dates(problem, 9)[7:] == ["D6", "D8"]


def test_weekdays_of_two_weeks_are_believed() -> None:
    """Ten days named by weekday and week are two weeks of five."""
    assert list(weekdays_of_weeks(TWO_WEEKS) or ()) == ["mon", "tue", "wed", "thu", "fri"] * 2
    assert weekdays_of_weeks(("Mon A", "Tue A", "Mon B", "Wed B")) is None
    problem = to_problem(held(*TWO_WEEKS))
    assert problem.schools[0].cycle.days == TWO_WEEKS


def test_days_that_an_untis_file_only_counts_are_the_weekdays_given(tmp_path: Path) -> None:
    """Day 1 is Monday unless told: with weekdays from Sunday it is Sunday, and so is its name."""
    file = tmp_path / "GPU001.TXT"
    file.write_text("1;5a;ada;M;R1;1;1;;\n2;5a;ada;M;R1;5;1;;\n", encoding="utf-8")
    read = read_untis(file)
    monday = to_problem(read, first=SUNDAY)
    assert dates(monday) == ["-", "1-1-1", "-", "-", "-", "2-5-1", "-"]
    sunday = to_problem(read, first=SUNDAY, weekdays=SUNDAY_FIRST)
    assert dates(sunday) == ["1-1-1", "-", "-", "-", "2-5-1", "-", "-"]
    assert sunday.schools[0].cycle.days == ("sun", "mon", "tue", "wed", "thu")
    assert any("source are these: sun, mon" in sentence for sentence in sunday.assumptions)


def test_words_that_are_no_weekdays_are_asked_about() -> None:
    """Five words could be any week, or a rotation: the fault says what to answer, and both help."""
    colours = held("Red", "Blue", "Gold", "Grey", "White")
    with pytest.raises(ProblemError) as refused:
        to_problem(colours)
    (fault,) = refused.value.faults
    assert fault.code == "PD716"
    assert "--weekdays" in fault.message
    assert "--rotating" in fault.advice
    assert to_problem(colours, weekdays=SUNDAY_FIRST).calendar.week_begins == "sun"
    assert to_problem(colours, rotating=True).schools[0].cycle.kind is CycleKind.ROTATING


def test_an_import_may_begin_in_week_b_after_a_holiday() -> None:
    """Week A began on 7 September, nine weeks before the plan; a closed week is among it."""
    problem = to_problem(
        held(*TWO_WEEKS),
        first=date(2026, 11, 9),
        cycle_anchors={date(2026, 9, 7): "Mon A"},
        closed=[date(2026, 11, 16) + timedelta(days=n) for n in range(5)],
    )
    assert dates(problem, 5) == [*TWO_WEEKS[5:]]
    assert dates(problem, 12)[7:] == ["-"] * 5
    assert dates(problem, 19)[14:] == [*TWO_WEEKS[5:]]


def test_an_import_may_begin_on_day_4_of_6() -> None:
    """Monday is day 4, Tuesday is closed, Wednesday day 5, and after day 6 comes day 1."""
    problem = to_problem(
        held("D1", "D2", "D3", "D4", "D5", "D6"),
        rotating=True,
        cycle_anchors={date(2026, 9, 7): "D4"},
        closed=[date(2026, 9, 8)],
    )
    assert dates(problem, 8) == ["D4", "-", "D5", "D6", "D1", "-", "-", "D2"]
    assert "2026-09-07 is the day D4 of the timetable, as its anchors say." in problem.assumptions


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ({date(2026, 9, 7): "Mon C"}, "is no cycle day"),
        ({date(2026, 9, 8): "Mon A"}, "always a mon"),
        ({date(2020, 9, 7): "Mon A"}, "more than 800 days"),
    ],
    ids=["unknown", "another weekday", "long ago"],
)
def test_an_anchor_that_cannot_be_is_refused(anchor: dict[date, str], words: str) -> None:
    """An unknown day, another weekday and a date long ago are told as those of the argument."""
    with pytest.raises(ProblemError, match=words) as refused:
        to_problem(held(*TWO_WEEKS), cycle_anchors=anchor)
    assert [fault.where for fault in refused.value.faults] == ["cycle_anchors"]


def test_weekdays_that_the_names_contradict_are_refused() -> None:
    """Monday is no Sunday; the same weekdays in another order say on which a week begins."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri")
    for weekdays in (SUNDAY_FIRST, ["mon", "tue", "wed", "thu", "fri", "sat"]):
        with pytest.raises(ProblemError, match="are called Mon, Tue") as refused:
            to_problem(held(*names), weekdays=weekdays)
        assert [(f.code, f.where) for f in refused.value.faults] == [("PD710", "weekdays")]
    problem = to_problem(held(*names), weekdays=["fri", "mon", "tue", "wed", "thu"])
    assert problem.calendar.week_begins == "fri"
    assert to_problem(held("D1", "D2", "D3", "D4", "D5"), weekdays=SUNDAY_FIRST).schools


def test_exams_and_days_that_follow_others() -> None:
    """No lesson on dates of exams, though they are teaching days; another day's on the others."""
    problem = to_problem(
        held("mon", "tue", "wed", "thu", "fri"),
        exam_days=[date(2026, 9, 8), date(2026, 9, 9)],
        follows={date(2026, 9, 10): "mon"},
    )
    school = problem.schools[0]

    assert dates(problem, 5) == ["mon", "-", "-", "mon", "fri"]
    assert school.cycle.other_days == ("exam",)
    assert check(problem) == ()
    assert any("On 2 dates of exams" in said for said in problem.assumptions)
    assert Facts(problem).days.cycle_day(school.id, date(2026, 9, 8)) == "exam"


def test_empty_weeks_are_skipped_on_request() -> None:
    """After a closed week, week B comes after week A."""
    closed = [date(2026, 9, 14) + timedelta(days=n) for n in range(5)]
    counted = to_problem(held(*TWO_WEEKS), closed=closed)
    skipped = to_problem(held(*TWO_WEEKS), closed=closed, skips_empty_weeks=True)

    assert dates(counted, 15)[14] == "Mon A"
    assert dates(skipped, 15)[14] == "Mon B"
    with pytest.raises(ProblemError, match="no weeks are counted"):
        to_problem(held("D1", "D2", "D3"), skips_empty_weeks=True)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"follows": {date(2026, 9, 8): "Mno"}}, "follows or exam_days"),
        ({"exam_days": [date(2026, 9, 12)]}, "follows or exam_days"),
        ({"exam_days": ["2026-09-12"]}, "exam_days"),
        ({"follows": {"2026-09-12": "mon"}}, "follows"),
    ],
)
def test_dates_that_cannot_follow_are_refused(given: Any, where: str) -> None:
    """An unknown day, a Saturday, and texts in place of dates."""
    with pytest.raises(ProblemError) as refused:
        to_problem(held("mon", "tue", "wed", "thu", "fri"), **given)
    assert [fault.where for fault in refused.value.faults] == [where]

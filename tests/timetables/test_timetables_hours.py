"""Clock times in names of hours: how schools write them, and what is said where it is unclear."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_fet import activity, fet, start, write

from pdsched.timetables import count_notes, read_fet, to_problem
from pdsched.timetables.fet_mode import BOTH_HALVES
from pdsched.timetables.hours import AFTERNOON, UNREAD, read_hours


def told(names: list[str], long_names: list[str] | None = None) -> list[str]:
    """The spans that names tell."""
    periods = read_hours(names, long_names or ()).periods
    return [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in periods if one.start and one.end]


@pytest.mark.parametrize(
    ("names", "spans"),
    [
        (["1ª 08:15 - FP08:15", "2ª 09:15 - FP09:15", "3ª 10:30 - FP10:15"],
         ["08:15-09:15", "09:15-10:15", "10:30-11:30"]),
        (["8:00-8:50", "8:50-9:40"], ["08:00-08:50", "08:50-09:40"]),
        (["8h00", "8h55"], ["08:00-08:55", "08:55-09:50"]),
        (["8:00-9:30", "9:00-10:00"], ["08:00-09:00", "09:00-10:00"]),
        (["8.30 - 10.00", "10.15 - 11.45"], ["08:30-10:00", "10:15-11:45"]),
        (["8 h", "8 h 55 min", "9 h 50 min"], ["08:00-08:55", "08:55-09:50", "09:50-10:45"]),
        (["7h50min", "8h45min"], ["07:50-08:45", "08:45-09:40"]),
        (["8 Uhr", "8 Uhr 50"], ["08:00-08:50", "08:50-09:40"]),
        (["8.15 Uhr", "9.00 Uhr"], ["08:15-09:00", "09:00-09:45"]),
        (["8u30", "9u20"], ["08:30-09:20", "09:20-10:10"]),
        (["08:15~08:30", "08:30~08:45"], ["08:15-08:30", "08:30-08:45"]),
        (["Pd1 (07:10-07:50)", "Pd2 (07:50-08:30)"], ["07:10-07:50", "07:50-08:30"]),
        (["9:30-10-30", "10:45-11:45"], ["09:30-10:30", "10:45-11:45"]),
        (["1-07:50", "2-08:40"], ["07:50-08:40", "08:40-09:30"]),
        ([">08:50", ">09:50"], ["08:50-09:50", "09:50-10:50"]),
        (["1. 8.00", "2. 8.50"], ["08:00-08:50", "08:50-09:40"]),
        (["1.08:15", "2.09:15"], ["08:15-09:15", "09:15-10:15"]),
        (["0800-0850", "0855-0945"], ["08:00-08:50", "08:55-09:45"]),
        (["7-8", "8-9"], ["07:00-08:00", "08:00-09:00"]),
        (["8：00", "9：00"], ["08:00-09:00", "09:00-10:00"]),  # noqa: RUF001 - a wide colon
        (["11:15 am", "12:10 PM", "1:05 p.m."], ["11:15-12:10", "12:10-13:05", "13:05-14:00"]),
        (["9 am", "10 am"], ["09:00-10:00", "10:00-11:00"]),
        (["6:00-6:50 pm", "7:00-7:50 pm"], ["18:00-18:50", "19:00-19:50"]),
        (["11:10 - 12:00", "12:10 - 01.00", "1:05 - 1:55"],
         ["11:10-12:00", "12:10-13:00", "13:05-13:55"]),
        (["12:00", "1:00"], ["12:00-13:00", "13:00-14:00"]),
        (["4:50", "5:40", "6:30"], ["16:50-17:40", "17:40-18:30", "18:30-19:20"]),
        (["8:00", "H2"], None),
        (["9:00", "7:00"], None),
        (["8:00", "8:00"], None),
        (["25:00", "26:00"], None),
        (["10:00", "23:30"], None),
        (["8:00"], None),
        (["1h", "2h", "3h"], None),
        (["1-2", "3-4"], None),
        (["1. Stunde", "2. Stunde"], None),
    ],
)  # fmt: skip
def test_clock_times_in_names_of_hours(names: list[str], spans: list[str] | None) -> None:
    """Clock times are taken if all names tell them in rising order within one day, else none."""
    assert told(names) == (spans or [])


def test_long_names_tell_what_names_do_not() -> None:
    """The second name of an hour counts where the first tells no time, and only there."""
    assert told(["0", "1"], ["(1)*@07:35-08:25", "(2)*@08:30-09:15"]) == [
        "07:35-08:25",
        "08:30-09:15",
    ]
    assert told(["8:00", "9:00"], ["10:00", "11:00"])[0] == "08:00-09:00"
    assert told(["0", "1"], ["first", "second"]) == []


@pytest.mark.parametrize(
    ("names", "unread", "afternoon"),
    [
        (["8:00", "break"], "8:00", ()),
        (["9.00", "8.00"], "9.00", ()),
        (["H1", "H2"], "", ()),
        (["12:00", "1:00"], "", ("1:00",)),
        (["1:00 pm", "2:00 pm"], "", ()),
        (["13:00", "14:00"], "", ()),
    ],
)
def test_what_is_unclear_is_told(names: list[str], unread: str, afternoon: tuple[str, ...]) -> None:
    """Names that look like times and are not understood, and times moved to the afternoon."""
    hours = read_hours(names)

    assert (hours.unread, hours.afternoon) == (unread, afternoon)


def test_times_that_are_not_understood_are_said(tmp_path: Path) -> None:
    """No sentence says that a source with such names has no clock times."""
    text = fet(activity(1), start(1, "Mo", "8.00"), hours=("8.00", "9.00", "break"))
    timetable = read_fet(write(tmp_path, text))

    assert count_notes(timetable.notes) == {UNREAD: 1}
    said = " ".join(to_problem(timetable).assumptions)
    assert "look like clock times that were not understood: 3 periods of 45 minutes" in said
    assert "has no clock times" not in said


def test_times_taken_for_the_afternoon_are_said(tmp_path: Path) -> None:
    """A clock of twelve hours is a guess, and each hour of it is noted."""
    text = fet(activity(1), start(1, "Mo", "1:10"), hours=("11:10", "12:10", "1:10"))

    timetable = read_fet(write(tmp_path, text))

    assert [(item.value, item.message) for item in timetable.notes] == [("1:10", AFTERNOON)]
    assert f"{timetable.periods[2].start:%H:%M}" == "13:10"


def test_halves_of_a_day_share_their_names(tmp_path: Path) -> None:
    """Times that stand for the morning and the afternoon alike are not used, which is said."""
    text = fet(activity(1), start(1, "Mo", "8:00"), hours=("8:00", "9:00"))

    timetable = read_fet(write(tmp_path, text), mode="mornings-afternoons")

    assert count_notes(timetable.notes) == {BOTH_HALVES: 1}


def test_second_names_of_days_tell_the_weekdays(tmp_path: Path) -> None:
    """Days that are numbers have their weekdays in their long names, and keep their order."""
    text = fet(activity(1), start(1, "2", "H1"), days="0 1 2")
    for name, long_name in (("0", "Mo*Montag"), ("1", "Di*Dienstag"), ("2", "Do*Donnerstag")):
        text = text.replace(
            f"<Day><Name>{name}</Name>",
            f"<Day><Name>{name}</Name><Long_Name>{long_name}</Long_Name>",
        )

    problem = to_problem(read_fet(write(tmp_path, text)))

    assert problem.lessons[0].day == "Do*Donnerstag"
    assert " ".join(problem.calendar.weekdays) == "mon tue thu"

"""The order of days and hours of a FET table: what tells it, and what is asked for instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_fet import rows, write

from pdsched.errors import ProblemError
from pdsched.timetables import import_timetable, read_fet
from pdsched.timetables.order import order_of_days, order_of_hours
from pdsched.timetables.weekdays import weekdays_of

ASSEMBLY = rows("1;Wed;P2;5a;M;ada", "1;Wed;P3;5a;M;ada", "2;Mon;Roll call;5b;M;ben")


@pytest.mark.parametrize(
    ("names", "order"),
    [
        ("Mi Mo Fr Di Do", "Mo Di Mi Do Fr"),
        ("Vr Ma Di", "Ma Di Vr"),
        ("Ve Ma Lu Me Je", "Lu Ma Me Je Ve"),
        ("X L J M V", "L M X J V"),
        ("Śr Pn Pt", "Pn Śr Pt"),
        ("ср пн", "пн ср"),  # noqa: RUF001 - they are Cyrillic
        ("Τετ Δευ", "Δευ Τετ"),
        ("Day_3 Day_1", "Day_1 Day_2 Day_3"),
        ("2. 1.", "1. 2."),
        ("3_Mi 1_Mo", "1_Mo 3_Mi"),
        ("W2D1 W1D2 W1D1", "W1D1 W1D2 W2D1"),
        ("D1001 D900", "D900 D1001"),
        ("solo", "solo"),
        ("red blue", None),
        ("Ma Di", None),  # Dutch: Monday, Tuesday; French: Tuesday, Sunday
        ("Mo_am Mo_pm", None),
    ],
)
def test_order_of_days(names: str, order: str | None) -> None:
    """Weekdays and numbers tell it; a word that is two weekdays in two languages does not."""
    assert order_of_days(names.split()) == (tuple(order.split()) if order else None)


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["10.30", "8.00", "1.15"], ["8.00", "10.30", "1.15"]),
        (["8 h 50 min", "8 h"], ["8 h", "8 h 50 min"]),
        (["3rd", "1st"], ["1st", "2", "3rd"]),
        (["P2", "P3", "Roll call", "P1"], None),
        (["8:00", "lunch"], None),
    ],
)
def test_order_of_hours(names: list[str], order: list[str] | None) -> None:
    """Clock times and numbers tell it; with one name that tells nothing, no name counts."""
    assert order_of_hours(names) == (tuple(order) if order else None)


@pytest.mark.parametrize(
    ("names", "days"),
    [
        ("So Mo", "sun mon"),
        ("gr_Day_ma gr_Day_wo", "mon wed"),
        ("Mo*Montag Di*Dienstag", "mon tue"),
        ("M T W R F", "mon tue wed thu fri"),
        ("Segunda-feira Sexta-feira", "mon fri"),
        ("Mo_A Mo_B", None),
        ("D4", None),
        ("Montag other", None),
    ],
)
def test_weekdays_in_names(names: str, days: str | None) -> None:
    """Other words and numbers in a name do not matter; a letter counts where it stands alone."""
    told = weekdays_of(names.split())

    assert (told and " ".join(told)) == days


def test_order_that_is_not_known_is_asked_for(tmp_path: Path) -> None:
    """Days and hours of unknown order are refused together, with the options to fill."""
    path = write(tmp_path, rows("1;red;x;5a;M;ada", "2;blue, pale;y;5a;M;ada"))

    with pytest.raises(ProblemError) as error:
        read_fet(path)

    assert [(fault.code, fault.value) for fault in error.value.faults] == [
        ("PD712", "days"),
        ("PD712", "hours"),
    ]
    assert """say --days 'red,"blue, pale"', in the right order""" in str(error.value)


def test_order_that_is_told_is_taken(tmp_path: Path) -> None:
    """The caller's order holds, also with hours that the table does not name."""
    path = write(tmp_path, ASSEMBLY)

    timetable = read_fet(path, hours=["Roll call", "P1", "P2", "P3"])

    assert [(one.day, one.period, one.duration) for one in timetable.lessons] == [
        ("Wed", 2, 2),
        ("Mon", 0, 1),
    ]
    problem, _ = import_timetable("fet", path, days=["Wed", "Mon"], hours=["P2", "P3", "Roll call"])
    assert [period.id for period in problem.schools[0].periods] == ["P2", "P3", "Roll call"]


def test_order_that_leaves_out_a_name_is_refused(tmp_path: Path) -> None:
    """Each name of the table that the order lacks is told, so that a slip shows."""
    with pytest.raises(ProblemError) as error:
        read_fet(write(tmp_path, ASSEMBLY), hours=["Rollcall", "P3"])

    assert [(fault.code, fault.where, fault.value) for fault in error.value.faults] == [
        ("PD710", "hours", "P2"),
        ("PD710", "hours", "Roll call"),
    ]

"""Whatever a timetable is, written as a table of any layout it is read back slot for slot."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_tables import LAYOUTS, slots_of

from pdsched import ProblemError
from pdsched.problem.names import normal
from pdsched.timetables import (
    CODES,
    Timetable,
    TimetableLesson,
    TimetablePeriod,
    read_table,
    to_problem,
)

NAMES = st.text(
    st.sampled_from("abcXYZ019 ,;/+=&()'éßΩ中\u05d0\u0639\U0001f600"), min_size=1, max_size=12
).map(lambda text: "n" + normal(text).strip())
"""Names with whatever parts names elsewhere, formulas, letters from right to left, and emoji."""


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    """A timetable of one or two weeks in which nobody is in two places."""
    width, periods = draw(st.sampled_from([5, 10])), draw(st.integers(2, 5))
    days = tuple(f"day {n + 1}" for n in range(width))
    people = draw(st.lists(NAMES, min_size=1, max_size=3, unique_by=str.casefold))
    places = st.tuples(st.sampled_from(people), st.integers(0, width - 1), st.integers(0, 4))
    lessons: list[TimetableLesson] = []
    busy: set[tuple[str, int, int]] = set()
    # Nothing tells of a weekday or of a last period that nobody has.
    known = [(people[0], day, periods - 1) for day in range(width)]
    spots = [*known, *draw(st.lists(places, max_size=12))]
    for who, day, period in spots:
        length = draw(st.integers(1, 2))
        slots = {(who, day, at) for at in range(period, period + length)}
        if period + length > periods and period < periods:
            length, slots = 1, {(who, day, period)}
        if period >= periods or slots & busy:
            continue
        busy |= slots
        lessons.append(
            TimetableLesson(
                id=str(len(lessons)),
                day=days[day],
                period=period,
                duration=length,
                teachers=(who,),
                classes=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
                subject=draw(NAMES),
                rooms=tuple(draw(st.lists(NAMES, max_size=2, unique=True))),
            )
        )
    return Timetable(
        name="drawn",
        days=days,
        periods=tuple(TimetablePeriod(name=str(n + 1)) for n in range(periods)),
        lessons=tuple(lessons),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@given(timetable=timetables())
def test_every_layout_is_read_back(layout: str, timetable: Timetable) -> None:
    """Who holds what, with which class, when and where: all of it, and nothing else."""
    with TemporaryDirectory() as folder:
        written = LAYOUTS[layout](timetable, Path(folder))
        read = read_table(written.path, **written.options)

    if len(read.days) < len(timetable.days):  # Weeks that are alike are one.
        assert slots_of(read, read.weeks) == slots_of(first_week(timetable), 1)
        return
    assert slots_of(read, read.weeks) == written.slots


def first_week(timetable: Timetable) -> Timetable:
    """The first of two weeks, which are the same."""
    days = timetable.days[: len(timetable.days) // 2]
    lessons = tuple(lesson for lesson in timetable.lessons if lesson.day in days)
    assert 2 * len(lessons) == len(timetable.lessons)
    return timetable.model_copy(update={"days": days, "lessons": lessons})


HEADS = st.sampled_from(
    ["Teacher", "Jour", "Date", "Week", "Stunde", "Start", "Fin", "Duration", "Slot", "Expression",
     "Class", "Subject", "Room", "Lesson", "Mon 1", "Tue", "A1", "2", "8:00", "", "x"]
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 100_000),
    st.floats(-1, 50_000),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.text(max_size=8),
    st.sampled_from(
        ["Mon", "lundi", "MonA", "B2", "C", "3", "1-3", "1+2", "7-99", "P2", "8:00", "8.15-9.00",
         "25:99", "1pm", "7/9/2026", "13.9.2026", "A/B", "ada; ben", "1(A-E) 3(B)", "9(M-F)",
         "1(Z-A)", "#REF!", "-", "1Mon:2", "1h30", "99h", "0.5", "\u0665", "\u00b2", "1e400"]
    ),
)  # fmt: skip


@given(
    heads=st.lists(HEADS, min_size=1, max_size=7),
    rows=st.lists(st.lists(CELLS, max_size=7), max_size=6),
    layout=st.sampled_from([None, "long", "wide", "timetabler", "sims-staff"]),
)
def test_any_table_is_read_or_refused(
    heads: list[str], rows: list[list[object]], layout: str | None
) -> None:
    """Whatever stands in it: a timetable that makes a problem, or faults with codes."""
    width = len(heads)
    table = pd.DataFrame(
        [[*row, *[None] * width][:width] for row in rows], columns=heads, dtype=object
    )
    told: set[str] = set()
    try:
        to_problem(read_table(table, layout=layout))
    except ProblemError as error:
        told = {fault.code for fault in error.faults}

    assert told <= CODES.keys()

"""Whatever a timetable is, written as a table of any layout it is read back slot for slot."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written_tables import LAYOUTS, slots_of

from pdsched.problem.names import normal
from pdsched.timetables import Timetable, TimetableLesson, TimetablePeriod, read_table

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
    lessons, busy = [], set()
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

    assert slots_of(read, read.weeks) == written.slots

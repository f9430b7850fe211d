"""Real timetables, written out as tables and read back, where the folder of them is named."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from quick import first_quick
from skipping import REAL_DATA, needs_real_data
from small_timetable import lesson, timetable
from test_timetables_real import FILES
from written_tables import LAYOUTS, slots_of

from pdsched.checks import check
from pdsched.errors import Severity
from pdsched.timetables import Timetable, guess_kind, read_table, read_timetable, to_problem


@cache
def shared(file: str) -> Timetable:
    """A timetable as its own program wrote it."""
    path = REAL_DATA / "timetables" / file
    timetable = read_timetable(guess_kind(path), path)
    assert isinstance(timetable, Timetable)
    return timetable


@needs_real_data
@pytest.mark.parametrize("file", first_quick(FILES), ids=[Path(file).stem[-30:] for file in FILES])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_real_timetables_are_read_back(layout: str, file: str, tmp_path: Path) -> None:
    """Each in each layout, slot for slot; the kind is known, and the problem has no error."""
    written = LAYOUTS[layout](shared(file), tmp_path)
    read = read_table(written.path, **written.options)

    assert slots_of(read, read.weeks) == written.slots
    assert guess_kind(written.path) == "table"
    faults = check(to_problem(read))
    assert [fault for fault in faults if fault.severity is Severity.ERROR] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_small_timetable_is_read_back(layout: str, tmp_path: Path) -> None:
    """The same for one that is always there."""
    told = timetable(
        lesson("1", "fri", 7, subject="M", rooms=("R1",)),
        lesson("2", "mon", 0, duration=2, subject="E", teachers=("ben",), classes=("5a", "5b")),
        lesson("3", "mon", 0, subject="F"),
        *(lesson(day, day, 5, teachers=("eve",)) for day in ("tue", "wed", "thu")),
    )
    written = LAYOUTS[layout](told, tmp_path)
    read = read_table(written.path, **written.options)

    assert slots_of(read, read.weeks) == written.slots
    assert sum(written.slots.values()) in (7, 9)

"""Readers of real timetables: Untis, XHSTT, FET and any table, by way of one neutral record.

A reader turns a file into a `Timetable`; `to_problem` turns a timetable into a problem. What a
file says and cannot be used becomes a `Note`; what is assumed is a sentence of the problem.
"""

from pdsched.timetables.arguments import TermArguments
from pdsched.timetables.convert import to_problem
from pdsched.timetables.faults import CODES
from pdsched.timetables.fet import read_fet
from pdsched.timetables.fet_mode import Mode
from pdsched.timetables.importing import import_timetable
from pdsched.timetables.kinds import (
    KINDS,
    ImportArguments,
    Kind,
    ReadArguments,
    guess_kind,
    read_timetable,
)
from pdsched.timetables.tables import (
    Frame,
    Layout,
    TableReading,
    layout_names,
    load_layout,
    look_at_table,
    read_table,
)
from pdsched.timetables.timetable import (
    Note,
    Timetable,
    TimetableLesson,
    TimetablePeriod,
    count_notes,
)
from pdsched.timetables.untis import NO_COVER, read_untis
from pdsched.timetables.xhstt import read_xhstt

__all__ = [
    "CODES",
    "KINDS",
    "NO_COVER",
    "Frame",
    "ImportArguments",
    "Kind",
    "Layout",
    "Mode",
    "Note",
    "ReadArguments",
    "TableReading",
    "TermArguments",
    "Timetable",
    "TimetableLesson",
    "TimetablePeriod",
    "count_notes",
    "guess_kind",
    "import_timetable",
    "layout_names",
    "load_layout",
    "look_at_table",
    "read_fet",
    "read_table",
    "read_timetable",
    "read_untis",
    "read_xhstt",
    "to_problem",
]

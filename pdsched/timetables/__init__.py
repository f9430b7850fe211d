"""Readers of real timetables: Untis, XHSTT, FET, aSc, iCalendar and any table, by neutral records.

A reader turns a file into a `Timetable`, or a feed of lessons on dates into a `DatedTimetable`;
`to_problem` turns either into a problem. What a
file says and cannot be used becomes a `Note`; what is assumed is a sentence of the problem.
"""

from pdsched.timetables.arguments import TermArguments
from pdsched.timetables.asc import read_asc
from pdsched.timetables.convert import to_problem
from pdsched.timetables.dated import DatedLesson, DatedTimetable
from pdsched.timetables.faults import CODES
from pdsched.timetables.fet import read_fet
from pdsched.timetables.fet_mode import Mode
from pdsched.timetables.history import History, LessonMissed, Presence, read_untis_history
from pdsched.timetables.ical import read_ical
from pdsched.timetables.ical_events import TeacherFrom
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
    TimetableRoom,
    count_notes,
)
from pdsched.timetables.untis import NO_COVER, read_untis
from pdsched.timetables.with_history import with_history
from pdsched.timetables.xhstt import read_xhstt

__all__ = [
    "CODES",
    "KINDS",
    "NO_COVER",
    "DatedLesson",
    "DatedTimetable",
    "Frame",
    "History",
    "ImportArguments",
    "Kind",
    "Layout",
    "LessonMissed",
    "Mode",
    "Note",
    "Presence",
    "ReadArguments",
    "TableReading",
    "TeacherFrom",
    "TermArguments",
    "Timetable",
    "TimetableLesson",
    "TimetablePeriod",
    "TimetableRoom",
    "count_notes",
    "guess_kind",
    "import_timetable",
    "layout_names",
    "load_layout",
    "look_at_table",
    "read_asc",
    "read_fet",
    "read_ical",
    "read_table",
    "read_timetable",
    "read_untis",
    "read_untis_history",
    "read_xhstt",
    "to_problem",
    "with_history",
]

"""Readers of rosters: what student information systems know of schools, staff and classes.

OneRoster, Microsoft School Data Sync and Ed-Fi hold several schools each, so that a reader makes a
problem at once, without a timetable between. What a source says and cannot be used becomes a
`pdsched.timetables.Note`; what is assumed is a sentence of the problem.
"""

from pdsched.rosters.edfi import is_edfi, read_edfi
from pdsched.rosters.faults import CODES
from pdsched.rosters.importing import RosterKind, guess_roster, import_roster
from pdsched.rosters.oneroster import is_oneroster, is_sds, read_oneroster, read_sds

__all__ = [
    "CODES",
    "RosterKind",
    "guess_roster",
    "import_roster",
    "is_edfi",
    "is_oneroster",
    "is_sds",
    "read_edfi",
    "read_oneroster",
    "read_sds",
]

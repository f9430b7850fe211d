"""A plan as absences and vacancies, for the systems that schools enter them into.

An absence keeps its id through every replan, for it is of a person and a need. Where the plan
before is known, only what changed since is told.
"""

from pdsched.absences.absence import Absence, Absences, CoverMode, DayPart, Pooled, absences_of
from pdsched.absences.changes import Action, ToldAbsence, changes
from pdsched.absences.saving import (
    AbsenceFile,
    AbsenceFormat,
    absence_files,
    check_reason,
    save_absences,
)

__all__ = [
    "Absence",
    "AbsenceFile",
    "AbsenceFormat",
    "Absences",
    "Action",
    "CoverMode",
    "DayPart",
    "Pooled",
    "ToldAbsence",
    "absence_files",
    "absences_of",
    "changes",
    "check_reason",
    "save_absences",
]

"""Looking at plans: by person, school, day, trainer and substitute; differences; pages and lines.

Every view is frozen data in a settled order: of ids, or of date and clock. Sheets, pages and lines
made of them have the names of the problem in place of ids. A plan that names what it does not hold
cannot be looked at; `pdsched.verify` lists every such fault.
"""

from pdsched.views.changes import (
    PersonChange,
    PlanDifference,
    ReleaseChange,
    SessionChange,
    difference,
)
from pdsched.views.classes import HeldClass
from pdsched.views.days import DayView, by_day
from pdsched.views.notebook import record_to_html, tables_to_html
from pdsched.views.page import result_to_html, to_html
from pdsched.views.people import PersonView, TrainerView, Visit, by_person, by_trainer
from pdsched.views.policies import rules_to_text
from pdsched.views.schools import Away, SchoolDay, SchoolView, by_school
from pdsched.views.sheet_page import sheets_to_page
from pdsched.views.sheet_text import sheets_to_text
from pdsched.views.sheets import By, Sheet, sheets
from pdsched.views.substitutes import SubstituteView, Turn, by_substitute
from pdsched.views.terminal import summary

__all__ = [
    "Away",
    "By",
    "DayView",
    "HeldClass",
    "PersonChange",
    "PersonView",
    "PlanDifference",
    "ReleaseChange",
    "SchoolDay",
    "SchoolView",
    "SessionChange",
    "Sheet",
    "SubstituteView",
    "TrainerView",
    "Turn",
    "Visit",
    "by_day",
    "by_person",
    "by_school",
    "by_substitute",
    "by_trainer",
    "difference",
    "record_to_html",
    "result_to_html",
    "rules_to_text",
    "sheets",
    "sheets_to_page",
    "sheets_to_text",
    "summary",
    "tables_to_html",
    "to_html",
]

"""From a survey of the staff to needs; what the catalogue lacks; which courses fit whom.

`needs_from_survey` reads a table of answers as `SurveyScales` say, `gap_report` compares needs with
courses, and `suggestions` names the courses that fit each person. All of it is plain Python on the
problem: no time, no trainer and no solver.
"""

from pdsched.survey.gaps import GapKind, GapReport, NeedGap, UnaskedCourse, gap_report
from pdsched.survey.needs import SurveyReading, needs_from_survey
from pdsched.survey.scales import (
    Asked,
    Question,
    Repeated,
    Standing,
    SurveyScales,
    UnknownStaff,
)
from pdsched.survey.scales_file import load_scales
from pdsched.survey.suggestions import Suggestion, suggestions
from pdsched.survey.wishes import SurveyNote

__all__ = [
    "Asked",
    "GapKind",
    "GapReport",
    "NeedGap",
    "Question",
    "Repeated",
    "Standing",
    "Suggestion",
    "SurveyNote",
    "SurveyReading",
    "SurveyScales",
    "UnaskedCourse",
    "UnknownStaff",
    "gap_report",
    "load_scales",
    "needs_from_survey",
    "suggestions",
]

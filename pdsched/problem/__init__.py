"""What is given. Data only: no rule, no solver."""

from pdsched.problem.base import Clock, Day, Id, Record, RecordError, clock, minutes
from pdsched.problem.calendar import (
    Blackout,
    Calendar,
    DayKind,
    NoticeFill,
    Term,
    Weekday,
    WeekdayFill,
    Window,
)
from pdsched.problem.champions import Champions
from pdsched.problem.kept import Kept, KeptCover, KeptSession
from pdsched.problem.learning import Course, LevelStep, Modality, Need, Prerequisite, Trainer
from pdsched.problem.pairs import Pair, PairKind
from pdsched.problem.pins import EngagementPin, PinKind, SessionPin
from pdsched.problem.problem import Problem
from pdsched.problem.records import Cover, Engagement, Release, Session
from pdsched.problem.school import Cycle, CycleDate, CycleKind, Period, Room, School, Travel
from pdsched.problem.series import MOST_MEETINGS, Meeting, Series, meeting_id
from pdsched.problem.staff import CoverKind, Lesson, ProtectedTime, Role, StaffMember
from pdsched.problem.substitute import Half, HalfDays, Substitute

__all__ = [
    "MOST_MEETINGS",
    "Blackout",
    "Calendar",
    "Champions",
    "Clock",
    "Course",
    "Cover",
    "CoverKind",
    "Cycle",
    "CycleDate",
    "CycleKind",
    "Day",
    "DayKind",
    "Engagement",
    "EngagementPin",
    "Half",
    "HalfDays",
    "Id",
    "Kept",
    "KeptCover",
    "KeptSession",
    "Lesson",
    "LevelStep",
    "Meeting",
    "Modality",
    "Need",
    "NoticeFill",
    "Pair",
    "PairKind",
    "Period",
    "PinKind",
    "Prerequisite",
    "Problem",
    "ProtectedTime",
    "Record",
    "RecordError",
    "Release",
    "Role",
    "Room",
    "School",
    "Series",
    "Session",
    "SessionPin",
    "StaffMember",
    "Substitute",
    "Term",
    "Trainer",
    "Travel",
    "Weekday",
    "WeekdayFill",
    "Window",
    "clock",
    "meeting_id",
    "minutes",
]

"""What counted limits can count: for each count what one unit is, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Count(StrEnum):
    """What a limit counts; `KINDS` says what one unit is."""

    PEOPLE = "people"
    RELEASES = "releases"
    LESSONS = "lessons"
    COVERS = "covers"
    HALF_DAYS = "half-days"
    MINUTES = "minutes"
    SESSIONS = "sessions"


class Per(StrEnum):
    """Over which time a limit counts together."""

    DATE = "date"
    HALF_DAY = "half-day"
    WEEK = "week"
    MONTH = "month"
    TERM = "term"
    WINDOW = "window"
    """Any ``window_days`` school days in a row."""
    PLAN = "plan"


class Each(StrEnum):
    """For each of whom a limit counts apart.

    Departments, grades, roles and classes are those of a school.
    """

    SCHOOL = "school"
    PERSON = "person"
    DEPARTMENT = "department"
    ROLE = "role"
    GRADE = "grade"
    CLASS = "class"
    TRAINER = "trainer"
    SUBSTITUTE = "substitute"


class Kind(NamedTuple):
    """What a count says, and what can be asked of it."""

    unit: str
    """What one unit is."""
    noun: str
    """How messages call several of them."""
    of: tuple[str, ...]
    """Fields of `Of` that tell its units apart."""
    each: tuple[Each, ...]
    shares: bool = False
    """Whether a limit can be a share of people."""
    is_wanted: bool = False
    """Whether a limit can ask for so many at least; others follow from what is wanted."""


_WHEN = ("weekdays", "halves", "dates")
_PLACE = ("schools", "zones")
_PEOPLE = (*_PLACE, "departments", "roles", "grades", "courses", "topics", "modalities", *_WHEN)
_SESSIONS = (*_PLACE, "courses", "topics", "modalities", "trainers", *_WHEN)
_UNITS = (Each.SCHOOL, Each.DEPARTMENT, Each.ROLE, Each.GRADE)
_PEOPLE_UNITS = (Each.SCHOOL, Each.PERSON, Each.DEPARTMENT, Each.ROLE, Each.GRADE)

KINDS: Mapping[Count, Kind] = MappingProxyType(
    {
        Count.PEOPLE: Kind(
            "a person who is released from lessons in that time, once however often",
            "people released from lessons",
            _PEOPLE,
            _UNITS,
            shares=True,
            is_wanted=True,
        ),
        Count.RELEASES: Kind(
            "a release from lessons, of who attends or of who leads",
            "releases from lessons",
            _PEOPLE,
            _PEOPLE_UNITS,
            shares=True,
            is_wanted=True,
        ),
        Count.LESSONS: Kind(
            "a lesson on a date that needs a cover because of releases, once for each such cover",
            "lessons to be covered",
            (*_PLACE, *_WHEN),
            (Each.SCHOOL, Each.CLASS),
        ),
        Count.COVERS: Kind(
            "a lesson on a date that one substitute or colleague holds; of a class that several "
            "colleagues divide, one for each of them",
            "covers",
            (*_PLACE, "departments", "roles", "grades", "substitutes", *_WHEN),
            (*_PEOPLE_UNITS, Each.CLASS, Each.SUBSTITUTE),
        ),
        Count.HALF_DAYS: Kind(
            "a half-day for which a substitute is engaged at a school",
            "engaged half-days",
            (*_PLACE, "substitutes", *_WHEN),
            (Each.SCHOOL, Each.SUBSTITUTE),
        ),
        Count.SESSIONS: Kind(
            "a session of a group, that is, one that is not self-paced",
            "sessions",
            _SESSIONS,
            (Each.SCHOOL, Each.TRAINER),
            is_wanted=True,
        ),
        Count.MINUTES: Kind(
            "a minute of such a session, or of the course of a team without an hour, once for all",
            "minutes of sessions",
            _SESSIONS,
            (Each.SCHOOL, Each.TRAINER),
            is_wanted=True,
        ),
    }
)
"""Every count."""

OF_GROUPS = frozenset({Count.SESSIONS, Count.MINUTES})
"""Counts that leave out what everybody does alone."""

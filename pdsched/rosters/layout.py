"""How the columns of OneRoster and of School Data Sync are called, where they differ."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from pdsched.rosters.noted import Noted
from pdsched.rosters.tables import Row

NO_DATE = "is no date YYYY-MM-DD, and counts as none"
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")


class Layout(NamedTuple):
    """Names of columns, in small letters, and of tables."""

    title: str
    required: dict[str, tuple[str, ...]]
    """Tables that must be there, with the columns that they must have."""
    optional: dict[str, tuple[str, ...]]
    class_school: str
    class_sessions: str
    class_code: str
    role_dates: tuple[str, str]
    primary: str
    """The column of roles that says which one comes first."""


ONEROSTER = Layout(
    title="OneRoster",
    required={
        "orgs": ("sourcedId", "name", "type"),
        "users": ("sourcedId", "givenName", "familyName"),
    },
    optional={
        "manifest": ("propertyName", "value"),
        "roles": ("userSourcedId", "role", "orgSourcedId"),
        "academicsessions": ("sourcedId", "type", "startDate", "endDate"),
        "courses": ("sourcedId", "title"),
        "classes": ("sourcedId", "title", "schoolSourcedId", "termSourcedIds"),
        "enrollments": ("classSourcedId", "userSourcedId", "role"),
    },
    class_school="schoolsourcedid",
    class_sessions="termsourcedids",
    class_code="classcode",
    role_dates=("begindate", "enddate"),
    primary="roletype",
)
SDS = Layout(
    title="School Data Sync",
    required={
        "orgs": ("sourcedId", "name", "type"),
        "users": ("sourcedId",),
        "roles": ("userSourcedId", "orgSourcedId", "role"),
    },
    optional={
        "academicsessions": ("sourcedId", "type", "startDate", "endDate"),
        "courses": ("sourcedId", "title"),
        "classes": ("sourcedId", "orgSourcedId", "title"),
        "enrollments": ("classSourcedId", "userSourcedId", "role"),
    },
    class_school="orgsourcedid",
    class_sessions="sessionsourcedids",
    class_code="code",
    role_dates=("rolestartdate", "roleenddate"),
    primary="isprimary",
)


def date_of(row: Row, column: str, noted: Noted) -> date | None:
    """The date in a cell, also of a moment; ``None``, with a note, for what is none.

    >>> date_of(Row("row 2", {"enddate": "2026-09-07T00:00:00.000Z"}), "enddate", Noted())
    datetime.date(2026, 9, 7)
    """
    if not row[column]:
        return None
    if match := _DATE.fullmatch(row[column]):
        with suppress(ValueError):
            return date(*map(int, match.groups()))
    noted.say(row.where, row[column], NO_DATE)
    return None

"""The tables of a problem: one CSV file each, its columns derived from the records.

A table holds the plain fields of a record; what is nested in it has a table of its own that
names the record it belongs to.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pdsched.files.cells import Cell
from pdsched.plan import UnmetNeed
from pdsched.problem import (
    Blackout,
    Calendar,
    Champions,
    Course,
    Cover,
    Cycle,
    Engagement,
    EngagementPin,
    HalfDays,
    Kept,
    KeptCover,
    KeptSession,
    Lesson,
    Need,
    NoticeFill,
    Pair,
    Period,
    Prerequisite,
    ProtectedTime,
    Record,
    Release,
    Room,
    School,
    Series,
    Session,
    SessionPin,
    StaffMember,
    Substitute,
    Term,
    Trainer,
    Travel,
    WeekdayFill,
    Window,
)


class Column(NamedTuple):
    """A column of a table."""

    name: str
    cell: Cell
    required: bool = False
    nullable: bool = False
    """Whether the column has to be there, and a blank cell of it says ``null``."""
    choices: tuple[str, ...] = ()
    """What a choice can be."""


_PLAIN: Mapping[type, Cell] = {
    str: Cell.TEXT,
    bool: Cell.BOOL,
    int: Cell.INT,
    float: Cell.FLOAT,
    dt.date: Cell.DATE,
    dt.time: Cell.CLOCK,
}
_LISTS = {Cell.TEXT: Cell.TEXTS, Cell.CHOICE: Cell.CHOICES, Cell.DATE: Cell.DATES}


def cell_of(annotation: Any) -> Cell:
    """The type of column for the type of a field.

    >>> cell_of(tuple[str, ...] | None)
    <Cell.TEXTS: 'texts'>
    """
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType, Annotated):
        return cell_of(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return _LISTS[cell_of(parts[0])]
    if origin is dict:
        return Cell.LEVELS
    return Cell.CHOICE if issubclass(annotation, StrEnum) else _PLAIN[annotation]


def choices_of(annotation: Any) -> tuple[str, ...]:
    """What a field can be that is one of some choices, or several of them.

    >>> from pdsched.problem import PairKind
    >>> choices_of(tuple[PairKind, ...] | None)
    ('together', 'apart')
    """
    if parts := get_args(annotation):
        return next((choices for part in parts if (choices := choices_of(part))), ())
    is_choice = isinstance(annotation, type) and issubclass(annotation, StrEnum)
    return tuple(map(str, annotation)) if is_choice else ()


def columns(record: type[Record], *nested: str) -> tuple[Column, ...]:
    """A column for each field of a record but the nested ones."""
    return tuple(
        Column(
            name,
            cell_of(field.annotation),
            field.is_required(),
            field.is_required() and type(None) in get_args(field.annotation),
            choices_of(field.annotation),
        )
        for name, field in record.model_fields.items()
        if name not in nested
    )


def _of(name: str, *rest: Column) -> tuple[Column, ...]:
    """The columns of a nested table: whose it is, and the rest."""
    return (Column(name, Cell.TEXT, required=True), *rest)


REQUIRES: Mapping[str, str] = MappingProxyType({"course": "requires"})
"""Fields of a prerequisite whose column has another name."""

OF_CALENDAR: Mapping[str, str] = MappingProxyType(
    {
        "blackouts": "blackouts",
        "terms": "terms",
        "key_times": "key_times",
        "weekday_fill": "fill_probabilities",
        "notice_fill": "fill_by_notice",
    }
)
"""Tables of the calendar's parts, and their fields."""

OF_DAYS: Mapping[str, str] = MappingProxyType(
    {"pupil_free": "pupil-free", "closed": "closed", "opened": "open"}
)
"""Lists of dates of the calendar, the first two of schools, too, and how days.csv calls them."""

OF_CYCLE: Mapping[str, str] = MappingProxyType({"anchor": "anchors", "follows": "follows"})
"""Kinds of days.csv that name a day of the timetable, and their fields of the cycle."""

SAYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rooms": ("unavailable",),
        "staff": ("unavailable", "preferred"),
        "trainers": ("available",),
        "substitutes": ("available",),
    }
)
"""What availability.csv can say of each kind."""

SAID = tuple(dict.fromkeys(said for kind in SAYS.values() for said in kind))
"""All that it can say."""

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "problem": (Column("id", Cell.TEXT), Column("name", Cell.TEXT)),
        "assumptions": (Column("sentence", Cell.TEXT, required=True),),
        "calendar": columns(Calendar, *OF_DAYS, *OF_CALENDAR.values()),
        "days": (
            Column("school", Cell.TEXT),
            Column("date", Cell.DATE, required=True),
            Column("kind", Cell.CHOICE, required=True, choices=(*OF_DAYS.values(), *OF_CYCLE)),
            Column("day", Cell.TEXT),
        ),
        "blackouts": columns(Blackout),
        "terms": columns(Term),
        "key_times": columns(Window),
        "weekday_fill": columns(WeekdayFill),
        "notice_fill": columns(NoticeFill),
        "schools": (
            *columns(School, "cycle", "periods", "pupil_free", "closed"),
            *(
                Column(f"cycle_{c.name}", c.cell, choices=c.choices)
                for c in columns(Cycle, *OF_CYCLE.values())
            ),
        ),
        "periods": _of("school", *columns(Period)),
        "travel": columns(Travel),
        "rooms": columns(Room, "unavailable"),
        "staff": columns(StaffMember, "unavailable", "preferred"),
        "lessons": columns(Lesson),
        "protected": columns(ProtectedTime),
        "courses": columns(Course, "prerequisites"),
        "prerequisites": _of(
            "course",
            *(c._replace(name=REQUIRES.get(c.name, c.name)) for c in columns(Prerequisite)),
        ),
        "series": columns(Series),
        "needs": columns(Need),
        "trainers": columns(Trainer, "available"),
        "substitutes": columns(Substitute, "available"),
        "availability": (
            Column("kind", Cell.CHOICE, required=True, choices=(*SAYS,)),
            *_of("id", Column("says", Cell.CHOICE, required=True, choices=SAID)),
            Column("start", Cell.CLOCK),
            Column("end", Cell.CLOCK),
            *columns(HalfDays),
        ),
        "pairs": columns(Pair),
        "champions": columns(Champions),
        "session_pins": columns(SessionPin),
        "engagement_pins": columns(EngagementPin),
        "kept": columns(Kept),
        "kept_sessions": columns(KeptSession),
        "kept_covers": columns(KeptCover),
        "kept_engagements": columns(Engagement),
        "past_sessions": columns(Session),
        "past_releases": columns(Release),
        "past_covers": columns(Cover),
        "past_engagements": columns(Engagement),
    }
)
"""The columns of each table, in the order in which they are written."""

PLAN_TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "plan": tuple(Column(name, Cell.TEXT) for name in ("problem", "policy", "policy_digest")),
        "sessions": columns(Session),
        "releases": columns(Release),
        "covers": columns(Cover),
        "engagements": columns(Engagement),
        "unmet": columns(UnmetNeed),
    }
)
"""The same of a plan."""

assert set(Window.model_fields) | set(HalfDays.model_fields) == {
    column.name for column in TABLES["availability"][3:]
}

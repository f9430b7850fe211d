"""Lines that leaves of several chapters have, in names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from pdsched.binder.matter import Matter
from pdsched.plan import Session
from pdsched.views import HeldClass, Turn
from pdsched.views.classes import half_day
from pdsched.views.lookup import found
from pdsched.views.names import Names, lesson_words

_NAMED = 12
"""Most people of a group who are named beside a session; the others are counted."""


def key_of(staff: str, session: str) -> str:
    """What tells a release from all others, on the leaf of the person and on that of the school."""
    return f"{staff} {session}"


class ClassLine(NamedTuple):
    """A class that its teacher does not hold, in names; sorted by date and clock."""

    date: dt.date
    start: dt.time
    end: dt.time
    label: str
    """Subject and classes, else the id of the lesson."""
    room: str
    school: str
    staff: str
    """Whose class it is."""
    substitute: str
    """Who holds it; empty where that is a colleague, or where no cover is needed."""
    colleagues: tuple[str, ...]
    """Who hold it instead; several hold a part each."""
    beside: str
    """What the colleague holds meanwhile, where the class is taken in beside it."""


def class_line(held: HeldClass, names: Names) -> ClassLine:
    """A class of a view, with names."""
    colleagues = (held.colleague, *held.parts) if held.colleague else ()
    return ClassLine(
        date=held.date,
        start=held.start,
        end=held.end,
        label=lesson_words(held.lesson, held.subject, held.classes),
        room=held.room,
        school=names.school(held.school),
        staff=names.person(held.staff),
        substitute=names.person(held.substitute) if held.substitute else "",
        colleagues=tuple(map(names.person, colleagues)),
        beside=held.beside,
    )


class SessionLine(NamedTuple):
    """A session, in names."""

    date: dt.date
    start: dt.time
    end: dt.time
    """Equal to ``start`` where it has no hour."""
    course: str
    topic: str
    level_from: int | None
    """``None`` for a course that the problem does not hold."""
    level_to: int | None
    school: str
    """Empty where it has no venue."""
    room: str
    trainer: str
    """Empty where nobody leads it."""
    people: tuple[str, ...]
    """Those of the group who are named: all, or the first of many."""
    more: int
    """How many others there are."""


def session_line(
    session: Session, matter: Matter, people: Iterable[str], most: int = _NAMED
) -> SessionLine:
    """A session of a plan, with names; ``people`` are the ids of those of its group to be named."""
    names, course = matter.names, matter.facts.courses.get(session.course)
    group = list(people)
    return SessionLine(
        date=session.date,
        start=session.start,
        end=session.end,
        course=names.course(session.course),
        topic=course.topic if course else "",
        level_from=course.level_from if course else None,
        level_to=course.level_to if course else None,
        school=names.school(session.school) if session.school else "",
        room=names.room(session.room) if session.room else "",
        trainer=names.person(session.trainer) if session.trainer else "",
        people=tuple(map(names.person, group[:most])),
        more=max(0, len(group) - most),
    )


def hours(turn: Turn, matter: Matter) -> tuple[dt.time, dt.time]:
    """From the first period of a half-day, or its first class, to the last."""
    start, end = half_day(found(matter.facts.schools, turn.school, "school"), turn.half)
    starts, ends = [held.start for held in turn.classes], [held.end for held in turn.classes]
    return min([start, *starts]), max([end, *ends])

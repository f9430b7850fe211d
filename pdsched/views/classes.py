"""One released class: when it is, whose it is and who holds it instead."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from pdsched.plan import Cover, Release
from pdsched.problem import Clock, Half, Id, Lesson, Record, School
from pdsched.views.lookup import CoverBook, found


class HeldClass(Record):
    """A class on one date that its staff member does not hold."""

    date: dt.date
    start: Clock
    end: Clock
    lesson: Id
    school: Id
    staff: Id
    """Whose class it is."""
    substitute: Id | None = None
    """The substitute who holds it, if one does."""
    colleague: Id | None = None
    """The colleague who holds it, if one does; with neither no cover is needed."""
    parts: tuple[Id, ...] = ()
    """Further colleagues, where each of them takes in a part of the class."""
    subject: str = ""
    classes: tuple[str, ...] = ()
    room: str = ""

    @property
    def label(self) -> str:
        """What it is called: subject and classes, else the lesson's id.

        >>> HeldClass(date="2026-09-08", start="09:00", end="09:50", lesson="l1", school="north",
        ...           staff="ada", subject="maths", classes=("8b",), room="12").label
        'maths 8b, room 12'
        """
        words = " ".join([self.subject, *self.classes]).strip() or self.lesson
        return f"{words}, room {self.room}" if self.room else words

    @property
    def held_by(self) -> str:
        """Who holds it, in words."""
        if self.colleague and self.parts:
            return f"{', '.join([self.colleague, *self.parts])} (colleagues, a part each)"
        colleague = f"{self.colleague} (colleague)" if self.colleague else ""
        return self.substitute or colleague or "no cover needed"


def held_class(lesson: Lesson, on: dt.date, staff: str, *covers: Cover) -> HeldClass:
    """The class that a lesson is on one date, held as the covers say or by nobody."""
    cover = covers[0] if covers else None
    return HeldClass(
        date=on,
        start=lesson.start,
        end=lesson.end,
        lesson=lesson.id,
        school=lesson.school,
        staff=staff,
        substitute=cover.substitute if cover else None,
        colleague=cover.colleague if cover else None,
        parts=tuple(other.holder for other in covers[1:]),
        subject=lesson.subject,
        classes=lesson.classes,
        room=lesson.room,
    )


def covered_class(lessons: Mapping[str, Lesson], cover: Cover) -> HeldClass:
    """The class that one cover is about."""
    lesson = found(lessons, cover.lesson, "lesson")
    return held_class(lesson, cover.date, cover.staff, cover)


def taken_classes(
    lessons: Mapping[str, Lesson], book: CoverBook, release: Release
) -> tuple[HeldClass, ...]:
    """The classes that one release takes, in clock order."""
    holders: dict[str, list[Cover]] = defaultdict(list)
    for cover in book.of(release):
        holders[cover.lesson].append(cover)
    taken = (found(lessons, identity, "lesson") for identity in release.lessons)
    classes = (held_class(x, release.date, release.staff, *holders[x.id]) for x in taken)
    return tuple(sorted(classes, key=lambda c: (c.start, c.lesson)))


def half_of(lesson: Lesson, schools: Mapping[str, School]) -> Half:
    """The half-day of a lesson, cut at its school's midday."""
    midday = found(schools, lesson.school, "school").midday
    return Half.AM if lesson.start < midday else Half.PM

"""One released class: when it is, whose it is and who holds it instead."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from pdsched.plan import Cover, Release
from pdsched.problem import Clock, Half, Id, Lesson, Record, School
from pdsched.views.lookup import CoverBook, found
from pdsched.views.names import lesson_words


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
    beside: str = ""
    """What the colleague holds meanwhile, where the class or a part is taken in beside it."""
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
        words = lesson_words(self.lesson, self.subject, self.classes)
        return f"{words}, room {self.room}" if self.room else words

    @property
    def held_by(self) -> str:
        """Who holds it, in words."""
        if self.colleague and self.parts:
            return f"{', '.join([self.colleague, *self.parts])} (colleagues, a part each)"
        how = f"colleague, {self.how}" if self.how else "colleague"
        colleague = f"{self.colleague} ({how})" if self.colleague else ""
        return self.substitute or colleague or "no cover needed"

    @property
    def how(self) -> str:
        """How a colleague holds it beside what else there is; empty for all of it, in free time.

        >>> HeldClass(date="2026-09-08", start="09:00", end="09:50", lesson="l1", school="north",
        ...           staff="ada", colleague="bob", parts=("eve",), beside="maths 8b").how
        'a part, with eve, beside maths 8b'
        """
        part = f"a part, with {', '.join(self.parts)}" if self.parts else ""
        beside = f"beside {self.beside}" if self.beside else ""
        return ", ".join(words for words in (part, beside) if words)


def held_class(
    lessons: Mapping[str, Lesson], lesson: Lesson, on: dt.date, staff: str, *covers: Cover
) -> HeldClass:
    """The class that a lesson is on one date, held as the covers say or by nobody.

    Several covers are by colleagues among whom the class is divided; it is told of the first.
    """
    cover = covers[0] if covers else None
    names = lesson.may_split if len(covers) > 1 else lesson.may_join
    hosts = (lessons[name] for name in names if name in lessons)
    host_lessons = [
        x for x in hosts if cover and cover.colleague in x.staff and _takes_in(x, lesson, on)
    ]
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
        beside=" and ".join(lesson_words(x.id, x.subject, x.classes) for x in host_lessons),
        subject=lesson.subject,
        classes=lesson.classes,
        room=lesson.room,
    )


def _takes_in(host: Lesson, lesson: Lesson, on: dt.date) -> bool:
    """Whether one lesson goes on all through another, which is held on this date.

    Both are named beside each other, so at one school: a day of its cycle is the same for both.
    """
    there = host.date in (None, on) and (None in (host.day, lesson.day) or host.day == lesson.day)
    begun = host.first is None or host.first <= on
    over = host.last is not None and host.last < on
    during = host.start <= lesson.start and lesson.end <= host.end
    return there and begun and not over and during and host.school == lesson.school


def covered_class(
    lessons: Mapping[str, Lesson], cover: Cover, others: tuple[Cover, ...] = ()
) -> HeldClass:
    """The class that one cover is about; ``others`` are those of its other parts."""
    lesson = found(lessons, cover.lesson, "lesson")
    return held_class(lessons, lesson, cover.date, cover.staff, cover, *others)


def taken_classes(
    lessons: Mapping[str, Lesson], book: CoverBook, release: Release
) -> tuple[HeldClass, ...]:
    """The classes that one release takes, in clock order."""
    holders: dict[str, list[Cover]] = defaultdict(list)
    for cover in book.of(release):
        holders[cover.lesson].append(cover)
    taken = (found(lessons, identity, "lesson") for identity in release.lessons)
    classes = (held_class(lessons, x, release.date, release.staff, *holders[x.id]) for x in taken)
    return tuple(sorted(classes, key=lambda c: (c.start, c.lesson)))


def half_of(lesson: Lesson, schools: Mapping[str, School]) -> Half:
    """The half-day of a lesson, cut at its school's midday."""
    midday = found(schools, lesson.school, "school").midday
    return Half.AM if lesson.start < midday else Half.PM


def half_day(school: School, half: Half) -> tuple[dt.time, dt.time]:
    """From the first period of a half-day to the end of its last one; all of it without periods.

    >>> north = School(id="north", periods=[{"id": "1", "start": "08:00", "end": "09:00"}])
    >>> half_day(north, Half.AM), half_day(north, Half.PM)[0]
    ((datetime.time(8, 0), datetime.time(9, 0)), datetime.time(12, 0))
    """
    is_morning = half is Half.AM
    inside = [p for p in school.periods if (p.start < school.midday) is is_morning]
    if not inside:
        return (dt.time(), school.midday) if is_morning else (school.midday, dt.time(23, 59))
    return min(p.start for p in inside), max(p.end for p in inside)

"""A timetable as its file tells it, whatever program wrote the file: days, periods, lessons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pdsched.faces import begun
from pdsched.problem import Clock, CoverKind, Record
from pdsched.problem.base import Day
from pdsched.problem.names import Name

MOST_SEATS = 5000
"""Of a room, in a problem."""
BAD_SEATS = "is a number of seats that no room has"


class Note(Record):
    """A row or an element that could not be used, or was used with a change."""

    where: str
    """File and line, or the element."""
    value: str
    """The value in question."""
    message: str
    """The reason; the same words for the same reason, so that reasons can be counted."""

    def __str__(self) -> str:
        return begun(f"{self.where}: {self.value!r} {self.message}")


def note(where: str, value: object, message: str) -> Note:
    """A note whose value is shortened to 80 characters.

    >>> print(note("line 3", "x", "is not a number"))
    line 3: 'x' is not a number
    """
    shown = str(value)
    return Note(where=where, value=shown if len(shown) <= 80 else shown[:79] + "…", message=message)


def count_notes(notes: Iterable[Note]) -> dict[str, int]:
    """How many notes have each reason, the most frequent first.

    >>> count_notes([note("line 3", "x", "is not a number"), note("line 9", "y", "is odd"),
    ...              note("line 4", "z", "is not a number")])
    {'is not a number': 2, 'is odd': 1}
    """
    return dict(Counter(item.message for item in notes).most_common())


class TimetablePeriod(Record):
    """A line of the source's day, with clock times where the source has them."""

    name: Name
    start: Clock | None = None
    end: Clock | None = None


class TimetableRoom(Record):
    """A room that the source lists."""

    name: Name
    """As the lessons name it."""
    full: str = ""
    """Its full name, where the source has one."""
    capacity: int | None = Field(default=None, ge=1, le=MOST_SEATS)
    """Seats, where the source tells them."""


class TimetableLesson(Record):
    """A lesson at its place in the timetable."""

    id: str
    """Unique in the timetable."""
    event: str = ""
    """What the source calls it; parts of one event share it."""
    day: Name
    """Name of the day, one of the timetable's ``days``."""
    period: int = Field(ge=0)
    """Index of its first period in the day, counted from 0."""
    duration: int = Field(default=1, ge=1)
    """Length in periods."""
    teachers: tuple[str, ...] = ()
    """Who holds it; may be empty."""
    classes: tuple[str, ...] = ()
    subject: str = ""
    """Subject; several subjects of one coupling are joined by ``+``."""
    own_subjects: tuple[str, ...] = ()
    """Subject of each teacher, in the order of ``teachers``; empty where all have the same."""
    rooms: tuple[str, ...] = ()
    students: int = Field(default=0, ge=0)
    """Number of students that the source names one by one."""
    cover: CoverKind = CoverKind.NEEDED
    first: Day | None = None
    """Takes place from this date on, if the source says so."""
    last: Day | None = None
    """Takes place up to this date."""

    def subjects(self) -> dict[str, str]:
        """The subject that each teacher of this lesson holds in it.

        >>> TimetableLesson(id="7", day="mon", period=0, teachers=("ada", "ben"), subject="L+F",
        ...                 own_subjects=("L", "F")).subjects()
        {'ada': 'L', 'ben': 'F'}
        """
        if not self.own_subjects:
            return dict.fromkeys(self.teachers, self.subject)
        return dict(zip(self.teachers, self.own_subjects, strict=False))

    def slots(self) -> tuple[tuple[str, int], ...]:
        """Day and period of each period that it fills.

        >>> TimetableLesson(id="7", day="mon", period=2, duration=2).slots()
        (('mon', 2), ('mon', 3))
        """
        return tuple((self.day, self.period + step) for step in range(self.duration))


class Timetable(Record):
    """A whole timetable in neutral words."""

    name: str
    days: tuple[Name, ...] = Field(min_length=1)
    """Names in order, each once."""
    days_are_named: bool = True
    """Whether the source names the days; else it counts them, and the names are those of weekdays
    from Monday on."""
    weeks: int = Field(default=1, ge=1)
    """Over how many weeks the days run, if the source says so."""
    periods: tuple[TimetablePeriod, ...] = Field(min_length=1)
    """Periods of the longest day."""
    day_lengths: tuple[int, ...] = ()
    """Number of periods of each day; empty where all days have all periods."""
    morning: int | None = Field(default=None, ge=1)
    """How many periods are morning, if the source says so; the others are afternoon."""
    teachers: tuple[str, ...] = ()
    """All teachers that the source knows, also those without a lesson."""
    names: dict[str, str] = Field(default_factory=dict)
    """Full names of teachers, where the source has them."""
    rooms: tuple[TimetableRoom, ...] = ()
    """Rooms that the source lists."""
    lessons: tuple[TimetableLesson, ...] = ()
    notes: tuple[Note, ...] = ()
    """Every row or element that could not be used as it stands."""
    assumptions: tuple[str, ...] = ()
    """What the reader took for granted, one sentence each."""

    @field_validator("days")
    @classmethod
    def _different(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(days)) < len(days):
            raise PydanticCustomError("days", "each day is named once")
        return days

    def teacher_slots(self) -> int:
        """How many different pairs of teacher and slot are filled.

        >>> lesson = TimetableLesson(id="7", day="mon", period=0, duration=2, teachers=("ada",))
        >>> Timetable(name="x", days=("mon",), periods=({"name": "1"}, {"name": "2"}),
        ...           lessons=(lesson,)).teacher_slots()
        2
        """
        return len(
            {(who, slot) for lesson in self.lessons for who in lesson.teachers
             for slot in lesson.slots()}
        )  # fmt: skip

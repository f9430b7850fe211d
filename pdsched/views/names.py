"""The names that people read in place of ids; ids stay in all that is looked up or exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from unicodedata import normalize

from pdsched.expansion import in_full
from pdsched.plan import UnmetNeed
from pdsched.problem import Course, Lesson, Meeting, Need, Problem, Record
from pdsched.views.words import day
from pdsched.wording import wording

R = TypeVar("R", bound=Record)
_MOST_WISHES = 3
"""Wishes of a need that are told; that there are more is told, too."""

_KINDS = {
    "staff": "person",
    "substitute": "person",
    "colleague": "person",
    "parts": "person",
    "trainer": "person",
    "course": "course",
    "school": "school",
    "room": "room",
    "session": "session",
    "need": "aim",
    "newly_met": "aim",
    "newly_unmet": "aim",
}
"""What a field of a record holds the id of, by the field's name."""


class Names:
    """What the people, courses and places of a problem are called; by its id what has no name.

    Where two are called alike, each has its id beside the name; rooms only within a school. A
    person in several roles is one. What stands between names is in a language; dates of sessions
    are in English.

    >>> names = Names(Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     staff=[{"id": "t1", "name": "Ada King", "schools": ["north"]},
    ...            {"id": "t2", "name": "Ada King", "schools": ["north"]},
    ...            {"id": "t3", "name": "Bo Ek", "schools": ["north"]}],
    ... ))
    >>> names.person("t2"), names.person("t3"), names.school("north")
    ('Ada King (t2)', 'Bo Ek', 'north')
    """

    def __init__(self, problem: Problem | None = None, language: str = "en") -> None:
        self._words = wording(language)
        self._stated: tuple[Course, ...] = () if problem is None else problem.courses
        self._full = None if problem is None else in_full(problem)

    def person(self, identity: str) -> str:
        """A staff member, a trainer or a substitute; a team without a name by its members."""
        return self._people.get(identity, identity)

    def course(self, identity: str) -> str:
        """A course, a series as a whole among them."""
        return self._courses.get(identity, identity)

    def school(self, identity: str) -> str:
        """A school."""
        return self._schools.get(identity, identity)

    def room(self, identity: str) -> str:
        """A room."""
        return self._rooms.get(identity, identity)

    def lesson(self, identity: str) -> str:
        """A lesson, by subject and classes; many are called alike, so time or holder stand by."""
        lesson = self._lessons.get(identity)
        return lesson_words(lesson.id, lesson.subject, lesson.classes) if lesson else identity

    def aim(self, need: str) -> str:
        """What somebody needs: a course, one of those wished for, or a level of a topic."""
        stated = self._needs.get(need)
        if stated is None:
            return need
        if stated.course is not None:
            return self.course(stated.course)
        if stated.wishes:
            first = ", ".join(map(self.course, stated.wishes[:_MOST_WISHES]))
            more = ", …" if len(stated.wishes) > _MOST_WISHES else ""
            return self._words.text("one of {courses}").format(courses=first + more)
        aim = self._words.text("{topic} to level {level}")
        return aim.format(topic=stated.topic, level=stated.level_to)

    def need(self, need: str) -> str:
        """Who needs what."""
        stated = self._needs.get(need)
        return need if stated is None else f"{self.person(stated.staff)}: {self.aim(need)}"

    def session(self, identity: str) -> str:
        """A session by its course, its date and what else its id says, if that is one of ours.

        >>> Names().session("sheets-1|2026-09-08|09:00|north||lab")
        'sheets-1 on Tue 2026-09-08 09:00, north, lab'
        """
        try:
            course, on, start, school, trainer, room, *number = identity.split("|")
            when = f"{self.course(course)} on {day(date.fromisoformat(on))} {start}"
        except ValueError:
            return identity
        where = (self.school(school), self.person(trainer), self.room(room), *number)
        return ", ".join(part for part in (when, *where) if part)

    def told(self, record: R) -> R:
        """A record of a plan or a view with names in place of ids, through all its parts.

        It is to be read: ids of sessions and lessons themselves stay, but nothing can be looked
        up by the others any more.
        """
        if isinstance(record, UnmetNeed):
            return record.model_copy(update={"need": self.need(record.need)})
        fields = type(record).model_fields
        return record.model_copy(update={f: self._told(f, getattr(record, f)) for f in fields})

    def _told(self, field: str, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._told(field, item) for item in value)
        if isinstance(value, Record):
            return self.told(value)
        if isinstance(value, str) and field in _KINDS:
            return getattr(self, _KINDS[field])(value)
        return value

    @property
    def full_courses(self) -> tuple[Course, ...]:
        """The courses, with meetings in place of series."""
        return tuple(self._records("courses"))

    @cached_property
    def _people(self) -> dict[str, str]:
        shown = _shown(self._records("staff", "trainers", "substitutes"))
        for team in self._records("trainers"):
            if team.is_team and not team.name.strip():
                between = f" {self._words.text('and')} "
                shown[team.id] = between.join(shown.get(name, name) for name in team.members)
        return shown

    @cached_property
    def _courses(self) -> dict[str, str]:
        shown, whole = _shown(self._records("courses")), _shown(self._stated)
        for course in self._records("courses"):
            if isinstance(course, Meeting):
                name = whole.get(course.series, course.series)
                told = self._words.text("{course}, meeting {number} of {of}")
                shown[course.id] = told.format(course=name, number=course.number, of=course.of)
        return whole | shown

    @cached_property
    def _schools(self) -> dict[str, str]:
        return _shown(self._records("schools"))

    @cached_property
    def _rooms(self) -> dict[str, str]:
        return _shown(self._records("rooms"))

    @cached_property
    def _lessons(self) -> dict[str, Lesson]:
        return {lesson.id: lesson for lesson in self._records("lessons")}

    @cached_property
    def _needs(self) -> dict[str, Need]:
        return {need.id: need for need in self._records("needs")}

    def _records(self, *tables: str) -> Iterator[Any]:
        """The records of some tables, meetings of series among them; none without a problem."""
        for table in tables:
            yield from getattr(self._full, table, ())


def lesson_words(identity: str, subject: str, classes: Iterable[str]) -> str:
    """What a lesson is called: subject and classes, else its id.

    >>> lesson_words("l1", "maths", ["8b"]), lesson_words("l1", "", [])
    ('maths 8b', 'l1')
    """
    return " ".join([subject, *classes]).strip() or identity


def _shown(records: Iterable[Any]) -> dict[str, str]:
    """By id: the name, with the id beside it where others are shown alike.

    Rooms are told apart within their school, which stands beside them.
    """
    names: dict[str, str] = {}
    wheres: dict[str, str] = {}
    for record in records:
        names[record.id] = names.get(record.id) or " ".join(record.name.split())
        wheres[record.id] = getattr(record, "school", "")
    shown = {identity: name or identity for identity, name in names.items()}
    # Two names that look the same are the same.
    keys = {i: (wheres[i], normalize("NFC", name).casefold()) for i, name in shown.items()}
    alike = Counter(keys.values())
    return {
        identity: f"{name} ({identity})" if alike[keys[identity]] > 1 and name != identity else name
        for identity, name in shown.items()
    }

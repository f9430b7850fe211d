"""People who learn, the lessons they hold, and the time that no release may touch."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from pdsched.problem.base import Clock, Day, Id, Record
from pdsched.problem.calendar import Weekday, Window
from pdsched.problem.names import Name, RoleName


class Role(StrEnum):
    """Roles that some rule or some list of ours asks for; any other text is a role, too."""

    TEACHER = "teacher"
    ADMINISTRATIVE_ASSISTANT = "administrative-assistant"
    DAY_CARE_EDUCATOR = "day-care-educator"
    SPECIAL_EDUCATION_TECHNICIAN = "special-education-technician"
    PRINCIPAL = "principal"
    STUDENT_SQUAD = "student-squad"


class CoverKind(StrEnum):
    """What must happen to a lesson whose staff member is released."""

    NEEDED = "needed"
    NOT_NEEDED = "not-needed"
    IMPOSSIBLE = "impossible"


class StaffMember(Record):
    """Anybody who can be trained."""

    id: Id
    name: str = ""
    role: RoleName = Role.TEACHER.value
    """What this person is employed as, in any words. Rules know ``teacher`` and
    ``student-squad``; case does not matter, and blanks are hyphens."""
    schools: tuple[Id, ...] = Field(min_length=1)
    """Home school first; further schools of an itinerant after it."""
    department: Name = ""
    grade: Name = ""
    fte: float = Field(default=1.0, gt=0, le=1)
    """Full-time equivalent. No rule reads it: say by ``works_on`` or ``unavailable`` when a person
    is not at work."""
    works_on: tuple[Id, ...] | None = None
    """Weekdays, or days of the home school's cycle, on which this person is at work; ``null`` means
    on each day on which the home school is open. An empty list is refused."""
    levels: dict[Name, int] = Field(default_factory=dict)
    """Level already reached, by topic."""
    completed: tuple[Id, ...] = ()
    """Courses done before the horizon."""
    unavailable: tuple[Window, ...] = ()
    """Times at which this person does not work or cannot come."""
    preferred: tuple[Window, ...] = ()
    """Times at which this person likes to learn."""
    stands_in_for: tuple[Id, ...] = ()
    """Colleagues whose place this person takes when they are away, so that never both are."""
    releases_before: int = Field(default=0, ge=0, le=1000)
    """Releases from lessons before the horizon that count with those of the plan."""
    qualifications: tuple[Id, ...] = ()
    """What this person could cover for a colleague."""
    cover_volunteer: bool = False
    """Volunteers to cover for colleagues in free time."""
    covers_before: int = Field(default=0, ge=0, le=10_000)
    """Lessons already covered for colleagues this year, before the horizon."""
    cover_minutes_before: int = Field(default=0, ge=0, le=100_000)
    """Minutes of free time held for colleagues before the horizon and not yet given back."""
    contract_minutes: int | None = Field(default=None, ge=0, le=10_000_000)
    """Minutes of lessons, their own and covers together, for which this person is paid in the
    horizon; ``null`` where nobody counts them. A goal asks for it, never a rule."""
    protected_minutes_before: int = Field(default=0, ge=0, le=100_000)
    """Minutes of protected time lost before the horizon and not yet given back."""
    hours_before: float = Field(default=0, ge=0)
    """Hours of professional development done before the horizon, in all topics."""
    topic_hours_before: dict[Name, Annotated[int, Field(ge=0, le=10000)]] = Field(
        default_factory=dict
    )
    """Whole hours done before the horizon, by topic."""
    points_wanted_before: int = Field(default=0, ge=0, le=100_000)
    """Points of needs that were settled before the horizon, met or given up: ten a step of
    priority. Needs of this problem are not among them."""
    points_met_before: int = Field(default=0, ge=0, le=100_000)
    """Points of those that were met; at most ``points_wanted_before``."""

    def is_at_work(self, day: date, cycle_day: str | None) -> bool:
        """Whether this person works on an open date of the home school.

        Args:
            day: the date.
            cycle_day: its name in the home school's cycle, if it has one.

        >>> ada = StaffMember(id="ada", schools=("north",), works_on=("mon", "tue"))
        >>> ada.is_at_work(date(2026, 9, 9), "wed")
        False
        """
        return self.works_on is None or not {Weekday.of(day), cycle_day}.isdisjoint(self.works_on)

    @field_validator("levels")
    @classmethod
    def _within_limits(cls, levels: dict[str, int]) -> dict[str, int]:
        for topic, level in levels.items():
            if not 0 <= level <= 10:
                raise PydanticCustomError("level", f"level of {topic} must lie between 0 and 10")
        return levels

    @field_validator("levels", "topic_hours_before")
    @classmethod
    def _sorted(cls, by_topic: dict[str, int]) -> dict[str, int]:
        return dict(sorted(by_topic.items()))


class Lesson(Record):
    """A class or duty at a clock interval, on a day of the school's cycle or on one date."""

    id: Id
    school: Id
    staff: tuple[Id, ...] = Field(min_length=1)
    """Who holds it; each of them needs a cover of their own when released, unless ``staff_needed``
    says that fewer are enough."""
    staff_needed: int | None = Field(default=None, ge=1, le=100)
    """Adults who have to be there, of those who hold it or cover it; ``null`` means all of them.
    With 1, a lesson held by two needs no cover as long as one of them stays."""
    day: Id | None = None
    """Day of the school's cycle; give this or ``date``."""
    date: Day | None = None
    """One date; give this or ``day``."""
    start: Clock
    end: Clock
    first: Day | None = None
    """Takes place from this date on."""
    last: Day | None = None
    """Takes place up to this date."""
    cover: CoverKind = CoverKind.NEEDED
    qualification: Id | None = None
    """What a substitute or colleague must have to hold it; ``null`` means nothing."""
    counted_minutes: int | None = Field(default=None, ge=0, le=10_000)
    """Minutes that it counts by contract for whoever holds or covers it; ``null`` means its
    length."""
    may_join: tuple[Id, ...] = ()
    """Lessons that could take this class in: whoever holds one of them then can hold both."""
    may_split: tuple[Id, ...] = ()
    """Lessons among which this class could be divided, each taking in a part: all of them together,
    two at least."""
    subject: str = ""
    classes: tuple[Name, ...] = ()
    room: str = ""

    @property
    def spare(self) -> int:
        """How many of those who hold it can be released together without any cover."""
        return 0 if self.staff_needed is None else max(0, len(set(self.staff)) - self.staff_needed)


class ProtectedTime(Record):
    """Time of one staff member that no release may touch, such as guaranteed planning time."""

    id: Id
    staff: Id
    start: Clock
    end: Clock
    day: Id | None = None
    """Day of the home school's cycle; give this or ``date``."""
    date: Day | None = None
    """One date; give this or ``day``."""
    reason: str = ""

"""Series: one course held in many meetings, said in one record."""

from __future__ import annotations

from pydantic import Field

from pdsched.problem.base import Id, Record
from pdsched.problem.learning import Course, Prerequisite

MOST_MEETINGS = 40
"""Meetings of a series, at most: a school year has about so many weeks."""


class Series(Record):
    """A course that takes several meetings, such as a journal club.

    Its meetings are courses of their own, with ids that end in their number: ``journal:1``,
    ``journal:2``, and so on. Who needs the course needs each of them, in this order; who can give
    it can give each. Any record that names the course means all meetings (a prerequisite: the
    last); only what is about one session names a meeting.
    """

    course: Id
    """The course; its length and group sizes are those of each meeting."""
    meetings: int = Field(ge=2, le=MOST_MEETINGS)
    """How many meetings it takes."""
    cadence_days: int | None = Field(default=None, ge=1, le=364)
    """Calendar days from one meeting to the next: 7 for weekly on the same weekday; ``null`` for no
    such rhythm. Closed dates are passed over. A goal asks for it, never a rule."""
    min_days: int = Field(default=1, ge=0, le=800)
    """Least lag in school days from one meeting to the next; 0 allows the same day, later on."""
    max_days: int | None = Field(default=None, ge=0, le=800)
    """Greatest lag in school days; ``null`` means none."""
    same_group: bool = False
    """Whether a group stays together through all meetings."""


def meeting_id(course: str, number: int) -> str:
    """The id of a meeting of a series, counted from 1.

    >>> meeting_id("journal", 7)
    'journal:7'
    """
    return f"{course}:{number}"


class Meeting(Course):
    """One meeting of a series, as a course; made from the `Series`, never read from a file."""

    series: Id
    """The course whose meeting it is."""
    number: int
    """Which one, from 1."""
    of: int
    """How many there are."""
    entered_after: tuple[Prerequisite, ...] = ()
    """What comes before the whole series."""

    @property
    def leads_to(self) -> int | None:
        """The level of the series for its last meeting; ``None`` for those before it."""
        return self.level_to if self.number == self.of else None

    def entered_by(self, staff: str) -> tuple[str, ...]:
        """Courses that come before the whole series, whichever meeting it is."""
        return tuple(arc.course for arc in self.entered_after if arc.owed_by(staff))

    @property
    def names(self) -> tuple[str, ...]:
        """Its own id, and that of the series."""
        return (self.id, self.series)

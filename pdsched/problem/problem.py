"""The whole problem: everything that is given, as one frozen document."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from pdsched.printable import several
from pdsched.problem.at_hand import note
from pdsched.problem.base import Record
from pdsched.problem.calendar import Calendar
from pdsched.problem.champions import Champions
from pdsched.problem.kept import Kept, KeptCover, KeptSession
from pdsched.problem.learning import Course, Need, Trainer
from pdsched.problem.once import once
from pdsched.problem.pairs import Pair
from pdsched.problem.pins import EngagementPin, SessionPin
from pdsched.problem.records import Cover, Engagement, Release, Session
from pdsched.problem.school import Room, School, Travel
from pdsched.problem.series import Series
from pdsched.problem.staff import Lesson, ProtectedTime, StaffMember
from pdsched.problem.substitute import Substitute

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this

PAST = ("past_sessions", "past_releases", "past_covers", "past_engagements")
"""Fields of a problem that tell what was before today."""
KEPT = ("kept", "kept_sessions", "kept_covers", "kept_engagements")
"""Fields of a problem that tell what the previous plan has from today on."""

PINS = ("session_pins", "engagement_pins")
"""Fields of a problem that hold pins."""


class Problem(Record):
    """What is given: calendar, schools, people, lessons, learning, cover and pins.

    A document whose fields have the right shape makes a ``Problem``; whether it also makes sense
    (references, cycles, clashes) is for `pdsched.check`, which `pdsched.load` and `pdsched.solve`
    run for you.

    >>> from pdsched import Problem
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ... })
    >>> problem.schools[0].midday
    datetime.time(12, 0)
    """

    format: Literal["pdsched-problem"] = "pdsched-problem"
    version: Literal[1] = 1
    id: str = ""
    """What the district calls it through every edit and replan, such as ``district-9-2026``: by it
    and by need events of calendars are known again. It is no part of what is asked."""
    name: str = ""
    assumptions: tuple[str, ...] = ()
    """What was assumed where the data did not say, one sentence each."""
    calendar: Calendar
    schools: tuple[School, ...] = Field(default=())
    travel: tuple[Travel, ...] = ()
    rooms: tuple[Room, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    protected: tuple[ProtectedTime, ...] = ()
    courses: tuple[Course, ...] = ()
    series: tuple[Series, ...] = ()
    needs: tuple[Need, ...] = ()
    trainers: tuple[Trainer, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    pairs: tuple[Pair, ...] = ()
    champions: tuple[Champions, ...] = ()
    session_pins: tuple[SessionPin, ...] = ()
    engagement_pins: tuple[EngagementPin, ...] = ()
    kept: tuple[Kept, ...] = ()
    """Whom the previous plan has attend what, for the goal ``changes``; `pdsched.with_previous`
    writes this and the other three parts of what is kept."""
    kept_sessions: tuple[KeptSession, ...] = ()
    """Which trainer gives what in the previous plan."""
    kept_covers: tuple[KeptCover, ...] = ()
    """When colleagues cover in the previous plan."""
    kept_engagements: tuple[Engagement, ...] = ()
    """Where substitutes are engaged in the previous plan."""
    past_sessions: tuple[Session, ...] = ()
    """Sessions before ``calendar.today``, as they were held; `pdsched.with_previous` writes this
    and the other three parts of the past."""
    past_releases: tuple[Release, ...] = ()
    """The releases for them."""
    past_covers: tuple[Cover, ...] = ()
    """Covers before ``calendar.today``."""
    past_engagements: tuple[Engagement, ...] = ()
    """Engagements before ``calendar.today``."""

    @once
    def digest(self) -> str:
        """SHA-256 of the canonical JSON, in hexadecimal: names the problem in a certificate.

        What is kept, past or published is left out, and so is ``calendar.today``: they are about an
        earlier plan and the date of planning, not about what is asked, so that a plan made with
        one before it, or on a later date, answers the same problem.

        >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
        >>> later = Problem(calendar=calendar | {"today": "2026-09-09"})
        >>> later.digest() == Problem(calendar=calendar).digest()
        True
        """
        left_out: dict[str, Any] = {**dict.fromkeys((*KEPT, *PAST), True), "calendar": {"today"}}
        left_out["id"] = True
        pins = {name: tuple(p for p in getattr(self, name) if not p.published) for name in PINS}
        asked = self.model_copy(update=pins).model_dump_json(
            exclude_defaults=True, exclude=left_out
        )
        digest = hashlib.sha256(asked.encode()).hexdigest()
        note(digest, self)
        return digest

    def __repr__(self) -> str:
        """One line, whatever its size."""
        shown = " ".join(self.name.split())
        name = f" {shown[:60]!r}" if shown else ""
        parts = (
            *((self.schools, "school"), (self.staff, "staff member")),
            *((self.lessons, "lesson"), (self.needs, "need")),
        )
        held = ", ".join(several(len(records), noun) for records, noun in parts)
        return f"<Problem{name}: {self.calendar.first} to {self.calendar.last}, {held}>"

    __str__ = __repr__

    def frames(self) -> dict[str, DataFrame]:
        """The tables of the problem as data frames of pandas, by the names of the CSV files.

        Defaults are written out. Texts and choices are of type ``string``, numbers ``Int64`` and
        ``Float64``, truths ``boolean``, dates ``datetime64[s]``; clock times are `datetime.time`,
        lists are lists and levels dictionaries. What is not there is missing (``pandas.NA``).

        >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
        ...                             "last": "2026-09-11"})
        >>> str(problem.frames()["calendar"].loc[0, "last"])
        '2026-09-11 00:00:00'
        """
        from pdsched.files.frames import problem_frames

        return problem_frames(self)

    @classmethod
    def from_frames(cls, frames: Mapping[str, Any]) -> Problem:
        """The problem in data frames by table: the way back from `Problem.frames`.

        Frames of pandas are taken, and those of polars and other libraries that narwhals knows,
        where it is installed. A table that is not there has no rows, a missing value is the
        default. Columns stand in any order; dates, times, lists and levels may also be texts, as in
        CSV files.

        Args:
            frames: data frames by the names of the tables.

        Raises:
            ProblemError: with all faults, by table, row (from 0) and column.
            TypeError: if something is no frame.

        >>> problem = Problem(calendar={"time_zone": "UTC", "first": "2026-09-07",
        ...                             "last": "2026-09-11"})
        >>> Problem.from_frames(problem.frames()) == problem
        True
        """
        from pdsched.files.frames import problem_in_frames

        return problem_in_frames(frames)

    def to_json(self) -> str:
        """Canonical JSON: fields in the order of this class, defaults left out, one line."""
        return self.model_dump_json(exclude_defaults=True)

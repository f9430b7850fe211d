"""The whole problem: everything that is given, as one frozen document."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

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

    def _repr_html_(self) -> str:
        from pdsched.views import problem_to_html

        return problem_to_html(self)

    def to_json(self) -> str:
        """Canonical JSON: fields in the order of this class, defaults left out, one line."""
        return self.model_dump_json(exclude_defaults=True)

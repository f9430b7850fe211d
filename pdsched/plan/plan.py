"""The records of a plan: sessions, releases, covers, engagements and unmet needs; data only.

A plan is canonical: its records are sorted, its session ids follow from their contents, and its
JSON is the same bytes for the same plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pdsched.printable import several
from pdsched.problem import Cover, Engagement, Release, Session
from pdsched.problem.base import Id, Record

if TYPE_CHECKING:
    from pandas import DataFrame
else:
    DataFrame = Any  # pandas takes long to load, and whoever asks for the types is given this

ENDED = "search-ended"
"""What stands for a rule where nothing but the end of the search is known to stop a need."""
OTHER_GOALS = "other-goals"
"""What stands for a rule where goals before `needs-met`, or weighed against it, stop a need."""


class UnmetNeed(Record):
    """A need that the plan leaves open, and the rule that stopped it."""

    need: Id
    rule: str
    """Id of the rule; ``search-ended`` where nothing but the time limit stopped it; ``other-goals``
    where goals that come before ``needs-met``, or are weighed against it, would lose by it."""
    reason: str = ""
    """A sentence."""


class MadeUnder(Record):
    """The policy under which a plan was made."""

    name: str
    digest: str
    """`Policy.digest` of it."""


class Plan(Record):
    """The whole answer; see `pdsched.views` to look at it by person, school, day and so on.

    >>> from pdsched import Plan
    >>> Plan().to_json()
    '{"format":"pdsched-plan","version":1,"problem":"","policy":null,"sessions":[],"releases":[],"covers":[],"engagements":[],"unmet":[]}'
    """

    format: Literal["pdsched-plan"] = "pdsched-plan"
    version: Literal[1] = 1
    problem: str = ""
    """`Problem.digest` of the problem that it answers."""
    policy: MadeUnder | None = None
    """The policy under which `pdsched.solve` made it; ``null`` for one made by hand."""
    sessions: tuple[Session, ...] = ()
    releases: tuple[Release, ...] = ()
    covers: tuple[Cover, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    unmet: tuple[UnmetNeed, ...] = ()

    @property
    def needs_met(self) -> frozenset[str]:
        """The ids of the needs that releases meet.

        >>> Plan().needs_met
        frozenset()
        """
        return frozenset(release.need for release in self.releases if release.need is not None)

    def __repr__(self) -> str:
        """One line, whatever its size."""
        parts = (
            *((self.sessions, "session"), (self.releases, "release"), (self.covers, "cover")),
            *((self.engagements, "engagement"), (self.unmet, "unmet need")),
        )
        return f"<Plan: {', '.join(several(len(records), noun) for records, noun in parts)}>"

    __str__ = __repr__

    def frames(self) -> dict[str, DataFrame]:
        """The tables of the plan as data frames of pandas; types are those of `Problem.frames`.

        >>> list(Plan().frames())
        ['plan', 'sessions', 'releases', 'covers', 'engagements', 'unmet']
        """
        from pdsched.files.frames import plan_frames

        return plan_frames(self)

    @classmethod
    def from_frames(cls, frames: Mapping[str, Any]) -> Plan:
        """The plan in data frames by table, as `Problem.from_frames` reads them.

        Raises:
            ProblemError: with all faults, by table, row (from 0) and column.
            TypeError: if something is no frame.

        >>> Plan.from_frames(Plan().frames()) == Plan()
        True
        """
        from pdsched.files.frames import plan_in_frames

        return plan_in_frames(frames)

    def to_json(self) -> str:
        """Canonical JSON on one line."""
        return self.model_dump_json()

    @staticmethod
    def session_id(
        course: str,
        date: dt.date,
        start: dt.time,
        school: str | None,
        trainer: str | None,
        room: str | None,
        number: int = 1,
    ) -> str:
        """The id that a session's contents give it; ``number`` tells equal ones apart.

        >>> from datetime import date, time
        >>> Plan.session_id("sheets-1", date(2026, 9, 8), time(9), "north", "ada", "lab")
        'sheets-1|2026-09-08|09:00|north|ada|lab'
        """
        parts = [course, date.isoformat(), f"{start:%H:%M}", school, trainer, room]
        if number > 1:
            parts.append(f"#{number}")
        return "|".join(part or "" for part in parts)

    def canonical(self) -> Plan:
        """The same plan with its records sorted."""
        return Plan(
            problem=self.problem,
            policy=self.policy,
            sessions=tuple(sorted(self.sessions, key=lambda s: (s.date, s.start, s.id))),
            releases=tuple(
                sorted(
                    self.releases,
                    key=lambda r: (r.date, r.start, r.staff, r.session, r.need or ""),
                )
            ),
            covers=tuple(sorted(self.covers, key=lambda c: (c.date, c.lesson, c.staff, c.holder))),
            engagements=tuple(
                sorted(self.engagements, key=lambda e: (e.date, e.half, e.school, e.substitute))
            ),
            unmet=tuple(sorted(self.unmet, key=lambda u: u.need)),
        )

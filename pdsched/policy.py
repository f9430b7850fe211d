"""Which rules hold, with which figures, and which goals count in which order.

`RULES` and `GOALS` are the vocabulary that model, referee, documents and messages share: one id
and one sentence each. The rules themselves stand elsewhere, twice: `pdsched.model` states them
for the solver, `pdsched.referee` checks them in plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from pdsched.problem.base import Record


class RuleInfo(NamedTuple):
    """A rule's sentence, and whether a policy can switch it off."""

    sentence: str
    optional: bool


RULES: Mapping[str, RuleInfo] = MappingProxyType(
    {
        "records": RuleInfo("The records of a plan name things that exist and agree.", False),
        "need": RuleInfo("Who attends needs the course, and meets each need once.", False),
        "session-times": RuleInfo(
            "A session begins with a period on an open day and lasts as long as its course.", False
        ),
        "blackouts": RuleInfo("No session and no release touches a blackout.", True),
        "one-place": RuleInfo("Nobody is in two places at once, and no room is used twice.", False),
        "staff-available": RuleInfo("Nobody is released when away or at a closed school.", False),
        "coverable": RuleInfo("A release takes only lessons that can be covered.", False),
        "protected-time": RuleInfo("No release touches protected time.", True),
        "group-size": RuleInfo("A group is between the course's least and greatest size.", False),
        "level": RuleInfo("Who attends stands at a level from which the course starts.", True),
        "prerequisites": RuleInfo("What comes first is done first, within its lags.", True),
        "trainer": RuleInfo("A trainer is qualified, available, and willing to come.", False),
        "trainer-load": RuleInfo("A trainer's minutes a day and a week stay within limits.", True),
        "room": RuleInfo("A room is at the venue, is free, and seats the group.", False),
        "cover": RuleInfo("Every released lesson that needs cover has one engaged cover.", False),
        "cover-qualification": RuleInfo("Who covers a lesson has its qualification.", True),
        "substitute-available": RuleInfo("A substitute is engaged only when available.", False),
        "substitute-zone": RuleInfo("A substitute is engaged only where they serve.", False),
        "substitute-limits": RuleInfo("A substitute's half-days stay within limits.", True),
        "one-school": RuleInfo("A substitute is at one school per half-day.", False),
        "away-at-once": RuleInfo("Only so many of a school are away at any moment.", True),
        "releases-per-week": RuleInfo("A person is released only so often in a week.", True),
        "releases-in-all": RuleInfo("A person is released only so often in all.", True),
        "pins": RuleInfo("What the caller insists on holds.", True),
    }
)
"""Every rule by id."""

GOALS: Mapping[str, str] = MappingProxyType(
    {
        "needs-met": "Points of the needs met: ten a step of priority, fewer when late.",
        "engaged-half-days": "Half-days for which substitutes are engaged.",
    }
)
"""Every goal by id: the first is maximised, the second minimised without losing the first."""


def _known_and_optional(off: tuple[str, ...]) -> tuple[str, ...]:
    for rule in off:
        if rule not in RULES:
            raise PydanticCustomError(
                "rule", f"no rule is called {rule}; known: {', '.join(RULES)}"
            )
        if not RULES[rule].optional:
            raise PydanticCustomError("rule", f"rule {rule} cannot be switched off")
    return tuple(sorted(set(off)))


class Policy(Record):
    """Figures of the rules, and the rules that are switched off.

    >>> Policy(releases_per_week=2).releases_per_week
    2
    >>> Policy().holds("level"), Policy(off=("level",)).holds("level")
    (True, False)
    """

    name: str = "default"
    off: Annotated[tuple[str, ...], AfterValidator(_known_and_optional)] = ()
    """Ids of rules that do not hold."""
    away_at_once: float = Field(default=0.10, ge=0, le=1)
    """Share of a school's staff away from lessons at any moment; at least one person may be.
    Default: a teachers' agreement allows ten per cent of a building's staff a day."""
    releases_per_week: int = Field(default=1, ge=0, le=20)
    """Releases from lessons of one person in a week from Monday."""
    releases_in_all: int = Field(default=6, ge=0, le=1000)
    """Releases from lessons of one person in the horizon. Default: school policies name five or
    six a year."""
    level_spread: int = Field(default=1, ge=0, le=10)
    """How many levels above the start of a course a person who attends may stand."""
    late_tenths: int = Field(default=5, ge=0, le=10)
    """Tenths of its points that a need counts for when met after its due date."""

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force.

        Raises:
            KeyError: if no rule has this id.
        """
        return RULES[rule] is not None and rule not in self.off

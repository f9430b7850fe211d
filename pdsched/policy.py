"""Which rules hold, with which figures, and which goals count in which order.

`RULES` and `GOALS` are the vocabulary that model, referee, documents and messages share: one id
and one sentence each; a policy tells them with its figures. The rules themselves stand elsewhere,
twice: `pdsched.model` states them for the solver, `pdsched.referee` checks them in plain Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from string import Formatter
from types import MappingProxyType
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from pdsched.problem.base import Id, Record


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
        "colleague-cover": RuleInfo("A colleague covers only where and when free to.", False),
        "colleague-cover-limits": RuleInfo("A colleague covers only so often.", True),
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
        "colleague-covers": "Covers by colleagues: ten for one by somebody who did not volunteer.",
    }
)
"""Every goal by id: the first is maximised, the others minimised without losing those before."""

_FILLED: Mapping[str, str] = MappingProxyType(
    {
        "level": "Who attends stands where the course starts, or at most {level_spread} above it.",
        "colleague-cover": "Colleagues who cover in their own free time: {colleague_cover}.",
        "colleague-cover-limits": (
            "Lessons that one colleague covers: at most {colleague_covers_per_week} in a week, "
            "{colleague_covers_in_all} in all."
        ),
        "away-at-once": (
            "At most {away_at_once} of a school's staff are away at any moment; one always may be."
        ),
        "releases-per-week": (
            "Releases of one person from lessons in a week: at most {releases_per_week}."
        ),
        "releases-in-all": "Releases of one person from lessons in all: at most {releases_in_all}.",
        "needs-met": (
            "The most points of needs met: ten a step of priority, {late_tenths} a step when late."
        ),
        "engaged-half-days": "The fewest half-days for which substitutes are engaged.",
        "colleague-covers": (
            "The fewest covers by colleagues: ten for one by somebody who did not volunteer."
        ),
    }
)
"""What a policy says of a rule or goal that has figures, or of which more or less is better; the
names in braces are fields of `Policy`."""


def _known_and_optional(rule: str) -> str:
    if rule not in RULES:
        raise PydanticCustomError("rule", f"no rule is called {rule}; known: {', '.join(RULES)}")
    if not RULES[rule].optional:
        raise PydanticCustomError("rule", f"rule {rule} cannot be switched off")
    return rule


def _each_once(off: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(off)))


class ColleagueCover(StrEnum):
    """Who may hold a released lesson in their own free time, instead of a substitute."""

    NEVER = "never"
    VOLUNTEERS = "volunteers"
    ALL = "all"
    """Volunteers, and every teacher."""


class Policy(Record):
    """Figures of the rules, and the rules that are switched off.

    >>> Policy(releases_per_week=2).releases_per_week
    2
    >>> Policy().holds("level"), Policy(off=("level",)).holds("level")
    (True, False)
    >>> Policy(off=("cover",))
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: ... rule cover cannot be switched off ...
    """

    name: Id = "default"
    """How reports call it."""
    off: Annotated[
        tuple[Annotated[str, AfterValidator(_known_and_optional)], ...], AfterValidator(_each_once)
    ] = ()
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

    colleague_cover: ColleagueCover = ColleagueCover.NEVER
    """Who may cover for a colleague in free time: nobody (``never``), those who volunteer
    (``volunteers``), or these and every teacher (``all``). Default: England forbids it for absence
    that is foreseen, as training is; Quebec asks volunteers first, then everybody in turn."""
    colleague_covers_per_week: int = Field(default=1, ge=0, le=100)
    """Lessons that one colleague covers in a week from Monday. Default: schools name one."""
    colleague_covers_in_all: int = Field(default=9, ge=0, le=10_000)
    """Lessons that one colleague covers, those before the horizon included. Default: an agreement
    allows nine a year without pay."""

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force.

        Raises:
            KeyError: if no rule has this id.
        """
        return RULES[rule] is not None and rule not in self.off

    def figures(self, identity: str) -> dict[str, float | str]:
        """The figures that a rule or goal reads, by their names in a policy; often none.

        Raises:
            KeyError: if neither a rule nor a goal has this id.

        >>> Policy(releases_per_week=2).figures("releases-per-week")
        {'releases_per_week': 2}
        """
        parts = Formatter().parse(_template(identity))
        return {field: getattr(self, field) for _, field, _, _ in parts if field}

    def sentence(self, identity: str) -> str:
        """What a rule or goal says with the figures of this policy, whether it holds or not.

        Raises:
            KeyError: if neither a rule nor a goal has this id.

        >>> Policy(away_at_once=0.125).sentence("away-at-once")
        "At most 12.5 % of a school's staff are away at any moment; one always may be."
        """
        shown = {field: _shown(value) for field, value in self.figures(identity).items()}
        return _template(identity).format_map(shown)

    def sentences(self) -> tuple[str, ...]:
        """The policy in words: its name, the rules that hold, those that do not, and the goals.

        Each sentence but the first begins with an id. A goal loses nothing to those after it.

        >>> told = Policy(name="strict", releases_per_week=2, off=("pins",)).sentences()
        >>> told[0], told[-6], told[-4]
        ('Policy strict.',
         'releases-per-week: Releases of one person from lessons in a week: at most 2.',
         'pins: switched off. (What the caller insists on holds.)')
        >>> told[-2]
        'engaged-half-days, goal 2: The fewest half-days for which substitutes are engaged.'
        """
        return tuple(self._told())

    def _told(self) -> Iterator[str]:
        yield f"Policy {self.name}."
        for rule in RULES:
            if self.holds(rule):
                yield f"{rule}: {self.sentence(rule)}"
        for rule in RULES:
            if not self.holds(rule):
                yield f"{rule}: switched off. ({self.sentence(rule)})"
        for place, goal in enumerate(GOALS, 1):
            yield f"{goal}, goal {place}: {self.sentence(goal)}"

    def to_toml(self) -> str:
        """The policy as the text of a TOML file, a line for each field.

        `pdsched.load_policy` reads an equal policy back from it.

        >>> print(Policy(name="strict", off=("level", "pins")).to_toml().splitlines()[:3])
        ['name = "strict"', 'off = ["level", "pins"]', 'away_at_once = 0.1']
        """
        fields = self.model_dump(mode="json").items()
        return "".join(f"{field} = {_toml(value)}\n" for field, value in fields)


def _template(identity: str) -> str:
    plain = RULES[identity].sentence if identity in RULES else GOALS[identity]
    return _FILLED.get(identity, plain)


def _shown(figure: object) -> str:
    """A figure in a sentence; those that are no whole numbers are shares."""
    return f"{100 * figure:g} %" if isinstance(figure, float) else str(figure)


def _toml(value: object) -> str:
    """A text, a number or a list of texts: JSON writes these as TOML does, but for one letter."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""A policy: the figures of the rules, the rules that are off, and the goals in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from string import Formatter
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from pdsched.policy.goals import GOALS, Tier, known_goal, read_tier
from pdsched.policy.rules import RULES
from pdsched.problem.base import Id, Record
from pdsched.problem.calendar import Weekday


def _known_and_optional(rule: str) -> str:
    if rule not in RULES:
        raise PydanticCustomError("rule", f"no rule is called {rule}; known: {', '.join(RULES)}")
    if not RULES[rule].optional:
        raise PydanticCustomError("rule", f"rule {rule} cannot be switched off")
    return rule


def _each_once(off: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(off)))


def _in_order(goals: tuple[dict[str, int], ...]) -> tuple[dict[str, int], ...]:
    named = [goal for tier in goals for goal in tier]
    if "needs-met" not in goals[0]:
        raise PydanticCustomError("goals_first", "the first tier of goals has to hold needs-met")
    if twice := sorted({goal for goal in named if named.count(goal) > 1}):
        raise PydanticCustomError("goals_twice", f"goals that stand twice: {', '.join(twice)}")
    return goals


def _plain_tier(tier: dict[str, int]) -> str | dict[str, int]:
    """As users write it."""
    return next(iter(tier)) if list(tier.values()) == [1] else tier


Goals = Annotated[
    dict[Annotated[str, AfterValidator(known_goal)], Annotated[int, Field(ge=1, le=1000)]],
    BeforeValidator(read_tier, json_schema_input_type=str | dict[str, int]),
    PlainSerializer(_plain_tier),
    Field(min_length=1),
]
"""One tier: the id of a goal, or several goals with the worth of a step of each."""


class ColleagueCover(StrEnum):
    """Who may hold a released lesson in their own free time, instead of a substitute."""

    NEVER = "never"
    VOLUNTEERS = "volunteers"
    ALL = "all"
    """Volunteers, and every teacher."""


class Policy(Record):
    """Figures of the rules, the rules that are switched off, and the goals in their order.

    >>> Policy(releases_per_week=2).releases_per_week
    2
    >>> Policy().holds("level"), Policy(off=("level",)).holds("level")
    (True, False)
    >>> Policy(off=("cover",))
    Traceback (most recent call last):
    pydantic_core._pydantic_core.ValidationError: ... rule cover cannot be switched off ...

    A rule that stands among the goals is soft: it may be broken, as little as possible.

    >>> soft = Policy(goals=("needs-met", {"away-at-once": 5, "engaged-half-days": 1}))
    >>> soft.holds("away-at-once"), soft.soft
    (False, ('away-at-once',))
    """

    name: Id = "default"
    """How reports call it."""
    off: Annotated[
        tuple[Annotated[str, AfterValidator(_known_and_optional)], ...], AfterValidator(_each_once)
    ] = ()
    """Ids of rules that do not hold."""
    goals: Annotated[tuple[Goals, ...], AfterValidator(_in_order), Field(min_length=1)] = (
        {"needs-met": 1},
        {"engaged-half-days": 1},
        {"colleague-covers": 1},
    )
    """Tiers of goals, the most important first; a tier loses nothing to those after it. Each is the
    id of a goal, or several goals with the worth of one step of each (1 to 1000). The id of a rule
    makes that rule soft."""
    level_spread: int = Field(default=1, ge=0, le=10)
    """How many levels above the start of a course a person who attends may stand."""
    most_of_one_school: int | None = Field(default=None, ge=1, le=1000)
    """People of one home school in a group, at most; ``None`` for no such limit."""
    least_of_one_school: int | None = Field(default=None, ge=1, le=1000)
    """People of each home school that is in a group at all, at least: 2, so that nobody comes
    alone from a school; ``None`` for no such limit."""
    coaching_at_home: bool = False
    """Whether coaching comes to a school of everybody who is coached."""
    dose_minutes: int | None = Field(default=None, ge=0, le=100_000)
    """Minutes of learning that each person who needs something is to have, with those before the
    horizon; ``None`` for no such amount."""
    dose_by_topic: bool = False
    """Whether that is so much in each topic of which a person needs something, or in all."""
    insist_on_dose: bool = False
    """Whether plans that leave somebody short of ``dose_minutes`` are refused."""
    insist_on_champions: bool = False
    """Whether plans that leave a school without its champions are refused."""
    away_at_once: float = Field(default=0.10, ge=0, le=1)
    """Share of a school's staff away from lessons at any moment; at least one person may be.
    Default: a teachers' agreement allows ten per cent of a building's staff a day."""
    away_of_department: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one department of a school; ``None`` for no such limit."""
    away_of_grade: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one grade of a school; ``None`` for no such limit."""
    away_of_role: float | None = Field(default=None, ge=0, le=1)
    """The same of the staff of one role of a school; ``None`` for no such limit."""
    avoided_weekdays: tuple[Weekday, ...] | None = Field(default=None, min_length=1)
    """Weekdays on which nobody is released from lessons; ``None`` for none."""
    releases_per_week: int = Field(default=1, ge=0, le=20)
    """Releases from lessons of one person in a week from Monday."""
    releases_per_month: int | None = Field(default=None, ge=0, le=60)
    """Releases from lessons of one person in a calendar month; ``None`` for no such limit."""
    releases_per_term: int | None = Field(default=None, ge=0, le=1000)
    """Releases from lessons of one person in a term of the calendar; ``None`` for no limit."""
    releases_in_all: int = Field(default=6, ge=0, le=1000)
    """Releases from lessons of one person in the horizon. Default: school policies name five or
    six a year."""
    releases_in_window: int | None = Field(default=None, ge=0, le=1000)
    """Releases from lessons of one person in ``window_days``; ``None`` for no such limit. With one
    less than ``window_days`` nobody is released on so many days in a row."""
    window_days: int = Field(default=3, ge=1, le=800)
    """School days in a row over which ``releases_in_window`` counts."""
    days_between_releases: int | None = Field(default=None, ge=0, le=200)
    """School days that lie between two releases of one person from lessons, at least: 0 forbids
    the same day, 1 neighbouring days, too; ``None`` for no such limit."""
    class_hits: int | None = Field(default=None, ge=0, le=1000)
    """Lessons of one class without their teacher in ``class_hits_days``; ``None`` for no limit."""
    class_hits_days: int = Field(default=5, ge=1, le=800)
    """School days in a row over which ``class_hits`` counts."""
    misses_of_a_lesson: int | None = Field(default=None, ge=0, le=1000)
    """Times that one person misses the same lesson in the plan; ``None`` for no such limit."""
    notice_days: int | None = Field(default=None, ge=0, le=400)
    """School days between the day on which the plan is made and a session, at least."""
    reserve: int | None = Field(default=None, ge=0, le=10000)
    """Substitutes who could come and are left free in each half-day; ``None`` for no reserve."""
    half_days_per_date: int | None = Field(default=None, ge=0, le=20000)
    """Half-days for which substitutes are engaged on one date, in all schools together."""
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

    @model_validator(mode="after")
    def _all_set(self) -> Self:
        """What is asked for is not switched off, and has its figures."""
        asked = [goal for tier in self.goals for goal in tier]
        if off := [goal for goal in asked if goal in self.off]:
            raise PydanticCustomError("goals_off", f"goals that are off: {', '.join(off)}")
        asked += [r for r, info in RULES.items() if info.switch and getattr(self, info.switch)]
        if unset := [
            f"{f} for {g}" for g in asked for f, v in self.figures(g).items() if v is None
        ]:
            raise PydanticCustomError("goals_unset", f"figures not set: {', '.join(unset)}")
        return self

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The goals in their order."""
        return tuple(map(Tier, self.goals))

    def tier_values(self, values: Mapping[str, int]) -> dict[str, int]:
        """The value of each tier by its id, from the values of goals that `pdsched.score` gives.

        >>> Policy().tier_values(
        ...     {"needs-met": 90, "engaged-half-days": 3, "colleague-covers": 0}
        ... )
        {'needs-met': 90, 'engaged-half-days': 3, 'colleague-covers': 0}
        """
        return {tier.id: tier.value(values) for tier in self.tiers}

    @property
    def soft(self) -> tuple[str, ...]:
        """Ids of rules that are goals here, in their order."""
        return tuple(goal for tier in self.goals for goal in tier if goal in RULES)

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force and may not be broken.

        Raises:
            KeyError: if no rule has this id.
        """
        return self.states(rule) and not self.counts(rule)

    def counts(self, goal: str) -> bool:
        """Whether a goal is among those of this policy."""
        return any(goal in tier for tier in self.goals)

    def states(self, rule: str) -> bool:
        """Whether a rule is in force, or broken as little as possible.

        Raises:
            KeyError: if no rule has this id.
        """
        switch = RULES[rule].switch
        wanted = not switch or getattr(self, switch) or self.counts(rule)
        asked = all(getattr(self, field) is not None for field in _FIELDS[rule])
        return wanted and asked and rule not in self.off

    def figures(self, identity: str) -> dict[str, Any]:
        """The figures that a rule or goal reads, by their names in a policy; often none.

        The switch of a rule that holds only where it is asked for is one of them.

        Raises:
            KeyError: if neither a rule nor a goal has this id.

        >>> Policy(releases_per_week=2).figures("releases-per-week")
        {'releases_per_week': 2}
        """
        return {field: getattr(self, field) for field in _FIELDS[identity]}

    def sentence(self, identity: str) -> str:
        """What a rule or goal says with the figures of this policy, whether it holds or not.

        Raises:
            KeyError: if neither a rule nor a goal has this id.

        >>> Policy(away_at_once=0.125).sentence("away-at-once")
        "At most 12.5 % of a school's staff are away at any moment; one always may be."
        """
        figures = self.figures(identity).items()
        shown = {f: f"<{f}>" if value is None else _shown(value) for f, value in figures}
        return _template(identity).format_map(shown)

    def sentences(self) -> tuple[str, ...]:
        """The policy in words: its name, the rules that hold, those that do not, and the goals.

        Sentences about a rule or goal begin with its id. A tier loses nothing to those after it.

        >>> told = Policy(name="strict", releases_per_week=2, off=("pins",)).sentences()
        >>> told[0], told[-5]
        ('Policy strict.', 'pins: switched off. (What the caller insists on holds.)')
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
            if rule in self.off:
                yield f"{rule}: switched off. ({self.sentence(rule)})"
        if unset := [r for r in RULES if r not in self.off and not self.states(r)]:
            yield f"Not asked for: {', '.join(unset)}."
        for place, tier in enumerate(self.tiers, 1):
            for goal in tier:
                yield f"{goal}, goal {place}{_worth(tier, goal)}: {self._aim(goal)}"

    def _aim(self, goal: str) -> str:
        if goal in GOALS:
            return self.sentence(goal)
        return f"As few steps beyond this as possible. {self.sentence(goal)}"

    def to_toml(self) -> str:
        """The policy as the text of a TOML file, a line for each field that is set.

        `pdsched.load_policy` reads an equal policy back from it.

        >>> print(Policy(name="strict", off=("level", "pins")).to_toml().splitlines()[:2])
        ['name = "strict"', 'off = ["level", "pins"]']
        """
        fields = self.model_dump(mode="json", exclude_none=True).items()
        return "".join(f"{field} = {_toml(value)}\n" for field, value in fields)


def _template(identity: str) -> str:
    return RULES[identity].sentence if identity in RULES else GOALS[identity].sentence


def _fields(identity: str) -> tuple[str, ...]:
    told = tuple(field for _, field, _, _ in Formatter().parse(_template(identity)) if field)
    switch = RULES[identity].switch if identity in RULES else ""
    return (*told, switch) if switch else told


_FIELDS = {identity: _fields(identity) for identity in (*RULES, *GOALS)}


def _worth(tier: Tier, goal: str) -> str:
    return "" if len(tier) == 1 else f" (worth {tier[goal]})"


def _shown(figure: object) -> str:
    """A figure in a sentence; those that are no whole numbers are shares."""
    if isinstance(figure, bool):
        return "yes" if figure else "no"
    if isinstance(figure, tuple):
        return ", ".join(figure)
    return f"{100 * figure:g} %" if isinstance(figure, float) else str(figure)


def _toml(value: object) -> str:
    """Texts, numbers and lists as JSON writes them (but for one letter), tables on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

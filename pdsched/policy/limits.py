"""Counted limits as data: a policy says what is counted, of whom and when, and how much may be.

What can be counted is said in `pdsched.policy.counts`. The model (`pdsched.model.rules.limits`) and
the referee (`pdsched.referee.rules.limits`) read the same records, each with one function of its
own for all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from pdsched.plan import ENDED, OTHER_GOALS
from pdsched.policy.counts import KINDS, OF_GROUPS, Count, Each, Per
from pdsched.policy.goals import GOALS, step_of
from pdsched.policy.rules import RULES
from pdsched.problem import Half, Modality, Weekday
from pdsched.problem.base import Day, Id, Record
from pdsched.problem.names import Name, RoleName


class Of(Record):
    """What a limit looks at: whatever has one of the values of every field that is given."""

    schools: tuple[Id, ...] | None = Field(default=None, min_length=1)
    """Home schools of people, schools of lessons and engagements, venues of sessions. Of a cover,
    what its lesson is of: its school, and those who hold it by the timetable."""
    zones: tuple[Id, ...] | None = Field(default=None, min_length=1)
    """Zones of these schools."""
    departments: tuple[Name, ...] | None = Field(default=None, min_length=1)
    """Departments of people, whichever their school."""
    roles: tuple[RoleName, ...] | None = Field(default=None, min_length=1)
    """Roles of people."""
    grades: tuple[Name, ...] | None = Field(default=None, min_length=1)
    """Grades of people, whichever their school."""
    courses: tuple[Id, ...] | None = Field(default=None, min_length=1)
    """Courses of sessions; of releases, those of their sessions."""
    topics: tuple[Name, ...] | None = Field(default=None, min_length=1)
    """Topics of these courses."""
    modalities: tuple[Modality, ...] | None = Field(default=None, min_length=1)
    """Modalities of these courses."""
    trainers: tuple[Id, ...] | None = Field(default=None, min_length=1)
    """Trainers of sessions."""
    substitutes: tuple[Id, ...] | None = Field(default=None, min_length=1)
    """Who is engaged; of covers, who gives them."""
    weekdays: tuple[Weekday, ...] | None = Field(default=None, min_length=1)
    halves: tuple[Half, ...] | None = Field(default=None, min_length=1)
    """Half-days: of a lesson or session that in which it begins, by the midday of its school; by
    12:00 for a session without venue; of a release that of its session."""
    dates: tuple[Day, ...] | None = Field(default=None, min_length=1)

    @property
    def given(self) -> dict[str, tuple[str, ...]]:
        """The values of each field that is given, as texts.

        >>> Of(weekdays=("thu",), departments=("science",)).given
        {'departments': ('science',), 'weekdays': ('thu',)}
        """
        fields = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {name: tuple(map(str, values)) for name, values in fields if values is not None}


MOST = 1_000_000
"""No limit is larger."""


def _read_most(value: Any) -> Any:
    whole, share = type(value) is int, type(value) is float
    if (whole and 0 <= value <= MOST) or (share and 0 <= value <= 1):
        return value
    raise PydanticCustomError(
        "limit_most", "a limit is a whole number such as 2, or a share such as 0.1 or 1.0"
    )


Most = Annotated[
    int | float,
    BeforeValidator(
        _read_most,
        json_schema_input_type=Annotated[int, Field(ge=0, le=MOST)]
        | Annotated[float, Field(ge=0, le=1)],
    ),
]
LimitId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=1, max_length=60)
]


class Limit(Record):
    """At most, or at least, so many of something, counted over some time.

    >>> Limit(
    ...     id="science-on-thursdays",
    ...     sentence="At most two of a science department are released on a Thursday.",
    ...     count="people",
    ...     of={"departments": ["science"], "weekdays": ["thu"]},
    ...     per="date",
    ...     each="school",
    ...     at_most=2,
    ... ).figures
    'people, of departments science, weekdays thu, per date, each school: at most 2'
    >>> Limit(id="x", sentence="X.", count="sessions", per="date", each="class", at_most=1)
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... each = class makes no sense for sessions ...
    """

    id: LimitId
    """Small letters, digits and hyphens; no rule, goal or other limit has it."""
    sentence: Annotated[str, StringConstraints(pattern=r"^\S[^\r\n]*\S$", max_length=500)]
    """What it says, for people: it stands in reports and messages."""
    count: Count
    """What is counted."""
    of: Of = Of()
    """Of whom, of what, and when; of all where nothing is given."""
    per: Per
    """Over which time it is counted together. What lies in no term is not counted per term."""
    window_days: int | None = Field(default=None, ge=1, le=800)
    """School days in a row, for ``per = "window"``."""
    each: Each | None = None
    """For each of whom it is counted apart; ``None`` for all together. What has none (a session
    without trainer, somebody without a department) is not counted then."""
    at_most: Most | None = None
    """A whole number, or a share, such as 0.1 or 1.0, of the people whom ``of`` and ``each``
    select, rounded down; one may always be."""
    at_least: Most | None = None
    """The same, a share rounded up: what a limit asks for in place of ``at_most``. It is a goal,
    or asks for nothing where it does not stand among the goals, unless it is insisted on."""
    soft: bool = False
    """Whether ``at_most`` may stand among the goals; where it does not stand there, it holds."""
    insist: bool = False
    """Whether plans that fall short of ``at_least`` are refused."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        """All at once: what the count cannot be asked."""
        if faults := tuple(self._faults()):
            raise PydanticCustomError(
                "limit",
                "limit {id}: {faults}",
                {"id": self.id, "faults": "; ".join(faults)},
            )
        return self

    def _faults(self) -> Iterator[str]:
        if self.id in {*RULES, *GOALS, ENDED, OTHER_GOALS} or step_of(self.id):
            yield f"id = {self.id} is that of a rule or goal: give it another"
        if (self.per is Per.WINDOW) is (self.window_days is None):
            given = "is given" if self.window_days is not None else "is missing"
            yield f"window_days {given} with per = {self.per}: it goes with per = window alone"
        kind = KINDS[self.count]
        if self.each is not None and self.each not in kind.each:
            yield _refused("each", self.each, f"for {self.count}", kind.each)
        for field in self.of.given:
            if field not in kind.of:
                yield _refused("of", field, f"for {self.count}", kind.of)
        if self.count in OF_GROUPS and Modality.SELF_PACED in (self.of.modalities or ()):
            groups = [m for m in Modality if m.has_group]
            yield _refused("of.modalities", "self-paced", f"for {self.count}", groups)
        if isinstance(self.figure, float) and not (kind.shares and self.each is not Each.PERSON):
            yield (
                f"{self._bound} = {self.figure:g} is a share of people, which makes no sense for "
                f"{self.count}{' of each person' if kind.shares else ''}: give a whole number"
            )
        yield from self._faults_of_bounds()

    def _faults_of_bounds(self) -> Iterator[str]:
        if (self.at_most is None) is (self.at_least is None):
            yield "give exactly one of at_most and at_least; for both, write two limits"
        wanted = [count for count, kind in KINDS.items() if kind.is_wanted]
        if self.asks and self.count not in wanted:
            yield _refused("at_least", str(self.at_least), f"for {self.count}", wanted)
        if self.asks and self.figure == 0:
            yield f"at_least = {self.at_least} asks for nothing: give more than 0"
        if self.asks and self.soft:
            yield "soft goes with at_most alone: at_least is a goal unless insist = true"
        if self.insist and not self.asks:
            yield "insist goes with at_least alone: at_most holds where it is no goal"

    @property
    def asks(self) -> bool:
        """Whether it says how many there are to be at least."""
        return self.at_least is not None

    @property
    def may_be_goal(self) -> bool:
        """Whether it may stand among the goals of a policy."""
        return not self.insist if self.asks else self.soft

    @property
    def _bound(self) -> str:
        return "at_least" if self.asks else "at_most"

    @property
    def asks_who_holds(self) -> bool:
        """Whether it matters which substitute holds a lesson."""
        by_substitute = self.each is Each.SUBSTITUTE or self.of.substitutes is not None
        return self.count is Count.COVERS and by_substitute

    @property
    def figures(self) -> str:
        """The limit in short: what is counted, of what, over which time, and how much may be."""
        given = ", ".join(f"{name} {' or '.join(values)}" for name, values in self.of.given.items())
        of = f", of {given}" if given else ""
        window = f"in any {self.window_days} school days in a row"
        time = {Per.WINDOW: window, Per.PLAN: "in all"}.get(self.per, f"per {self.per}")
        each = f", each {self.each}" if self.each is not None else ""
        figure = self.figure
        shown = f"{100 * figure:g} %" if isinstance(figure, float) else str(figure)
        return f"{self.count}{of}, {time}{each}: {self._bound.replace('_', ' ')} {shown}"

    @property
    def figure(self) -> int | float:
        """What it allows at most, or asks for at least; a number with a point is a share."""
        bound = self.at_least if self.at_most is None else self.at_most
        return 0 if bound is None else bound

    @property
    def given(self) -> dict[str, int | float]:
        """The figure by the name of its field."""
        return {self._bound: self.figure}


def _refused(field: str, value: str, why: str, allowed: Collection[str]) -> str:
    return f"{field} = {value} makes no sense {why}: allowed are {', '.join(map(str, allowed))}"


def different(limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """The limits, each of which has an id of its own.

    Raises:
        PydanticCustomError: with the ids that several have.
    """
    ids = [limit.id for limit in limits]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise PydanticCustomError("limit_twice", f"limits with one id: {', '.join(twice)}")
    return limits

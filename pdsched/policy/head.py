"""What a policy says before any figure: its name, limits, the rules that are off, and the goals."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo
from pydantic_core import PydanticCustomError

from pdsched.faces import begun
from pdsched.policy.figures import figure
from pdsched.policy.goals import EQUITY, GOALS, Tier, known_goal, read_tier
from pdsched.policy.limits import Limit, different
from pdsched.policy.prices import Prices
from pdsched.policy.rules import RULES
from pdsched.problem.base import Id, Record


def _limit(identity: str, info: ValidationInfo) -> Limit | None:
    """The limit of a policy that has an id; limits are read before what names them."""
    return next((one for one in info.data.get("limits", ()) if one.id == identity), None)


def _may_be_limit(identity: str, info: ValidationInfo) -> bool:
    """Whether an id may be that of a limit that is told to be wrong by itself."""
    return "limits" not in info.data and identity not in {*RULES, *GOALS}


def _known_and_optional(rule: str, info: ValidationInfo) -> str:
    if _limit(rule, info) or _may_be_limit(rule, info):
        return rule
    if rule not in RULES:
        raise PydanticCustomError("rule", f"no rule is called {rule}; known: {', '.join(RULES)}")
    if not RULES[rule].optional:
        raise PydanticCustomError("rule", f"rule {rule} cannot be switched off")
    return rule


def _known_goal(goal: str, info: ValidationInfo) -> str:
    if (limit := _limit(goal, info)) is not None:
        if not limit.may_be_goal:
            kind = "goal_insisted" if limit.insist else "goal_hard"
            raise PydanticCustomError(kind, f"limit {goal} is a rule")
        return goal
    return goal if _may_be_limit(goal, info) else known_goal(goal)


def _each_once(off: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(off)))


def _in_order(goals: tuple[dict[str, int], ...]) -> tuple[dict[str, int], ...]:
    named = [goal for tier in goals for goal in tier]
    if "needs-met" not in named:
        raise PydanticCustomError("goals_first", "needs-met is in no tier of the goals")
    if not {"needs-met", *EQUITY} & goals[0].keys():
        equity = ", ".join(EQUITY)
        message = "the first tier of goals has to hold needs-met, or a goal of equity: " + equity
        raise PydanticCustomError("goals_first", message)
    if twice := sorted({goal for goal in named if named.count(goal) > 1}):
        raise PydanticCustomError("goals_twice", f"goals that stand twice: {', '.join(twice)}")
    return goals


def _plain_tier(tier: dict[str, int]) -> str | dict[str, int]:
    """As users write it."""
    return next(iter(tier)) if list(tier.values()) == [1] else tier


Goals = Annotated[
    dict[Annotated[str, AfterValidator(_known_goal)], Annotated[int, Field(ge=1, le=1000)]],
    BeforeValidator(read_tier, json_schema_input_type=str | dict[str, int]),
    PlainSerializer(_plain_tier),
    Field(min_length=1),
]
"""One tier: the id of a goal, or several goals with the worth of a step of each."""


class Head(Record):
    """Name, rules that are off, and goals; see `pdsched.Policy`."""

    name: Id = figure(
        "default", unit="text", source="It is the name of what holds where no policy is given."
    )
    """How reports call it; a file that leaves it out bears the name of the file."""
    # Before what names them: whatever names a rule may name one of them.
    limits: Annotated[tuple[Limit, ...], AfterValidator(different)] = figure(
        (),
        unit="list of tables",
        example=(),
        source="None: what a district asks for besides is its own.",
    )
    """Counted limits of this policy's own, each with an id; in a file each has a heading
    ``[[limits]]``, at the end."""
    off: Annotated[
        tuple[Annotated[str, AfterValidator(_known_and_optional)], ...], AfterValidator(_each_once)
    ] = figure(
        (),
        unit="list of ids",
        source="None: every rule holds that is asked for.",
    )
    """Ids of rules and limits that do not hold; ``pdsched rules`` says which rules can be switched
    off."""
    goals: Annotated[tuple[Goals, ...], AfterValidator(_in_order), Field(min_length=1)] = figure(
        (
            {"needs-met": 1},
            {"engaged-half-days": 1},
            {"colleague-covers": 1},
            {"sessions": 1},
            {"lessons-covered": 1},
        ),
        unit="list of tiers",
        source="Substitutes are what is short, then trainers, whose minutes half-empty sessions "
        "use up; of times that cost neither more, those are taken at which pupils lose less. The "
        "order is an assumption of ours.",
    )
    """Tiers of goals, the most important first; a tier loses nothing to those after it. Each is the
    id of a goal, or several goals with the worth of one step of each (1 to 1000), as in
    ``{ engaged-half-days = 10, unfamiliar-half-days = 1 }``. The id of a soft rule or limit makes
    it a goal. What the tiers leave open is decided by further ones: half-days, minutes of sessions,
    lessons, people moved, of these whatever no tier looks at."""
    prices: Prices | None = figure(
        None,
        unit="table of prices",
        example=Prices(
            half_day=110,
            colleague_cover=30,
            trainer_hour=60,
            travel_hour=25,
            kilometre=0.5,
            currency="CAD",
        ),
        source="None: what a district pays is its own, and no plan depends on it.",
    )
    """What things cost, for the key figure ``cost``; in a file under a heading ``[prices]``, behind
    all other figures. No rule or goal reads them."""

    def __repr__(self) -> str:
        """One line, whatever else it says."""
        goals = ", ".join(Tier(goals).id for goals in self.goals)
        off = f"; off: {', '.join(self.off)}" if self.off else ""
        return begun(f"<Policy {self.name!r}: {goals}{off}>")

    __str__ = __repr__

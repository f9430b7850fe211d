"""A policy: the figures of the rules, the rules that are off, and the goals in their order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from pdsched.policy.classes import ClassFigures
from pdsched.policy.cover import CoverFigures
from pdsched.policy.goals import GOALS, LEFT_OPEN, Tier, further_steps, step_of
from pdsched.policy.head import Head
from pdsched.policy.in_force import InForce
from pdsched.policy.learning import LearningFigures
from pdsched.policy.limits import Limit
from pdsched.policy.releases import ReleaseFigures
from pdsched.policy.rules import RULES
from pdsched.policy.telling import figure_names, sentence, sentences
from pdsched.policy.toml import document
from pdsched.policy.working_day import WorkingDayFigures
from pdsched.problem.base import minutes
from pdsched.wording import wording


# The last base comes first: in files a policy begins with its head.
class Policy(
    CoverFigures, WorkingDayFigures, ClassFigures, ReleaseFigures, LearningFigures, Head, InForce
):
    """Figures of the rules, the rules that are switched off, and the goals in their order.

    >>> from pdsched import Policy
    >>> Policy(releases_per_week=2).releases_per_week
    2
    >>> Policy().holds("level"), Policy(off=("level",)).holds("level")
    (True, False)
    >>> Policy(off=("cover",))
    Traceback (most recent call last):
    pdsched.problem.base.RecordError: ... rule cover cannot be switched off ...

    A rule that stands among the goals is soft: it may be broken, as little as possible.

    >>> tiers = ["needs-met", {"away-at-once": 5, "engaged-half-days": 1}]
    >>> soft = Policy.model_validate({"goals": tiers})
    >>> soft.holds("away-at-once"), soft.soft
    (False, ('away-at-once',))
    """

    @model_validator(mode="after")
    def _all_set(self) -> Self:
        """What is asked for is not switched off, and has its figures."""
        asked = [goal for tier in self.goals for goal in tier]
        if off := [goal for goal in asked if goal in self.off]:
            message = "goals that are off: {id}"
            raise PydanticCustomError("goals_off", message, {"id": ", ".join(off)})
        asked += [r for r, info in RULES.items() if info.switch and getattr(self, info.switch)]
        if unset := [
            f"{f} for {g}" for g in asked for f, v in self.figures(g).items() if v is None
        ]:
            raise PydanticCustomError("goals_unset", f"figures not set: {', '.join(unset)}")
        return self

    @model_validator(mode="after")
    def _lunch_fits(self) -> Self:
        """The span in which staff and trainers keep a lunch is as long as that."""
        span = minutes(self.staff_lunch_to) - minutes(self.staff_lunch_from)
        longest = max(self.staff_lunch_minutes, self.trainer_lunch_minutes or 0)
        if longest > span:
            raise PydanticCustomError(
                "lunch",
                f"a lunch of {longest} minutes between staff_lunch_from, "
                f"{self.staff_lunch_from:%H:%M}, and staff_lunch_to, {self.staff_lunch_to:%H:%M}",
            )
        return self

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The goals in their order, those that have further steps followed by these.

        >>> policy = Policy(goals=("needs-met", "worst-served-school"), equity_depth=3)
        >>> [tier.id for tier in policy.tiers]
        ['needs-met', 'worst-served-school', 'worst-served-school-2', 'worst-served-school-3']
        >>> policy = Policy(goals=("needs-met", "worst-wish-rank"), wish_depth=3)
        >>> [tier.id for tier in policy.tiers]
        ['needs-met', 'worst-wish-rank', 'worst-wish-rank-3', 'worst-wish-rank-2']
        """
        return tuple(tier for goals in self.goals for tier in (Tier(goals), *self._further(goals)))

    def _further(self, goals: Mapping[str, int]) -> Iterator[Tier]:
        for goal in goals:
            steps = further_steps(goal, lambda figure: int(getattr(self, figure)))
            yield from (Tier({step: 1}) for step in steps)

    @property
    def up_to_needs(self) -> tuple[Tier, ...]:
        """The tiers up to that of the needs met, which every policy has.

        >>> [tier.id for tier in Policy(goals=("unserved-people", "needs-met")).up_to_needs]
        ['unserved-people', 'needs-met']
        """
        last = next(n for n, tier in enumerate(self.tiers) if "needs-met" in tier)
        return self.tiers[: last + 1]

    @property
    def left_open(self) -> tuple[Tier, ...]:
        """Tiers that decide what the goals leave open: they follow these, and no file names them.

        Thrift in a stated order: half-days, sessions, lessons, people moved; of these whatever the
        goals do not look at. The needs met are among the goals of every policy.

        >>> [tier.id for tier in Policy(goals=("needs-met", "lessons-covered")).left_open]
        ['engaged-half-days', 'sessions', 'changes']
        """
        return tuple(Tier({goal: 1}) for goal in LEFT_OPEN if not self._looks_at(goal))

    def _looks_at(self, goal: str) -> bool:
        """Whether a goal, or another that measures the same, is among those of this policy."""
        same = goal == "engaged-half-days" and self.least_paid_half_days == 1
        return self.counts(goal) or (same and self.counts("paid-half-days"))

    @property
    def order(self) -> tuple[Tier, ...]:
        """All tiers by which plans are compared: the goals, and then what they leave open."""
        return (*self.tiers, *self.left_open)

    def tier_values(self, values: Mapping[str, int]) -> dict[str, int]:
        """The value of each tier in order by its id, from the values that `pdsched.score` gives.

        Those that decide what the goals leave open come last.

        >>> policy = Policy(goals=({"needs-met": 1, "engaged-half-days": 5}, "sessions"))
        >>> given = {"needs-met": 90, "engaged-half-days": 3, "sessions": 60}
        >>> policy.tier_values(given | {"lessons-covered": 4, "changes": 0})
        {'needs-met - 5 engaged-half-days': 75, 'sessions': 60, 'lessons-covered': 4, 'changes': 0}
        """
        return {tier.id: tier.value(values) for tier in self.order}

    @property
    def soft(self) -> tuple[str, ...]:
        """Ids of rules and limits that are goals here, in their order."""
        return tuple(g for tier in self.goals for g in tier if g in RULES or self.limit(g))

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of all rules there are, and then of the limits of this policy."""
        return (*RULES, *(limit.id for limit in self.limits))

    def limit(self, identity: str) -> Limit | None:
        """The limit of this policy that has an id; ``None`` where none has."""
        return next((limit for limit in self.limits if limit.id == identity), None)

    def holds(self, rule: str) -> bool:
        """Whether a rule is in force and may not be broken.

        Raises:
            KeyError: if neither a rule nor a limit of this policy has this id.
        """
        return self.states(rule) and not self.counts(rule)

    def counts(self, goal: str) -> bool:
        """Whether a goal is among those of this policy."""
        return any(goal in tier for tier in self.goals)

    def states(self, rule: str) -> bool:
        """Whether a rule is in force, or broken as little as possible.

        Raises:
            KeyError: if neither a rule nor a limit of this policy has this id.
        """
        if limit := self.limit(rule):
            asked = not limit.asks or limit.insist or self.counts(rule)
            return asked and rule not in self.off
        switch, instead = RULES[rule].switch, RULES[rule].instead
        if instead and self.states(instead):
            return False
        wanted = not switch or getattr(self, switch) or self.counts(rule)
        asked = all(getattr(self, field) is not None for field in _FIELDS[rule])
        return wanted and asked and rule not in self.off

    def figures(self, identity: str) -> dict[str, Any]:
        """The figures that a rule or goal reads, by their names in a policy; often none.

        The switch of a rule that holds only where it is asked for is one of them. A further step
        of a goal, as `tiers` name it, reads what the goal reads.

        Raises:
            KeyError: if no rule, limit or goal, nor a step of one, has this id.

        >>> Policy(releases_per_week=2).figures("releases-per-week")
        {'releases_per_week': 2}
        """
        if limit := self.limit(identity):
            return limit.given
        step = step_of(identity)
        return {field: getattr(self, field) for field in _FIELDS[step.goal if step else identity]}

    def sentence(self, identity: str, *, language: str = "en") -> str:
        """What a rule or goal says with the figures of this policy, whether it holds or not.

        In French and German a limit of this policy is told in its own words alone.

        Args:
            identity: Its id.
            language: ``en``, ``fr`` or ``de``.

        Raises:
            KeyError: if no rule, limit or goal, nor a step of one, has this id.
            ValueError: if there is no such language.

        >>> Policy(away_at_once=0.125).sentence("away-at-once")
        "At most 12.5 % of a school's staff are away at any moment; one person always may be."
        >>> Policy(releases_in_all=4).sentence("releases-in-all", language="de")
        'Freistellungen einer Person vom Unterricht insgesamt: höchstens 4.'
        """
        return sentence(self, identity, wording(language))

    def sentences(self, *, language: str = "en") -> tuple[str, ...]:
        """The policy in words: its name, the rules that hold, those that do not, and the goals.

        Sentences about a rule or goal begin with its id. A tier loses nothing to those after it.

        Args:
            language: ``en``, ``fr`` or ``de``.

        Raises:
            ValueError: if there is no such language.

        >>> told = Policy(name="strict", releases_per_week=2, off=("pins",)).sentences()
        >>> told[0], told[-8]
        ('Policy strict.', 'pins: switched off. (Pinned decisions are respected.)')
        >>> told[-5]
        'engaged-half-days, goal 2: Minimise the half-days for which substitutes are engaged.'
        """
        return tuple(sentences(self, wording(language)))

    def digest(self) -> str:
        """SHA-256 of all but name and prices as canonical JSON: tells policies apart.

        In hexadecimal digits. Prices are left out, since no rule or goal reads them.

        >>> Policy(name="ours").digest() == Policy().digest() != Policy(late_tenths=4).digest()
        True
        """
        # Defaults are named, too: a policy is another once a default is. Without limits it is
        # what it was before policies could have any.
        left_out = {"name", "prices"} if self.limits else {"name", "prices", "limits"}
        asked = self.model_dump_json(exclude=left_out)
        return hashlib.sha256(asked.encode()).hexdigest()

    def to_toml(self) -> str:
        """The policy as the text of a TOML file, a line for each field that is set.

        `pdsched.load_policy` reads an equal policy back from it.

        >>> print(Policy(name="strict", off=("level", "pins")).to_toml().splitlines()[:2])
        ['name = "strict"', 'off = ["level", "pins"]']
        """
        return document(self.model_dump(mode="json", exclude_none=True))


_FIELDS = {identity: figure_names(identity) for identity in (*RULES, *GOALS)}

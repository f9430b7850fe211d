"""A policy in sentences, in each of the languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from string import Formatter
from typing import TYPE_CHECKING

from pdsched.policy.goals import GOALS, Tier, step_of
from pdsched.policy.rules import RULES
from pdsched.problem import Weekday
from pdsched.wording import Language, Wording

if TYPE_CHECKING:
    from pdsched.policy.policy import Policy


def sentence(policy: Policy, identity: str, words: Wording) -> str:
    """What a rule, limit or goal, or a step of one, says with the figures of a policy.

    A limit of the policy itself is told in its own words, and in English with what it counts.

    Raises:
        KeyError: if nothing has this id.
    """
    if limit := policy.limit(identity):
        is_english = words.language is Language.EN
        return f"{limit.sentence} ({limit.figures})" if is_english else limit.sentence
    if step := step_of(identity):
        return words.text(GOALS[step.goal].further).format(number=step.number)
    figures = policy.figures(identity).items()
    shown = {f: f"<{f}>" if value is None else _shown(value, words) for f, value in figures}
    return words.text(_template(identity)).format_map(shown)


def sentences(policy: Policy, words: Wording) -> Iterator[str]:
    """The policy in words: its name, the rules that hold, those that do not, and the goals."""
    yield words.text("Policy {name}.").format(name=policy.name)
    for rule in policy.rules:
        if policy.holds(rule):
            yield f"{rule}: {sentence(policy, rule, words)}"
    off = words.text("{rule}: switched off. ({sentence})")
    for rule in policy.rules:
        if rule in policy.off:
            yield off.format(rule=rule, sentence=sentence(policy, rule, words))
    if unset := [r for r in policy.rules if r not in policy.off and not policy.states(r)]:
        yield words.text("Not asked for: {rules}.").format(rules=", ".join(unset))
    for place, tier in enumerate(policy.tiers, 1):
        for goal in tier:
            yield f"{_headed(goal, place, tier, words)}: {_aim(policy, goal, words)}"
    if policy.prices is not None:
        told = policy.prices.told
        yield words.text("Prices, which no rule or goal reads: {prices}.").format(prices=told)
    if policy.left_open:
        goals = ", ".join(tier.id for tier in policy.left_open)
        yield words.text("What the goals leave open: {goals}.").format(goals=goals)


def figure_names(identity: str) -> tuple[str, ...]:
    """Names of the figures that a rule or goal reads."""
    told = tuple(field for _, field, _, _ in Formatter().parse(_template(identity)) if field)
    switch = RULES[identity].switch if identity in RULES else ""
    return (*told, switch) if switch else told


def _template(identity: str) -> str:
    return RULES[identity].sentence if identity in RULES else GOALS[identity].sentence


def _headed(goal: str, place: int, tier: Tier, words: Wording) -> str:
    if len(tier) == 1:
        return words.text("{goal}, goal {place}").format(goal=goal, place=place)
    headed = words.text("{goal}, goal {place} (worth {worth})")
    return headed.format(goal=goal, place=place, worth=tier[goal])


def _aim(policy: Policy, goal: str, words: Wording) -> str:
    told = sentence(policy, goal, words)
    if goal not in policy.rules:
        return told
    limit = policy.limit(goal)
    if limit and limit.asks:
        aim = words.text("Minimise the steps by which plans fall short of this limit. {sentence}")
    else:
        aim = words.text("Minimise the steps beyond this limit. {sentence}")
    return aim.format(sentence=told)


def _shown(figure: object, words: Wording) -> str:
    """A figure in a sentence; those that are no whole numbers are shares."""
    if isinstance(figure, bool):
        return words.text("yes") if figure else words.text("no")
    if isinstance(figure, tuple):
        return ", ".join(_shown(part, words) for part in figure)
    if isinstance(figure, Weekday):
        return words.weekday(figure)
    if isinstance(figure, time):
        return words.clock(figure)
    if isinstance(figure, float):
        return words.percent(figure, len(f"{100 * figure:g}".partition(".")[2]))
    return words.text(str(figure))

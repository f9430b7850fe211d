"""The rules and goals there are, and a policy in short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from textwrap import wrap

from pdsched.policy import GOALS, RULES, Policy
from pdsched.views.tables import Row, Table, columns, filled, first_rows

_ID, _USE, _WIDTH = 25, 10, 99
"""Columns, in letters: the id, whether it is optional, and the whole line."""


def rules_to_text() -> str:
    """Every rule and goal with its sentence, and the figures that it has by default.

    >>> print(rules_to_text().splitlines()[4])
      need                     always    A participant needs the course, and meets each need once.
    """
    policy = Policy()
    lines = ["Rules; a policy can switch off those that are optional, and make goals of soft ones"]
    for rule, info in RULES.items():
        use = "soft" if info.soft else "optional" if info.optional else "always"
        lines += _entry(policy, rule, use)
    lines += [
        "",
        "Goals, with the tier that they have by default; each loses nothing to later ones",
    ]
    places = {goal: n for n, tier in enumerate(policy.tiers, 1) for goal in tier}
    for goal in GOALS:
        lines += _entry(policy, goal, f"goal {places[goal]}" if goal in places else "-")
    return "\n".join(lines)


def _entry(policy: Policy, identity: str, use: str) -> Iterator[str]:
    text = wrap(policy.sentence(identity), _WIDTH - _ID - _USE - 2)
    figures = policy.figures(identity).items()
    text += [f"{name} = {_plain(value)}" for name, value in figures]
    heads = [f"{identity:<{_ID}}{use:<{_USE}}", *[" " * (_ID + _USE)] * len(text)]
    for head, line in zip(heads, text, strict=False):
        yield f"  {head}{line}"


def policy_to_html(policy: Policy) -> str:
    """A policy as HTML: its goals in their order, then its rules with their figures.

    >>> "<td>pins</td><td>off</td>" in policy_to_html(Policy(off=("pins",)))
    True
    """

    def row(rule: str) -> Row:
        use = "off" if rule in policy.off else "" if policy.states(rule) else "not asked for"
        return rule, use, policy.sentence(rule)

    aims = [(f"{n}", goal) for n, tier in enumerate(policy.tiers, 1) for goal in tier]
    goals = first_rows(
        columns("Tier|Goal|What it says", n="Tier"),
        aims,
        lambda aim: (*aim, policy.sentence(aim[1])),
        "Goals; each loses nothing to later ones",
    )
    # All of them: there are not many, and who looks for one has to see whether it holds.
    rules = Table(columns("Rule|Use|What it says"), tuple(map(row, policy.rules)))
    return filled("policy.html", head=f"Policy {in_short(policy)}", goals=goals, rules=rules)


def in_short(policy: Policy) -> str:
    """A policy by its name and by what differs from the default.

    >>> in_short(Policy(name="strict", off=("pins", "level"), releases_per_week=2))
    'strict (off level, pins; releases_per_week 2)'
    >>> in_short(Policy())
    'default'
    """
    differing = policy.model_dump(
        exclude_defaults=True, exclude={"name", "goals", "limits", "prices"}
    )
    told = [f"{field} {_plain(value)}" for field, value in differing.items()]
    if policy.limits:
        told.append(f"limits {', '.join(limit.id for limit in policy.limits)}")
    if policy.tiers != Policy().tiers:
        told.append(f"goals {', '.join(tier.id for tier in policy.tiers)}")
    return f"{policy.name} ({'; '.join(told)})" if told else policy.name


def _plain(value: object) -> str:
    if value is None:
        return "(not set)"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return ", ".join(value) if isinstance(value, tuple) else str(value)

"""The rules and goals there are, and a policy in short."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from pdsched.policy import GOALS, RULES, Policy

_ID, _USE, _WIDTH = 24, 10, 96
"""Columns, in letters: the id, whether it is optional, and the whole line."""


def rules_to_text() -> str:
    """Every rule and goal with its sentence, and the figures that it has by default.

    >>> rules_to_text().splitlines()[-3].split(maxsplit=3)
    ['engaged-half-days', 'goal', '2', 'Half-days for which substitutes are engaged.']
    """
    lines = ["Rules; a policy can switch off those that are optional"]
    for rule, info in RULES.items():
        use = "optional" if info.optional else "always"
        lines += _entry(rule, use, info.sentence)
    lines += ["", "Goals; each loses nothing to those after it"]
    for place, (goal, sentence) in enumerate(GOALS.items(), 1):
        lines += _entry(goal, f"goal {place}", sentence)
    return "\n".join(lines)


def _entry(identity: str, use: str, sentence: str) -> Iterator[str]:
    figures = Policy().figures(identity)
    text = wrap(sentence, _WIDTH - _ID - _USE - 2)
    text += [f"{name} = {value}" for name, value in figures.items()]
    heads = [f"{identity:<{_ID}}{use:<{_USE}}", *[" " * (_ID + _USE)] * len(text)]
    for head, line in zip(heads, text, strict=False):
        yield f"  {head}{line}"


def in_short(policy: Policy) -> str:
    """A policy by its name and by what differs from the default.

    >>> in_short(Policy(name="strict", off=("pins", "level"), releases_per_week=2))
    'strict (off level, pins; releases_per_week 2)'
    >>> in_short(Policy())
    'default'
    """
    differing = policy.model_dump(exclude_defaults=True, exclude={"name"})
    told = "; ".join(f"{field} {_plain(value)}" for field, value in differing.items())
    return f"{policy.name} ({told})" if told else policy.name


def _plain(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)

"""What a policy knows of a rule, and the four kinds of rules."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.policy.counts import Count, Each, Per


class Counted(NamedTuple):
    """What a counted rule counts, in the words of a counted limit."""

    what: Count
    per: Per
    each: Each | None
    at_most: str
    """Field of `Policy` that says how many may be."""
    window_days: str = ""
    """Field of `Policy` with the school days in a row of a window."""
    before: str = ""
    """Field of staff with what each of them had before the plan."""


class RuleInfo(NamedTuple):
    """What a policy has to know of a rule."""

    sentence: str
    """Names in braces are fields of `Policy`. A rule is in force when all of them are set."""
    optional: bool = False
    """Whether a policy can switch it off."""
    soft: bool = False
    """Whether a policy can make it a goal: as few steps beyond it as possible."""
    switch: str = ""
    """Field of `Policy` that asks for the rule, where it does not hold unless asked for."""
    instead: str = ""
    """Rule that takes its place where that one is in force."""
    counted: Counted | None = None
    """What it counts, where it is stated as a counted limit is."""
    remedy: str = ""
    """What a district can provide, the policy staying as it is, so that the rule stops less; a
    phrase. Empty where nothing but the policy would help."""


def always(sentence: str, *, remedy: str = "") -> RuleInfo:
    """A rule that holds under every policy."""
    return RuleInfo(sentence, remedy=remedy)


def optional(sentence: str, counted: Counted | None = None, *, remedy: str = "") -> RuleInfo:
    """A rule that a policy can switch off."""
    return RuleInfo(sentence, optional=True, counted=counted, remedy=remedy)


def soft(sentence: str, counted: Counted | None = None) -> RuleInfo:
    """A rule that a policy can switch off, or make a goal."""
    return RuleInfo(sentence, optional=True, soft=True, counted=counted)


def asked_for(switch: str, sentence: str) -> RuleInfo:
    """A rule that holds only where a field of the policy, its switch, is true."""
    return RuleInfo(sentence, optional=True, switch=switch)

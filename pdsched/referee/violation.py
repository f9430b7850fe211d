"""What the referee reports: one broken rule, who is concerned, and a sentence."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.faces import in_short
from pdsched.views.sentences import Sentences


@in_short
class Violation(NamedTuple):
    """One place at which a plan breaks a rule.

    >>> from pdsched import Violation
    >>> print(Violation("group-size", ("sheets-1 2026-09-08 09:00",), "two people are too few"))
    group-size: two people are too few
    """

    rule: str
    """Id of the rule, a key of `pdsched.policy.RULES`, or of a limit of the policy."""
    subjects: tuple[str, ...]
    """Ids of the records concerned."""
    sentence: str
    """What is wrong, with names, date, time and figures; ids where there are no names."""
    steps: int = 1
    """How far the plan goes beyond the rule here, where the rule can be soft."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.sentence}"


def named(violation: Violation, sentences: Sentences) -> Violation:
    """The same with names in place of ids in what is wrong; its subjects stay."""
    said = sentences.named(violation.sentence, violation.subjects)
    return violation._replace(sentence=said)

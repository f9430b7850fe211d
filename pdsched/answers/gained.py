"""What one problem is worth beside another, in words, and how far it is proven."""

from __future__ import annotations

from collections.abc import Sequence

from pdsched.views.words import listed
from pdsched.what_if import GoalGain


def brings(made: Sequence[GoalGain]) -> str:
    """What gains come to, in words that follow a change; up to the first that is not exact.

    >>> gain = GoalGain(id="needs-met", better="more", before=60, before_bound=60, value=90,
    ...                 bound=90)
    >>> brings([gain]), brings([gain.model_copy(update={"bound": 99})])
    ('brings 30 of needs-met', 'brings between 30 and 39 of needs-met (a plan shows 30)')
    >>> brings([gain.model_copy(update={"before_bound": 99, "bound": 99})])
    'brings at most 39 or costs at most 9 of needs-met (a plan shows 30)'
    """
    parts: dict[str, list[str]] = {}
    ranged = ""
    for gain in made:
        if not gain.proven:
            is_first = gain is made[0]
            ranged = _ranged(gain) if is_first or gain.low is not None else ""
            break
        if gain.shown:
            verb = "costs" if gain.shown < 0 else "brings" if gain.better == "more" else "saves"
            parts.setdefault(verb, []).append(f"{abs(gain.shown)} of {gain.id}")
    told = [f"{verb} {listed(said)}" for verb, said in parts.items()]
    return ", and ".join([*told, *filter(None, [ranged])]) or "brings nothing"


def _ranged(gain: GoalGain) -> str:
    shown = f"a plan shows {gain.shown}"
    if gain.low is not None and gain.high is not None:
        if gain.low < 0 < gain.high:
            return f"brings at most {gain.high} or costs at most {-gain.low} of {gain.id} ({shown})"
        if gain.high <= 0:
            return f"costs between {-gain.high} and {-gain.low} of {gain.id} ({shown})"
        return f"brings between {gain.low} and {gain.high} of {gain.id} ({shown})"
    if gain.low is not None:
        return f"brings at least {gain.low} of {gain.id} ({shown}; how much at most is not proven)"
    if gain.high is not None:
        return f"brings at most {gain.high} of {gain.id} ({shown})"
    return f"brings what is not proven of {gain.id}; {shown}"

"""The practice bank: for each group an empty sheet, to be filled in, filed and shared."""

from __future__ import annotations

from pdsched.binder.chapter import Chapter, Leaf
from pdsched.binder.groups import chosen_groups
from pdsched.binder.matter import Matter


def practice(matter: Matter) -> Chapter:
    """A leaf for each group, by the numbers that the list of groups has."""
    groups = chosen_groups(matter)
    leaves = tuple(
        Leaf(f"{g.number} · {g.course}", g.step.topic, key=f"group:{g.number}") for g in groups
    )
    return Chapter("practice", leaves, iter(groups))

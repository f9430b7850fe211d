"""The first leaf: what the binder is, and for whom."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.matter import Matter


class Cover(NamedTuple):
    """What stands on the cover."""

    name: str
    """Of the problem; empty where it has none."""


def cover(matter: Matter) -> Chapter:
    """The cover of every binder."""
    return Chapter("cover", ONE_LEAF, (Cover(matter.problem.name),))

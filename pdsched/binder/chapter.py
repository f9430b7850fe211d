"""A chapter of a binder: its leaves, and what stands on each, gathered when it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

V = TypeVar("V")


class Leaf(NamedTuple):
    """What begins a new page when it is printed, as the contents list it."""

    name: str = ""
    """Whose leaf it is; empty for a chapter of one leaf, which has the title of the chapter."""
    group: str = ""
    """Under which it stands in the contents, such as a school."""
    date: dt.date | None = None
    """In place of a name, or beside it."""
    key: str = ""
    """What it is about, for programs: such as ``person:t-017``."""

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands among others: by group and name, in capitals or not."""
        return (self.group.casefold(), self.name.casefold(), self.key)


ONE_LEAF = (Leaf(),)
"""The leaves of a chapter that has one, without a name."""


class Chapter(NamedTuple):
    """One chapter of one binder; without leaves it is left out."""

    name: str
    """That of its template, ``NAME.html``, and of the links that lead to it."""
    leaves: tuple[Leaf, ...]
    pages: Iterable[Any]
    """The facts of each leaf, in the order of the leaves: asked for one after the other while the
    binder is written, and not kept. The template sees them as ``p``."""

    @property
    def groups(self) -> tuple[tuple[str, tuple[tuple[int, Leaf], ...]], ...]:
        """The leaves with their numbers, those of a group that stand in a row together."""
        rows = groupby(enumerate(self.leaves, 1), lambda numbered: numbered[1].group)
        return tuple((group, tuple(leaves)) for group, leaves in rows)


def in_order(placed: Iterable[tuple[Leaf, V]]) -> tuple[tuple[Leaf, ...], list[V]]:
    """Leaves by their place, and what each is about beside them."""
    ordered = sorted(placed, key=lambda pair: pair[0].place)
    return tuple(leaf for leaf, _ in ordered), [what for _, what in ordered]

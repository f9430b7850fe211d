"""A deletion filter: of members that cannot be had together, a part that is minimal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def minimal_part(
    members: Sequence[T], is_feasible: Callable[[Sequence[T]], bool | None]
) -> tuple[Sequence[T], bool]:
    """A part that is infeasible by itself; whether it was shown to take each of its members.

    Members are left out many at a time and then one by one, as long as the rest is infeasible.

    Args:
        members: What cannot be had together.
        is_feasible: Whether some of them can; ``None`` where that is not known.

    >>> minimal_part([*"abcd"], lambda part: not {"b", "d"} <= {*part})
    (['b', 'd'], True)
    """
    needed = 0
    size = max(1, len(members) // 2)
    while True:
        # From the end, so that what is left out moves nothing that is yet to be tried.
        for first in reversed(range(0, len(members), size)):
            rest = [*members[:first], *members[first + size :]]
            kept = is_feasible(rest)
            if kept is False:
                members = rest
            elif kept and size == 1:
                needed += 1
        if size == 1:
            return members, needed == len(members)
        size //= 2

"""The arguments of `solve`: their ranges, and what the last version called some of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TypedDict

from pdsched.plan import Plan
from pdsched.renamed import warn_renamed
from pdsched.result import Result
from pdsched.runner.time_shares import MOST_SECONDS, MOST_WORK, WORK_PER_SECOND

MOST_WORKERS = 64
SECONDS = 60.0
"""Limit of a call that says none."""


class OldNames(TypedDict, total=False):
    """Keywords of the last version."""

    start: Plan | None
    """Now ``initial_plan``."""
    before: Plan | None
    """Now ``previous``."""
    reproducible: bool
    """Now ``work_limit``."""


def once_reproducible(
    seconds: float | None, work_limit: float | None, *, asked: bool
) -> tuple[float | None, float | None]:
    """Seconds and work limit of a call that says ``reproducible``.

    Raises:
        TypeError: if it has a work limit, too.
        ValueError: if the seconds are out of their range.
    """
    if work_limit is not None:
        told = (
            "solve() was given work_limit= and its old form reproducible=: give work_limit= alone"
        )
        raise TypeError(told)
    if not asked:
        now = "what solve() does without work_limit="
        warn_renamed("solve(reproducible=False)", now, stacklevel=4)
        return seconds, None
    seconds = SECONDS if seconds is None else seconds
    check_arguments(seconds, None, workers=None, seed=0)
    work = seconds * WORK_PER_SECOND
    was = f"solve(reproducible=True, seconds={seconds!r})"
    warn_renamed(was, f"solve(work_limit={work!r})", stacklevel=4)
    return None, work


def carrying(error: BaseException, result: Result) -> BaseException:
    """What ``on_progress`` raised, with the result as its attribute ``result``.

    >>> carrying(ValueError("enough"), Result(status="unknown", problem="d1")).result.problem
    'd1'
    """
    with suppress(AttributeError):  # One with slots has no place for it.
        error.result = result  # type: ignore[attr-defined]  # for whoever raised it
        error.add_note("pdsched: the best plan so far is in the attribute `result` of this error")
    return error


def refuse_both(**two: object) -> None:
    """Refuse two arguments of which one alone can count.

    Raises:
        ValueError: if neither is ``None``.

    >>> refuse_both(seconds=60, work_limit=9)
    Traceback (most recent call last):
    ValueError: seconds and work_limit are both given, and only one can count: give one of them
    """
    if None not in two.values():
        told = " and ".join(two)
        raise ValueError(f"{told} are both given, and only one can count: give one of them")


def check_arguments(
    seconds: float, work_limit: float | None, workers: int | None, seed: int
) -> None:
    """Refuse numbers that are out of their range.

    Raises:
        ValueError: if one is.

    >>> check_arguments(60, None, workers=0, seed=0)
    Traceback (most recent call last):
    ValueError: workers = 0 is out of range: give a whole number from 1 to 64
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise ValueError(f"seconds = {seconds!r} is out of range: give more than 0, up to 10 days")
    if work_limit is not None and not 0 < work_limit <= MOST_WORK:
        told = f"work_limit = {work_limit!r} is out of range"
        raise ValueError(f"{told}: give more than 0, up to {MOST_WORK:,.0f}")
    if workers is not None and (workers != int(workers) or not 1 <= workers <= MOST_WORKERS):
        raise ValueError(f"workers = {workers!r} is out of range: give a whole number from 1 to 64")
    if seed != int(seed) or not 0 <= seed < 2**31:
        raise ValueError(f"seed = {seed!r} is out of range: give a whole number from 0 to 2^31 - 1")

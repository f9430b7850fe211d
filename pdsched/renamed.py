"""Names of the last version, which work for one version more, and warn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from warnings import warn

T = TypeVar("T")

GONE = "0.3"
"""The version that knows the old names no more."""


def warn_renamed(was: str, now: str, *, stacklevel: int = 3) -> None:
    """Warn the caller of whoever calls this that a name is another now.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     warn_renamed("pdsched.keep", "pdsched.with_previous")
    >>> print(caught[0].message)
    pdsched.keep is now pdsched.with_previous; the old name goes with version 0.3
    """
    told = f"{was} is now {now}; the old name goes with version {GONE}"
    warn(told, DeprecationWarning, stacklevel=stacklevel)


def renamed_keyword(
    call: str, old: Mapping[str, Any], was: str, now: str, value: T | None
) -> T | None:
    """The value of a keyword, given under its name or under the old one.

    Args:
        call: The function that is called.
        old: Keywords that it was given under old names.
        was: The old name.
        now: The name.
        value: What was given under the name; ``None`` if nothing was.

    Raises:
        TypeError: if both were given.

    >>> renamed_keyword("solve", {}, "before", "previous", 7)
    7
    """
    if was not in old:
        return value
    if value is not None:
        raise TypeError(f"{call}() was given {now}= and its old name {was}=: give {now}= alone")
    warn_renamed(f"{call}({was}=)", f"{call}({now}=)", stacklevel=4)
    given: T | None = old[was]
    return given


def refuse_unknown(call: str, old: Mapping[str, Any], known: Collection[str]) -> None:
    """Refuse keywords that are no old names, as Python does.

    Raises:
        TypeError: if there is one.

    >>> refuse_unknown("solve", {"second": 5}, {"before"})
    Traceback (most recent call last):
    TypeError: solve() got an unexpected keyword argument 'second'
    """
    for name in old:
        if name not in known:
            raise TypeError(f"{call}() got an unexpected keyword argument {name!r}")

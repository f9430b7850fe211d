"""What the time of a run goes to: lines of the logger `pdsched.timed`, at the level DEBUG.

A *part* is what nothing else waits beside, such as the enumeration of candidates; a *piece* is a
sub-MIP that was sent to a worker. A line is a word and figures, each as ``name=value``. Parts may
lie inside one another. A blank within a name is written as ``_``. Where nobody listens at this
level, nothing is written.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

LOGGER = "pdsched.timed"
_LOG = logging.getLogger(LOGGER)


def is_told() -> bool:
    """Whether anybody listens.

    >>> is_told()
    False
    """
    return _LOG.isEnabledFor(logging.DEBUG)


def tell(what: str, **figures: float | str) -> None:
    """One line: what it was, and its figures. Seconds are written to the microsecond."""
    if is_told():
        _LOG.debug("%s %s", what, " ".join(f"{k}={_text(v)}" for k, v in figures.items()))


@contextmanager
def timed(part: str) -> Iterator[None]:
    """A part of the run, told when it is over: its name, when it began, and its seconds.

    ``at`` is the moment of the machine's monotonic clock.

    >>> with timed("candidates"):
    ...     pass
    """
    began = monotonic()
    try:
        yield
    finally:
        tell("part", name=part, at=began, seconds=monotonic() - began)


def _text(figure: float | str) -> str:
    return f"{figure:.6f}" if isinstance(figure, float) else str(figure).replace(" ", "_")

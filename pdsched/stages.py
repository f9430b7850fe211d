"""How far a long piece of work is: told to whoever listens, and else to nobody.

Who writes for long says so here, and knows nothing of a terminal; the command line listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")
EVERY = 0.1
"""Seconds between two words about one stage, at least."""


class Stage(NamedTuple):
    """What is being done, and how much of it is done."""

    name: str
    done: int = 0
    of: int | None = None
    """``None`` where nobody knows, or nothing is counted."""


Listener: TypeAlias = Callable[[Stage], object]
_LISTENER: ContextVar[Listener | None] = ContextVar("stages", default=None)


@contextmanager
def told_to(listener: Listener) -> Iterator[None]:
    """While this lasts, a listener hears of every stage of what runs in this thread.

    >>> with told_to(print):
    ...     stage("figures")
    ...     pages = [name.upper() for name in counted(["a", "b"], "pages")]
    Stage(name='figures', done=0, of=None)
    Stage(name='pages', done=0, of=2)
    Stage(name='pages', done=2, of=2)
    """
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)


def stage(name: str) -> None:
    """Something begins that is not counted."""
    if listener := _LISTENER.get():
        listener(Stage(name))


def counted(items: Iterable[T], name: str) -> Iterable[T]:
    """The items, each counted as done when the next one is asked for.

    >>> list(counted(range(3), "pages"))
    [0, 1, 2]
    """
    listener = _LISTENER.get()
    return items if listener is None else _told(items, name, listener)


def _told(items: Iterable[T], name: str, listener: Listener) -> Iterator[T]:
    of = len(items) if isinstance(items, Sized) else None
    done, told = 0, monotonic()
    listener(Stage(name, 0, of))
    for done, item in enumerate(items, 1):
        yield item
        if monotonic() - told >= EVERY:
            told = monotonic()
            listener(Stage(name, done, of))
    listener(Stage(name, done, of))

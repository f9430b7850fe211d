"""How records show themselves: in short, whatever they hold; in a notebook as a table.

What a notebook shows is made by `pdsched.views`, which is loaded when it asks.
"""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")
MOST_SHOWN = 1900
"""Letters of a record that are shown where nobody asks for all of it."""


def begun(text: str) -> str:
    """A text, or its beginning and how long it is.

    >>> begun("a" * 5000)[-19:]
    'aa… (5,000 letters)'
    """
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}… ({len(text):,} letters)"


def html_of(record: object) -> str:
    """A record, or a row of records, as a notebook shows it."""
    from pdsched.views import record_to_html

    return record_to_html(record)


def in_short(kind: type[K]) -> type[K]:
    """A kind of named tuple, whose text is cut where it is long, and which a notebook shows.

    >>> from typing import NamedTuple
    >>> @in_short
    ... class Crowd(NamedTuple):
    ...     people: tuple[str, ...]
    >>> Crowd(("ada", "bo")), len(repr(Crowd(("ada",) * 900)))
    (Crowd(people=('ada', 'bo')), 1917)
    """
    shown, told = kind.__repr__, kind.__str__
    kind.__repr__ = lambda self: begun(shown(self))  # type: ignore[method-assign]  # as meant
    if told is not object.__str__:
        kind.__str__ = lambda self: begun(told(self))  # type: ignore[method-assign]  # so, too
    if not hasattr(kind, "_repr_html_"):
        kind._repr_html_ = html_of  # type: ignore[attr-defined]  # which notebooks look for
    return kind


class Listed(tuple[T, ...]):
    """A tuple of records of one kind, which a notebook shows as a table of their fields.

    >>> Listed([1, 2]) == (1, 2), len(repr(Listed(range(9000)))) < 2000
    (True, True)
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return begun(super().__repr__())

    def _repr_html_(self) -> str:
        return html_of(self)

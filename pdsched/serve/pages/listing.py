"""A long list as a page shows it: searched, in an order, a part at a time.

All of it stays on the server, so that a browser holds a hundred rows, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias
from unicodedata import combining, normalize

KINDS: Mapping[str, str] = {
    "people": "||w|w|||||long",
    "sessions": "w|w|||||n|long",
    "cover": "w|w||w|||||",
    "substitutes": "|w|w||n|long",
    "open-needs": "|||long|",
}
"""Lists of a plan, and the kinds of their columns: ``n`` for numbers, ``w`` for what stays on one
line, ``long`` for what is long."""
Key: TypeAlias = str | float
"""By what a cell is put in order: all of one column are of one kind."""
ROWS = 100
"""Rows on one page."""
MOST_SOUGHT = 200
"""Letters of a search that are looked at."""


class Asked(NamedTuple):
    """A question that a row can be asked: what, and about which ids, as JSON."""

    kind: str
    """``why``, ``why-not`` or ``alternatives``."""
    about: str


class Row(NamedTuple):
    """One row, as it is read, put in order and searched."""

    cells: tuple[str, ...]
    keys: tuple[Key, ...]
    sought: str
    """All its words, `folded`."""
    asks: tuple[Asked, ...] = ()


class Listing(NamedTuple):
    """A list with all its rows."""

    name: str
    """As in the address of its page."""
    kinds: tuple[str, ...]
    """Of its columns, as in `KINDS`."""
    rows: tuple[Row, ...]


class Wanted(NamedTuple):
    """What somebody wants to see of a list."""

    search: str = ""
    """Words, all of which a row has, in any case and with or without accents."""
    order: str = ""
    """Number of a column from 0, with ``-`` behind it from the last to the first."""
    page: int = 1


class Shown(NamedTuple):
    """A part of a list."""

    listing: Listing
    wanted: Wanted
    rows: tuple[Row, ...]
    matching: int
    """Rows that have the words, on all pages."""
    pages: int

    def order_of(self, column: int) -> str:
        """What a click on the head of a column asks for: the other way round where it is so."""
        return f"{column}-" if self.wanted.order == f"{column}" else f"{column}"

    def sorted_by(self, column: int) -> str:
        """Which way a column is in order, as ARIA says it; ``none`` where it is not."""
        ways = {f"{column}": "ascending", f"{column}-": "descending"}
        return ways.get(self.wanted.order, "none")


def folded(text: str) -> str:
    """A text without case and accents, as a search compares it.

    >>> folded("Bergström, ÉCOLE")
    'bergstrom, ecole'
    """
    parts = normalize("NFKD", text.casefold())
    return parts if parts.isascii() else "".join(c for c in parts if not combining(c))


def row(cells: Iterable[str], keys: Sequence[Key | None], asks: Iterable[Asked] = ()) -> Row:
    """A row of cells; where a key is ``None``, its text is the key."""
    texts = tuple(cells)
    by_text = (folded(text) if key is None else key for text, key in zip(texts, keys, strict=True))
    return Row(texts, tuple(by_text), folded(" ".join(texts)), tuple(asks))


def shown(listing: Listing, wanted: Wanted) -> Shown:
    """The part of a list that somebody wants; the nearest one where there is no such page.

    >>> names = Listing("names", ("",), tuple(row([name], [None]) for name in ("Ö", "b", "a")))
    >>> [each.cells[0] for each in shown(names, Wanted(order="0")).rows]
    ['a', 'b', 'Ö']
    >>> shown(names, Wanted("o")).matching
    1
    """
    words = folded(wanted.search[:MOST_SOUGHT]).split()
    rows = [each for each in listing.rows if all(word in each.sought for word in words)]
    number, direction = wanted.order.removesuffix("-"), wanted.order.endswith("-")
    if number.isascii() and number.isdigit() and len(number) < 3:
        column = int(number)
        if column < len(listing.kinds):
            rows.sort(key=lambda each: each.keys[column], reverse=direction)
    pages = max(1, -(-len(rows) // ROWS))
    page = min(max(1, wanted.page), pages)
    part = tuple(rows[(page - 1) * ROWS : page * ROWS])
    return Shown(listing, wanted._replace(page=page), part, len(rows), pages)

"""Lists that were read: the last ones are kept, as long as they are not too large together."""

from __future__ import annotations

import json
from collections import OrderedDict
from pathlib import Path
from threading import Lock

from pdsched.serve.pages.listing import KINDS, Asked, Listing, Row

MOST_BYTES = 64 * 2**20
"""Of the files of all lists that are kept."""


class KeptLists:
    """The lists that were asked for last, by their files."""

    def __init__(self) -> None:
        self._lists: OrderedDict[Path, tuple[int, Listing]] = OrderedDict()
        self._lock = Lock()

    def read(self, path: Path, name: str) -> Listing:
        """The list in a file, whose content never changes."""
        with self._lock:
            if path not in self._lists:
                text = path.read_bytes()
                rows = tuple(map(_row, json.loads(text)["rows"]))
                listing = Listing(name, tuple(KINDS[name].split("|")), rows)
                self._lists[path] = len(text), listing
                self._drop(but=path)
            self._lists.move_to_end(path)
            return self._lists[path][1]

    def _drop(self, but: Path) -> None:
        """Let go of the oldest while there is too much."""
        for path in [*self._lists]:
            if path == but or sum(size for size, _ in self._lists.values()) <= MOST_BYTES:
                return
            del self._lists[path]


def _row(told: list[list[str]]) -> Row:
    cells, keys, sought, asks = told
    return Row(tuple(cells), tuple(keys), f"{sought}", tuple(Asked(*ask) for ask in asks))

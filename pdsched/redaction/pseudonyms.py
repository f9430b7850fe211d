"""Pseudonyms: a keyed digest of an id, in letters and digits that are read and said easily."""

from __future__ import annotations

import hashlib
import hmac

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is taken for a digit."""
_GROUP = 4
_GROUPS = 3
"""Twelve signs, 60 bits: that any two of 100,000 ids are alike has a chance of 1 in 200 million."""


class Pseudonyms:
    """The pseudonyms under one key.

    >>> names = Pseudonyms(b"a key that nobody will guess")
    >>> names.identity("P", "t-017"), names.identity("L", "t-017")
    ('P-GMQM-402Y-GWXB', 'L-2TQY-YXQT-TVF8')
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[tuple[str, str], str] = {}

    def identity(self, kind: str, text: str) -> str:
        """What stands for a text: the kind, and three groups of four signs."""
        if (kind, text) not in self._known:
            self._known[kind, text] = "-".join((kind, *self._groups(kind, text)))
        return self._known[kind, text]

    def _groups(self, kind: str, text: str) -> list[str]:
        told = hmac.digest(self._key, f"{kind}|{text}".encode(), hashlib.sha256)
        number, signs = int.from_bytes(told), ""
        for _ in range(_GROUP * _GROUPS):
            number, sign = divmod(number, len(_SIGNS))
            signs += _SIGNS[sign]
        return [signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP)]

"""The form in which names are kept and compared: what looks alike is one name.

A Mac writes ``é`` as two signs, most others write one; web pages bring blanks that do not break
and signs that nobody sees; a mail server does not mind capitals.
"""

from __future__ import annotations

import re
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import BeforeValidator, StringConstraints

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphen, blank without width, word joiner, byte order mark. The joiners of Persian and of
Indian scripts are not among them: with these, words are written otherwise."""
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u202f"), " ")
_GAPS = re.compile(r"[\s_]+")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


def normal(text: str) -> str:
    r"""A name in the form in which it is compared.

    Composed (NFC), without signs that nobody sees, with plain blanks for those that do not break;
    and where it is an e-mail address, in small letters.

    >>> normal("Jose\u0301") == "Jos\u00e9", normal("Le\u00a0Roy\u200b"), normal("Bo@School.org")
    (True, 'Le Roy', 'bo@school.org')
    """
    if not text.isascii():
        text = normalize("NFC", text.translate(_UNSEEN | _BLANKS))
    return text.lower() if "@" in text and _MAIL.fullmatch(text) else text


def _read_name(value: Any) -> Any:
    return normal(value) if isinstance(value, str) else value


ReadNormal = BeforeValidator(_read_name)
"""Reads a text in its normal form, before anything else is asked of it."""

Name = Annotated[str, ReadNormal]
"""A name that records of several kinds share, such as a topic or a class; any text."""


def _read_role(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _GAPS.sub("-", normal(value).strip().casefold())


RoleName = Annotated[
    str, StringConstraints(min_length=1, max_length=200), BeforeValidator(_read_role)
]
"""What somebody is employed as, in any words: ``Vice  Principal`` is ``vice-principal``."""

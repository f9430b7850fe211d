"""Bytes as text: by their mark, in UTF-8, in the code page that is told, or by an honest guess.

A file that is not in Unicode does not say its code page. What it says reads as words in one and not
in another; where it does in several, the guess says how its words would read in the others.
"""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

VARIABLE = "PDSCHED_ENCODING"
"""Environment variable that tells the code page of files that are not in Unicode."""

_OF_DOS = ("cp850", "cp852", "cp866", "cp737")
GUESSES = (
    *("cp1252", "cp1250", "cp1254", "cp1257", "cp1251", "cp1253"),
    *("iso8859-2", "mac-roman", "mac-latin2", "koi8-r"),
    *_OF_DOS,
)
"""Code pages that are thought of; of those that fit as well as others, the first is taken."""

ADVICE = "if it is wrong, say the right one with --encoding, or save the file in UTF-8"

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WORD = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]+|[A-Za-z']+[\x80-\xff]")
"""Signs beyond ASCII with others beside them; a lone one may be anything."""
_MOST_WORDS = 2000
_MOST_OTHERS = 3
_LONG = 4
"""Letters of a word that is long enough to tell a language."""
_MARKS_OF_WORDS = "'\u2018\u2019\u201a\u201c\u201d\u201e\u2013\u2014\u2026\u00ab\u00bb"
_VOWELS = frozenset("аеиоуыэюяіїєαεηιουω")


class UnknownEncodingError(ValueError):
    """No encoding of texts has this name."""


class Decoded(NamedTuple):
    """A text, and what is to be said of how it was read."""

    text: str
    guess: str = ""
    """A sentence without subject on the code page that was guessed; empty if none was."""


def decoded(data: bytes, told: str | None = None) -> Decoded:
    """The text of a file.

    A byte order mark is believed first, then the code page that is told, then UTF-8 if all of the
    file is in it. Else the first of `GUESSES` counts in which most of its words read as words.

    Args:
        data: the bytes.
        told: name of the encoding; by default that of the environment, if it tells one.

    Raises:
        UnknownEncodingError: no encoding has the name that is told.
        UnicodeDecodeError: bytes have no meaning in the encoding.

    >>> decoded("Grün".encode("cp1252")).text
    'Grün'
    >>> decoded("élève".encode("cp1252")).guess
    "was read in the guessed code page cp1252, in which a word of it is 'élève' (cp1250: 'élčve')"
    >>> decoded("KOVÁŘ".encode("cp1250"), "cp1250")
    Decoded(text='KOVÁŘ', guess='')
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return Decoded(data.decode(encoding))
    told = told or os.environ.get(VARIABLE)
    if told:
        return Decoded(data.decode(known_encoding(told)))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = _guessed(data)
        if text is None:
            raise
        return text


def told_from_now_on(name: str) -> None:
    """Read files that are not in Unicode in this code page, in this process and those it starts.

    Raises:
        UnknownEncodingError: no encoding of texts has this name.
    """
    os.environ[VARIABLE] = known_encoding(name)


def known_encoding(name: str) -> str:
    """Python's name of an encoding.

    Raises:
        UnknownEncodingError: no encoding of texts has this name.

    >>> known_encoding("Windows-1250")
    'cp1250'
    """
    try:
        b"a".decode(name, "replace")  # refuses what is no encoding of texts, such as hex
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        raise UnknownEncodingError(name) from None


def _guessed(data: bytes) -> Decoded | None:
    words = [match[0] for match in islice(_WORD.finditer(data), _MOST_WORDS)]
    words = list(dict.fromkeys(words))
    signs = bytes(sign for sign in range(128, 256) if sign in data)
    readings = {page: _read(words, page) for page in GUESSES if _can_read(signs, page)}
    natural = {page: sum(map(_is_natural, reading)) for page, reading in readings.items()}
    best = max(readings, key=lambda page: natural[page])
    if 2 * natural[best] <= len(words):
        # Nothing by which to choose: such a file has few words beyond ASCII, or is no text.
        if not _can_read(signs, "cp1252"):
            return None
        best = "cp1252"
    rivals = [
        page for page in readings if natural[page] == natural[best] and page not in (best, *_OF_DOS)
    ]
    return Decoded(data.decode(best), _sentence(best, rivals, readings))


def _can_read(signs: bytes, page: str) -> bool:
    try:
        signs.decode(page)
    except UnicodeDecodeError:
        return False
    return True


def _read(words: Sequence[bytes], page: str) -> list[str]:
    return [word.decode(page) for word in words]


def _is_natural(word: str) -> bool:
    """Whether a word is made as words are: of letters of one script, large ones in front.

    Long words of Latin letters have no more accents than plain letters, others have vowels.
    """
    word = word.strip(_MARKS_OF_WORDS)
    letters = [letter for letter in word if letter not in _MARKS_OF_WORDS]
    if not all(map(str.isalpha, letters)) or len(scripts := set(map(_script, letters))) > 1:
        return False
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return not word
    if len(word) < _LONG:
        return True
    if scripts == {"LATIN"}:
        return 2 * sum(map(str.isascii, letters)) >= len(letters)
    plain = unicodedata.normalize("NFD", word.casefold())
    return 4 * sum(letter in _VOWELS for letter in plain) >= len(word)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _sentence(best: str, rivals: Sequence[str], readings: Mapping[str, Sequence[str]]) -> str:
    """How a word reads that tells the code pages apart, in the best one and in the others."""
    told = f"was read in the guessed code page {best}"
    for place, word in enumerate(readings[best]):
        others: dict[str, str] = {}
        for page in rivals:
            others.setdefault(readings[page][place], page)
        others.pop(word, None)
        if others:
            shown = [f"{page}: {other!r}" for other, page in others.items()]
            return f"{told}, in which a word of it is {word!r} ({', '.join(shown[:_MOST_OTHERS])})"
    return f"{told}, in which a word of it is {readings[best][0]!r}" if readings[best] else told

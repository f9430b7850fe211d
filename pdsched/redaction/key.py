"""The secret key from which pseudonyms are made."""

from __future__ import annotations

from pathlib import Path

from pdsched.errors import PdschedError
from pdsched.outside import UnreadableError, read_bytes

LEAST_BYTES = 16
"""A shorter key could be guessed by trying."""
_ADVICE = (
    "a key is a text of at least 16 letters that nobody guesses; this makes one: "
    'python -c "import secrets; print(secrets.token_hex(32))"'
)


def read_key(path: str | Path) -> bytes:
    """The key in a file: its bytes, without blanks and line ends around them.

    Raises:
        PdschedError: if there is none, or it is too short.

    >>> read_key("no-such-key")
    Traceback (most recent call last):
    pdsched.errors.PdschedError: no-such-key: ...; a key is a text of at least 16 letters ...
    """
    try:
        content = read_bytes(Path(path))
    except UnreadableError as error:
        raise PdschedError(f"{path}: {error}; {_ADVICE}") from None
    return key_of(content, str(path))


def key_of(key: str | bytes, where: str = "key") -> bytes:
    """A key as bytes, if it is long enough.

    Raises:
        PdschedError: if it is not.
        TypeError: if it is neither text nor bytes.
    """
    if not isinstance(key, str | bytes):
        raise TypeError(f"{where}: {key!r} is a {type(key).__name__}, and no text or bytes")
    content = (key.encode() if isinstance(key, str) else key).strip()
    if len(content) < LEAST_BYTES:
        raise PdschedError(
            f"{where}: has {len(content)} of at least {LEAST_BYTES} bytes; {_ADVICE}"
        )
    return content

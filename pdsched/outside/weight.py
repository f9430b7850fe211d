"""How many values a text holds, before it is parsed: a byte of text can take seventy of memory."""

from __future__ import annotations

from pdsched.outside.limits import limits
from pdsched.outside.source import TooLargeError


def check_values(content: bytes, marks: bytes) -> None:
    """Refuse a content that has too many values for its size.

    Args:
        content: a text in UTF-8 or a relative of it.
        marks: letters of which each value has one, or nearly so; those inside of texts count, too.

    Raises:
        TooLargeError: if there are more of them than `limits` allow.

    >>> check_values(b"[], " * 100, b"[,")
    """
    held = limits()
    if len(content) <= held.values:
        return
    count = _count(content, marks)
    if count > held.values:
        raise TooLargeError(f"it holds {count:,} values or cells, more than {held.values:,}")


class Together:
    """Files that are held at once, and have together what one file may have.

    >>> together = Together()
    >>> together.add(b"id,school", b",")
    """

    def __init__(self) -> None:
        self._bytes = self._values = 0

    def add(self, content: bytes, marks: bytes) -> None:
        """Count one more file; the arguments are those of `check_values`.

        Raises:
            TooLargeError: if all of them have more than `limits` allow.
        """
        held = limits()
        self._bytes += len(content)
        self._values += _count(content, marks)
        if self._bytes > held.bytes:
            raise TooLargeError(f"its files have more than {held.mib:,} MiB together")
        if self._values > held.values:
            told = f"{self._values:,} values or cells together, more than {held.values:,}"
            raise TooLargeError(f"its files hold {told}")


def _count(content: bytes, marks: bytes) -> int:
    return sum(content.count(mark.to_bytes(1, "big")) for mark in marks)


def check_settings(content: bytes) -> None:
    """Refuse a content that is too long for settings written by hand.

    Raises:
        TooLargeError: if it is longer than `limits` allow.
    """
    most = limits().settings
    if len(content) > most:
        raise TooLargeError(f"it has {len(content):,} bytes, more than {most:,} of settings")

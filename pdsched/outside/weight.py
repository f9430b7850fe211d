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
    found = sum(content.count(mark.to_bytes(1, "big")) for mark in marks)
    if found > held.values:
        raise TooLargeError(f"it holds {found:,} values or cells, more than {held.values:,}")


def check_settings(content: bytes) -> None:
    """Refuse a content that is too long for settings written by hand.

    Raises:
        TooLargeError: if it is longer than `limits` allow.
    """
    most = limits().settings
    if len(content) > most:
        raise TooLargeError(f"it has {len(content):,} bytes, more than {most:,} of settings")

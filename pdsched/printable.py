"""Text in our sentences: letters that a terminal obeys are shown, not obeyed; numbers of things."""

from __future__ import annotations

import re

_OBEYED = (
    "\x00-\x1f\x7f-\x9f"  # control characters, which colour, move and erase
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # what turns the direction of writing
    "\u2028\u2029"  # ends of lines and paragraphs
    "\ud800-\udfff"  # halves of letters: bytes of a file name that are no text
)
_IN_LINES = re.compile(f"(?!\n)[{_OBEYED}]")
_IN_A_LINE = re.compile(f"[{_OBEYED}]")


def printable(text: str) -> str:
    r"""A text of several lines with everything escaped that a terminal would obey.

    >>> printable("harmless\x1b[2J\nname \u202e")
    'harmless\\u001b[2J\nname \\u202e'
    """
    return _IN_LINES.sub(_escaped, text)


def on_one_line(text: str) -> str:
    r"""The same of a text that must not begin a line of its own.

    >>> on_one_line("harmless\nno errors")
    'harmless\\u000ano errors'
    """
    return _IN_A_LINE.sub(_escaped, text)


def several(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun, in groups of three digits.

    >>> several(1, "school"), several(3000, "school"), several(0, "person", "people")
    ('1 school', '3,000 schools', '0 people')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"

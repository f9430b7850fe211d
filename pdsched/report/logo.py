"""A district's logo, as a data URI: nothing is loaded from elsewhere.

An SVG is shown as a picture, in ``<img>``, where browsers run no script of it and load nothing.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from pdsched.checks.codes import fault
from pdsched.errors import ProblemError
from pdsched.files.text import cannot
from pdsched.outside import UnreadableError, read_bytes

MOST_BYTES = 2**20
"""Largest logo: it stands in every report."""
_STARTS = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
}
_HEAD = 4096
"""Bytes of an SVG in which its root element begins."""


def data_uri(path: str | Path) -> str:
    """The picture in a file, PNG, JPEG or SVG, as a data URI.

    What it is is told by its content, whatever its name.

    Raises:
        ProblemError: if it cannot be read, is none of these, or has more than 1 MiB.
    """
    place = Path(path)
    try:
        data = read_bytes(place)
    except UnreadableError as error:
        raise ProblemError([cannot("read", place, error)]) from None
    if len(data) > MOST_BYTES:
        told = f"is too large for a logo ({len(data):,} bytes)"
        advice = f"save it smaller, with at most {MOST_BYTES:,} bytes"
        raise ProblemError([fault("PD115", str(place), place.name, told, advice)])
    kind = _kind(data)
    if not kind:
        advice = "save the logo as PNG, JPEG or SVG"
        raise ProblemError([fault("PD105", str(place), place.name, "is no such picture", advice)])
    return f"data:{kind};base64,{b64encode(data).decode()}"


def _kind(data: bytes) -> str:
    for kind, start in _STARTS.items():
        if data.startswith(start):
            return kind
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:_HEAD]
    is_markup = head.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg"))
    return "image/svg+xml" if is_markup and b"<svg" in head else ""

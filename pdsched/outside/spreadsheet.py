"""CSV tables that go to spreadsheets: no text of ours is computed there, and all come back exactly.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and drops
blanks and control characters. Such a text is written as a JSON string: ``=1+1`` as ``"=1+1"``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Tells spreadsheets that a CSV file is in UTF-8."""
EMPTY_LIST = "[]"
"""How an empty list is written where an empty cell means something else."""
_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"  # the wide forms count as well in East Asia
_SPOILT = re.compile(rf'^["{_FORMULA}]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]')
_COMPUTED = re.compile(rf"\s*[{_FORMULA}]")
_NUMBER = re.compile(r"[+-]?[0-9.]+(?:e[+-]?[0-9]+)?")


def quoted(text: str, apart: str = "") -> str:
    """The text of a cell: as it is, or as a JSON string if a spreadsheet would spoil it.

    Args:
        text: what the cell is to say.
        apart: marks that part several texts of one cell, and so must not stand in a plain one.

    >>> quoted("maths"), quoted("=1+1"), quoted(""), quoted("a|b", apart="|")
    ('maths', '"=1+1"', '""', '"a|b"')
    """
    plain = text and text == text.strip() and text != EMPTY_LIST and not _SPOILT.search(text)
    if plain and not any(mark in text for mark in apart):
        return text
    return json.dumps(text, ensure_ascii=False)


def unquoted(cell: str) -> str:
    """The text that a cell says: the way back from `quoted`.

    >>> unquoted('"=1+1"'), unquoted("maths"), unquoted('"of" the "house"')
    ('=1+1', 'maths', '"of" the "house"')
    """
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        try:
            return str(json.loads(cell, strict=False))
        except ValueError:
            return cell  # only a name in quotation marks
    return cell


def csv_text(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> str:
    r"""A table as CSV, as every table of pdsched is written.

    Args:
        columns: names for the first row.
        rows: cells, texts among them already `quoted`.

    Raises:
        ValueError: if a spreadsheet would compute a cell; this is a fault of ours.

    >>> csv_text(["who", "hours"], [["ada", "-1.5"]])
    'who,hours\r\nada,-1.5\r\n'
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def _harmless(cell: str) -> str:
    if _COMPUTED.match(cell) and not _NUMBER.fullmatch(cell):
        raise ValueError(f"a spreadsheet would compute the cell {cell!r}")
    return cell

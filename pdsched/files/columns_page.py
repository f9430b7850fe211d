"""What docs/csv.md says of each table and column, for the heads of a workbook's sheets.

The page is the place where it is said; ``python -m pdsched.files.generated .`` copies it into the
package, since who opens a workbook has not the page beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[2] / "docs" / "csv.md"
_DATA = "data/columns.json"
_SECTION = re.compile(r"^## (\w+)\.csv\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(\w+)` \| [^|]+ \| (?:yes)? *\| (.*) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Said(NamedTuple):
    """What the page says of a table."""

    table: str
    """A sentence or two."""
    columns: Mapping[str, str]


def copied(page: str) -> str:
    r"""The sentences of the page as JSON, without its marks.

    >>> print(copied("## terms.csv\n\nParts of `it`.\n\n| `id` | text | yes | A [name](x). |\n"))
    {
     "terms": {
      "table": "Parts of it.",
      "columns": {
       "id": "A name."
      }
     }
    }
    <BLANKLINE>
    """
    said = {
        table: {
            "table": _plain(text.partition("\n|")[0]),
            "columns": {column: _plain(sentence) for column, sentence in _ROW.findall(text)},
        }
        for table, text in _SECTION.findall(page)
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _plain(text: str) -> str:
    return " ".join(_LINK.sub(r"\1", text).replace("`", "").replace("\\|", "|").split())


@cache
def said() -> Mapping[str, Said]:
    """What is said of each table.

    >>> said()["terms"].columns["first"]
    'First date.'
    """
    text = files("pdsched").joinpath(_DATA).read_text(encoding="utf-8")
    return {table: Said(**parts) for table, parts in json.loads(text).items()}

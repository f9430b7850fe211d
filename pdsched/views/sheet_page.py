"""Sheets as one HTML page to open, print or send."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pdsched.views.markup import block, table
from pdsched.views.sheets import Sheet

_PAGE_STYLE = """<style>
:root{color-scheme:light dark}
body{margin:2em}
section:not(.leaf),tr{break-inside:avoid}
h1{font:600 1.3em system-ui,sans-serif}
h2{font:600 1.05em system-ui,sans-serif;margin:1.4em 0 .2em}
h2,li{unicode-bidi:plaintext}
@media print{body{margin:0}.pdsched{overflow:visible}\
section.leaf+section.leaf{break-before:page}}
</style>"""


def sheets_to_page(title: str, sheets: Iterable[Sheet], leaf_each: bool = True) -> str:
    """A whole page, with nothing to load from elsewhere.

    Args:
        title: its head.
        sheets: what stands on it.
        leaf_each: whether each sheet begins a new leaf when it is printed, as where each is given
            to somebody else.

    >>> "<h2>ada</h2>" in sheets_to_page("p", [Sheet(title="ada", columns=("Date",))])
    True
    """
    kind = ' class="leaf"' if leaf_each else ""
    body = "\n".join(_section(sheet, kind) for sheet in sheets) or "<p>Nothing is planned.</p>"
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>\n{_PAGE_STYLE}</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{block(body)}\n</body>\n</html>\n"
    )


def _section(sheet: Sheet, kind: str) -> str:
    columns = [(name, "w" if name in ("Date", "Time", "Away") else "") for name in sheet.columns]
    rows = table(columns, sheet.rows) if sheet.rows else "<p>Nothing is planned.</p>"
    notes = "".join(f"<li>{escape(note)}</li>" for note in sheet.notes)
    told = f"\n<ul>{notes}</ul>" if notes else ""
    return f"<section{kind}><h2>{escape(sheet.title)}</h2>\n{rows}{told}</section>"

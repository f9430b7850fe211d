"""Sheets as one HTML page to open, print or send."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pdsched.views.markup import block, table
from pdsched.views.sheets import Sheet

_PAGE_STYLE = """<style>
:root{color-scheme:light dark}
body{margin:2em}
section{break-inside:avoid}
h1{font:600 1.3em system-ui,sans-serif}
h2{font:600 1.05em system-ui,sans-serif;margin:1.4em 0 .2em}
</style>"""


def sheets_to_page(title: str, sheets: Iterable[Sheet]) -> str:
    """A whole page, with nothing to load from elsewhere.

    >>> "<h2>ada</h2>" in sheets_to_page("p", [Sheet(title="ada", columns=("Date",))])
    True
    """
    body = "\n".join(map(_section, sheets)) or "<p>Nothing is planned.</p>"
    return (
        '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8">'
        f"<title>{escape(title)}</title>\n{_PAGE_STYLE}</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{block(body)}\n</body>\n</html>\n"
    )


def _section(sheet: Sheet) -> str:
    columns = [(name, "w" if name in ("Date", "Time", "Away") else "") for name in sheet.columns]
    rows = table(columns, sheet.rows) if sheet.rows else "<p>Nothing is planned.</p>"
    return f"<section><h2>{escape(sheet.title)}</h2>\n{rows}</section>"

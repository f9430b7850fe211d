"""Pieces of self-contained HTML: no script, no file, no package; every text is escaped.

Colours are those of the notebook: text inherits them, lines are half-transparent grey, so that
it reads in light and in dark.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

STYLE = """<style>
.pdsched{color:inherit;font-family:system-ui,sans-serif;font-size:13px;line-height:1.4;\
overflow-x:auto}
.pdsched p,.pdsched summary{margin:.3em 0}
.pdsched summary{cursor:pointer}
.pdsched .note{opacity:.7}
.pdsched .mark{border:1px solid currentColor;border-radius:.8em;padding:0 .6em;font-weight:600}
.pdsched .optimal{color:#2e8b57}.pdsched .feasible{color:#3b82c4}
.pdsched .infeasible,.pdsched .unknown{color:#d2691e}
.pdsched table{border-collapse:collapse;font-size:inherit;margin:.5em 0;color:inherit;border:0}
.pdsched table tr,.pdsched table tbody tr:nth-child(n){background:transparent;color:inherit}
.pdsched table th,.pdsched table td{color:inherit;text-align:left;vertical-align:top;\
padding:.25em .9em .25em 0;border:0;border-bottom:1px solid rgba(128,128,128,.35);\
white-space:normal;max-width:32em;unicode-bidi:plaintext}
.pdsched table th{font-weight:600;border-bottom-width:2px}
.pdsched table .n{text-align:right;font-variant-numeric:tabular-nums}
.pdsched table .w{white-space:nowrap;font-variant-numeric:tabular-nums}
</style>"""


def block(body: str) -> str:
    """A piece of HTML with the style that it needs."""
    return f'<div class="pdsched">\n{STYLE}\n{body}\n</div>'


def table(columns: Iterable[tuple[str, str]], rows: Iterable[Iterable[str]]) -> str:
    """A table from the columns (head, and class ``n`` for numbers or ``w`` for whole lines).

    >>> table([("Course", "")], [["<sheets>"]]).splitlines()[2]
    '<tr><td>&lt;sheets&gt;</td></tr>'
    """
    columns = tuple(columns)
    kinds = [f' class="{kind}"' if kind else "" for _, kind in columns]
    heads = zip(columns, kinds, strict=True)
    head = "".join(f"<th{kind}>{escape(name)}</th>" for (name, _), kind in heads)
    body = "\n".join(f"<tr>{_cells(row, kinds)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"


def _cells(row: Iterable[str], kinds: Iterable[str]) -> str:
    pairs = zip(row, kinds, strict=True)
    return "".join(f"<td{kind}>{_text(text)}</td>" for text, kind in pairs)


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")

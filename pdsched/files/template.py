"""An empty workbook to fill in, with a worked example on a sheet of its own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from pdsched.files.tables import TABLES
from pdsched.files.unfold import table_rows
from pdsched.files.workbook_saving import read_me, table_sheet, values
from pdsched.files.writing import write_files
from pdsched.outside.workbook_writer import CellValue, Head, SheetOut, workbook_bytes
from pdsched.problem import Problem

_EXAMPLE = "data/example.json"
_WIDTH = 22


def save_template(path: str | Path) -> None:
    """Writes an empty workbook: a sheet for each table, and what they hold for a small school.

    Nothing on the sheet of the example is read; who has understood it can delete it.

    Raises:
        ProblemError: if the file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_template(f"{folder}/new.xlsx")
    """
    sheets = (read_me(), _example(), *(table_sheet(table, iter(())) for table in TABLES))
    write_files({Path(path).resolve(): workbook_bytes(sheets)})


def example() -> Problem:
    """The small school of the example.

    >>> example().name
    'A small school'
    """
    text = files("pdsched").joinpath(_EXAMPLE).read_text(encoding="utf-8")
    return Problem.model_validate_json(text)


def _example() -> SheetOut:
    """A block for each table that has rows: its name, its heads, and the rows."""
    lines: list[tuple[CellValue, ...]] = []
    bold: set[int] = set()
    for table, rows in table_rows(example()):
        filled = list(values(table, rows))
        if not any(any(cell is not None for cell in row) for row in filled):
            continue
        used = [n for n, _ in enumerate(TABLES[table]) if any(row[n] is not None for row in filled)]
        bold |= {len(lines) + 2, len(lines) + 3}
        lines += [(None,), (f"Sheet {table}",), tuple(TABLES[table][n].name for n in used)]
        lines += (tuple(row[n] for n in used) for row in filled)
    heads = (Head("An example, which is not read: delete this sheet when you like.", width=_WIDTH),)
    more = (Head("", width=_WIDTH) for _ in range(max(map(len, lines)) - 1))
    return SheetOut("example", (*heads, *more), lines, is_table=False, bold=frozenset(bold))

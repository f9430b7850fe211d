"""Tables with lessons side by side: a column a day, a period, or a day and a period."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping, Sequence

from pdsched.outside.workbook import Value
from pdsched.timetables.tables.grid import text_of
from pdsched.timetables.tables.heads import Role
from pdsched.timetables.tables.layout import Layout
from pdsched.timetables.tables.meetings import Meeting, Reader
from pdsched.timetables.tables.shape import Shape, Side

CARRIED = "is a row without a name and was taken for more of the row above"
NO_NAME = "is a row without a name and is left out"
NO_PATTERN = "does not look as 'cell' says, and all of it was taken for its first part"
ONE_LINE = (
    "is a cell of several words on one line, all of which were taken for the {first}; say what is"
    ' what in a file for --columns, such as cell = "{{class}} {{subject}} {{room}}"'
)
_LINES = {"teacher": "{class}\n{subject}\n{room}", "class": "{subject}\n{teacher}\n{room}"}
"""What the lines of a cell say where nobody tells, by what the rows are."""


class Cells:
    """Reads the cells of a wide table by their pattern.

    Args:
        layout: with ``cell`` and ``lines``.
        owner: what the rows are: teachers or classes.
    """

    def __init__(self, layout: Layout, owner: str) -> None:
        self.is_told = bool(layout.cell)
        told = list(string.Formatter().parse(layout.cell or _LINES[owner]))
        self._tail = told.pop()[0].strip() if told[-1][1] is None else ""
        self._steps = [(_literal(text), name) for text, name, *_ in told if name]
        self.first = self._steps[0][1]

    def parts(self, text: str) -> dict[str, str] | None:
        """What a cell says, by role; ``None`` if it does not look as it should.

        Each part ends where what stands before the next one comes first, so that the longest cell
        is read in one go. From the end on, parts may be missing.

        >>> Cells(Layout(cell="{class} {subject} ({room})"), "teacher").parts("5a Maths (R1)")
        {'class': '5a', 'subject': 'Maths', 'room': 'R1'}
        """
        begin = self._steps[0][0].match(text)
        if begin is None:
            return None
        told: dict[str, str] = {}
        at = begin.end()
        for step, (_, name) in enumerate(self._steps):
            ends = self._steps[step + 1 :]
            end = ends[0][0].search(text, at) if ends else None
            if end is None:
                told[name] = text[at:].strip().removesuffix(self._tail).strip()
                break
            told[name] = text[at : end.start()].strip()
            at = end.end()
        return {role: part for role, part in told.items() if part} or None


def _literal(text: str) -> re.Pattern[str]:
    """What stands before a part: blanks stand for any, line ends for line ends."""
    parts = re.split(r"(\n| +)", text)
    return re.compile(
        "".join(
            r"\n" if part == "\n" else r"\s+" if part.isspace() else re.escape(part)
            for part in parts
            if part
        )
    )


def meetings_of(
    reader: Reader, shape: Shape, layout: Layout, rows: Sequence[int]
) -> Iterator[Meeting]:
    """What the cells of a wide table say.

    Args:
        reader: reads the cells.
        shape: where what stands.
        layout: how cells are to be read.
        rows: the rows below the heads in which something stands.
    """
    of = shape.columns.of
    owner: Role = "teacher" if "teacher" in of else "class"
    cells = Cells(layout, owner)
    name = ""
    height = max(1, len(layout.lines))
    row_of_name = -1
    for row in rows:
        told = text_of(reader.value(row, of[owner]))
        if told:
            name, row_of_name = told, row
        elif height > 1 and 0 < row - row_of_name < height:
            continue
        elif not name or not _has_time(reader, shape, row):
            reader.note(row, of[owner], _shown(reader, row), NO_NAME)
            continue
        else:
            reader.note(row, of[owner], name, CARRIED)
        for side in shape.sides:
            said = _said(reader, cells, layout, row, side)
            if said:
                yield _meeting(reader, shape, row, side, {owner: name, **said})


def _has_time(reader: Reader, shape: Shape, row: int) -> bool:
    """Whether the row itself says its day or its period, as those below a name do."""
    of = shape.columns.of
    return any(
        bool(reader.grid.text(row, of[role][0]))
        for role in ("day", "date", "period", "start")
        if role in of
    )


def _shown(reader: Reader, row: int) -> str:
    texts = (reader.grid.text(row, column) for column in range(reader.grid.width))
    return next((text for text in texts if text), "")


def _said(reader: Reader, cells: Cells, layout: Layout, row: int, side: Side) -> Mapping[str, str]:
    """What a cell says, by role; nothing if it is empty."""
    place = (side.column,)
    if layout.lines:
        texts = {
            role: text_of(reader.value(row + step, place))
            for step, role in enumerate(layout.lines)
            if row + step < len(reader.grid.rows)
        }
        return {role: text for role, text in texts.items() if text}
    text = text_of(reader.value(row, place))
    if not text:
        return {}
    parts = cells.parts(text)
    if parts is None or (len(parts) == 1 and len(text.split()) > 1):
        told = NO_PATTERN if cells.is_told else ONE_LINE.format(first=cells.first)
        reader.note(row, place, text, told)
    return parts or {cells.first: text}


def _meeting(
    reader: Reader, shape: Shape, row: int, side: Side, said: Mapping[str, str]
) -> Meeting:
    of, place = shape.columns.of, (side.column,)

    def text(role: Role) -> str:
        return reader.text(row, of[role]) if role in of else ""

    def value(role: Role) -> Value:
        return reader.value(row, of[role], "-") if role in of else None

    def names(role: Role) -> tuple[str, ...]:
        columns = of[role] if role in of and role not in said else place
        return reader.names(role, said.get(role, text(role)), row, columns)

    origin = reader.grid.origins.get((row, side.column))
    is_merged = origin is not None or (row, side.column) in reader.merged
    first = origin or (row, side.column)
    return Meeting(
        where=reader.grid.place(row, side.column),
        lesson=f"{first[0] + 1}.{first[1] + 1}" if is_merged else "",
        day=side.day or text("day"),
        week=said.get("week", text("week")),
        date=side.date or value("date"),
        period=side.period if text_of(side.period) else value("period"),
        start=value("start"),
        end=value("end"),
        duration=None,
        teachers=names("teacher"),
        classes=names("class"),
        subject=reader.short(said.get("subject", text("subject")), row, place),
        rooms=names("room"),
    )

"""The rows of all tables as one JSON document, and where each part of it came from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.references import no_such_code
from pdsched.errors import Fault
from pdsched.files.cells import Cell, read_cell
from pdsched.files.sheet import Row, Sheet
from pdsched.files.tables import OF_CALENDAR, OF_CYCLE, OF_DAYS, REQUIRES, SAYS, TABLES
from pdsched.problem.names import normal
from pdsched.problem.problem import KEPT, PAST, PINS

LISTS = ("travel", "rooms", "staff", "lessons", "protected", "courses", "series", "needs")
PLAIN = ("schools", *LISTS, "trainers", "substitutes", "pairs", "champions", *PINS, *KEPT, *PAST)
"""Tables of which each row is a record of the list of the same name."""


class Origin(NamedTuple):
    """The row from which a part of the document was read."""

    table: str
    file: str
    row: int

    def at(self, column: str | None) -> str:
        """The place as a person at a spreadsheet looks for it."""
        where = f"{self.file} row {self.row}"
        return f"{where} column {column}" if column else where


def csv_name(table: str) -> str:
    """What a table is called in a folder of CSV files.

    >>> csv_name("staff")
    'staff.csv'
    """
    return f"{table}.csv"


class Folder:
    """Puts the rows of the sheets together; a sheet is ``None`` if it could not be read.

    ``called`` is what people call a table: the name of a file, or of a sheet of a workbook.
    """

    def __init__(
        self, sheets: Mapping[str, Sheet | None], called: Callable[[str], str] = csv_name
    ) -> None:
        self.sheets, self.called = sheets, called
        self.document: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}
        self.faults: list[Fault] = []
        self._owners: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {}
        self._lists()
        self._calendar()
        self._nested()

    def _rows(self, table: str) -> list[tuple[Origin, Row]]:
        sheet = self.sheets.get(table)
        return [(Origin(table, sheet.file, row.number), row) for row in sheet.rows] if sheet else []

    def _lists(self) -> None:
        for table in PLAIN:
            if table not in self.sheets:
                continue
            sheet = self.sheets[table]
            if sheet is None:
                self.document[table] = None
                continue
            rows = self._rows(table)
            blank = _blank(table, sheet)
            self.document[table] = [blank | _record(table, row.cells) for _, row in rows]
            self._owners[table] = {}
            for number, (origin, _) in enumerate(rows):
                self._remember(table, number, origin)
        for school in self.document.get("schools") or ():
            _fold_cycle(school)

    def _remember(self, table: str, number: int, origin: Origin) -> None:
        path, record = f"{table}[{number}]", self.document[table][number]
        self.origins[path] = origin
        self._owners[table].setdefault(normal(str(record.get("id"))), (path, record))

    def _calendar(self) -> None:
        for origin, row in self._single("problem"):
            self.document |= _record("problem", row.cells)
            self.origins |= {"id": origin, "name": origin}
        if sentences := self._rows("assumptions"):
            cells = [_record("assumptions", row.cells) for _, row in sentences]
            self.document["assumptions"] = [cell["sentence"] for cell in cells if cell]
        if "calendar" in self.sheets and self.sheets["calendar"] is None:
            self.document["calendar"] = None
        for origin, row in self._single("calendar"):
            self.document["calendar"] = _record("calendar", row.cells)
            self.origins["calendar"] = origin

    def _single(self, table: str) -> list[tuple[Origin, Row]]:
        """The one row of a table that has one."""
        rows = self._rows(table)
        for origin, _ in rows[1:]:
            message = "has a second row"
            self.faults.append(fault("PD114", origin.at(None), table, message, "keep one row"))
        return rows[:1]

    def _nested(self) -> None:
        if (calendar := self.document.get("calendar")) is not None:
            for table, field in OF_CALENDAR.items():
                for origin, row in self._rows(table):
                    self._add("calendar", calendar, field, _record(table, row.cells), origin)
        for origin, row in self._rows("days"):
            self._day(origin, _record("days", row.cells))
        for origin, row in self._rows("periods"):
            record = _record("periods", row.cells)
            self._own("schools", record.pop("school", None), "school", "periods", record, origin)
        for origin, row in self._rows("prerequisites"):
            self._arc(origin, _record("prerequisites", row.cells))
        for origin, row in self._rows("availability"):
            self._window(origin, _record("availability", row.cells))
        self._unread()

    def _add(self, path: str, owner: dict[str, Any], name: str, part: Any, origin: Origin) -> None:
        *parents, field = name.split(".")
        for parent in parents:
            owner = owner.setdefault(parent, {})
        parts = owner.setdefault(field, [])
        self.origins[f"{path}.{name}[{len(parts)}]"] = origin
        parts.append(part)

    def _own(
        self, kind: str, owner: Any, column: str, name: str, part: Any, origin: Origin
    ) -> None:
        """Adds a part to the record that it belongs to."""
        owners = self._owners.get(kind)
        name_of_owner = normal(str(owner))
        if owner is None:
            message = "is missing"
            advice = "say to whom the row belongs"
            self.faults.append(fault("PD106", origin.at(column), column, message, advice))
        elif owners is not None and name_of_owner in owners:
            self._add(*owners[name_of_owner], name, part, origin)
        elif self.document.get(kind, ()) is not None:
            code, noun = no_such_code(kind)
            advice = f"add it to {self.called(kind)}, or correct it"
            self.faults.append(fault(code, origin.at(column), owner, f"is no {noun}", advice))

    def _day(self, origin: Origin, record: dict[str, Any]) -> None:
        kind, school = record.get("kind"), record.get("school")
        lists = {kind: field for field, kind in OF_DAYS.items() if school is None or field in _OFF}
        names_a_day = kind in OF_CYCLE
        required = ("school", "date", "kind", "day") if names_a_day else ("date", "kind")
        if not names_a_day and "day" in record:
            message = "is a day of the timetable, and rows of this kind have none"
            advice = f"leave it out, or correct the kind: {' or '.join(OF_CYCLE)}"
            self.faults.append(fault("PD107", origin.at("day"), record["day"], message, advice))
        if kind not in {*lists, *OF_CYCLE} or any(name not in record for name in required):
            self._odd(origin, record, {"kind": [*lists, *OF_CYCLE]}, required)
        elif names_a_day:
            part = {name: record[name] for name in ("date", "day")}
            self._own("schools", school, "school", f"cycle.{OF_CYCLE[kind]}", part, origin)
        elif school is not None:
            self._own("schools", school, "school", lists[kind], record["date"], origin)
        elif (calendar := self.document.get("calendar")) is not None:
            self._add("calendar", calendar, lists[kind], record["date"], origin)

    def _arc(self, origin: Origin, record: dict[str, Any]) -> None:
        owner = record.pop("course", None)
        arc = {_FIELDS.get(name, name): value for name, value in record.items()}
        self._own("courses", owner, "course", "prerequisites", arc, origin)

    def _window(self, origin: Origin, record: dict[str, Any]) -> None:
        kind, owner, says = (record.pop(name, None) for name in ("kind", "id", "says"))
        kind = _PLURALS.get(kind, kind)
        if kind not in SAYS or says not in SAYS[kind]:
            given = {"kind": kind, "says": says}
            given = {name: value for name, value in given.items() if value is not None}
            choices = {"kind": list(SAYS), "says": list(SAYS.get(kind or "", ()))}
            self._odd(origin, given, choices, ("kind", "says"))
        else:
            self._own(kind, owner, "id", says, record, origin)

    def _odd(
        self,
        origin: Origin,
        record: Mapping[str, Any],
        choices: Mapping[str, list[str]],
        required: tuple[str, ...],
    ) -> None:
        """Faults of cells that must be there and be one of the choices."""
        for name in required:
            if name not in record:
                missing_cell = fault("PD106", origin.at(name), name, "is missing", "fill the cell")
                self.faults.append(missing_cell)
            elif choices.get(name) and record[name] not in choices[name]:
                advice = f"use {' or '.join(choices[name])}"
                message = "is none of the choices"
                self.faults.append(fault("PD110", origin.at(name), record[name], message, advice))

    def _unread(self) -> None:
        """What a nested table that could not be read would have given is not missing."""
        if self.sheets.get("periods", ()) is None:
            for school in self.document.get("schools") or ():
                school["periods"] = None
        if self.sheets.get("availability", ()) is None:
            for kind in ("trainers", "substitutes"):
                for record in self.document.get(kind) or ():
                    record["available"] = None


_OFF = ("pupil_free", "closed")
"""Lists of dates that schools have, too."""
_FIELDS = {column: field for field, column in REQUIRES.items()}
_PLURALS = {"room": "rooms", "trainer": "trainers", "substitute": "substitutes"}


def _blank(table: str, sheet: Sheet) -> dict[str, Any]:
    """What blank cells say where it is not the default; a column that is not there says nothing."""
    told = (column.name for column in TABLES[table] if column.nullable)
    return {name: None for name in told if name not in sheet.lacking}


def _record(table: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """The cells of a row as the fields of a record."""
    types: dict[str, Cell] = {column.name: column.cell for column in TABLES[table]}
    return {name: read_cell(types[name], text) for name, text in cells.items() if name in types}


def _fold_cycle(school: dict[str, Any]) -> None:
    names = [name for name in school if name.startswith("cycle_")]
    cycle = {name.removeprefix("cycle_"): school.pop(name) for name in names}
    if cycle:
        school["cycle"] = cycle

"""The kinds of file that are read as timetables: how each is known, and who reads it.

A kind is one entry of `KINDS`: its name, what it is in words, how its content is known, the reader,
and the options that it takes besides those of all. Guesses are made in the order of the entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypedDict, Unpack, get_type_hints
from xml.etree.ElementTree import Element

from pdsched import outside
from pdsched.outside.workbook import is_workbook
from pdsched.timetables.arguments import TermArguments
from pdsched.timetables.asc import is_asc, read_asc
from pdsched.timetables.dated import DatedTimetable
from pdsched.timetables.faults import fail
from pdsched.timetables.fet import read_fet
from pdsched.timetables.fet_mode import Mode
from pdsched.timetables.ical import read_ical
from pdsched.timetables.ical_events import TeacherFrom
from pdsched.timetables.separators import fields_of, marks_of
from pdsched.timetables.tables import read_table
from pdsched.timetables.tables.heads import known_heads
from pdsched.timetables.text import is_calendar, is_xml, lines_of, read_bytes, read_text, read_xml
from pdsched.timetables.timetable import Timetable
from pdsched.timetables.untis import NO_COVER, are_heads, read_untis, row_worth
from pdsched.timetables.xhstt import read_xhstt

Kind = str
"""Name of a kind: one of `KINDS`."""
NO_KIND = "its first line is of no known kind; of a table, say the kind and what its columns are"
_PLACED = 2
_LEAST_HEADS = 2
_LINES = 50


class ReadArguments(TypedDict, total=False):
    """How a file is read; each may be left out, and those for other kinds are not looked at."""

    no_cover: Sequence[str] | None
    """Subjects that need no cover; by default those of `read_untis`, else none."""
    encoding: str | None
    """Code page of a text file that is not in Unicode; by default it is guessed, with a note."""
    solution: str | int | None
    """XHSTT: which solution of an archive."""
    mode: Mode
    """FET: how its days make days."""
    days: Sequence[str] | None
    """FET's CSV and tables: all days in order, where their names do not tell it."""
    hours: Sequence[str] | None
    """FET's CSV and tables: all periods in order."""
    columns: Mapping[str, Any] | str | Path | None
    """Tables: which column holds what, or a TOML file that tells it."""
    bells: str | Path | None
    """Tables: a bell table."""
    layout: str | None
    """Tables: ``long``, ``wide`` or the layout of a program."""
    sheet: str | int | None
    """Tables: which sheet of a workbook."""
    separators: str | Mapping[str, str] | None
    """Tables: signs that part several names of one cell."""
    asc_term: str | int | None
    """aSc: which term of a file with several."""
    teacher_from: TeacherFrom
    """iCalendar: where a feed tells who holds a lesson."""


class ImportArguments(ReadArguments, TermArguments, total=False):
    """How a file is read, and when and with which bells its timetable is held."""


class Content:
    """A file that is looked at to tell its kind; what is not asked for is not read.

    Args:
        path: a file or a folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def raw(self) -> bytes:
        """Its bytes; none of a folder."""
        if self.path.is_dir():
            return b""
        try:
            return outside.read_bytes(self.path)
        except outside.UnreadableError:
            return read_bytes(self.path)  # which says why not

    @cached_property
    def root(self) -> str:
        """Name of the root element, if it is XML."""
        return "" if self._element is None else str(self._element.tag)

    @cached_property
    def _element(self) -> Element | None:
        return read_xml(self.path) if is_xml(self.raw) else None

    @property
    def is_asc(self) -> bool:
        """Whether it is an export of aSc Timetables."""
        return self._element is not None and is_asc(self._element)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of a text in which something stands."""
        others = is_workbook(self.raw) or is_xml(self.raw) or is_calendar(self.raw)
        if others or self.path.is_dir():
            return []
        return [line for line in lines_of(read_text(self.path)[0]) if line.strip()]


class KindOfFile(NamedTuple):
    """A kind of file."""

    what: str
    """In words, with an article, for whoever is told of a guess."""
    is_it: Callable[[Content], bool]
    read: Callable[[Path, ImportArguments], Timetable | DatedTimetable]
    options: frozenset[str] = frozenset()
    """Arguments that this kind takes and not all do."""


def _is_untis(file: Content) -> bool:
    lines = file.lines
    marks = marks_of(lines, row_worth)
    first = fields_of(lines[0], marks) if lines else []
    if known_heads(first) >= _LEAST_HEADS or are_heads(first):
        return False  # an export of Untis has no heads
    return any(row_worth(fields_of(line, marks)) == _PLACED for line in lines[:_LINES])


def _is_fet(file: Content) -> bool:
    is_table = bool(file.lines) and "activity id" in file.lines[0].casefold()
    return is_table or file.root.casefold() == "fet"


def _is_ical(file: Content) -> bool:
    if file.path.is_dir():
        return any(each.suffix.casefold() == ".ics" for each in file.path.iterdir())
    return is_calendar(file.raw)


def _is_table(file: Content) -> bool:
    if is_workbook(file.raw):
        return True
    if file.path.is_dir():
        return False
    marks = marks_of(file.lines[:_LINES], lambda fields: len(fields) - 1 + known_heads(fields))
    rows = (fields_of(line, marks) for line in file.lines[:_LINES])
    return any(known_heads(row) >= _LEAST_HEADS for row in rows)


def _untis(path: Path, told: ImportArguments) -> Timetable:
    no_cover = told.get("no_cover")
    return read_untis(
        path, no_cover=NO_COVER if no_cover is None else no_cover, encoding=told.get("encoding")
    )


def _xhstt(path: Path, told: ImportArguments) -> Timetable:
    return read_xhstt(
        path,
        told.get("solution"),
        no_cover=told.get("no_cover") or (),
        encoding=told.get("encoding"),
    )


def _fet(path: Path, told: ImportArguments) -> Timetable:
    return read_fet(
        path,
        mode=told.get("mode", "auto"),
        no_cover=told.get("no_cover") or (),
        encoding=told.get("encoding"),
        days=told.get("days"),
        hours=told.get("hours"),
    )


def _asc(path: Path, told: ImportArguments) -> Timetable:
    return read_asc(
        path,
        no_cover=told.get("no_cover") or (),
        term=told.get("asc_term"),
        encoding=told.get("encoding"),
    )


def _ical(path: Path, told: ImportArguments) -> DatedTimetable:
    term: Any = {name: told[name] for name in TermArguments.__annotations__ if name in told}  # type: ignore[literal-required]  # names of the same dictionary
    return read_ical(
        path,
        teacher_from=told.get("teacher_from", "auto"),
        no_cover=told.get("no_cover") or (),
        encoding=told.get("encoding"),
        **term,
    )


def _table(path: Path, told: ImportArguments) -> Timetable:
    return read_table(path, **table_arguments(told))


def table_arguments(told: ImportArguments) -> dict[str, Any]:
    """What of the arguments of all kinds `read_table` takes.

    >>> table_arguments({"sheet": "Mon", "mode": "official"})
    {'sheet': 'Mon', 'no_cover': ()}
    """
    names = ("columns", "bells", "layout", "sheet", "separators", "days", "hours", "encoding")
    given = {name: value for name, value in told.items() if name in names}
    return {**given, "no_cover": told.get("no_cover") or ()}


KINDS: Mapping[str, KindOfFile] = MappingProxyType(
    {
        "xhstt": KindOfFile(
            "an archive in the XHSTT format",
            lambda file: file.root == "HighSchoolTimetableArchive",
            _xhstt,
            frozenset({"solution"}),
        ),
        "fet": KindOfFile(
            "a timetable of FET", _is_fet, _fet, frozenset({"mode", "days", "hours"})
        ),
        "untis": KindOfFile("an export of lessons from Untis (GPU001)", _is_untis, _untis),
        "asc": KindOfFile(
            "an export of aSc Timetables", lambda file: file.is_asc, _asc, frozenset({"asc_term"})
        ),
        "ical": KindOfFile(
            "an iCalendar feed, or a folder of them",
            _is_ical,
            _ical,
            frozenset({"teacher_from"}),
        ),
        "table": KindOfFile(
            "a table of lessons",
            _is_table,
            _table,
            frozenset({"days", "hours", "columns", "bells", "layout", "sheet", "separators"}),
        ),
    }
)
"""By name, in the order in which they are thought of."""


def guess_kind(path: str | Path) -> Kind:
    """The kind of a timetable file, by its content; its name does not matter.

    Raises:
        ProblemError: it cannot be read (PD701 to PD704) or is of no kind known here (PD705).
    """
    file = Content(Path(path))
    for name, kind in KINDS.items():
        if kind.is_it(file):
            return name
    if file.root:
        fail("PD705", str(path), file.root, "the root element is of no known kind")
    if file.path.is_dir():
        return fail("PD705", str(path), file.path.name, "the folder holds no export known here")
    shown = file.lines[0] if file.lines else file.path.name
    return fail("PD705", str(path), shown, NO_KIND)


def read_timetable(
    kind: Kind, path: str | Path, **told: Unpack[ImportArguments]
) -> Timetable | DatedTimetable:
    """The timetable of a file of this kind; arguments for other kinds are not looked at.

    Args:
        kind: one of `KINDS`; see `guess_kind`.
        path: the file.
        **told: how it is read (`ReadArguments`), and when it is held, if its kind asks.

    Raises:
        ProblemError: the file is no good; PD710 if the kind is none of these.
        TypeError: an argument has a name that none has.
    """
    if unknown := told.keys() - get_type_hints(ImportArguments).keys():
        raise TypeError(f"no such argument of an import: {', '.join(sorted(unknown))}")
    if kind not in KINDS:
        fail("PD710", "kind", kind, f"give {', '.join(KINDS)}")
    return KINDS[kind].read(Path(path), told)

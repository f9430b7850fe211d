"""What the command line calls: which kind of file this is, and the problem it makes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Unpack

from pdsched.problem import Problem
from pdsched.timetables.arguments import TermArguments, term_of
from pdsched.timetables.asc import is_asc, read_asc
from pdsched.timetables.convert import convert
from pdsched.timetables.dated import DatedTimetable
from pdsched.timetables.faults import fail
from pdsched.timetables.fet import read_fet
from pdsched.timetables.fet_mode import Mode
from pdsched.timetables.history import read_untis_history
from pdsched.timetables.ical import read_ical
from pdsched.timetables.ical_events import TeacherFrom
from pdsched.timetables.separators import fields_of, marks_of
from pdsched.timetables.subjects import unused
from pdsched.timetables.text import is_calendar, is_xml, lines_of, read_bytes, read_text, read_xml
from pdsched.timetables.timetable import Note, Timetable
from pdsched.timetables.untis import NO_COVER, read_untis, row_worth
from pdsched.timetables.with_history import with_history
from pdsched.timetables.xhstt import read_xhstt

Kind = Literal["untis", "xhstt", "fet", "asc", "ical"]
_PLACED = 2


def guess_kind(path: str | Path) -> Kind:
    """The kind of a timetable file, by its content; its name does not matter.

    A folder is one of iCalendar feeds.

    Raises:
        ProblemError: it cannot be read (PD701 to PD704) or is of no kind known here (PD705).
    """
    if Path(path).is_dir():
        return "ical"
    content = read_bytes(path, wanted="calendar")
    if is_calendar(content):
        return "ical"
    if is_xml(content):
        root = read_xml(path)
        if root.tag == "HighSchoolTimetableArchive":
            return "xhstt"
        if root.tag.casefold() == "fet":
            return "fet"
        if is_asc(root):
            return "asc"
        fail("PD705", str(path), root.tag, "the root element is of no known kind")
    lines = [line for line in lines_of(read_text(path)[0]) if line.strip()]
    if "activity id" in lines[0].casefold():
        return "fet"
    marks = marks_of(lines, row_worth)
    if any(row_worth(fields_of(line, marks)) == _PLACED for line in lines[:50]):
        return "untis"
    return fail("PD705", str(path), lines[0], "its first line is of no known kind")


def read_timetable(
    kind: Kind,
    path: str | Path,
    *,
    no_cover: Sequence[str] | None = None,
    solution: str | int | None = None,
    mode: Mode = "auto",
    encoding: str | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
    asc_term: str | int | None = None,
    teacher_from: TeacherFrom = "auto",
    **term: Unpack[TermArguments],
) -> Timetable | DatedTimetable:
    """The timetable of a file of this kind; arguments for other kinds are not read.

    Args:
        kind: ``untis``, ``xhstt``, ``fet``, ``asc`` or ``ical``; see `guess_kind`.
        path: the file.
        no_cover: subjects that need no cover; by default those of `read_untis`, else none.
        solution: which solution of an XHSTT archive; see `read_xhstt`.
        mode: how FET days make days; see `read_fet`.
        encoding: name of the code page of a file that is not in Unicode, such as ``cp1250``; by
            default it is guessed, with a note.
        days: all days of a FET CSV in order, where their names do not tell it; see `read_fet`.
        hours: all its hours in order.
        asc_term: which term of an aSc file; see `read_asc`.
        teacher_from: where a feed tells who holds a lesson; see `read_ical`.
        **term: when the plan is, which feeds alone ask; see `TermArguments`.

    Raises:
        ProblemError: the file is no good; PD710 if the kind is none of these.
    """
    if kind == "untis":
        no_cover = NO_COVER if no_cover is None else no_cover
        return read_untis(path, no_cover=no_cover, encoding=encoding)
    if kind == "xhstt":
        return read_xhstt(path, solution, no_cover=no_cover or (), encoding=encoding)
    if kind == "fet":
        return read_fet(
            path, mode=mode, no_cover=no_cover or (), encoding=encoding, days=days, hours=hours
        )
    if kind == "asc":
        return read_asc(path, no_cover=no_cover or (), term=asc_term, encoding=encoding)
    if kind == "ical":
        return read_ical(
            path,
            teacher_from=teacher_from,
            no_cover=no_cover or (),
            encoding=encoding,
            **term,
        )
    return fail("PD710", "kind", kind, "give untis, xhstt, fet, asc or ical")


def import_timetable(
    kind: Kind,
    path: str | Path,
    *,
    no_cover: Sequence[str] | None = None,
    solution: str | int | None = None,
    mode: Mode = "auto",
    encoding: str | None = None,
    days: Sequence[str] | None = None,
    hours: Sequence[str] | None = None,
    asc_term: str | int | None = None,
    teacher_from: TeacherFrom = "auto",
    history: str | Path | None = None,
    **term: Unpack[TermArguments],
) -> tuple[Problem, tuple[Note, ...]]:
    """The problem that a timetable file makes, and a note for all that it could not use.

    Args:
        kind: ``untis``, ``xhstt``, ``fet``, ``asc`` or ``ical``; see `guess_kind`.
        path: the file.
        no_cover: subjects that need no cover; by default those of `read_untis`, else none.
        solution: which solution of an XHSTT archive; see `read_xhstt`.
        mode: how FET days make days; see `read_fet`.
        encoding: as for `read_timetable`.
        days: as for `read_timetable`.
        hours: as for `read_timetable`.
        asc_term: as for `read_timetable`.
        teacher_from: as for `read_timetable`.
        history: a ``GPU014.TXT`` with substitutions of the past, for the figures before the plan
            and the chances of being filled; see `with_history`.
        **term: when and with which bells it is held; see `TermArguments`.

    Raises:
        ProblemError: the file or an argument is no good; the codes begin with PD7.
    """
    checked = term_of(**term)
    timetable = read_timetable(
        kind,
        path,
        no_cover=no_cover,
        solution=solution,
        mode=mode,
        encoding=encoding,
        days=days,
        hours=hours,
        asc_term=asc_term,
        teacher_from=teacher_from,
        **term,
    )
    problem, notes = convert(timetable, checked, str(path))
    told = (*timetable.notes, *notes, *unused(timetable, no_cover))
    if history is None:
        return problem, told
    past = read_untis_history(history, encoding)
    problem, missing = with_history(problem, past)
    return problem, (*told, *past.notes, *missing)

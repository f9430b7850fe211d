"""A problem or a plan as data frames, one for each table, and back without a loss.

The tables and their columns are those of the CSV folders, and so are the faults. Frames that are
made are of pandas, which is always there; frames of other libraries are read by narwhals, if it is
installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.folder import assemble
from pdsched.files.frame_cells import column_of, text_of
from pdsched.files.plan_folder import assemble_plan, plan_rows
from pdsched.files.sheet import Line, Row, Sheet, read_header
from pdsched.files.tables import PLAN_TABLES, TABLES, Column
from pdsched.files.unfold import rows_of_table
from pdsched.plan import Plan
from pdsched.problem import Problem
from pdsched.problem.base import not_given

if TYPE_CHECKING:
    from pandas import DataFrame

T = TypeVar("T")
Tables = Mapping[str, tuple[Column, ...]]


def problem_frames(problem: Problem) -> dict[str, DataFrame]:
    """The tables of a problem, by name; see `Problem.frames`."""
    document = problem.model_dump(mode="json")
    return {name: _frame(TABLES[name], rows_of_table(name, document)) for name in TABLES}


def plan_frames(plan: Plan) -> dict[str, DataFrame]:
    """The tables of a plan, by name; see `Plan.frames`."""
    return {name: _frame(PLAN_TABLES[name], rows) for name, rows in plan_rows(plan)}


def problem_in_frames(frames: Mapping[str, Any]) -> Problem:
    """The problem in frames; see `Problem.from_frames`.

    Raises:
        ProblemError: with all faults, by table, row and column.
        TypeError: if something is no frame.
    """
    sheets, faults = sheets_in(frames, TABLES)
    return _sound(*assemble(sheets, faults, _called))


def plan_in_frames(frames: Mapping[str, Any]) -> Plan:
    """The plan in frames; see `Plan.from_frames`.

    Raises:
        ProblemError: with all faults, by table, row and column.
        TypeError: if something is no frame.
    """
    sheets, faults = sheets_in(frames, PLAN_TABLES)
    return _sound(*assemble_plan(sheets, faults, _called))


def _called(table: str) -> str:
    return table


def _sound(value: T | None, faults: tuple[Fault, ...]) -> T:
    errors = [each for each in faults if each.severity is Severity.ERROR]
    if value is None or errors:
        raise ProblemError(errors)
    return value


def _frame(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]]) -> DataFrame:
    import pandas as pd

    rows = list(rows)
    return pd.DataFrame(
        {each.name: column_of(each.cell, [row.get(each.name) for row in rows]) for each in columns}
    )


def sheets_in(frames: Mapping[str, Any], tables: Tables) -> tuple[dict[str, Sheet], list[Fault]]:
    """Each frame as the rows of its table, and the faults of the names."""
    if not isinstance(frames, Mapping):
        raise not_given("frames", frames, dict, "give a dictionary of frames by table")
    sheets, faults = {}, []
    for name, frame in frames.items():
        if name in tables:
            sheets[name] = _sheet(name, tables[name], _columns_of(name, frame))
        else:
            near = get_close_matches(str(name), tables, n=1, cutoff=0.6)
            hint = f"did you mean {near[0]!r}? If not, " if near else ""
            advice = f"{hint}take it out; known: {', '.join(tables)}"
            faults.append(fault("PD107", str(name), name, "is not a known table", advice))
    return {name: sheets[name] for name in tables if name in sheets}, faults


class _Columns(NamedTuple):
    """What a frame holds, whatever its library."""

    names: list[str]
    values: list[list[Any]]


def _sheet(table: str, columns: Sequence[Column], frame: _Columns) -> Sheet:
    names, lacking, faults = read_header(table, columns, Line(0, frame.names))
    cells = {column.name: column.cell for column in columns}
    known = [(name, place) for place, name in enumerate(names) if name in cells]
    texts = [
        [text_of(cells[name], value) for value in frame.values[place]] for name, place in known
    ]
    rows = (
        Row(
            number, {name: text for (name, _), text in zip(known, row, strict=True) if text.strip()}
        )
        for number, row in enumerate(zip(*texts, strict=True))
    )
    placed = (each._replace(where=table) for each in faults)
    return Sheet(table, tuple(row for row in rows if row.cells), tuple(placed), lacking)


def _columns_of(table: str, frame: Any) -> _Columns:
    """Names and values of the columns, read by the library that made the frame.

    Raises:
        TypeError: if it is no frame, or one of a library that is not known.
    """
    if type(frame).__module__.partition(".")[0] == "pandas" and hasattr(frame, "columns"):
        return _of_pandas(frame)
    try:
        import narwhals as nw
    except ImportError:
        advice = "install narwhals to give frames of other libraries than pandas"
        raise _no_frame(table, frame, advice) from None
    try:
        known = nw.from_native(frame, eager_only=True)
    except TypeError:
        advice = "pandas.DataFrame makes one; of a lazy one, give what collect() returns"
        raise _no_frame(table, frame, advice) from None
    return _Columns(known.columns, [known[name].to_list() for name in known.columns])


def _of_pandas(frame: Any) -> _Columns:
    names = [name for name in frame.index.names if name is not None]
    if names and not {*names} & {*frame.columns}:
        frame = frame.reset_index(names)  # whoever made ids the index meant a column
    values = [frame.iloc[:, place].tolist() for place in range(len(frame.columns))]
    return _Columns([str(name) for name in frame.columns], values)


def _no_frame(table: str, frame: object, advice: str) -> TypeError:
    return not_given(f"frames[{table!r}]", frame, type("DataFrame", (), {}), advice)

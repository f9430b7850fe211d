"""Problems and plans as data frames: nothing is lost, and faults have their table, row, column."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from bad_tables import BAD_TABLES, BadTable
from draw_words import wordy
from good_input import good
from hypothesis import given
from rich_problem import AWKWARD, RICH
from saved import GOOD, PLAN, tables
from strategies import MICRO, TINY, garbage, problems

from pdsched import Plan, Problem, ProblemError, Release, load, save
from pdsched.files.cells import Cell
from pdsched.files.fold import Folder
from pdsched.files.frame_cells import text_of
from pdsched.files.frames import sheets_in
from pdsched.files.tables import PLAN_TABLES, TABLES
from pdsched.files.unfold import unfold

Frames = Mapping[str, Any]


def in_polars(frames: Mapping[str, pd.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same frames of polars, by its own guess of types."""
    return {name: pl.DataFrame(lists(frame), strict=False) for name, frame in frames.items()}


def lists(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """The columns of a frame as lists; missing values are ``None``."""
    return {str(name): [plain(value) for value in frame[name]] for name in frame.columns}


def plain(value: Any) -> Any:
    """A value that every library knows."""
    if isinstance(value, list | dict | time | str):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value


def codes(frames: Any, kind: type[Problem] | type[Plan] = Problem) -> list[str]:
    """Code and place of each fault of frames."""
    with pytest.raises(ProblemError) as raised:
        kind.from_frames(frames)
    return [f"{fault.code} {fault.where}" for fault in raised.value.faults]


def changed(table: str, change: Callable[[pd.DataFrame], pd.DataFrame | None]) -> Frames:
    """The frames of the good problem with one changed."""
    frames = GOOD.frames()
    again = change(frames[table])
    return {**frames, table: frames[table] if again is None else again}


@given(problems(MICRO).flatmap(wordy))
def test_a_problem_survives_frames(problem: Problem) -> None:
    """Whatever its words are, the frames of a problem hold all of it."""
    frames = problem.frames()

    assert list(frames) == list(TABLES)
    assert Problem.from_frames(frames) == problem
    assert Problem.from_frames(in_polars(frames)) == problem


@given(problems(TINY))
def test_a_plain_problem_survives_frames(problem: Problem) -> None:
    """So does one with every kind of record."""
    assert Problem.from_frames(problem.frames()) == problem


@given(problems(MICRO).flatmap(garbage))
def test_a_plan_survives_frames(plan: Plan) -> None:
    """Any plan, lawful or not, comes back."""
    assert Plan.from_frames(plan.frames()) == plan
    assert Plan.from_frames(in_polars(plan.frames())) == plan


def test_every_field_survives() -> None:
    """Every field that a record has is in a frame, with texts that files spoil."""
    rich = Problem.model_validate(RICH)
    for frames in (rich.frames(), in_polars(rich.frames())):
        sheets, faults = sheets_in(frames, TABLES)
        assert not faults
        assert Problem.model_validate(Folder(sheets).document) == rich


@pytest.mark.parametrize("text", AWKWARD)
def test_a_text_is_taken_to_the_letter(text: str) -> None:
    """Neither quotation marks nor bars nor signs of a formula are marks of ours here."""
    document = good()
    document["name"] = text
    document["lessons"][0]["classes"] = [text, "x"]
    problem = Problem.model_validate(document)

    assert Problem.from_frames(problem.frames()) == problem
    assert Problem.from_frames(in_polars(problem.frames())) == problem


def test_columns_have_the_types_of_their_values() -> None:
    """Dates are dates, whole numbers whole though some are missing, and ids texts."""
    frames = GOOD.frames()
    types = {name: str(kind) for name, kind in frames["needs"].dtypes.items()}

    assert types["id"] == types["topic"] == "string"
    assert types["level_to"] == "Int64"
    assert types["due"] == "datetime64[s]"
    assert str(frames["staff"]["cover_volunteer"].dtype) == "boolean"
    assert frames["staff"]["fte"].mean() == 1.0
    assert frames["lessons"].loc[0, "start"] == time(8)
    assert frames["staff"].loc[0, "levels"] == {"sheets": 1}
    assert frames["staff"].loc[0, "schools"] == ["north", "south"]
    assert all(len(frame.columns) == len(TABLES[name]) for name, frame in frames.items())
    assert [len(frames[name].columns) for name in ("pairs", "kept")] == [5, 5]


def test_who_led_has_no_need() -> None:
    """A missing need of a release stays one; without the column it is a fault, told once."""
    release = {"staff": "a", "session": "s", "date": "2026-09-08", "start": "08:00"}
    plan = Plan(releases=[Release(**release, end="09:00", need=None)] * 2)

    assert Plan.from_frames(plan.frames()) == plan
    frames = plan.frames()
    assert codes({"releases": frames["releases"].drop(columns="need")}, Plan) == ["PD106 releases"]


def test_frames_read_from_csv_are_read_like_csv(tmp_path: Path) -> None:
    """Lists, dates, times and levels as texts, ids that look like numbers, gaps as NaN."""
    frames = {f.stem: pd.read_csv(f, encoding="utf-8-sig") for f in tables(tmp_path).iterdir()}

    assert frames["periods"]["id"].dtype == np.int64
    assert Problem.from_frames(frames) == GOOD
    polar = {f.stem: pl.read_csv(f, null_values=[""]) for f in (tmp_path / "tables").iterdir()}
    assert Problem.from_frames(polar) == GOOD


VALUES: list[tuple[Cell, Any, str]] = [
    (Cell.TEXT, 7, "7"),
    (Cell.TEXT, np.float64(7), "7"),
    (Cell.TEXT, "", '""'),
    (Cell.INT, np.int64(5), "5"),
    (Cell.INT, 5.5, "5.5"),
    (Cell.FLOAT, np.float32(0.5), "0.5"),
    (Cell.BOOL, np.True_, "True"),
    (Cell.BOOL, 1.0, "1"),
    (Cell.DATE, pd.Timestamp("2026-09-07"), "2026-09-07 00:00:00"),
    (Cell.DATE, date(2026, 9, 7), "2026-09-07"),
    (Cell.DATES, np.array(["2026-09-07"], dtype="datetime64[ns]"), "2026-09-07T00:00:00.000000000"),
    (Cell.TEXTS, np.array(["a", "b"]), "a|b"),
    (Cell.TEXTS, ("a", None), "a"),
    (Cell.TEXTS, [], "[]"),
    (Cell.LEVELS, {"a": np.int64(1), "b": None}, "a=1"),
    *((Cell.TEXT, missing, "") for missing in (None, pd.NA, pd.NaT, np.nan, np.float32("nan"))),
]


@pytest.mark.parametrize(
    ("cell", "value", "text"), VALUES, ids=[str(n) for n in range(len(VALUES))]
)
def test_values_of_numpy_and_pandas_are_what_they_say(cell: Cell, value: Any, text: str) -> None:
    """Whatever a library calls a number, a date or nothing."""
    assert text_of(cell, value) == text


LIKE_FRAMES = [
    case
    for case in BAD_TABLES
    if case.old is not None and not {"PD103", "PD104", "PD114"} & {f[:5] for f in case.faults}
]
"""Of the corpus of bad tables those that are frames: their rows are well-formed."""


@pytest.mark.parametrize("case", LIKE_FRAMES, ids=lambda case: f"{case.file}-{case.old}-{case.new}")
def test_a_bad_table_has_the_same_faults_as_its_file(case: BadTable) -> None:
    """By table, row (from 0) and column, and without names of files."""
    frames = dict(GOOD.frames())
    table = case.file.removesuffix(".csv")
    text = unfold(GOOD)[table].replace(str(case.old), str(case.new), 1)
    frames[table] = pd.read_csv(StringIO(text), dtype=str, index_col=False)

    errors = [fault for fault in case.faults if not fault.startswith("PD9")]
    assert sorted(codes(frames)) == sorted(map(of_frame, errors))


def of_frame(fault: str) -> str:
    """Code and place of a fault of a file, as a frame has it."""
    code, place = fault.replace(".csv", "").split(" ", 1)
    words = place.split(" ")
    if "row" in words:
        at = words.index("row") + 1
        comma = "," if words[at].endswith(",") else ""
        number = int(words[at].rstrip(","))
        if number == 1:  # of the heads
            return f"{code} {words[0]}"
        words[at] = f"{number - 2}{comma}"
    return f"{code} {' '.join(words)}"


def test_faults_of_frames_are_told_at_once() -> None:
    """Names of tables and columns, values, and what is not there."""
    frames = dict(changed("needs", lambda f: f.assign(staff=["x", "ada"], prio=3)))
    frames["rooms"] = frames["rooms"].assign(capacity=[{"north": 1}])
    frames["staf"] = frames.pop("travel")
    del frames["calendar"]

    assert sorted(codes(frames)) == [
        "PD106 calendar",
        "PD107 needs",
        "PD107 staf",
        "PD108 rooms row 0 column capacity",
        "PD201 needs row 0 column staff",
    ]


def test_two_columns_of_one_name_are_told() -> None:
    """Which of the two is meant cannot be known."""
    frame = GOOD.frames()["rooms"]
    twice = pd.concat([frame, frame["id"]], axis=1)
    assert codes({**GOOD.frames(), "rooms": twice}) == ["PD104 rooms"]


def test_an_index_with_a_name_is_a_column() -> None:
    """Who made ids the index has not lost them; other indexes say nothing."""
    frames = changed("staff", lambda f: f.set_index("id"))
    assert Problem.from_frames(frames) == GOOD
    assert Problem.from_frames(changed("lessons", lambda f: f.set_index("id", drop=False))) == GOOD
    assert Problem.from_frames(changed("lessons", lambda f: f.iloc[::-1].iloc[::-1])) == GOOD


def test_rows_are_counted_from_the_top() -> None:
    """Whatever the labels of the index are."""
    frames = changed("needs", lambda f: f.assign(staff=["ada", "x"]).set_index(pd.Index([7, 9])))
    assert codes(frames) == ["PD201 needs row 1 column staff"]


NO_FRAMES = [[1], {"id": ["a"]}, None, "a.csv", pl.LazyFrame({"id": []}), pd.Series(["a"])]


@pytest.mark.parametrize("given", NO_FRAMES)
def test_what_is_no_frame_is_refused_with_advice(given: Any) -> None:
    """What to give stands in the error."""
    with pytest.raises(TypeError, match=r"(?s)frames\['staff'\]: .* and no DataFrame; "):
        Problem.from_frames({"staff": given})
    with pytest.raises(TypeError, match="a dictionary of frames"):
        Problem.from_frames([given])  # type: ignore[arg-type]  # by mistake


def test_without_narwhals_frames_of_pandas_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no dependency; who gives others is told what to install."""
    monkeypatch.setitem(sys.modules, "narwhals", None)
    assert Problem.from_frames(GOOD.frames()) == GOOD
    with pytest.raises(TypeError, match="install narwhals"):
        Problem.from_frames(in_polars(GOOD.frames()))


def test_tables_without_rows_need_not_be_there(tmp_path: Path) -> None:
    """Frames are read as a folder is: what is not there has no rows."""
    frames = {name: frame for name, frame in GOOD.frames().items() if len(frame)}
    assert Problem.from_frames(frames) == GOOD
    assert Plan.from_frames({"unmet": PLAN.frames()["unmet"]}).unmet == PLAN.unmet
    save(PLAN, tmp_path / "plan")
    assert Plan.from_frames(PLAN.frames()) == load(tmp_path / "plan")
    assert list(PLAN.frames()) == list(PLAN_TABLES)


def test_frames_are_loaded_when_asked_for() -> None:
    """To load a problem and say what it can does not load pandas."""
    code = "import sys, pdsched; pdsched.Problem.frames; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

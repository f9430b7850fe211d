"""No table that is written makes a spreadsheet compute, and each is read back exactly."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from good_input import good
from hypothesis import given
from hypothesis import strategies as st

from pdsched import Problem, save
from pdsched.accounts import ColleagueCovers, Ledger, LedgerEntry, Payback, ledger_to_csv
from pdsched.files.tables import TABLES
from pdsched.outside import csv_text, quoted, unquoted

COMPUTED = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
NASTY = st.one_of(
    st.text(max_size=8),
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["", " ", "\t", "\r", "\n", '"', "'", "\ufeff", "[]"]),
            st.sampled_from(["=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", ""]),
            st.sampled_from(["1+1", "cmd|' /C calc'!A0", '"', "HYPERLINK(1)", "a=1", "1", ""]),
        ),
    ),
)
"""Texts of which many begin as a formula does."""
IDS = NASTY.filter(lambda text: re.fullmatch(r"[^\s|](?:[^|\r\n\t]*[^\s|])?", text) is not None)


def cells(text: str) -> list[list[str]]:
    """The rows below the header, as every reader of CSV sees them."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))[1:]


def harmless(text: str) -> bool:
    """Whether no cell is one that a spreadsheet computes; plain numbers are none."""
    return not any(
        COMPUTED.match(cell) and not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", cell)
        for row in cells(text)
        for cell in row
    )


@given(NASTY, st.sampled_from(["", "|", "|="]))
def test_a_quoted_text_comes_back(text: str, apart: str) -> None:
    """Whatever a text is, its cell is harmless and says it."""
    cell = quoted(text, apart)

    assert unquoted(cell) == text
    assert not COMPUTED.match(cell)
    assert cell == cell.strip() != ""


@given(st.lists(st.lists(NASTY, min_size=2, max_size=2), max_size=4))
def test_a_table_comes_back(rows: list[list[str]]) -> None:
    """Cells survive the way through CSV, line breaks and quotation marks included."""
    text = csv_text(["a", "b"], [[quoted(cell) for cell in row] for row in rows])

    assert harmless(text)
    assert [[unquoted(cell) for cell in row] for row in cells(text)] == rows


@given(IDS, NASTY, NASTY)
def test_every_table_of_a_ledger_comes_back(who: str, topic: str, other: str) -> None:
    """Ids, topics and classes in the ledger of staff and substitutes, of covers and paybacks."""
    day = Problem.model_validate(good()).calendar.first
    told = ledger_to_csv(
        Ledger(
            staff=(LedgerEntry(who, "topic_hours_before", topic, 1, 0.5, 1),),
            substitutes=(LedgerEntry(who, "class_days_before", other, 0, 2, 2),),
            paybacks=(Payback(who, day, 30, None),),
            colleague_covers=(ColleagueCovers(who, 1, 2, 30, 60, None),),
        )
    )

    assert len(told) == 4
    for name, text in told.items():
        assert harmless(text), name
        assert unquoted(cells(text)[0][0]) == who, name
    assert unquoted(cells(told["staff_ledger.csv"])[0][2]) == topic
    assert unquoted(cells(told["substitute_ledger.csv"])[0][2]) == other


@given(IDS, NASTY, NASTY)
def test_every_table_of_a_problem_comes_back(name: str, text: str, topic: str) -> None:
    """The same of a folder of tables, of which no cell is computed."""
    document = good()
    document["name"] = document["schools"][0]["name"] = text
    document["assumptions"] = [text, topic]
    document["rooms"][0]["id"] = document["trainers"][0]["id"] = name
    document["staff"][0] |= {"levels": {topic: 1}, "topic_hours_before": {topic: 2, text: 1}}
    document["staff"][0] |= {"department": text, "grade": topic, "qualifications": [name]}
    document["lessons"][0] |= {"subject": text, "classes": [text, topic], "room": topic}
    document["substitutes"][0] |= {"id": name, "class_days_before": {text: 1}}
    document["substitutes"][0] |= {"familiar_schools": [name], "zones": [name]}
    document["protected"][0]["reason"] = text
    document["courses"][0]["topic"] = topic
    del document["engagement_pins"]
    problem = Problem.model_validate(document)
    with TemporaryDirectory() as folder:
        save(problem, folder)
        written = {file.stem: file.read_text("utf-8-sig") for file in Path(folder).iterdir()}
        back = _read(folder)

    assert set(written) == set(TABLES)
    assert all(map(harmless, written.values()))
    assert back == problem


def _read(folder: str) -> object:
    from pdsched.files import read

    return read(folder).value


def test_writer_refuses_a_cell_that_nobody_quoted() -> None:
    """A table to come that forgets to quote its texts is found out at once."""
    with pytest.raises(ValueError, match="would compute the cell '=1\\+1'"):
        csv_text(["a"], [["=1+1"]])
    assert csv_text(["a"], [["-1.5"], ["1e-05"]]) == "a\r\n-1.5\r\n1e-05\r\n"


def test_no_other_writer_of_tables_exists() -> None:
    """Whoever writes CSV does it by the one writer; but for two places."""
    package = Path(__file__).parents[2] / "pdsched"
    writers = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if re.search(r"csv\.(Dict)?[wW]riter|to_csv\(", file.read_text(encoding="utf-8"))
        and "def ledger_to_csv" not in file.read_text(encoding="utf-8")
    }
    elsewhere = {
        "absences/untis.py",  # what Untis reads, written its way
        "cli/accounting.py",  # calls `ledger_to_csv`
        "rosters/bells.py",  # a sheet in memory, read at once
    }

    assert writers == {"outside/spreadsheet.py", *elsewhere}

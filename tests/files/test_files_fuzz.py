"""Whatever stands in a document or a table, reading it gives a value or faults, nothing else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from good_input import good
from hypothesis import given
from hypothesis import strategies as st
from rich_problem import RICH

from pdsched.checks import CODES, read_problem
from pdsched.files import read, save
from pdsched.problem import Problem

ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 0, -1, 5.5, 1e999, float("nan"), 10**30, "", " ", "x", "a\0b", "\ud800"),
        *("north", "ada", "sheets-2", "day 1", "forbid", "remote", "UTC", "08:00", "23:59"),
        *("2026-09-08", "0001-01-01", "9999-12-31", [], {}, [None], [[]], ["north", "north"]),
        *({"a": 1}, {"id": "x"}, [{"id": "x"}]),
    ]
)
SPLINTERS = st.sampled_from(
    ['"', '""', "|", "=", ",", ";", "\n", "\r", "\t", "\0", "[]", "é", "\ufeff", "sep=;", "1e400"]
)
CODECS = st.sampled_from(["utf-8", "cp1252", "utf-16"])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything inside a document."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(part, (*path, step))


def put(document: Any, path: tuple[Any, ...], value: Any) -> None:
    """Puts a value at a path, unless an earlier change took the place away."""
    *steps, last = path
    try:
        for step in steps:
            document = document[step]
        document[last] = value
    except (KeyError, IndexError, TypeError):
        return


@given(st.data(), st.sampled_from([good(), RICH]))
def test_any_document_gives_a_problem_or_faults(data: st.DataObject, base: dict[str, Any]) -> None:
    """Odd values anywhere in a document bring faults of known codes, and never an exception."""
    document = copy.deepcopy(base)
    where = st.sampled_from(sorted(places(base), key=str))
    for path in data.draw(st.lists(where, min_size=1, max_size=4)):
        put(document, path, copy.deepcopy(data.draw(ODD)))
    problem, faults = read_problem(document)
    assert {fault.code for fault in faults} <= CODES.keys()
    if problem is None:
        assert any(fault.severity == "error" for fault in faults)
    else:
        assert problem == Problem.model_validate(document)


@given(st.data())
def test_any_table_gives_a_problem_or_faults(data: st.DataObject) -> None:
    """Splinters anywhere in a table, in any encoding, bring faults and never an exception."""
    with TemporaryDirectory() as name:
        save(Problem.model_validate(good()), name)
        file = data.draw(st.sampled_from(sorted(Path(name).iterdir())))
        text = file.read_text(encoding="utf-8-sig")
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 20))
        text = text[:at] + data.draw(SPLINTERS) + text[at + length :]
        file.write_bytes(text.encode(data.draw(CODECS), errors="replace"))
        problem, faults = read(name)
    assert problem is not None or any(fault.severity == "error" for fault in faults)

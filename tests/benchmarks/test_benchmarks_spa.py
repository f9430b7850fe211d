"""Student-project allocation is read, stated and checked: a small instance made up here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from published import proven
from quick import slow

from benchmarks.literature import spa, table
from benchmarks.literature.instance import BadInstanceError
from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import File, files, read
from benchmarks.literature.table import Row

FILES = {
    "projects.txt": "1;a;2;3;any\n1;b;2;3;any\n2;;2;2;any\n3;;1;4;lab\n",
    "students.txt": "1;ann;all\n2;ben;all\n3;cem;all\n4;dot;desk\n5;eve;desk\n",
    "priorities.txt": (
        "ann;1;1;128\nann;2;2;64\nben;2;1;128\nben;1;2;64\ncem;2;1;128\n"
        "dot;3;1;128\ndot;2;2;64\ndot;1;3;32\neve;3;1;128\neve;1;2;64\n"
    ),
    "types.csv": '"all";"any";"lab"\n"desk";"any"\n',
}
"""Dot and eve may not take topic 3, whose rank is gone. Topic 2 has two seats, which ben and cem
take; then ann has her first wish, eve her second, dot her third: 1 + 1 + 1 + 2 + 3."""


def folder_with(
    folder: Path, before: str = "", changed: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> Path:
    """The folder with the files, of some a part replaced; names may begin with something."""
    home = folder / "made-up"
    home.mkdir()
    for name, text in FILES.items():
        old, new = changed.get(name.partition(".")[0], ("", ""))
        assert old in text
        path = home / (name if name.endswith("csv") else f"{before}{name}")
        path.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return home


def instance_in(folder: Path) -> spa.Spa:
    """The instance of a folder."""
    (file,) = files(folder, "spa")
    assert file.name == "made-up"
    return spa.read(file.path)


@pytest.mark.parametrize("before", ["", "tmp_"])
def test_wishes_are_read_and_planned(tmp_path: Path, before: str) -> None:
    """The plan of the public API is sound, proven, and worth what the checker counts."""
    instance = instance_in(folder_with(tmp_path, before))
    result, value = proven(instance)

    assert value == result.goal("wish-ranks").value == 8
    assert instance.known() == (1 + 1 + 1 + 2 + 2, None)


def test_the_worst_rank_is_a_set_of_its_own(tmp_path: Path) -> None:
    """Cem has no second wish, so that ben has to move for dot: then nobody is worse than second."""
    (file,) = files(folder_with(tmp_path), "spa-worst")
    instance = read(file)
    row = Row(file.set, file.name, "pdsched")
    table.by_pdsched(instance, row, 30, 1)

    assert (row.value, row.bound, row.proven, row.wrong) == (2, 2, True, [])


@pytest.mark.parametrize(
    ("assignment", "fault"),
    [
        ({0: 0, 1: 2, 2: 2, 3: 0}, "eve has no team"),
        ({0: 0, 1: 2, 2: 2, 3: 3, 4: 0}, "dot may not be in team 3"),
        ({0: 0, 1: 2, 2: 9, 3: 2, 4: 0}, "cem may not be in team 9"),
        ({0: 0, 1: 1, 2: 2, 3: 2, 4: 0}, "team 1 has 1 people, not 2 to 3"),
    ],
)
def test_broken_teams_are_told(tmp_path: Path, assignment: dict[int, int], fault: str) -> None:
    """Each of them breaks that, at least."""
    assert fault in instance_in(folder_with(tmp_path)).faults(assignment)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("projects", "1;b;2;3", "1;b;2;4", "teams of topic 1 differ"),
        ("projects", "1;b;2;3;any", "1;b;2;3", "has no five fields"),
        ("students", "2;ben", "1;ben", "people register together as 1"),
        ("priorities", "ann;2;2", "ann;2;3", "ranks of ann are not 1, 2, 3"),
        ("priorities", "ann;2;2", "ann;2;1", "ranks of ann are not 1, 2, 3"),
        ("priorities", "ann;2;2", "ann;7;2", "no person ann, or no topic 7"),
        ("types", '"desk";"any"', '"desk";"lab"', ""),
        ("types", '"desk";"any"', '"desk";"none"', "dot has no wish that their type may take"),
    ],
)
def test_what_is_not_stated_is_refused(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    """With the file and what is wrong in it; what is sound is not."""
    folder = folder_with(tmp_path, changed={name: (old, new)})
    if not told:
        assert instance_in(folder).barred == {(3, "1"), (3, "2"), (4, "1")}
        return
    with pytest.raises(BadInstanceError, match=told):
        instance_in(folder)


@slow
@pytest.mark.parametrize("solver", PEERS)
@pytest.mark.parametrize(("name", "value"), [("spa", 8), ("spa-worst", 2)])
def test_others_solve_the_same_instances(
    tmp_path: Path, solver: str, name: str, value: int
) -> None:
    """Each proves what ours does, by a process of its own."""
    file = File(name, folder_with(tmp_path) / "projects.txt")
    row = Row(file.set, file.name, solver)
    table.by_peer(file, read(file), row, 20, 1)

    assert (row.value, row.bound, row.proven, row.wrong) == (value, value, True, [])

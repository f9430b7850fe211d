"""Student-project allocation is read, stated and checked: a small instance made up here."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from published import proven
from quick import slow

from benchmarks.literature import spa, spa_profile, staged, table
from benchmarks.literature.instance import BadInstanceError
from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import File, files, read, read_in_stages
from benchmarks.literature.row import Row

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


def staged_in(folder: Path, name: str) -> tuple[File, spa_profile.SpaProfile]:
    """The made-up instance in stages, and its file."""
    (file,) = files(folder_with(folder), name)
    return file, read_in_stages(file)


STAGES = [("worst rank", 2), ("rank 3 or later", 0), ("rank 2 or later", 3), ("sum of ranks", 8)]
"""What each stage comes to: ben, dot and eve have their second wish, ann and cem their first."""


@pytest.mark.parametrize(
    ("name", "stages"), [("spa-profile", STAGES), ("spa-worst-sum", STAGES[::3])]
)
def test_stages_are_planned_one_after_the_other(
    tmp_path: Path, name: str, stages: list[tuple[str, int]]
) -> None:
    """Each is proven, and the plan of the last one has all of them."""
    rows = staged.by_pdsched(*staged_in(tmp_path, name), seconds=30, threads=1)

    assert [(row.instance, row.value, row.bound) for row in rows] == [
        (f"made-up, {stage}", value, value) for stage, value in stages
    ]
    assert all(row.proven and not row.wrong for row in rows)
    assert rows[-1].note == "3 at rank 2; 2 at rank 1"


@slow
@pytest.mark.parametrize("solver", PEERS)
def test_others_go_through_the_same_stages(tmp_path: Path, solver: str) -> None:
    """Each proves what ours does, by a process of its own."""
    rows = staged.by_peer(*staged_in(tmp_path, "spa-profile"), solver, seconds=20, threads=1)

    assert [(row.value, row.bound) for row in rows] == [(value, value) for _, value in STAGES]
    assert all(row.proven and not row.wrong for row in rows)


def test_a_program_of_a_stage_holds_those_before_it(tmp_path: Path) -> None:
    """Nothing is left to count beyond the worst rank; nobody may have what is worse."""
    _, instance = staged_in(tmp_path, "spa-profile")
    counted = instance.program([2, 0])

    assert instance.program([2]) is None
    assert counted is not None
    of_wishes = [*zip(instance.spa.pairs, counted.most[3:], counted.weights[3:], strict=True)]
    assert ((3, "1"), 0, 1) in of_wishes
    assert ((3, "2"), 1, 1) in of_wishes
    assert ((1, "2"), 1, 0) in of_wishes


def test_bounds_of_a_stage_are_held_against_plans_that_are_best_before_it() -> None:
    """One whose stage before is open may be worse there, and better here."""

    def rows(*stages: tuple[int, int]) -> list[Row]:
        return [
            Row("", "", "", value=value, bound=bound, proven=value == bound)
            for value, bound in stages
        ]

    wrong, sound, still_open = rows((2, 2), (5, 5)), rows((2, 2), (4, 3)), rows((3, 2), (1, 1))
    staged.judge(iter([wrong, sound, still_open]))

    assert wrong[-1].wrong == ["bound 5, but there is 4"]
    assert not sound[-1].wrong
    assert not still_open[-1].wrong


def test_stages_at_which_all_prove_nothing_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints the others, and what the plan has at each rank."""
    folder_with(tmp_path)
    given = ["--set", "spa-profile", "--data", str(tmp_path), "--solvers", "pdsched"]
    parser = ArgumentParser()
    table.add_arguments(parser)

    assert table.run(parser.parse_args([*given, "--seconds", "30", "--threads", "1"])) == 0
    told = capsys.readouterr().out
    assert "rank 2 or later" in told
    assert "rank 3 or later" not in told
    assert "3 at rank 2; 2 at rank 1" in told

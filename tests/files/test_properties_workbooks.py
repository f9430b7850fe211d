"""What is written as a workbook is read back equal, also after LibreOffice has had it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from draw_words import wordy
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from quick import slow
from saved import GOOD, rich
from skipping import needs_libreoffice
from strategies import MICRO, TINY, problems, scaled

from pdsched import Problem, load, save
from pdsched.files import read

WORDY = problems(MICRO).flatmap(wordy)


def turned(folder: Path, into: str, workbooks: list[Path]) -> list[Path]:
    """What LibreOffice makes of workbooks; it has no other home than the folder."""
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    told = ["--headless", "--convert-to", into, "--outdir", str(folder / into)]
    run = ["soffice", home, *told, *map(str, workbooks)]
    subprocess.run(run, check=True, capture_output=True, timeout=600)
    return [folder / into / f"{workbook.stem}.{into}" for workbook in workbooks]


@given(WORDY)
def test_a_problem_survives_a_workbook(problem: Problem) -> None:
    """A problem written as a workbook is read back equal, and equal problems are equal bytes."""
    with TemporaryDirectory() as folder:
        first, second = Path(folder) / "a.xlsx", Path(folder) / "b.xlsx"
        save(problem, first)
        again = load(first, kind="problem")
        save(again, second)

        assert again == problem
        assert again.digest() == problem.digest()
        assert first.read_bytes() == second.read_bytes()


@given(problems(TINY))
def test_a_plain_problem_survives_a_workbook(problem: Problem) -> None:
    """Problems with every kind of record survive."""
    with TemporaryDirectory() as folder:
        save(problem, Path(folder) / "p.xlsx")

        assert load(Path(folder) / "p.xlsx") == problem


@needs_libreoffice
@pytest.mark.parametrize("into", ["ods", "xls", "xlsx"])
def test_libreoffice_changes_nothing(tmp_path: Path, into: str) -> None:
    """Every field of every record comes back from the formats of other programs."""
    save(rich(), tmp_path / "rich.xlsx")
    save(GOOD, tmp_path / "good.xlsx")
    rich_one, good_one = turned(tmp_path, into, [tmp_path / "rich.xlsx", tmp_path / "good.xlsx"])

    assert read(rich_one).value == rich()
    assert load(good_one) == GOOD


@slow
@needs_libreoffice
@settings(
    max_examples=scaled(0.02),
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(st.lists(WORDY, min_size=10, max_size=10))
def test_awkward_words_survive_libreoffice(drawn: list[Problem]) -> None:
    """Whatever words a problem is in, LibreOffice keeps them as they are."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        workbooks = [folder / f"p{number}.xlsx" for number in range(len(drawn))]
        for problem, workbook in zip(drawn, workbooks, strict=True):
            save(problem, workbook)
        for problem, path in zip(drawn, turned(folder, "ods", workbooks), strict=True):
            assert load(path) == problem

"""A folder that anybody may write to holds files named like modules of Python: none runs."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from quick import slow

from pdsched import Plan, generate, save

SCRIPT = Path(sysconfig.get_path("scripts")) / "pdsched"
OURS = ["numpy", "ortools", "pandas", "pydantic", "typer", "pdsched"]
"""Names that are no modules of Python, but loaded by us."""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with a file for each module, which says that it ran, and a problem."""
    folder = tmp_path / "shared"
    folder.mkdir()
    for name in (*sorted(sys.stdlib_module_names), *OURS):
        mark = tmp_path / f"ran-{name}"
        text = f"open({str(mark)!r}, 'w').close()\nraise ImportError('of a pupil')\n"
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    save(generate(size="XS", seed=1), folder / "problem.json")
    return folder


def ran(folder: Path) -> list[str]:
    """The files of the folder that ran."""
    return sorted(mark.name for mark in folder.parent.glob("ran-*"))


def loaded_before_us() -> set[str]:
    """What ``python -m`` loads before it runs anything of ours: little more than its own."""
    command = [sys.executable, "-c", "import runpy, sys; import pdsched; print(*sys.modules)"]
    # Whatever measures which lines run loads modules of its own into each child first.
    bare = {name: value for name, value in os.environ.items() if "COV" not in name}
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=bare).stdout
    loaded = {name.partition(".")[0] for name in told.split()}
    assert loaded.isdisjoint({"json", "tempfile", "random", "pydantic"})
    return loaded


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A command in this folder."""
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_command_runs_nothing_of_its_folder(folder: Path) -> None:
    """Neither the command nor the process that searches loads a module from the current folder."""
    command = [str(SCRIPT), "solve", "problem.json", "-o", "plan.json"]
    done = run(folder, *command, "--work-limit", "0.45")

    assert (done.returncode, ran(folder)) == (0, []), done.stderr
    assert Plan.model_validate_json((folder / "plan.json").read_bytes()).sessions


@slow
def test_workers_run_nothing_of_their_folder(folder: Path) -> None:
    """A larger problem calls processes of workers in: neither do these."""
    save(generate(size="S", seed=1), folder / "problem.json")
    command = [str(SCRIPT), "solve", "problem.json", "-o", "plan.json"]
    done = run(folder, *command, "--work-limit", "0.45", "--workers", "2")

    assert (done.returncode, ran(folder)) == (0, []), done.stderr
    assert Plan.model_validate_json((folder / "plan.json").read_bytes()).sessions


@slow
def test_a_script_elsewhere_may_call_solve_in_this_folder(folder: Path) -> None:
    """A notebook or a script of one's own that solves from there is not led astray either."""
    script = folder.parent / "mine.py"
    script.write_text(
        "import pdsched\n"
        "result = pdsched.solve(pdsched.load_problem('problem.json'), work_limit=0.3)\n"
        "print(result.status)\n",
        encoding="utf-8",
    )
    done = run(folder, sys.executable, str(script))

    assert (done.returncode, ran(folder)) == (0, []), done.stderr


def test_python_m_runs_nothing_that_python_does_not_load_first(folder: Path) -> None:
    """What Python itself loads before it comes to us is Python's; after that nothing is loaded."""
    for name in loaded_before_us():
        (folder / f"{name}.py").unlink(missing_ok=True)
    done = run(folder, sys.executable, "-m", "pdsched", "check", "problem.json")

    assert (done.returncode, ran(folder)) == (0, []), done.stderr


def test_python_m_in_safe_path_runs_nothing(folder: Path) -> None:
    """With ``-P`` not even that."""
    done = run(folder, sys.executable, "-P", "-m", "pdsched", "check", "problem.json")

    assert (done.returncode, ran(folder)) == (0, []), done.stderr


def test_the_process_finds_the_pdsched_that_called_it(tmp_path: Path) -> None:
    """A pdsched that was put on the path by hand, or lies in the current folder, is found again."""
    import pdsched

    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "pdsched").symlink_to(Path(pdsched.__file__).parent)
    script = (
        "import sys; sys.path.insert(0, 'beside')\n"
        "from pdsched.runner.child_process import HOME\n"
        "assert HOME.name == 'beside', HOME\n"
        "import pdsched\n"
        "problem = pdsched.generate(size='XS', seed=1)\n"
        "print(pdsched.solve(problem, work_limit=0.3).status)\n"
    )
    done = run(tmp_path, sys.executable, "-P", "-c", script)

    assert done.returncode == 0, done.stderr

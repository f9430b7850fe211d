"""The command line as a whole: help, exit codes, and what happens when something goes wrong."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from terminal import FakeSolver, _files, _solver, run, spawn

import pdsched
from pdsched.cli.app import Exit
from pdsched.errors import Fault, PdschedError, PlanRejectedError, ProblemError, SolverError

__all__ = ["_files", "_solver"]  # fixtures

PAGE = Path(__file__).parents[2] / "docs" / "command-line.md"
COMMANDS = [
    *("demo", "template", "generate", "import", "merge", "survey", "gaps", "suggest"),
    *("check", "solve", "solve-state", "verify", "show", "report", "kpis", "compare"),
    *("why", "why-not"),
    *("alternatives", "unmet", "explain"),
    *("price", "scenarios", "simulate", "replan"),
    *("calendar", "absences"),
    *("approve", "approvals", "ledger", "redact", "convert", "schema", "rules"),
    "serve",
    "policy",
]
SHARED = {"--redact", "--redact-key"}
"""Options of many commands, which the page describes once."""
HEAVY = ["ortools", "pandas", "networkx", "numpy", "pydantic", "rich"]


def test_version() -> None:
    """``--version`` tells the version and nothing else."""
    answer = run("--version")

    assert (answer.exit_code, answer.stdout) == (0, f"pdsched {pdsched.__version__}\n")


def test_module_is_the_command_line() -> None:
    """``python -m pdsched`` is the program itself."""
    answer = spawn("--version")

    assert (answer.returncode, answer.stdout) == (0, f"pdsched {pdsched.__version__}\n")


def test_help_lists_the_commands_and_exit_codes() -> None:
    """The help names each command in order, every exit code, and where to begin."""
    text = run("--help").stdout
    lines = [line.split()[0] for line in text.partition("Commands:")[2].splitlines() if line[2:3]]

    assert lines[: len(COMMANDS)] == COMMANDS
    assert all(f" {code.value} " in text for code in Exit)
    assert "pdsched demo" in text


def test_without_a_command_there_is_help() -> None:
    """``pdsched`` alone shows the help and ends as a wrong usage."""
    answer = run()

    assert answer.exit_code == Exit.WRONG
    assert "Commands:" in answer.output


@pytest.mark.parametrize("command", [*COMMANDS[:-1], "policy show"])
def test_page_describes_every_option(command: str) -> None:
    """The page has a section for each command, which names the options of its help, no others."""
    page = PAGE.read_text(encoding="utf-8")
    section = re.split(rf"^## `pdsched {command}\b", page, flags=re.MULTILINE)[1].split("\n## ")[0]
    options = re.findall(
        r"^  (?:-\w, )?(--[a-z-]+)", run(*command.split(), "--help").stdout, re.MULTILINE
    )
    documented = re.findall(r"^\| .*?`(--[a-z-]+)", section, re.MULTILINE)

    shared = SHARED if set(options) >= SHARED else set()
    assert set(documented) == set(options) - {"--help"} - shared


def test_page_describes_every_exit_code() -> None:
    """The page's table of exit codes holds those that there are."""
    rows = re.findall(r"^\| (\d+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [int(row) for row in rows] == [code.value for code in Exit]


@pytest.mark.parametrize(
    "arguments",
    [
        ["slove"],
        ["solve"],
        ["solve", "p.json", "-o", "q.json", "--seconds", "0"],
        ["solve", "p.json", "-o", "q.json", "--seconds", "nan"],
        ["solve", "p.json", "-o", "q.json", "--seconds", "inf"],
        ["solve", "p.json", "-o", "q.json", "--workers", "0"],
        ["solve", "p.json", "-o", "q.json", "--seed", "-1"],
        ["solve", "p.json", "-o", "q.json", "--seed", "many"],
        ["show", "p.json", "plan.json", "--by", "week"],
        ["import", "excel", "x.txt", "-o", "q.json"],
        ["import", "fet", "x.fet", "-o", "q.json", "--first", "soon"],
        ["import", "fet", "x.fet", "-o", "q.json", "--solution", "1"],
        ["import", "untis", "x.txt", "-o", "q.json", "--mode", "official"],
        ["generate", "--size", "XXL", "-o", "q.json"],
        ["generate", "--size", "S", "--around", "p.json", "-o", "q.json"],
        ["generate", "--weeks", "12", "--around", "p.json", "-o", "q.json"],
        ["generate", "--weeks", "3", "-o", "q.json"],
        ["generate", "--tightness", "2", "-o", "q.json"],
        ["generate"],
        ["check", "--frobnicate", "p.json"],
        ["rules", "p.json"],
        ["policy", "shwo", "default"],
        ["policy", "show"],
    ],
)
def test_wrong_usage(arguments: list[str], files: Path, solver: FakeSolver) -> None:
    """A wrong option is refused with a sentence; nothing is solved and nothing written."""
    answer = run(*arguments)

    assert answer.exit_code == Exit.WRONG
    assert "Error: " in answer.stderr
    assert "Traceback" not in answer.output
    assert solver.asked == {}
    assert not (files / "q.json").exists()


def test_mistyped_command_gets_a_suggestion() -> None:
    """A command that is nearly right is guessed."""
    assert "Did you mean 'solve'" in run("slove").stderr


UNREADABLE = [
    ("nothing.json", None),
    ("empty.json", b""),
    ("broken.json", b'{"format": "pdsched-problem", '),
    ("list.json", b"[1, 2]"),
    ("binary.json", bytes(range(256))),
    ("plan.json", None),
    ("folder", None),
]
USES = [
    ["check", "{}"],
    ["solve", "{}", "-o", "q.json"],
    ["verify", "{}", "plan.json"],
    ["show", "{}", "plan.json"],
    ["convert", "{}", "q.json"],
    ["generate", "--around", "{}", "-o", "q.json"],
]


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
@pytest.mark.parametrize("use", USES, ids=lambda use: use[0])
def test_wrong_file_gets_sentences(
    use: list[str], name: str, content: bytes | None, files: Path, solver: FakeSolver
) -> None:
    """Whatever a problem's file holds, each command that reads it answers in sentences."""
    (files / "folder").mkdir()
    if content is not None:
        (files / name).write_bytes(content)
    elif (use[0], name) == ("convert", "plan.json"):
        (files / name).write_text('{"sessions": 3}')  # it would be converted
    answer = run(*(part.format(name) for part in use))

    assert answer.exit_code == Exit.WRONG
    assert re.search(r"PD\d\d\d ", answer.output)
    assert "Traceback" not in answer.output
    assert solver.asked == {}
    assert not (files / "q.json").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": "pdsched-problem"}'])
@pytest.mark.parametrize("command", ["verify", "show"])
def test_wrong_plan_gets_sentences(command: str, content: bytes, files: Path) -> None:
    """A plan's file that holds no plan is refused in sentences."""
    (files / "plan.json").write_bytes(content)
    answer = run(command, "p.json", "plan.json")

    assert answer.exit_code == Exit.WRONG
    assert re.search(r"^PD\d\d\d ", answer.stderr)
    assert "Traceback" not in answer.output


@pytest.mark.parametrize(
    "use",
    [
        ["solve", "p.json", "-o", "q.json", "--policy", "{}"],
        ["verify", "p.json", "plan.json", "--policy", "{}"],
        ["policy", "show", "{}"],
    ],
    ids=lambda use: use[0],
)
@pytest.mark.parametrize("name", ["qubec", "gone.toml", "wrong.toml", "p.json", ""])
def test_wrong_policy_gets_sentences(
    use: list[str], name: str, files: Path, solver: FakeSolver
) -> None:
    """A policy that does not exist, or is wrong, is refused in sentences, before any work."""
    (files / "wrong.toml").write_text('away_at_once = 2\noff = ["levle"]', encoding="utf-8")
    answer = run(*(part.format(name) for part in use))
    lines = answer.stderr.splitlines()

    assert answer.exit_code == Exit.WRONG
    assert len(lines) == (2 if name == "wrong.toml" else 1)
    assert all(re.match(r"PD1\d\d ", line) for line in lines)
    assert solver.asked == {}
    assert not (files / "q.json").exists()


OUTPUTS = [
    ["demo", "-o", "{}"],
    ["demo", "--problem", "{}"],
    ["solve", "p.json", "-o", "{}"],
    ["generate", "--size", "XS", "-o", "{}"],
    ["import", "untis", "p.json", "-o", "{}"],
    ["convert", "p.json", "{}"],
    ["show", "p.json", "plan.json", "--html", "{}"],
    ["report", "p.json", "plan.json", "-o", "{}"],
    ["approve", "plan.json", "{}", "--by", "Roy"],
]


@pytest.mark.parametrize("use", OUTPUTS, ids=lambda use: " ".join(use[:2]))
def test_missing_folder_is_refused_first(use: list[str], files: Path, solver: FakeSolver) -> None:
    """An output in a folder that does not exist is refused in one sentence, before any work."""
    answer = run(*(part.format("gone/out.json") for part in use))

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr == (
        "pdsched: gone/out.json: there is no folder gone; create it or name another place\n"
    )
    assert solver.asked == {}
    assert not (files / "gone").exists()


@pytest.mark.parametrize("use", [use for use in OUTPUTS if "p.json" in use])
def test_input_is_not_overwritten(use: list[str], files: Path, solver: FakeSolver) -> None:
    """An output that is the input is refused, and the input stays as it was."""
    before = (files / "p.json").read_bytes()
    answer = run(*(part.format("p.json") for part in use))

    assert answer.exit_code == Exit.WRONG
    assert "is the input too" in answer.stderr
    assert (files / "p.json").read_bytes() == before
    assert solver.asked == {}


def test_folder_is_no_place_for_a_file(files: Path, solver: FakeSolver) -> None:
    """A page cannot be written to where a folder stands, nor a plan into a file."""
    (files / "folder").mkdir()
    shown = run("show", "p.json", "plan.json", "--html", "folder")
    assert "is a folder; name a file" in shown.stderr
    assert "p.json is not a folder" in run("solve", "p.json", "-o", "p.json/plan.json").stderr
    assert solver.asked == {}


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (KeyboardInterrupt(), Exit.INTERRUPTED, "interrupted; nothing was written"),
        (PdschedError("a thing is wrong"), Exit.WRONG, "pdsched: a thing is wrong"),
        (OSError(28, "No space left", "disk"), Exit.WRONG, "pdsched: disk: No space left"),
        (PlanRejectedError(["x"], Path("r.json")), Exit.BUG, "a fault of pdsched, not of your"),
        (SolverError("it died"), Exit.BUG, "a fault of pdsched (SolverError: it died); a report"),
        (ZeroDivisionError("by\nzero"), Exit.BUG, "a fault of pdsched (ZeroDivisionError: by);"),
        (OSError("no name"), Exit.BUG, "a fault of pdsched (OSError: no name)"),
        (MemoryError(), Exit.WRONG, "pdsched: there is not enough memory for this"),
    ],
)
def test_what_goes_wrong_in_a_solve(
    error: BaseException, code: Exit, sentence: str, files: Path, solver: FakeSolver
) -> None:
    """Each kind of error has its exit code and its sentence, and leaves nothing behind."""
    solver.answer = error
    answer = run("solve", "p.json", "-o", "q.json")

    assert answer.exit_code == code
    assert sentence in answer.stderr
    assert "Traceback" not in answer.output
    assert not (files / "q.json").exists()


@pytest.mark.usefixtures("files")
def test_every_fault_is_told(solver: FakeSolver) -> None:
    """Of several faults each has its line."""
    faults = [Fault(f"PD20{n}", f"needs[{n}]", "x", "is wrong", "mend it") for n in range(3)]
    solver.answer = ProblemError(faults)
    answer = run("solve", "p.json", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert answer.stderr.splitlines()[-3:] == [str(fault) for fault in faults]


@pytest.mark.usefixtures("files")
def test_report_holds_what_we_need(solver: FakeSolver) -> None:
    """The report of an unexpected error exists and holds versions and traceback."""
    solver.answer = ZeroDivisionError("by zero")
    answer = run("solve", "p.json", "-o", "q.json")
    report = Path(answer.stderr.rpartition("a report is in ")[2].strip())
    text = report.read_text(encoding="utf-8")

    assert text.startswith(f"pdsched {pdsched.__version__}, Python ")
    assert "ZeroDivisionError: by zero" in text
    assert "Traceback" in text


@pytest.mark.usefixtures("files")
def test_report_that_cannot_be_written_is_no_second_fault(
    solver: FakeSolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the temporary folder is full or gone, the sentence says so and the code stays."""
    monkeypatch.setattr("tempfile.tempdir", "gone")
    solver.answer = ZeroDivisionError("by zero")
    answer = run("solve", "p.json", "-o", "q.json")

    assert answer.exit_code == Exit.BUG
    assert "no report could be written (No such file or directory)" in answer.stderr


@pytest.mark.usefixtures("files")
def test_debug_shows_the_traceback(solver: FakeSolver, monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``PDSCHED_DEBUG=1`` the traceback is shown besides."""
    monkeypatch.setenv("PDSCHED_DEBUG", "1")
    solver.answer = PdschedError("a thing is wrong")
    answer = run("solve", "p.json", "-o", "q.json")

    assert answer.exit_code == Exit.WRONG
    assert "Traceback" in answer.stderr


def test_help_is_quick() -> None:
    """Nothing heavy is loaded before a command needs it."""
    code = f"import sys, pdsched.cli; print([m for m in {HEAVY} if m in sys.modules])"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert answer.stdout == "[]\n"


def test_closed_pipe_is_no_error(files: Path) -> None:
    """Whoever stops reading, as ``head`` does, causes neither a traceback nor an error."""
    code = (
        "import sys; from pdsched.cli import main; sys.argv[1:] = ['show', 'p.json', 'plan.json'];"
        "import os; r, w = os.pipe(); os.close(r); os.dup2(w, 1); main()"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=files
    )

    assert (answer.returncode, answer.stderr) == (0, "")


def test_terminal_without_the_letters_is_no_error(files: Path) -> None:
    """A word that the terminal cannot write is shown in another way rather than as an error."""
    text = (files / "p.json").read_text(encoding="utf-8").replace('"maths"', '"\u706b"')
    (files / "p.json").write_text(text, encoding="utf-8")
    paths = files / "p.json", files / "plan.json"
    answer = spawn("show", *paths, "--by", "substitute", PYTHONIOENCODING="latin-1")

    assert answer.returncode == Exit.DONE
    assert "\\u706b, room 12" in answer.stdout

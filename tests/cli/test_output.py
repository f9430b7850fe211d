"""Whoever stops listening costs nothing: streams that are full, closed, or read by nobody."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from good_input import good
from quick import first_quick
from skipping import needs_full_device, needs_unix
from terminal import FakeSolver, _files, _solver, run
from tuesday import PLAN, PROBLEM

from pdsched import Plan, load, save
from pdsched.cli import streams
from pdsched.cli.app import Exit
from pdsched.printable import on_one_line, printable

__all__ = ["_files", "_solver"]  # fixtures

NO_SPACE = "pdsched: cannot write to standard output: No space left on device\n"
COMMANDS = [
    ["check", "p.json"],
    ["--help"],
    ["--version"],
    ["solve", "--help"],
    ["policy", "show", "default"],
    ["rules", "--json"],
    ["check", "p.json", "--json"],
    ["verify", "p.json", "plan.json"],
    ["show", "p.json", "plan.json"],
    ["show", "p.json", "plan.json", "--html", "out.html"],
    ["ledger", "p.json", "plan.json", "--csv", "out", "--next", "next.json"],
    ["convert", "p.json", "tables"],
    ["generate", "--size", "XS", "-o", "out.json"],
    ["import", "untis", "GPU001.TXT", "-o", "out.json"],
    ["survey", "p.json", "answers.csv", "-o", "out.json"],
    ["gaps", "p.json"],
    ["suggest", "p.json"],
]
"""Every command but those that solve, once at least, which end well on a good stream."""
SOLVE = ["solve", "p.json", "-o", "out.json", "--seconds", "60"]


@pytest.fixture(name="folder")
def _folder(files: Path) -> Path:
    """The files of that Tuesday, with what the other commands read."""
    (files / "answers.csv").write_text("staff,topic,skill\nada,sheets,1\n", encoding="utf-8")
    (files / "GPU001.TXT").write_text('1,"7a","AB","MA","R1",1,1,,\n'.replace(",", ";"))
    return files


def program(arguments: Sequence[str], redirect: str = "") -> subprocess.CompletedProcess[str]:
    """A command as a program of its own, with its streams turned by a shell."""
    line = '"$0" -m pdsched "$@" ' + redirect
    return subprocess.run(
        ["bash", "-c", line, sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@needs_full_device
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", first_quick(COMMANDS), ids=" ".join)
def test_every_command_says_that_stdout_is_full(arguments: list[str]) -> None:
    """It ends with a code of its own and one sentence, and all that it was to write is there."""
    answer = program(arguments, ">/dev/full")

    assert answer.returncode == Exit.UNTOLD
    assert answer.stderr.endswith(NO_SPACE)
    assert "fault of pdsched" not in answer.stderr
    assert "Traceback" not in answer.stderr
    for name in arguments:
        if name.startswith(("out", "next", "tables")):
            assert Path(name).exists(), name


@needs_full_device
@pytest.mark.usefixtures("folder")
def test_own_exit_code_stands_before_that_of_a_full_stdout() -> None:
    """What a command has found wrong is told by its exit code also where it cannot be printed."""
    Path("p.json").write_text(json.dumps({**good(), "surprise": 1}), encoding="utf-8")
    answer = program(["check", "p.json"], ">/dev/full")

    assert answer.returncode == Exit.WRONG
    assert answer.stderr == NO_SPACE


@needs_unix
@pytest.mark.parametrize(
    ("redirect", "code"),
    first_quick(
        [
            ("| true; exit ${PIPESTATUS[0]}", Exit.DONE),
            pytest.param(">/dev/full", Exit.UNTOLD, marks=needs_full_device),
            pytest.param("2>/dev/full", Exit.DONE, marks=needs_full_device),
            pytest.param("--json >/dev/full 2>/dev/full", Exit.UNTOLD, marks=needs_full_device),
            (">&- 2>&- <&-", Exit.DONE),
        ]
    ),
)
def test_plan_is_written_whoever_listens(redirect: str, code: Exit, folder: Path) -> None:
    """A real solve keeps its plan when its streams are closed, full, or read by nobody."""
    answer = program(SOLVE, redirect)

    assert answer.returncode == code, answer.stderr
    assert isinstance(load(folder / "out.json"), Plan)


@needs_unix
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [["--version"], ["rules"]], ids=" ".join)
@pytest.mark.parametrize(
    "redirect", first_quick(["| true; exit ${PIPESTATUS[0]}", ">&-", "2>&-", "<&-"])
)
def test_help_minds_no_reader_who_is_gone(arguments: list[str], redirect: str) -> None:
    """Help and version end well, too."""
    answer = program(arguments, redirect)

    assert (answer.returncode, answer.stderr) == (Exit.DONE, "")


def test_plan_is_on_the_disk_before_anything_is_said(
    files: Path, solver: FakeSolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who never reads, so that printing never ends, costs no plan."""

    class StuckError(Exception):
        """Stands for waiting without end."""

    def stuck(*_: object, **__: object) -> None:
        raise StuckError

    monkeypatch.setattr("pdsched.cli.solving._show", stuck)
    run("solve", "p.json", "-o", "out.json")
    assert solver.asked
    assert load(files / "out.json") == PLAN


def test_text_of_others_moves_no_cursor(folder: Path) -> None:
    """Names, ids and file names are shown with their control characters, not obeyed."""
    evil = "\x1b[2J\u202emaths"
    changed = PROBLEM.model_copy(
        update={"lessons": tuple(x.model_copy(update={"subject": evil}) for x in PROBLEM.lessons)}
    )
    save(changed, folder / "p.json")
    shown = program(["show", "p.json", "plan.json", "--by", "substitute"])
    missed = program(["check", "\x1b[31mred.json"])

    for answer in (shown, missed, program(["\x1b[31m"]), program(["policy", "show", "\x9b31m"])):
        told = answer.stdout + answer.stderr
        assert not set(told) & {"\x1b", "\x9b", "\u202e"}
    assert "\\u202emaths" in shown.stdout
    assert "\\u001b[31mred.json" in missed.stdout


def test_control_characters_of_a_damaged_checkpoint_are_shown(files: Path) -> None:
    """Also those in a message of an error, whoever prints it."""
    (files / "damaged").write_text('{"format": "\x1b[31m", "\x9b2J": 1}', encoding="utf-8")
    answer = run("solve", "p.json", "-o", "out.json", "--resume", "damaged")

    assert answer.exit_code == Exit.WRONG
    assert not set(answer.output) & {"\x1b", "\x9b"}


@pytest.mark.parametrize("text", ["plain", "Grün 火", "a\tb", "\x00\x7f\x85\u2066\u2028\udcff"])
def test_printable_text_has_nothing_that_is_obeyed(text: str) -> None:
    """Letters of all scripts stay; what is escaped can be encoded."""
    shown = printable(text)

    assert all(letter.isprintable() for letter in shown)
    assert shown.encode()
    assert on_one_line(f"{text}\n") == f"{shown}\\u000a"
    assert text != "Grün 火" or shown == text


def test_lenient_stream_remembers_the_first_trouble_and_goes_on() -> None:
    """All that is written to it counts as written."""

    class Broken(io.RawIOBase):
        def write(self, _data: object, /) -> int:
            raise OSError(28, "No space left on device")

    stream = streams._Lenient(Broken())

    assert stream.write(b"abc") == 3
    assert stream.write(b"de") == 2
    assert stream.trouble is not None
    assert stream.trouble.errno == 28


def test_lenient_stream_waits_for_a_pipe_that_does_not_wait() -> None:
    """A pipe set not to block is written to until all of it has gone."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    code = f"import os; os.close({writing}); print(len(os.fdopen({reading}, 'rb').read()))"
    reader = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, pass_fds=[reading, writing]
    )
    os.close(reading)
    with os.fdopen(writing, "wb", buffering=0) as pipe:
        streams._Lenient(pipe).write(b"x" * 1_000_000)
    told, _ = reader.communicate()

    assert told.strip() == b"1000000"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("place", ["pipe.json", "pipe"])
def test_output_is_never_put_in_place_of_a_device(place: str) -> None:
    """A pipe (or ``/dev/null``) that stands where a file is to be written is not replaced."""
    os.mkfifo(place)
    answer = run("show", "p.json", "plan.json", "--html", place)

    assert answer.exit_code == Exit.WRONG
    assert "is a device or a pipe, and no file" in answer.stderr
    assert Path(place).is_fifo()

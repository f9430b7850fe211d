"""Runs commands one after the other in a process of its own, which has little memory and time.

``python hostile.py`` reads one JSON list of commands and writes, for each, one of its exit code,
its output and the seconds of work that it took.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

MOST_MEMORY = 1200 * 2**20
"""Bytes of address space; a command that reads a small file takes 200 MiB of it."""
MOST_SECONDS = 60
"""Seconds of work, and a multiple of what any of these commands should take."""


class Ended(NamedTuple):
    """How a command ended."""

    exit_code: int
    output: str
    seconds: float


def run_within_limits(commands: list[list[str]], folder: Path, **environment: str) -> list[Ended]:
    """How commands end that may use little memory and time."""
    done = subprocess.run(
        [sys.executable, __file__],
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        timeout=600,
        env={**os.environ, "TMPDIR": str(folder), **environment},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [Ended(*each) for each in json.loads(done.stdout)]


def _main() -> None:
    import resource
    from time import process_time

    from typer.testing import CliRunner

    from pdsched.cli import app

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    ended: list[Any] = []
    for command in json.load(sys.stdin):
        begun = process_time()
        answer = CliRunner().invoke(app, command, prog_name="pdsched")
        ended.append((answer.exit_code, answer.output, process_time() - begun))
    json.dump(ended, sys.stdout)


if __name__ == "__main__":
    _main()

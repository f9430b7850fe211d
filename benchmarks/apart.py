"""A step in a process of its own, which Ctrl-C reaches once and in order."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Answer(NamedTuple):
    """What a step said; ``None`` where it died or was interrupted before it had anything to say."""

    said: dict[str, Any] | None
    interrupted: bool


def run_apart(step: str, answer: Path, *arguments: str) -> Answer:
    """Run a step of `benchmarks.measure`, whose answer goes to a file.

    The step is in a session of its own, so that Ctrl-C reaches only this process. It ends the
    step's standard input, which interrupts the step: it says what it has.
    """
    answer.unlink(missing_ok=True)
    process = subprocess.Popen(
        _command(step, answer, arguments), stdin=subprocess.PIPE, cwd=ROOT, start_new_session=True
    )
    assert process.stdin is not None
    interrupted = False
    while process.poll() is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            if interrupted:
                process.kill()
            interrupted = True
            with contextlib.suppress(OSError):
                process.stdin.close()
    process.stdin.close()
    said = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else None
    return Answer(said, interrupted)


def _command(step: str, answer: Path, arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "benchmarks.measure", step, str(answer), *arguments]

"""The peak of the memory, of one process or with its children."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pdsched.runner.memory import Memory


def test_workers_are_counted_among_the_memory() -> None:
    """The peak is that of this process, with its children if asked."""
    eat = "import sys; x = bytearray(80_000_000); print(flush=True); sys.stdin.read()"
    alone, together = Memory(children=False), Memory(children=True)
    before = alone.peak_mib()
    with subprocess.Popen(
        [sys.executable, "-c", eat], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        whole = together.peak_mib()
        child.communicate(b"")

    assert before > 10
    if Path("/proc/self/task").exists():
        assert whole > before + 70
    assert together.peak_mib() >= whole  # A peak stays when the child is gone.


def test_memory_where_there_is_no_proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the system's own account serves, and where there is none the answer is 0."""
    resource = pytest.importorskip("resource", reason="Windows keeps no such account of a process")
    monkeypatch.setattr("pdsched.runner.memory.PROC", tmp_path)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

    assert Memory(children=True).peak_mib() >= round(own, 1)
    monkeypatch.setattr("pdsched.runner.memory.resource", None)
    assert Memory(children=True).peak_mib() == 0

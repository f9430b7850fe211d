"""``solve --cluster``: an address, and what is said where nobody answers there."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from quick import slow
from skipping import needs_clusters
from terminal import _files, run
from tuesday import PROBLEM

from pdsched import load_plan, verify
from pdsched.clusters import address

__all__ = ["_files"]  # fixture

distributed = pytest.importorskip(
    "distributed", reason="Dask is not installed: uv sync --extra dask"
)


@pytest.fixture(name="scheduler")
def _scheduler() -> Iterator[Any]:
    with distributed.LocalCluster(
        processes=False, n_workers=1, threads_per_worker=2, dashboard_address=":0", protocol="tcp"
    ) as cluster:
        yield cluster.scheduler_address


@needs_clusters
@slow
def test_a_problem_is_solved_on_a_cluster(files: Path, scheduler: str) -> None:
    """By as many workers as it has threads; the connection is closed afterwards."""
    where = scheduler.replace("tcp", "dask")
    answer = run("solve", "p.json", "--cluster", where, "--result", "r.json", "--seconds", "20")

    assert answer.exit_code == 0, answer.stderr
    assert json.loads((files / "r.json").read_text())["workers"] == 2
    assert verify(PROBLEM, load_plan(files / "plan.json")) == ()


@pytest.mark.parametrize("where", ["10.0.0.5:8786", "spark://a:1", "dask://host", "ray://h:x"])
def test_what_is_no_address_is_told(files: Path, where: str) -> None:
    """With the two kinds that there are."""
    answer = run("solve", "p.json", "-o", "new.json", "--cluster", where)

    assert answer.exit_code == 2
    assert f"{where!r} is no address of a cluster" in answer.stderr
    assert "give dask://HOST:PORT or ray://HOST:PORT" in answer.stderr.replace("\n", " ")
    assert not (files / "new.json").exists()


def test_nobody_at_an_address_is_told(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Soon, and in a sentence."""
    monkeypatch.setattr(address, "CONNECT_SECONDS", 0.3)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = f"dask://127.0.0.1:{free.getsockname()[1]}"
    answer = run("solve", "p.json", "-o", "new.json", "--cluster", where)

    assert answer.exit_code == 2
    assert f"{where}: no cluster answers there" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not (files / "new.json").exists()


def test_what_is_not_installed_is_told(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the extra that brings it."""

    def lack(_: str) -> Any:
        raise ModuleNotFoundError("No module named 'ray'", name="ray")

    monkeypatch.setitem(address._KINDS, "ray", lack)
    answer = run("solve", "p.json", "--cluster", "ray://h:10001")

    assert answer.exit_code == 2
    assert "ray is not installed: pip install 'pdsched[ray]'" in answer.stderr
    assert files.exists()

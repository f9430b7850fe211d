"""A full disk, an index that others lock, a folder that is gone: sentences, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from serving import PATIENCE, TUESDAY, begun, client_of, ended, sent, serving, until
from skipping import needs_unix
from test_kept import SCHOOL

from pdsched.serve.work import reported

FULL = "import resource as r, sys; r.setrlimit(r.RLIMIT_FSIZE, (2**16, 2**16)); "
BEGIN = "from pdsched.cli import main; sys.argv[0] = 'pdsched'; main()"


@needs_unix
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """What cannot be kept is told, and all else is answered; here no file may have over 64 KiB."""
    command = [
        sys.executable,
        "-c",
        FULL + BEGIN,
        "serve",
        "--port",
        "0",
        "--folder",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().removeprefix("Listening").strip()
            with client_of(address) as client:
                large = client.post("/problems", files={"file": ("p.json", SCHOOL)})
                told = client.get("/problems").json()
                small = client.post("/problems", files={"file": ("p.json", TUESDAY)})
        finally:
            process.kill()

    assert len(SCHOOL) > 2**16
    assert large.status_code == 507
    assert "cannot be read or written (File too large)" in large.json()["detail"]
    assert told == {"problems": []}
    assert small.status_code == 201


def test_an_index_that_others_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new run is refused; one that ends meanwhile is written down when the lock is gone."""
    monkeypatch.setattr("pdsched.serve.service.HOUSE_SECONDS", 0.5)
    monkeypatch.setattr("pdsched.serve.index.LOCKED_SECONDS", 0.1)
    with serving(tmp_path) as client:
        problem = sent(client, SCHOOL)
        run = begun(client, problem, seconds=600)
        until(lambda: status_on_disk(tmp_path, run) == "solving")
        with sqlite3.connect(tmp_path / "index.sqlite", isolation_level=None) as locker:
            locker.execute("BEGIN IMMEDIATE")
            refused = client.post("/runs", json={"problem": problem})
            client.delete(f"/runs/{run}")
            entry = ended(client, run)
            before = status_on_disk(tmp_path, run)
            locker.execute("ROLLBACK")
        locker.close()
        until(lambda: status_on_disk(tmp_path, run) == "stopped")

    assert (refused.status_code, "database is locked" in refused.json()["detail"]) == (507, True)
    assert entry["status"] == "stopped"
    assert before == "solving"
    assert [folder.name for folder in (tmp_path / "runs").iterdir()] == [run]


def status_on_disk(folder: Path, run: str) -> str:
    """What the index says of a run."""
    with sqlite3.connect(folder / "index.sqlite", timeout=PATIENCE) as index:
        row = index.execute("SELECT status FROM runs WHERE id = ?", (run,)).fetchone()
    index.close()
    return str(row[0])


@needs_unix
def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """Whoever asks for what was in it is told; the service goes on."""
    with serving(tmp_path / "kept") as client:
        run = begun(client, seconds=60)
        ended(client, run)
        shutil.rmtree(tmp_path / "kept")
        answers = [
            client.post("/problems", files={"file": ("p.json", TUESDAY)}),
            client.post("/demo"),
            client.get(f"/runs/{run}/report"),
        ]
        listed = client.get("/schema").status_code

    for answer in answers:
        assert answer.status_code == 507
        assert "cannot be" in answer.json()["detail"]
    assert listed == 200


@pytest.mark.parametrize("is_redacted", [False, True])
def test_a_report_of_our_fault_names_nobody_where_people_are_replaced(
    tmp_path: Path, is_redacted: bool
) -> None:
    """Where it was stays, also of what led to it; what exceptions say goes."""

    def fail(name: str) -> None:
        try:
            raise ValueError(name)
        except ValueError as error:
            raise KeyError(name) from error

    name = "".join(reversed("ybmiuQ"))  # It stands in no line of the code.
    with pytest.raises(KeyError) as failed:
        fail(name)
    told = reported(failed.value, tmp_path / "kept" / "t.txt", is_redacted=is_redacted)
    report = (tmp_path / "kept" / "t.txt").read_text()

    assert "KeyError" in told
    assert all(part in report for part in ("KeyError", "ValueError", "in fail"))
    assert (name in report) is not is_redacted

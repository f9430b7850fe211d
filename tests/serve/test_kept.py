"""What a service keeps, however it is ended: runs, their plans, and the index."""

from __future__ import annotations

import os
import random
import shutil
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from processes import all_gone, descendants
from quick import slow
from serving import Spawned, begun, ended, sent, serving, serving_here, spawned, until
from skipping import needs_proc

from pdsched import Problem, generate
from pdsched.errors import PdschedError
from pdsched.runner.checkpoint import read_checkpoint
from pdsched.serve.index import Index
from pdsched.serve.settings import Settings
from pdsched.serve.store import Store
from pdsched.serve.troubles import TroubleError

OVER = ("stopped", "done")
"""How a run ends that is stopped: it may have proven its plan by then."""
SCHOOL = generate(size="demo", seed=3, weeks=4).to_json().encode()
"""What is not planned within a second or two."""
KILLS = int(os.environ.get("PDSCHED_KILLS", "3"))
"""How often a service is killed; 20 take minutes."""


def has_plan(client: httpx.Client, run: str) -> bool:
    """Whether a plan of a run is on the disk."""
    entry = client.get(f"/runs/{run}").json()
    return bool(entry["has_plan"]) or entry["status"] not in ("queued", "solving")


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The folder of a service that was ended, with a run that was over and its problem."""
    folder = tmp_path_factory.mktemp("left")
    with serving_here(folder) as client:
        entry = ended(client, begun(client, seconds=60))
    return folder, entry["id"], entry["problem"]


@pytest.fixture
def kept(left: tuple[Path, str, str], tmp_path: Path) -> tuple[str, str]:
    """The run and the problem in a copy of it, ``kept``."""
    folder, *ids = left
    shutil.copytree(folder, tmp_path / "kept")
    return ids[0], ids[1]


@needs_proc
def test_a_run_goes_on_after_the_service_was_killed(tmp_path: Path) -> None:
    """It goes on from the plan that it had, and nothing of the old service is left running."""
    with spawned(tmp_path) as service, service.client() as client:
        run = begun(client, sent(client, SCHOOL), seconds=600)
        checkpoint = tmp_path / "runs" / run / "checkpoint.json.gz"
        until(checkpoint.exists)
        helpers = descendants(service.process.pid)
        service.kill()
        assert helpers
        assert all_gone(helpers)
    before = read_checkpoint(checkpoint, Problem.model_validate_json(SCHOOL))

    with spawned(tmp_path) as service, service.client() as client:
        again = client.get(f"/runs/{run}").json()
        until(lambda: client.get(f"/runs/{run}").json()["seconds"] > before.seconds)
        client.delete(f"/runs/{run}")
        entry = ended(client, run)

    assert again["message"].startswith("The service was ended meanwhile")
    assert entry["status"] in OVER
    assert entry["attempts"] == 2
    assert entry["goals"][0]["value"] >= before.goals[0].value
    assert whole(tmp_path)


def test_a_service_that_is_ended_as_meant_counts_for_nothing(tmp_path: Path) -> None:
    """Its runs go on when it is started again, however often that is."""
    with serving(tmp_path) as client:
        run = begun(client, sent(client, SCHOOL), seconds=600)
        until(lambda: has_plan(client, run))

    with serving(tmp_path) as client:
        entry = client.get(f"/runs/{run}").json()
        client.delete(f"/runs/{run}")
        stopped = ended(client, run)

    assert entry["message"].startswith("The service was ended meanwhile")
    assert stopped["status"] in OVER
    assert (stopped["attempts"], stopped["has_plan"]) == (1, True)


@slow
@needs_proc
def test_who_listens_does_not_hold_up_the_end(tmp_path: Path) -> None:
    """Whoever hears a run, waits for an answer or has not sent all is gone when it is ended."""
    with ThreadPoolExecutor() as others, spawned(tmp_path) as service, service.client() as client:
        run = begun(client, sent(client, SCHOOL), seconds=600)
        until(lambda: has_plan(client, run))
        heard = others.submit(client.get, f"/runs/{run}/events")
        before = descendants(service.process.pid)
        asked = others.submit(client.post, f"/runs/{run}/answers/unmet", json={"seconds": 300})
        place = urlsplit(service.address)
        with socket.create_connection((place.hostname, place.port or 0)) as unsaid:
            unsaid.sendall(b"POST /runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")
            until(lambda: descendants(service.process.pid) - before)  # The question is begun.
            said = service.end()

    assert "event: status" in heard.result().text
    assert (asked.result().status_code, service.process.returncode) == (503, 0)
    assert said == ""


@slow
@needs_proc
def test_kills_at_random_moments(tmp_path: Path) -> None:
    """Every run ends as done or stopped, and no line of the index is lost."""
    assert killed_again_and_again(tmp_path, KILLS, seed=1) == []


def killed_again_and_again(folder: Path, times: int, seed: int) -> list[str]:
    """What went wrong while a service was killed at random moments with four runs."""
    chance, wrong = random.Random(seed), []
    runs: list[str] = []
    for number in range(times):
        service = Spawned(folder, "--at-once", "2")
        with service.client() as client:
            known = {entry["id"] for entry in client.get("/runs").json()["runs"]}
            wrong += [f"kill {number}: run {run} is lost" for run in runs if run not in known]
            while len(runs) < 4:
                runs.append(begun(client, sent(client, SCHOOL), seconds=8))
            time.sleep(chance.uniform(0.0, 6.0))
            service.kill()
        if not whole(folder):
            wrong.append(f"kill {number}: the index is damaged")
    with spawned(folder, "--at-once", "2") as service, service.client() as client:
        for run in runs:
            entry = ended(client, run)
            had_plan = (folder / "runs" / run / "checkpoint.json.gz").exists()
            if entry["status"] not in ("done", "stopped") or entry["has_plan"] is not had_plan:
                wrong.append(f"{run}: {entry['status']} {entry['message']}")
            elif had_plan and client.get(f"/runs/{run}/plan").status_code != 200:
                wrong.append(f"{run}: its plan cannot be fetched")
    return wrong


def whole(folder: Path) -> bool:
    """Whether SQLite finds nothing wrong with an index."""
    index = Index(folder / "index.sqlite")
    try:
        return index.is_whole()
    finally:
        index.close()


def test_a_run_that_is_ended_too_often_is_stopped_with_its_plan(
    tmp_path: Path, kept: tuple[str, str]
) -> None:
    """It may be what ends the service: it is not begun again."""
    run, _ = kept
    store_line(tmp_path / "kept", run, status="solving", attempts=10)
    with serving(tmp_path / "kept") as client:
        entry = client.get(f"/runs/{run}").json()

    assert entry["status"] == "stopped"
    assert entry["message"].startswith("The service was ended 10 times")


def store_line(folder: Path, run: str, **fields: str | int) -> None:
    """Change the entry of a run behind the back of a service."""
    with sqlite3.connect(folder / "index.sqlite") as index:
        for name, value in fields.items():
            change = f"UPDATE runs SET entry = json_set(entry, '$.{name}', ?) WHERE id = ?"
            index.execute(change, (value, run))
        if "status" in fields:
            index.execute("UPDATE runs SET status = ? WHERE id = ?", (fields["status"], run))
    index.close()


def test_a_second_service_says_who_has_the_folder(tmp_path: Path) -> None:
    """It does not begin, and names the address of the first."""
    with serving(tmp_path) as client, pytest.raises(PdschedError) as refused:
        Store(tmp_path)

    assert str(client.base_url).rstrip("/") in str(refused.value)
    Store(tmp_path).close()


def test_the_folder_is_for_nobody_else(tmp_path: Path) -> None:
    """Neither other users nor groups may look into what is kept."""
    with spawned(tmp_path / "kept") as service, service.client() as client:
        ended(client, begun(client, seconds=1))  # No file comes or goes any more.
        open_to_others = [
            path.relative_to(tmp_path).as_posix()
            for path in (tmp_path / "kept").rglob("*")
            if path.stat().st_mode & 0o077
        ]

    assert open_to_others == []
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


def test_old_runs_and_problems_go(tmp_path: Path, kept: tuple[str, str]) -> None:
    """After the days that were said; what a run is about stays as long as the run."""
    run, problem = kept
    store = Store(Settings(folder=tmp_path / "kept").folder)
    with pytest.raises(TroubleError, match="There are runs of this problem"):
        store.forget_problem("", problem)
    store.forget_old(days=1)
    stay = store.index.ids("runs"), store.index.ids("problems")
    store.forget_old(days=0)
    left = store.index.ids("runs"), store.index.ids("problems")
    folders = [*tmp_path.glob("kept/runs/*"), *tmp_path.glob("kept/problems/*")]
    store.close()

    assert stay == ({run}, {problem})
    assert left == (set(), set())
    assert folders == []


def test_what_was_half_done_is_swept(tmp_path: Path) -> None:
    """Folders that the index does not know are of a service that was killed."""
    Store(tmp_path).close()
    for kind in ("runs", "problems", "incoming"):
        (tmp_path / kind / "0123456789abcdef").mkdir()

    Store(tmp_path).close()

    assert [*tmp_path.glob("*/0123456789abcdef")] == []


def test_an_index_of_others_is_told(tmp_path: Path) -> None:
    """A damaged file, and one of another version, are sentences."""
    (tmp_path / "index.sqlite").write_bytes(b"no index" * 1000)
    with pytest.raises(PdschedError, match="is no index that can be read"):
        Store(tmp_path)

    (tmp_path / "index.sqlite").unlink()
    with sqlite3.connect(tmp_path / "index.sqlite") as index:
        index.execute("PRAGMA user_version = 99")
    index.close()
    with pytest.raises(PdschedError, match="another version of pdsched"):
        Store(tmp_path)

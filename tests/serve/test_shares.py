"""What one owner can take from others: turns of tasks, and room on the disk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from quick import slow
from serving import TUESDAY, begun, ended, serving_here, until

from pdsched.errors import Fault, ProblemError, Severity
from pdsched.serve import made_files
from pdsched.serve.crew import Crew, Working
from pdsched.serve.entries import told_faults
from pdsched.serve.made_files import MadeFiles
from pdsched.serve.service import Service
from pdsched.serve.settings import Settings
from pdsched.serve.store import size_of
from pdsched.serve.troubles import TroubleError
from pdsched.serve.work import _what_went_wrong


class Noted(Crew):
    """A crew whose tasks do nothing but wait for each other to come."""

    def __init__(self, most: int) -> None:
        super().__init__(most, 60, Path())
        self.order: list[str] = []

    @asynccontextmanager
    async def begun(self, task: str, arguments: Mapping[str, Any]) -> AsyncIterator[Working]:
        """Notes it, and lets all others come that are about to."""
        del arguments
        self.order.append(task)
        await asyncio.sleep(0.01)
        raise TroubleError(418, task)
        yield


async def all_of(crew: Crew, asked: list[tuple[str, str]]) -> list[str]:
    """What became of tasks that came at once, each by owner and name."""
    doing = (crew.do(owner, name, {}) for owner, name in asked)
    return [f"{told}" for told in await asyncio.gather(*doing, return_exceptions=True)]


@pytest.mark.parametrize("most", [1, 2])
def test_who_asks_for_much_does_not_hold_up_others(most: int) -> None:
    """Though they came later, each has their turn before the second of whoever had one."""
    crew = Noted(most)
    asked = [*(("a", f"a{n}") for n in range(9)), ("b", "b1"), ("c", "c1"), ("b", "b2")]
    told = asyncio.run(all_of(crew, asked))

    assert {*crew.order[: most + 2]} >= {"a0", "b1", "c1"}
    assert crew.order.index("b2") <= most + 3
    assert told == [name for _, name in asked]


def test_so_many_of_one_owner_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of others are not refused for it."""
    monkeypatch.setattr("pdsched.serve.crew.MOST_WAITING", 2)
    asked = [("a", f"a{n}") for n in range(5)] + [("b", "b")]
    told = asyncio.run(all_of(Noted(1), asked))

    assert told[:3] + told[5:] == ["a0", "a1", "a2", "b"]
    assert all("Too many requests wait" in text for text in told[3:5])


def test_who_leaves_while_they_wait_takes_no_turn() -> None:
    """The next one has it."""

    async def left() -> list[str]:
        crew = Noted(1)
        waits = [asyncio.create_task(crew.do("a", name, {})) for name in ("first", "gone", "last")]
        await asyncio.sleep(0)
        waits[1].cancel()
        await asyncio.gather(*waits, return_exceptions=True)
        return crew.order

    assert asyncio.run(left()) == ["first", "last"]


def test_a_crew_that_is_closed_tells_whoever_waits() -> None:
    """And whoever comes later."""

    async def closed() -> list[str]:
        crew = Noted(1)
        waits = [asyncio.create_task(crew.do("a", name, {})) for name in ("first", "second")]
        await asyncio.sleep(0)
        await crew.close()
        return [*await all_of(crew, [("a", "late")]), *map(str, await asyncio.gather(
            *waits, return_exceptions=True))]  # fmt: skip

    assert all("is being ended" in text for text in asyncio.run(closed()))


def made(folder: Path, ages: list[float], size: int = 10) -> list[str]:
    """Files that were asked for so many seconds ago, by number; those that are left."""
    for number, age in enumerate(ages):
        path = folder / f"{number}"
        path.write_bytes(b"x" * size)
        at = path.stat().st_atime - age
        os.utime(path, (at, at))
    MadeFiles(folder).forget_old()
    return sorted(path.name for path in folder.iterdir())


def test_what_was_asked_for_longest_ago_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By number and by size; nothing that was asked for just now, and never the last one."""
    for name in ("number", "size", "new", "one"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(made_files, "MOST_FILES", 2)
    by_number = made(tmp_path / "number", [400, 100, 300, 200])
    new = made(tmp_path / "new", [1, 2, 3])
    monkeypatch.setattr(made_files, "MOST_BYTES", 15)
    by_size = made(tmp_path / "size", [300, 200])
    one = made(tmp_path / "one", [100], size=20)

    assert (by_number, new, by_size, one) == (["1", "3"], ["0", "1", "2"], ["1"], ["0"])


def test_a_file_that_is_asked_for_is_the_newest(tmp_path: Path) -> None:
    """One that is not there is not."""
    path = tmp_path / "made" / "report"
    path.parent.mkdir()
    path.touch()
    os.utime(path, (0, 0))

    assert MadeFiles(path.parent).has(path)
    assert path.stat().st_atime > path.stat().st_mtime == 0
    assert not MadeFiles(path.parent).has(path.with_name("other"))


@slow
def test_asking_in_many_ways_does_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of what is made of a run so many files are kept; what has gone is made again."""
    monkeypatch.setattr(made_files, "MOST_FILES", 2)
    monkeypatch.setattr(made_files, "KEPT_SECONDS", -1)
    with serving_here(tmp_path, workers=1) as client:
        run = begun(client, seconds=30)
        ended(client, run)
        asked = [f"/runs/{run}/absences?reason=R{number}" for number in range(3)]
        answers = [client.get(path) for path in [*asked, asked[0]]]
        kept = [*(tmp_path / "runs" / run / "made").iterdir()]

    assert {answer.status_code for answer in answers} == {200}
    assert answers[-1].content == answers[0].content
    assert len(kept) == 2


def test_who_keeps_too_much_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until some of it is deleted; others may go on."""
    monkeypatch.setattr("pdsched.serve.service.HOUSE_SECONDS", 0.1)
    tokens = {"a": "a" * 32, "b": "b" * 32}
    full, other = ({"Authorization": f"Bearer {token}"} for token in tokens.values())

    def answer(headers: dict[str, str]) -> httpx.Response:
        return client.post("/problems", files={"file": ("p.json", TUESDAY)}, headers=headers)

    with serving_here(tmp_path, tokens=tokens, owner_gib=1e-6) as client:
        first = answer(full)
        until(lambda: answer(full).status_code == 507)
        refused, run = answer(full), client.post("/demo", headers=full)
        let_in = answer(other).status_code
        for each in client.get("/problems", headers=full).json()["problems"]:
            client.delete(f"/problems/{each['id']}", headers=full)
        until(lambda: answer(full).status_code == 201)

    assert (first.status_code, let_in, run.status_code) == (201, 201, 507)
    assert "no more than 1e-06 may be" in refused.json()["detail"]


def test_a_folder_weighs_what_its_files_do(tmp_path: Path) -> None:
    """One that is gone weighs nothing."""
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "file").write_bytes(b"x" * 100)

    assert size_of(tmp_path) >= 100
    assert size_of(tmp_path / "gone") == 0


def test_an_answer_is_looked_for_no_longer_than_a_run(tmp_path: Path) -> None:
    """Who asks for more is told; where nothing is said, it is as long as it may be."""
    service = Service(Settings(folder=tmp_path, most_seconds=5))
    with pytest.raises(TroubleError, match="seconds = 6 is more than this service allows: 5"):
        service._seconds(6)
    told = service._seconds(5), service._seconds(None)
    service.store.close()

    assert told == (5, 5)


def test_so_many_faults_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errors first; all are counted."""
    monkeypatch.setattr("pdsched.serve.entries.MOST_FAULTS", 2)
    error = Fault("PD202", "rooms[0]", "x", "is no school", "add it")
    warning = error._replace(code="PD901", severity=Severity.WARNING)
    told = told_faults([warning, error, warning])
    line = _what_went_wrong(ProblemError([error] * 5), Path(), is_redacted=False)

    assert (told["errors"], told["warnings"]) == (1, 2)
    assert [fault["code"] for fault in told["faults"]] == ["PD202", "PD901"]
    assert len(line["faults"]) == 2
    assert "There are 3 more" in line["detail"]

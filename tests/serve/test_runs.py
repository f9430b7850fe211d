"""Runs over HTTP: begun, looked at, listened to, stopped, deleted, and fair among owners."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import TUESDAY, begun, ended, sent, serving_here, until
from test_kept import SCHOOL

from pdsched.serve.fairness import fair

LONG = 600


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving_here(tmp_path_factory.mktemp("kept"), at_once=1, most_seconds=LONG) as client:
        yield client


@pytest.fixture(scope="module", name="done")
def _done(client: httpx.Client) -> dict[str, Any]:
    """A run that has ended by itself."""
    return ended(client, begun(client, seconds=60))


def events(client: httpx.Client, run: str, **headers: str) -> list[tuple[str, str, Any]]:
    """Name, id and data of all events of a run, until they end."""
    told = client.get(f"/runs/{run}/events", headers=headers)
    assert told.headers["content-type"].startswith("text/event-stream")
    blocks = [block for block in told.text.split("\n\n") if block and not block.startswith(":")]
    fields = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    return [(f["event"], f.get("id", ""), json.loads(f["data"])) for f in fields]


def test_a_run_ends_with_its_goals(done: dict[str, Any]) -> None:
    """It says how it ended, and what was proven."""
    assert (done["status"], done["result"], done["faults"]) == ("done", "optimal", [])
    first = done["goals"][0]
    assert (first["id"], first["proven"], first["value"]) == ("needs-met", True, first["bound"])
    assert (done["needs"], done["needs_met"], done["has_plan"]) == (5, 5, True)
    assert done["options"]["policy"] == "default"


def test_it_is_in_the_list(client: httpx.Client, done: dict[str, Any]) -> None:
    """The list says the same of it."""
    assert done in client.get("/runs").json()["runs"]


def test_events_tell_all_and_end(client: httpx.Client, done: dict[str, Any]) -> None:
    """Points are numbered, and the last event is how the run stands; nothing is said twice."""
    told = events(client, done["id"])
    points = [(number, data) for kind, number, data in told if kind == "point"]
    rest = events(client, done["id"], **{"Last-Event-ID": points[-1][0]})

    assert [number for number, _ in points] == [str(n) for n in range(len(points))]
    assert points[0][1].keys() == {"seconds", "goal", "value", "bound", "method"}
    assert (told[-1][0], told[-1][2]) == ("status", done)
    assert [kind for kind, _, _ in rest] == ["status"]


def test_a_listener_hears_a_run_from_queue_to_end(client: httpx.Client) -> None:
    """Whoever listens early hears the queue, the search and the end."""
    first = begun(client, sent(client, SCHOOL), seconds=LONG)
    run = begun(client, sent(client), seconds=60)
    assert client.get(f"/runs/{run}").json()["position"] == 1
    with client.stream("GET", f"/runs/{run}/events") as stream:
        lines = stream.iter_lines()
        heard = [next(lines)]
        client.delete(f"/runs/{first}")
        heard += [*lines]

    names = [line.removeprefix("event: ") for line in heard if line.startswith("event: ")]
    statuses = [json.loads(line[6:]).get("status") for line in heard if line[:7] == "data: {"]
    assert (names[0], names[-1]) == ("status", "status")
    assert [status for status in statuses if status] == ["queued", "solving", "done"]
    assert "point" in names
    assert ended(client, first)["status"] == "stopped"


def test_a_run_is_stopped_with_its_plan(client: httpx.Client) -> None:
    """It ends soon, is called stopped, and its plan is there; stopping it again changes nothing."""
    run = begun(client, sent(client, SCHOOL), seconds=LONG)
    until(lambda: client.get(f"/runs/{run}").json()["has_plan"])
    early = client.get(f"/runs/{run}/absences", params={"before": run})
    live = client.get(f"/runs/{run}/plan").json()
    client.delete(f"/runs/{run}")
    entry = ended(client, run)

    assert (entry["status"], entry["has_plan"], entry["result"]) == ("stopped", True, "feasible")
    assert early.status_code == 409
    assert live["format"] == client.get(f"/runs/{run}/plan").json()["format"] == "pdsched-plan"
    assert client.delete(f"/runs/{run}").json() == entry


def test_a_run_that_waits_is_stopped_at_once(client: httpx.Client) -> None:
    """It never begins; the one before it goes on."""
    first = begun(client, sent(client, SCHOOL), seconds=LONG)
    run = begun(client, sent(client), seconds=60)
    told = client.delete(f"/runs/{run}").json()
    before = client.get(f"/runs/{first}").json()["status"]
    missing = client.get(f"/runs/{run}/report")
    client.delete(f"/runs/{first}")

    assert (told["status"], told["attempts"], told["has_plan"]) == ("stopped", 0, False)
    assert before == "solving"
    assert missing.status_code == 409
    assert "has no plan" in missing.json()["detail"]
    ended(client, first)


def test_a_run_is_deleted_with_all_of_it(client: httpx.Client) -> None:
    """What goes on is not deleted; what has ended is gone."""
    run = begun(client, sent(client, SCHOOL), seconds=LONG)
    early = client.delete(f"/runs/{run}", params={"forget": True})
    client.delete(f"/runs/{run}")
    ended(client, run)
    client.delete(f"/runs/{run}", params={"forget": True})

    assert early.status_code == 409
    assert client.get(f"/runs/{run}").status_code == 404


def test_a_plan_is_made_from_the_plan_before(client: httpx.Client, done: dict[str, Any]) -> None:
    """A run may begin with the plan of another, and keep what of it is past."""
    again = {"previous": done["id"], "initial": done["id"], "as_of": "2026-09-09"}
    run = begun(client, done["problem"], seconds=60, **again)
    entry = ended(client, run)
    plans = [client.get(f"/runs/{each}/plan").json() for each in (done["id"], run)]

    assert entry["status"] == "done"
    assert plans[0]["sessions"][0] in plans[1]["sessions"]


def test_a_problem_in_the_request_is_planned(client: httpx.Client) -> None:
    """Small ones need not be sent before."""
    entry = ended(client, begun(client, json.loads(TUESDAY), work_limit=1))

    assert (entry["status"], entry["options"]["seconds"]) == ("done", None)


def test_what_cannot_be_planned_is_an_invalid_problem(client: httpx.Client) -> None:
    """Nothing is left to plan after the horizon: the run says so, with the code."""
    entry = ended(client, begun(client, as_of="2030-01-01"))

    assert entry["status"] == "invalid problem"
    assert [fault["code"] for fault in entry["faults"]] == ["PD806"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"seconds": 5, "work_limit": 5}, "seconds and work_limit both say when to end"),
        ({"seconds": LONG + 1}, f"more than this service allows: {LONG}"),
        ({"work_limit": 1e9}, "work_limit = 1e+09 is more than this service allows"),
        ({"policy": "/etc/passwd"}, "PD110 policy '/etc/passwd' is no ready policy"),
        ({"policy": {"off": ["levle"]}}, "PD110 off[0] 'levle' is no rule"),
        ({"seconds": -1, "seed": "x"}, "PD109 seconds '-1' is outside its limits"),
        ({"seconds": -1, "seed": "x"}, "PD108 seed 'x'"),
        ({"problem": "0" * 16}, "There is no such problem"),
        ({"previous": "zz"}, "PD108 previous 'zz' is not written as it has to be"),
        ({"problem": {"calendar": 3}}, "PD108 calendar '3'"),
        ({"previous": "0" * 16}, "There is no such run"),
    ],
)
def test_a_wrong_request_is_told_in_full(
    client: httpx.Client, done: dict[str, Any], options: dict[str, Any], told: str
) -> None:
    """As problem details, with every fault, and nothing is queued."""
    answer = client.post("/runs", json={"problem": done["problem"], **options})
    details = answer.json()
    faults = [f"{f['code']} {f['where']} {f['value']!r} {f['message']}" for f in details["faults"]]

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == details["status"] in (404, 422)
    assert any(told in text for text in (details["detail"], *faults))


def test_owners_take_turns() -> None:
    """Whoever has the fewest runs going comes first; then whoever came first."""
    queued = [("a", "a1"), ("a", "a2"), ("b", "b1"), ("c", "c1"), ("b", "b2")]

    assert fair(queued, {}) == ["a1", "b1", "c1", "a2", "b2"]
    assert fair(queued, {"a": 2, "b": 1}) == ["c1", "b1", "a1", "b2", "a2"]


def test_owners_see_their_own_alone(tmp_path: Path) -> None:
    """Runs and problems of another token are not there; each queue has its end."""
    tokens = {"north": "n" * 32, "south": "s" * 32}
    with serving_here(tmp_path, at_once=1, queue=1, tokens=tokens) as client:
        north, south = ({"Authorization": f"Bearer {token}"} for token in tokens.values())
        files = {"file": ("p.json", SCHOOL)}
        problem = client.post("/problems", files=files, headers=north).json()["id"]
        body = {"problem": problem, "seconds": 60}
        first = client.post("/runs", json=body, headers=north).json()["id"]
        second = client.post("/runs", json=body, headers=north).json()["id"]
        full = client.post("/runs", json=body, headers=north)
        demo = client.post("/page/demo", headers=north)
        kept = client.get("/problems", headers=north).json()["problems"]
        seen = {
            path: client.get(path, headers=south).status_code
            for path in (f"/runs/{first}", f"/runs/{second}/events", f"/problems/{problem}")
        }
        listed = client.get("/runs", headers=south).json()["runs"]
        stolen = client.post("/runs", json=body, headers=south)

    assert full.status_code == 429
    assert full.headers["retry-after"]
    assert demo.status_code == 429
    assert [line["id"] for line in kept] == [problem]
    assert set(seen.values()) == {404}
    assert listed == []
    assert stolen.status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/runs", rb'{"problem": "0f3c5a7e9b1d2846", "policy": "\ud800"}'),
        ("/runs", rb'{"problem": "0f3c5a7e9b1d2846", "\ud800": 1}'),
        ("/runs", rb'{"problem": {"name": "\ud800"}}'),
        ("/page/runs/{run}/ask", rb'ask=why {"staff":"\ud800"}'),
        ("/page/runs/{run}/ask", b"ask=why " + b"[" * 100_000),
        ("/runs/{run}/answers/why", rb'{"staff": "\ud800"}'),
        ("/runs/{run}/answers/scenarios", rb'{"changes": {"\ud800": ["x"]}}'),
    ],
)
def test_what_is_no_text_is_refused(
    client: httpx.Client, done: dict[str, Any], path: str, body: bytes
) -> None:
    """Halves of letters, and lists without an end, are no fault of ours."""
    kind = "application/x-www-form-urlencoded" if "page" in path else "application/json"
    answer = client.post(path.format(run=done["id"]), content=body, headers={"Content-Type": kind})

    assert answer.status_code == 422

"""The description of the JSON is true: what it allows is answered as it says, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from quick import slow
from serving import begun, ended, serving_here

from pdsched.serve.troubles import MEDIA

EXAMPLES = 2
"""Drawn of each operation, beside what its limits suggest."""
MOST_SECONDS = 0.2
"""Of an answer: what is asked here is whether it is as the description says."""
CONFIG = """
[parameters]
"path.run" = "{run}"
"path.problem" = "{problem}"
"path.kind" = "plan"

[[operations]]
include-method = "DELETE"
parameters = {{ "path.run" = "{other}" }}
"""
"""Requests are about what is there, for all else is answered alike; one run may be deleted."""


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module", name="runs")
def _runs(folder: Path) -> list[str]:
    """Two runs with a plan, of a service that gave them the time for one."""
    with serving_here(folder, workers=1) as client:
        runs = [begun(client) for _ in range(2)]
        assert [ended(client, run)["has_plan"] for run in runs] == [True, True]
    return runs


@pytest.fixture(scope="module", name="client")
def _client(folder: Path, runs: list[str]) -> Iterator[httpx.Client]:
    settings = {"most_seconds": MOST_SECONDS, "at_once": 1, "queue": 1, "tasks": 1, "workers": 1}
    with serving_here(folder, **settings) as client:
        assert [client.get(f"/runs/{run}").status_code for run in runs] == [200, 200]
        yield client


def test_every_operation_says_how_it_fails(client: httpx.Client) -> None:
    """As problem details, and by no other form of FastAPI."""
    told = client.get("/openapi.json").json()

    assert told["openapi"].startswith("3.")
    assert "HTTPValidationError" not in told["components"]["schemas"]
    for path in told["paths"].values():
        for operation in path.values():
            assert MEDIA in operation["responses"]["default"]["content"]
            assert operation["summary"]
            assert operation["description"]


def test_it_names_every_path_of_the_interface(client: httpx.Client) -> None:
    """What integrators were promised is there."""
    paths = client.get("/openapi.json").json()["paths"]
    made = ("report", "binder", "workbook", "calendar", "absences", "plan", "result", "problem")
    asked = (
        "why",
        "why-not",
        "alternatives",
        "unmet",
        "explain",
        "price",
        "scenarios",
        "simulate",
        "replan",
    )
    wanted = {
        *("/runs", "/runs/{run}", "/runs/{run}/events", "/problems", "/problems/{problem}"),
        *("/check", "/verify", "/schema", "/schema/{kind}", "/demo"),
        *(f"/runs/{{run}}/{kind}" for kind in made),
        *(f"/runs/{{run}}/answers/{question}" for question in asked),
    }

    assert wanted <= paths.keys()


def test_what_may_be_done_is_told(client: httpx.Client) -> None:
    """A method that is none of a path is refused with those that are."""
    answers = {path: client.put(path) for path in ("/runs", "/runs/x", "/runs/x/plan", "/demo")}

    assert {answer.status_code for answer in answers.values()} == {405}
    assert {path: answer.headers["allow"] for path, answer in answers.items()} == {
        "/runs": "GET, POST",
        "/runs/x": "DELETE, GET",
        "/runs/x/plan": "GET",
        "/demo": "GET, POST",
    }


@pytest.mark.parametrize(
    "body",
    [{"seed": False}, {"seconds": "5"}, {"workers": "1"}, {"as_of": 0}, {"policy": None}, []],
)
def test_a_value_of_another_type_is_refused(client: httpx.Client, body: Any) -> None:
    """Nothing is taken for what it could be read as."""
    given = {"problem": "0" * 16, **body} if body else body

    assert client.post("/runs", json=given).status_code == 422


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"x", "application/json", "PD103 body character 1: body is no JSON (Expecting value)"),
        (b"[1,", "application/json", "PD103 body character 4: body is no JSON"),
        (b'"x"', "application/json", "PD108 body: x is not an object; write an object"),
        (b"{}", "text/plain", "PD108 body: {} was not sent as JSON; send it with the header"),
        (b"\xff", "application/json", "The request cannot be read; send JSON in UTF-8"),
    ],
)
def test_what_is_no_json_is_told(client: httpx.Client, body: bytes, kind: str, told: str) -> None:
    """By its place, and what to do."""
    answer = client.post("/runs", content=body, headers={"Content-Type": kind})
    details = answer.json()
    texts = ["{code} {where}: {value} {message}; {advice}".format(**f) for f in details["faults"]]

    assert answer.status_code in (400, 422)
    assert any(text.startswith(told) for text in [*texts, details["detail"]])


def test_a_text_in_place_of_a_file_is_told(client: httpx.Client) -> None:
    """And a word in place of a number in an address."""
    answers = client.post("/verify", data={"plan": "x"}), client.get("/runs/x/calendar?revision=x")
    messages = [answer.json()["faults"][0]["message"] for answer in answers]

    assert messages == ["is no file", "is not a whole number"]


@slow
def test_what_it_allows_is_answered(client: httpx.Client, runs: list[str], tmp_path: Path) -> None:
    """Requests are drawn from the description, right and wrong ones; no answer contradicts it.

    That what it allows is accepted is not asked: it cannot say what a file has to hold.
    """
    run, other = runs
    problem = client.get(f"/runs/{run}").json()["problem"]
    config = CONFIG.format(run=run, other=other, problem=problem)
    (tmp_path / "schemathesis.toml").write_text(config)
    options = {
        "phases": "examples,coverage,fuzzing",
        "max-examples": EXAMPLES,
        "exclude-checks": "ignored_auth,positive_data_acceptance",
        "request-timeout": 120,
        "suppress-health-check": "all",
    }
    told = [f"--{name}={value}" for name, value in options.items()]
    program = [sys.executable, "-m", "schemathesis.cli", "run", f"{client.base_url}/openapi.json"]
    command = [*program, *told, "--generation-deterministic", "--no-color"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout.partition("FAILURES")[2] + done.stderr

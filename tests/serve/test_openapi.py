"""The description of the JSON is true: what it allows is answered as it says, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from quick import slow
from schemathesis.specs.openapi.checks import ignored_auth
from serving import begun, ended, serving

from pdsched.serve.troubles import MEDIA

EXAMPLES = 15
"""Of each operation: most begin a process."""


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(tmp_path_factory.mktemp("kept"), most_seconds=1, queue=10_000) as client:
        ended(client, begun(client, seconds=1))
        yield client


@pytest.fixture(name="described")
def _described(client: httpx.Client) -> Any:
    return schemathesis.openapi.from_url(f"{client.base_url}/openapi.json")


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
    asked = ("why", "why-not", "alternatives", "unmet", "explain", "price", "scenarios", "simulate")
    wanted = {
        *("/runs", "/runs/{run}", "/runs/{run}/events", "/problems", "/problems/{problem}"),
        *("/check", "/verify", "/schema", "/schema/{kind}", "/demo"),
        *(f"/runs/{{run}}/{kind}" for kind in made),
        *(f"/runs/{{run}}/answers/{question}" for question in asked),
    }

    assert wanted <= paths.keys()


schema = schemathesis.pytest.from_fixture("described")


@slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
)
def test_what_it_allows_is_answered(case: schemathesis.Case) -> None:
    """Requests are drawn from the description, right and wrong ones; no answer contradicts it."""
    case.call_and_validate(excluded_checks=[ignored_auth], timeout=120)

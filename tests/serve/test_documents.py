"""What is made of a plan, questions about it, and people who are nowhere named."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from serving import TUESDAY, begun, ended, sent, serving, serving_here

from pdsched import Plan, Problem, Result, verify
from pdsched.answer import Answer, ReplanAnswer
from pdsched.outside.workbook import workbook_in

NAMES = ("Adelaide Quimby", "adelaide.quimby")


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving_here(tmp_path_factory.mktemp("kept")) as client:
        yield client


@pytest.fixture(scope="module", name="run")
def _run(client: httpx.Client) -> str:
    """A run that has ended with a plan."""
    return str(ended(client, begun(client, seconds=60))["id"])


def test_plan_result_and_problem_are_what_was_planned(client: httpx.Client, run: str) -> None:
    """They are read again, and the plan keeps every rule."""
    texts = {kind: client.get(f"/runs/{run}/{kind}").text for kind in ("plan", "result", "problem")}
    plan = Plan.model_validate_json(texts["plan"])
    result = Result.model_validate_json(texts["result"])
    problem = Problem.model_validate(json.loads(texts["problem"]))

    assert plan == result.plan
    assert verify(problem, plan) == ()
    assert problem.digest() == result.problem


def test_pages_are_shown_in_a_cage(client: httpx.Client, run: str) -> None:
    """Report and binder run nothing, and belong to no site; each speaks the language asked for."""
    for kind in ("report", "binder"):
        pages = {code: client.get(f"/runs/{run}/{kind}?language={code}") for code in ("en", "de")}
        policy = pages["de"].headers["content-security-policy"]

        assert policy.startswith("sandbox")
        assert "script" not in policy
        assert ['lang="de"' in page.text for page in pages.values()] == [False, True]


def test_what_is_made_is_made_once(client: httpx.Client, run: str) -> None:
    """Asked again, it is the same file, to the byte and to the minute."""
    first, again = (client.get(f"/runs/{run}/report") for _ in range(2))

    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]


def test_the_workbook_has_sheets(client: httpx.Client, run: str) -> None:
    """It is one that a spreadsheet program opens."""
    answer = client.get(f"/runs/{run}/workbook")

    assert 'filename="workbook.xlsx"' in answer.headers["content-disposition"]
    assert len(workbook_in(answer.content)) > 3


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("calendar", {"people/ada.ics", "schools/north.ics"}),
        ("absences", {"absences.csv"}),
        ("absences?format=untis-gpu014", set()),
        ("absences?format=edfi&reason=X", set()),
        ("absences?format=red-rover", set()),
    ],
)
def test_archives_hold_files(client: httpx.Client, run: str, path: str, names: set[str]) -> None:
    """Of a calendar for each, and of each system for absences."""
    answer = client.get(f"/runs/{run}/{path}")
    with ZipFile(io.BytesIO(answer.content)) as archive:
        listed = {Path(name).as_posix() for name in archive.namelist()}

    assert answer.headers["content-type"] == "application/zip"
    assert listed
    assert names <= listed


def test_changes_since_another_run(client: httpx.Client, run: str) -> None:
    """What was told before is not told again."""
    whole = client.get(f"/runs/{run}/absences").content
    changes = client.get(f"/runs/{run}/absences", params={"before": run}).content

    assert len(changes) < len(whole)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("why", {"staff": "ada"}),
        ("why-not", {"need": "n1", "date": "2026-09-15"}),
        ("alternatives", {"need": "n1", "most": 2}),
        ("unmet", {}),
        ("explain", {}),
    ],
)
def test_questions_are_answered(
    client: httpx.Client, run: str, question: str, asked: dict[str, Any]
) -> None:
    """Each as an answer that says how far it is proven, without plans in it."""
    need = client.get(f"/runs/{run}/problem").json()["needs"][0]["id"]
    asked = {**asked, "need": need} if "need" in asked else asked
    answer = client.post(f"/runs/{run}/answers/{question}", json={**asked, "seconds": 20})

    assert answer.status_code == 200, answer.text
    assert Answer.model_validate(answer.json()).plan is None


def test_prices_scenarios_and_chance(client: httpx.Client, run: str) -> None:
    """The other questions, too."""
    changes = ["group:sheets=+1"]
    price = client.post(f"/runs/{run}/answers/price", json={"changes": changes, "seconds": 5})
    fan = client.post(
        f"/runs/{run}/answers/scenarios", json={"changes": {"larger": changes}, "seconds": 5}
    )
    chance = client.post(f"/runs/{run}/answers/simulate", json={"runs": 10})

    assert price.json()["knobs"][0]["knob"]["what"] == "sheets"
    assert [each["name"] for each in fan.json()["scenarios"]][-1] == "larger"
    assert chance.json()["format"] == "pdsched-simulation"


def test_a_plan_after_changes_is_answered(client: httpx.Client, run: str) -> None:
    """With whom to tell, and the plan, which has nobody at work who is away."""
    [session, *_] = client.get(f"/runs/{run}/plan").json()["sessions"]
    away = {"kind": "away", "staff": session["staff"][0], "first": session["date"]}
    asked = {"changes": [away], "seconds": 20}
    answer = client.post(f"/runs/{run}/answers/replan", json=asked)

    assert answer.status_code == 200, answer.text
    mended = ReplanAnswer.model_validate(answer.json())
    assert mended.plan is not None
    assert away["staff"] in {told.who for told in mended.told}
    assert not any(
        release.staff == away["staff"] and f"{release.date}" == away["first"]
        for release in mended.plan.releases
    )
    nobody = {**away, "staff": "nobody"}
    refused = client.post(f"/runs/{run}/answers/replan", json={"changes": [nobody]})
    assert (refused.status_code, refused.json()["faults"][0]["code"]) == (422, "PD201")


def test_a_wrong_question_is_told(client: httpx.Client, run: str) -> None:
    """With the fault, as everything else."""
    unknown = client.post(f"/runs/{run}/answers/why", json={"staff": "nobody"})
    empty = client.post(f"/runs/{run}/answers/alternatives", json={})

    assert (unknown.status_code, unknown.json()["faults"][0]["code"]) == (422, "PD201")
    assert (empty.status_code, empty.json()["faults"][0]["code"]) == (422, "PD106")


def test_no_name_is_in_logs_and_addresses(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads the log of a service learns of nobody; nor does who looks over a shoulder."""
    named = TUESDAY.replace(b'"id":"ada"', b'"id":"ada","name":"Adelaide Quimby"')
    assert named != TUESDAY
    with caplog.at_level(logging.DEBUG), serving(tmp_path) as client:
        run = begun(client, sent(client, named), seconds=60)
        ended(client, run)
        client.post(f"/runs/{run}/answers/why", json={"staff": "Adelaide Quimby"})
        client.post("/problems", files={"file": ("Adelaide Quimby.json", b"{")})
        paths = client.get("/openapi.json").json()["paths"]
    said = [r.getMessage() for r in caplog.records if r.name.startswith(("pdsched", "uvicorn"))]
    queries = {
        parameter["name"]
        for path in paths.values()
        for operation in path.values()
        for parameter in operation.get("parameters", ())
    }

    assert f"run {run}: done" in said
    assert not any("Adelaide" in line for line in said)
    assert not queries & {"staff", "person", "trainer", "substitute", "need", "session"}


def test_people_are_replaced_where_that_is_asked_for(tmp_path: Path) -> None:
    """Nowhere in the folder and in no answer is anybody named; questions take real ids, too."""
    (tmp_path / "key").write_text("a key that nobody will guess")
    named = TUESDAY.replace(b'"id":"ada"', b'"id":"ada","name":"Adelaide Quimby"')
    named = named.replace(b'"ada"', b'"adelaide.quimby"')
    with serving(tmp_path / "kept", redaction_key=tmp_path / "key") as client:
        run = begun(client, sent(client, named), seconds=60)
        ended(client, run)
        kinds = ("plan", "result", "problem", "report", "binder")
        texts = [client.get(f"/runs/{run}/{kind}").text for kind in kinds]
        asked = {"staff": "adelaide.quimby", "seconds": 10}
        answer = client.post(f"/runs/{run}/answers/why", json=asked)
        files = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
        kept = [readable(path) for path in files]

    assert answer.status_code == 200
    texts.append(answer.text)
    assert not any(name in text for name in NAMES for text in (*texts, *kept))
    assert "P-" in texts[0]


def readable(path: Path) -> str:
    """The text of a file, unpacked."""
    from pdsched.outside import read_bytes

    return read_bytes(path, unpack=True).decode("utf-8", "replace")

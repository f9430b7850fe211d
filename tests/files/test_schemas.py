"""The schemas that come with the package: what is written keeps them, and bad shapes do not."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from bad_shapes import SHAPE
from draw_words import wordy
from good_input import good
from hypothesis import given
from hypothesis import strategies as st
from json_schema import breaches
from rich_problem import RICH
from strategies import MICRO, garbage, policies, problems, wide_policies
from tuesday import PLAN, PROBLEM
from typer.testing import CliRunner

from pdsched import Approvals, Plan, Policy, Problem, Result, approve, save
from pdsched.cli import app
from pdsched.cli.schemas import Kind
from pdsched.files.generated import SCHEMAS
from pdsched.files.schemas import schema, schemas
from pdsched.policy import GOALS
from pdsched.result import GoalResult, Status
from pdsched.survey import SurveyScales

ROOT = Path(__file__).parents[2]
PATHS = sorted(files("pdsched").joinpath("data").joinpath("policies").iterdir(), key=str)
OF_SEVERAL = {
    ("PD109", "staff[0].levels"),
    ("PD109", "staff[1].hours_before"),
    ("PD109", "staff[1].points_met_before"),
}
"""Bad shapes that the schema lets pass: a limit of what a dictionary holds, a number that JSON does
not have, and what is asked of two fields together."""


def breached(kind: str, value: Any) -> list[str]:
    """What of a value does not keep a schema."""
    return breaches(json.loads(schema(kind)), value)


def plain(record: Any) -> Any:
    """The JSON of a record."""
    return json.loads(record.model_dump_json())


def test_there_is_a_schema_of_each_kind() -> None:
    """The command, the package and what writes them know the same kinds."""
    assert {*schemas()} == {*map(str, Kind)} == {*SCHEMAS}
    with pytest.raises(KeyError):
        schema("../policies/default.toml")


@given(problems(MICRO).flatmap(wordy))
def test_a_problem_keeps_its_schema(problem: Problem) -> None:
    """With its defaults or without them."""
    assert breached("problem", plain(problem)) == []
    assert breached("problem", json.loads(problem.to_json())) == []


def test_examples_keep_their_schemas() -> None:
    """The problem that comes with the package, and one with every field set."""
    demo = files("pdsched").joinpath("data").joinpath("demo.json").read_text(encoding="utf-8")
    for document in (json.loads(demo), good(), RICH):
        assert breached("problem", document) == []


@given(problems(MICRO).flatmap(garbage), wide_policies(), st.sampled_from([*Status]))
def test_plans_and_results_keep_their_schemas(plan: Plan, policy: Policy, status: Status) -> None:
    """Any plan, with and without goals and figures."""
    goals = [GoalResult(id=goal, value=3, bound=None, method="whole") for goal in GOALS]
    result = Result(status=status, plan=plan, goals=goals, policy=policy, problem="abc")

    assert breached("plan", plain(plan)) == []
    assert breached("result", plain(result)) == []
    assert breached("result", plain(Result(status=status, problem=""))) == []


@given(policies() | wide_policies())
def test_policies_keep_their_schema(policy: Policy) -> None:
    """As they are written, with all that they can ask for."""
    assert breached("policy", plain(policy)) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_ready_policies_keep_their_schema(path: Any) -> None:
    """As their TOML files say them."""
    assert breached("policy", tomllib.loads(path.read_text(encoding="utf-8"))) == []


def test_scales_keep_their_schema() -> None:
    """Those of the package, and a file with a date and columns."""
    told = {"columns": {"Q1": {"topic": "sheets", "question": "wish"}}, "due": "2026-09-30"}
    scales = SurveyScales.model_validate({**told, "targets": {"sheets": 3}, "standing": "mean"})

    assert breached("scales", plain(SurveyScales())) == breached("scales", plain(scales)) == []
    assert breached("scales", {"standing": "skill"}) == ["$.standing enum"]


def test_a_ledger_keeps_its_schema(tmp_path: Path) -> None:
    """What the command prints, with figures of every kind; a figure too many does not."""
    save(PROBLEM, tmp_path / "P.json")
    save(PLAN, tmp_path / "plan.json")
    files_of_it = [str(tmp_path / "P.json"), str(tmp_path / "plan.json")]
    done = CliRunner().invoke(app, ["ledger", *files_of_it, "--json"])
    told = json.loads(done.stdout.splitlines()[-1])

    assert told["staff"]
    assert breached("ledger", told) == []
    told["staff"][0]["more"] = 1
    assert breached("ledger", told) == ["$.staff[0].more additionalProperties"]


def test_approvals_keep_their_schema() -> None:
    """As they are written."""
    told = approve(PLAN, "approved", by="Roy", on=date(2026, 9, 1))
    assert breached("approvals", plain(told)) == []
    assert breached("approvals", plain(Approvals())) == []


def test_a_bad_shape_breaks_the_schema() -> None:
    """What the reader refuses for its shape, other software can know beforehand."""
    passes = set()
    for case in SHAPE:
        document = good()
        case.change(document)
        if not breached("problem", document):
            passes.add(case.faults[0])

    assert passes == OF_SEVERAL


def test_the_command_prints_and_writes(tmp_path: Path) -> None:
    """To the letter what is in the package, as JSON."""
    printed = CliRunner().invoke(app, ["schema", "result"])
    written = CliRunner().invoke(app, ["schema", "result", "-o", str(tmp_path / "r.json")])

    assert (printed.exit_code, written.exit_code) == (0, 0)
    assert printed.stdout == schema("result") == (tmp_path / "r.json").read_text(encoding="utf-8")
    assert CliRunner().invoke(app, ["schema", "wish"]).exit_code == 2


def test_the_wheel_takes_the_schemas() -> None:
    """They stand below the package, of which the build takes every file but what is excluded."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    backend = settings["tool"]["uv"]["build-backend"]

    assert backend == {"module-root": ""}
    assert settings["project"]["name"] == "pdsched"
    for kind in schemas():
        assert (ROOT / "pdsched" / "data" / "schemas" / f"{kind}.schema.json").is_file()

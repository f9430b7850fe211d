"""Results in files, with all that is proven; and plans as tables of a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saved import GOOD
from saved import PLAN as ODD
from strategies import MICRO, garbage, problems
from terminal import result, run
from test_properties_files import written
from test_schemas import breached
from tuesday import PLAN

from pdsched import (
    Answer,
    GoalPrice,
    Plan,
    Policy,
    Problem,
    Proof,
    Result,
    RuleInstance,
    Status,
    load,
    load_plan,
    load_problem,
    save,
)
from pdsched.cli.app import Exit
from pdsched.errors import ProblemError
from pdsched.files.tables import PLAN_TABLES
from pdsched.plan import MadeUnder
from pdsched.result import GoalResult

NUMBERS = st.none() | st.integers(-(10**6), 10**6)
GOALS = st.builds(
    GoalResult, id=st.sampled_from(["needs-met", "sessions"]), value=NUMBERS, bound=NUMBERS
)
CERTIFICATES = {
    "status": st.sampled_from(list(Status)),
    "goals": st.lists(GOALS, max_size=3),
    "left_open": st.lists(GOALS, max_size=2),
    "policy": st.sampled_from([Policy(), Policy(name="ours", releases_per_week=1, off=("level",))]),
    "problem": st.text("0123456789abcdef", max_size=64),
    "seed": st.integers(0, 2**31 - 1),
    "reproducible": st.booleans(),
    "interrupted": st.booleans(),
    "versions": st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=2),
    "seconds": st.floats(0, 10**6),
    "peak_mib": st.floats(0, 10**6),
    "message": st.text(max_size=40),
}
PLANS = problems(MICRO).flatmap(garbage)


@given(PLANS | st.none(), st.fixed_dictionaries(CERTIFICATES))
def test_a_result_survives_json(plan: Plan | None, fields: dict[str, Any]) -> None:
    """Goals, bounds, certificate and plan are read back equal."""
    told = Result(plan=plan, **fields)

    assert written(told, "result.json")[0] == told
    assert written(told, "result.json.gz")[0] == told


@given(PLANS, st.booleans())
def test_a_plan_survives_tables(plan: Plan, made: bool) -> None:
    """Any plan, lawful or not, is read back equal from a folder of CSV files."""
    under = MadeUnder(name="ours, and theirs", digest="d1") if made else None
    told = plan.model_copy(update={"policy": under, "problem": "d2" if made else ""})

    assert written(told, "tables")[0] == told


def test_a_result_says_what_it_is_and_gives_its_plan(tmp_path: Path) -> None:
    """A program sees the format; who asks for a plan has it without knowing the difference."""
    path = tmp_path / "result.json"
    save(result(), path)

    document = json.loads(path.read_text(encoding="utf-8"))
    assert (document["format"], document["version"]) == ("pdsched-result", 1)
    assert [goal["bound"] for goal in document["goals"]] == [150, 3]
    assert load(path, kind="result") == load(path) == result()
    assert load_plan(path) == result().plan


def test_a_result_without_a_plan_has_none_to_give(tmp_path: Path) -> None:
    """It says how the search ended."""
    save(Result(status=Status.INFEASIBLE, problem="d1"), tmp_path / "r.json")
    with pytest.raises(ProblemError, match="the result has none; the search ended with infeasible"):
        load_plan(tmp_path / "r.json")
    with pytest.raises(ProblemError, match="'pdsched-result' is not a problem"):
        load_problem(tmp_path / "r.json")


def test_a_result_goes_into_no_folder(tmp_path: Path) -> None:
    """Its plan does, and the message says so; a dictionary is no record."""
    with pytest.raises(ProblemError, match=r"use a .json, .json.gz or .xlsx file, and save"):
        save(result(), tmp_path / "tables")
    anything: Any = {"format": "pdsched-problem"}
    with pytest.raises(
        TypeError, match=r"is a dict, .*give a Problem, a Plan, a Result, an Answer or Approvals"
    ):
        save(anything, tmp_path / "p.json")
    assert list(tmp_path.iterdir()) == []


def test_plan_and_problem_have_a_folder_each(tmp_path: Path) -> None:
    """Neither is written into the other's, where no reader could tell what is meant."""
    save(GOOD, tmp_path / "given")
    save(PLAN, tmp_path / "wanted")
    for value, name in ((PLAN, "given"), (GOOD, "wanted")):
        with pytest.raises(ProblemError, match="name another folder"):
            save(value, tmp_path / name)
    assert load(tmp_path / "given") == GOOD
    assert load(tmp_path / "wanted") == load_plan(tmp_path / "wanted") == PLAN
    with pytest.raises(ProblemError, match="holds no table of a plan"):
        load_plan(tmp_path / "given")


def test_faults_of_a_plan_in_tables_are_told_by_row_and_column(tmp_path: Path) -> None:
    """As those of a problem are: all at once."""
    save(PLAN, tmp_path / "wanted")
    sessions = tmp_path / "wanted" / "sessions.csv"
    sessions.write_text(
        sessions.read_text(encoding="utf-8-sig").replace(",2026-", ",soon-", 1), encoding="utf-8"
    )
    (tmp_path / "wanted" / "unmet.csv").write_text("need,ruel\nn1,level\n", encoding="utf-8")
    (tmp_path / "wanted" / "plan.csv").write_text("problem\nd1\nd2\n", encoding="utf-8")
    with pytest.raises(ProblemError) as caught:
        load_plan(tmp_path / "wanted")
    told = {(fault.code, fault.where) for fault in caught.value.faults}

    assert {("PD107", "unmet.csv row 1"), ("PD114", "plan.csv")} <= told
    assert any(where.startswith("sessions.csv row 2 column date") for _, where in told)
    assert [where for code, where in told if code == "PD106"] == ["unmet.csv row 1"]


def test_odd_texts_survive_tables(tmp_path: Path) -> None:
    """Blanks and line breaks of a reason, and letters that other cells are joined by."""
    save(ODD, tmp_path / "tables")
    assert load_plan(tmp_path / "tables") == ODD


@pytest.mark.parametrize("name", ["plan.json", "result.json"])
def test_convert_makes_tables_of_a_plan_and_back(name: str, tmp_path: Path) -> None:
    """Of a result it takes the plan; both ways say what was written."""
    save(PLAN if name == "plan.json" else result(plan=PLAN), tmp_path / name)
    there = run("convert", tmp_path / name, tmp_path / "tables")
    back = run("convert", tmp_path / "tables", tmp_path / "again.json")

    assert (there.exit_code, back.exit_code) == (Exit.DONE, Exit.DONE)
    assert {file.stem for file in (tmp_path / "tables").iterdir()} == {*PLAN_TABLES}
    assert load_plan(tmp_path / "again.json") == PLAN
    assert f"{len(PLAN.sessions)} session" in there.stdout


def test_convert_says_what_a_plan_can_be(tmp_path: Path) -> None:
    """A name with another ending is none of it."""
    save(PLAN, tmp_path / "plan.json")
    answer = run("convert", tmp_path / "plan.json", tmp_path / "plan.xlsx")

    assert answer.exit_code == Exit.WRONG
    assert "a plan is a JSON file or a folder of CSV files" in answer.stderr


def test_problem_is_still_a_problem(tmp_path: Path) -> None:
    """Converting it is what it was."""
    save(GOOD, tmp_path / "p.json")
    assert run("convert", tmp_path / "p.json", tmp_path / "tables").exit_code == Exit.DONE
    assert isinstance(load(tmp_path / "tables"), Problem)


PRICES = st.builds(
    GoalPrice,
    id=st.sampled_from(["needs-met", "sessions"]),
    better=st.sampled_from(["more", "less"]),
    before=NUMBERS,
    value=NUMBERS,
    bound=NUMBERS,
)
ANSWERS = st.builds(
    Answer,
    question=st.text(max_size=20),
    sentence=st.text(max_size=20),
    proof=st.sampled_from(Proof),
    possible=st.none() | st.booleans(),
    goals=st.lists(PRICES, max_size=3).map(tuple),
    plan=PLANS | st.none(),
    blocking=st.lists(
        st.builds(RuleInstance, rule=st.just("room"), who=st.text(), sentence=st.text()), max_size=2
    ).map(tuple),
    seconds=st.floats(0, 10**6),
)


@given(ANSWERS, st.lists(ANSWERS, max_size=2))
def test_an_answer_survives_json(answer: Answer, ranked: list[Answer]) -> None:
    """Prices, blocking rules, the plan and further answers are read back equal, by the schema."""
    told = answer.model_copy(update={"ranked": tuple(ranked)})

    assert written(told, "answer.json")[0] == told
    assert breached("answer", json.loads(told.model_dump_json())) == []
    assert "\n" not in repr(told.model_copy(update={"sentence": "so"}))


def test_an_answer_gives_its_plan_and_goes_into_json_alone(tmp_path: Path) -> None:
    """Who asks for a plan has that of an answer; no folder and no workbook holds one."""
    answer = Answer(question="?", sentence="So.", proof=Proof.TRIED, plan=PLAN)
    save(answer, tmp_path / "a.json")
    assert load_plan(tmp_path / "a.json") == PLAN
    save(answer.model_copy(update={"plan": None}), tmp_path / "a.json")
    with pytest.raises(ProblemError, match="the answer has none"):
        load_plan(tmp_path / "a.json")
    for name in ("tables", "a.xlsx"):
        with pytest.raises(ProblemError, match=r"not where an answer can be saved; use a .json or"):
            save(answer, tmp_path / name)


def test_a_price_is_told_by_its_two_ends() -> None:
    """More is worse, whichever way the goal goes; what is not known is not made up."""
    less = GoalPrice(id="sessions", better="less", before=3, value=5, bound=4)
    assert (less.low, less.high, less.text, less.proven) == (1, 2, "1 to 2", False)
    more = GoalPrice(id="needs-met", better="more", before=90, value=95, bound=95)
    assert (more.low, more.high, more.text, more.proven) == (-5, -5, "-5", True)
    nothing = GoalPrice(id="needs-met", better="more", before=90)
    assert (nothing.text, nothing.proven) == ("unknown", False)
    answer = Answer(question="?", sentence="<b>", proof=Proof.PROVEN, goals=(less, more))
    assert answer.frame().low.tolist() == [1, -5]
    assert "&lt;b&gt;" in answer._repr_html_()

"""What callers give in place of records: dictionaries, names of policies, and what is neither."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tuesday import PLAN, PROBLEM

import pdsched
from pdsched import Policy, ProblemError, load_policy, score, solve, verify, with_previous
from pdsched.problem import RecordError
from pdsched.survey import gap_report, needs_from_survey, suggestions

GIVEN: dict[str, Any] = PROBLEM.model_dump(mode="json")
PLANNED: dict[str, Any] = PLAN.model_dump(mode="json")
ROWS = [{"staff": PROBLEM.staff[0].id, "topic": PROBLEM.courses[0].topic, "wish": "high"}]


def test_check_takes_a_dictionary() -> None:
    """Its faults are those of the problem that it is, and faults of its shape."""
    assert pdsched.check(GIVEN) == pdsched.check(PROBLEM)
    wrong = {"calendar": {"time_zone": "UTC", "first": "2026-09-07"}, "rooms": [{"id": "lab"}]}
    codes = [(fault.code, fault.where) for fault in pdsched.check(wrong)]
    assert ("PD106", "calendar.last") in codes
    assert ("PD106", "rooms[0].school") in codes


def test_dictionaries_stand_for_problem_plan_and_policy() -> None:
    """Each function answers as for the records."""
    policy = {"releases_per_week": 2}
    record = Policy(releases_per_week=2)

    assert verify(GIVEN, PLANNED, policy) == verify(PROBLEM, PLAN, record)
    assert score(GIVEN, PLANNED, policy) == score(PROBLEM, PLAN, record)
    assert pdsched.ledger(GIVEN, PLANNED, policy) == pdsched.ledger(PROBLEM, PLAN, record)
    assert with_previous(GIVEN, PLANNED) == with_previous(PROBLEM, PLAN)
    assert not pdsched.difference(PLANNED, PLAN)
    assert gap_report(GIVEN, policy) == gap_report(PROBLEM, record)
    assert suggestions(GIVEN, policy) == suggestions(PROBLEM, record)
    assert needs_from_survey(GIVEN, ROWS, policy=policy) == needs_from_survey(
        PROBLEM, ROWS, policy=record
    )


def test_solve_takes_dictionaries_and_the_name_of_a_policy() -> None:
    """A school's own words, without a record in sight; the answer says what was meant."""
    result = solve(GIVEN, "quebec", seconds=20, workers=1, initial_plan=None)

    assert result.policy == load_policy("quebec")
    assert result.problem == PROBLEM.digest()
    assert result.plan is not None


POLICIES: list[Callable[[Any], object]] = [
    lambda policy: pdsched.check(PROBLEM, policy),
    lambda policy: verify(PROBLEM, PLAN, policy),
    lambda policy: score(PROBLEM, PLAN, policy),
    lambda policy: pdsched.ledger(PROBLEM, PLAN, policy),
    lambda policy: gap_report(PROBLEM, policy),
    lambda policy: suggestions(PROBLEM, policy),
]


@pytest.mark.parametrize(
    "call", POLICIES, ids=["check", "verify", "score", "ledger", "gap_report", "suggestions"]
)
def test_a_policy_is_taken_by_name_or_by_file(
    call: Callable[[Any], object], tmp_path: Path
) -> None:
    """Wherever a policy is taken; a name that is none is told with those that there are."""
    file = tmp_path / "ours.toml"
    file.write_text("releases_per_week = 1\n", encoding="utf-8")

    assert call("quebec") == call(load_policy("quebec"))
    assert call(file) == call(str(file)) == call(load_policy(file))
    assert call(None) == call(Policy())
    with pytest.raises(ProblemError, match="'quebeck' is neither a ready policy nor a file"):
        call("quebeck")
    with pytest.raises(ProblemError, match="releases_per_weak"):
        call({"releases_per_weak": 2})
    with pytest.raises(TypeError, match="policy: 3 is a int, and no Policy; or the name of one"):
        call(3)


def test_all_faults_of_a_dictionary_are_told() -> None:
    """As for a file: with its JSON paths, and before anything is solved."""
    wrong = {**GIVEN, "rooms": [{"id": "lab"}], "travel": 3}
    with pytest.raises(ProblemError) as caught:
        solve(wrong)
    assert {fault.where for fault in caught.value.faults} >= {"rooms[0].school", "travel"}
    with pytest.raises(ProblemError, match="PD108 sessions: '3'"):
        verify(GIVEN, {"sessions": 3})
    with pytest.raises(RecordError, match="sessions"):
        with_previous(GIVEN, {"sessions": 3})


@pytest.mark.parametrize("value", ["district.json", Path("district.json"), None, PLAN])
def test_what_is_no_problem_is_told_with_what_to_give(value: Any) -> None:
    """A path is not opened: it says which function reads files."""
    for call in (
        lambda: pdsched.check(value),
        lambda: solve(value),
        lambda: verify(value, PLAN),
        lambda: suggestions(value),
        lambda: with_previous(value, PLAN),
    ):
        with pytest.raises(TypeError, match=r"^problem: .* no Problem; pdsched.load_problem reads"):
            call()


def test_a_result_is_no_plan_and_the_message_says_where_its_plan_is() -> None:
    """The most likely slip of all."""
    result: Any = pdsched.Result(status=pdsched.Status.FEASIBLE, plan=PLAN, problem="d1")
    with pytest.raises(TypeError, match=r"plan: .* is a Result, and no Plan; .* result.plan"):
        verify(PROBLEM, result)
    with pytest.raises(TypeError, match=r"previous: .* is a Result, and no Plan"):
        solve(PROBLEM, previous=result)
    with pytest.raises(TypeError, match=r"before: .* is a Result, and no Plan"):
        pdsched.difference(result, PLAN)

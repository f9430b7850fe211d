"""What differs between two plans, and who is away, as pages tell and ask it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from quick import slow
from reported import RESULT
from tuesday import MORNING, PLAN, PROBLEM, changed

from pdsched import Plan, Problem, ProblemError, Result, verify
from pdsched.files import load
from pdsched.serve.pages.being_away import called, changes, mend
from pdsched.serve.pages.differing import MOST_LINES, Side, _group, differing
from pdsched.wording import LANGUAGES

AWAY = {"first": "2026-09-08", "last": "", "half": ""}


def side(plan: Plan) -> Side:
    """A plan of that Tuesday."""
    return PROBLEM, RESULT, plan


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_differs_is_told_by_kind_with_names(language: str) -> None:
    """Beside the key figures, which say what is better."""
    sessions = [s.model_dump(mode="json") for s in PLAN.sessions if s.id != MORNING]
    unmet = [{"need": "n-ada", "rule": "trainer"}]
    less = changed(sessions=sessions, releases=[], covers=[], engagements=[], unmet=unmet)
    told = differing(side(PLAN), side(less), language)
    groups = {group["name"]: group for group in told["groups"]}
    assert not told["other_problem"]
    assert groups["sessions-removed"]["number"] == 1
    assert "sheets" in groups["sessions-removed"]["lines"][0]
    assert groups["engagements-removed"]["number"] == len(PLAN.engagements)
    assert groups["people"]["lines"] == ["ada", "bo", "cy", "dee"]
    assert groups["newly-unmet"]["lines"] == ["ada: sheets"]
    assert "worse" in {figure["verdict"] for figure in told["figures"]}


def test_a_session_that_moved_is_told_before_and_after() -> None:
    """In one line."""
    moved = [
        {**s.model_dump(mode="json"), **({"start": "10:00"} if s.id == MORNING else {})}
        for s in PLAN.sessions
    ]
    groups = differing(side(PLAN), side(changed(sessions=moved)), "en")["groups"]
    lines = next(group["lines"] for group in groups if group["name"] == "sessions-changed")
    before, _, after = lines[0].partition("\N{RIGHTWARDS ARROW}")
    assert "09:00\N{EN DASH}10:30" in before
    assert "10:00\N{EN DASH}10:30" in after


def test_many_lines_are_counted() -> None:
    """Nobody reads thousands."""
    group = _group("people", range(MOST_LINES + 5), str)
    assert (group["number"], len(group["lines"])) == (MOST_LINES + 5, MOST_LINES)


def test_people_are_known_by_name_and_by_id() -> None:
    """Each by one kind; a team is nobody."""
    named = PROBLEM.model_dump(mode="json")
    named["staff"][0]["name"] = "Ada King"
    named["trainers"] += [{"id": "both", "members": ["tom", "bo"]}, {"id": "bo"}]
    problem = Problem.model_validate(named)
    assert called(problem)["Ada King"] == ("staff", "ada")
    assert called(problem)["bo"] == ("staff", "bo")
    assert called(problem)["tom"] == ("trainer", "tom")
    assert called(problem)["sam"] == ("substitute", "sam")
    assert ("trainer", "both") not in called(problem).values()
    for who in ("Ada King", "ada"):
        assert changes(problem, [{"who": who, **AWAY}]) == [
            {"kind": "away", "staff": "ada", "first": "2026-09-08"}
        ]


def test_every_name_that_nobody_has_is_told() -> None:
    """All of them at once."""
    with pytest.raises(ProblemError) as error:
        changes(PROBLEM, [{"who": who, **AWAY} for who in ("x", "ada", "y")])
    assert [fault.value for fault in error.value.faults] == ["x", "y"]


@pytest.mark.parametrize(
    ("line", "on", "field"),
    [({"first": "8.9.2026"}, "", "first"), ({"last": "x"}, "", "last"), ({}, "8.9.", "as_of")],
)
def test_what_is_no_date_is_told(line: dict[str, str], on: str, field: str) -> None:
    """A browser may let anything be typed there."""
    asked = {"lines": [{"who": "ada", **AWAY, **line}], "on": on, "language": "en", "seconds": 1}
    with pytest.raises(ProblemError) as error:
        mend(PROBLEM, RESULT, asked)
    assert [(fault.code, fault.where) for fault in error.value.faults] == [("PD113", field)]


@slow
def test_a_mended_plan_is_sound_and_says_whom_to_tell(tmp_path: Path) -> None:
    """It is kept as a problem and a result, whose referee is content."""
    names = {"told": "told", "made": "made.json", "target": "target"}
    files = {name: str(tmp_path / file) for name, file in names.items()}
    lines = [{"who": "sam", **AWAY}]
    asked = {**files, "lines": lines, "on": "2026-09-07", "language": "de", "seconds": 60}
    line = mend(PROBLEM, RESULT, asked)
    problem = Problem.model_validate_json(gzip.decompress(Path(files["target"]).read_bytes()))
    result = load(files["made"], kind="result")
    assert isinstance(result, Result)
    assert result.plan is not None
    assert line["digest"] == problem.digest() == result.problem
    assert not verify(problem, result.plan, result.policy)
    assert not [each for each in result.plan.engagements if each.substitute == "sam"]
    told = json.loads(Path(files["told"]).read_text(encoding="utf-8"))
    assert any("sam" in each["sentence"] for each in told["told"])
    assert told["run"]["has_plan"]

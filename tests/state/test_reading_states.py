"""States in files: read back equal, and every fault at once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from one_hour import one_hour

from pdsched import PdschedError, Policy, ProblemError, State, load_state, save, save_state
from pdsched.state import solve_state
from pdsched.state.demand import read_demands
from pdsched.state.faults import CODES

WINDOW = {"start": "09:00", "end": "10:00"}


def shared(**fields: Any) -> dict[str, Any]:
    """A shared trainer."""
    return {"id": "tess", "courses": ["c1"], "available": [WINDOW]} | fields


def state_of(folder: Path, who: list[dict[str, Any]], **parts: Any) -> State:
    """Two districts of one hour each, the second one with other parts."""
    save(one_hour(trainers=[]), folder / "a.json")
    save(one_hour(**{"trainers": [], **parts}), folder / "b.json")
    districts = [{"id": name, "path": str(folder / f"{name}.json")} for name in ("a", "b")]
    return State.model_validate({"id": "s", "districts": districts, "trainers": who})


def test_a_state_comes_back_with_whole_paths(tmp_path: Path) -> None:
    """In the file they are seen from its folder, so that the folder can be moved."""
    state = state_of(tmp_path, [shared()])
    save_state(state, tmp_path)

    assert json.loads((tmp_path / "state.json").read_text())["districts"][0]["path"] == "a.json"
    assert load_state(tmp_path) == load_state(tmp_path / "state.json") == state


def test_faults_of_the_file_are_told_at_once(tmp_path: Path) -> None:
    """What is named twice, cannot be a file, or cannot be shared."""
    twice = shared(schools=["north"])
    districts = [{"id": "a/b", "path": "a.json"}] * 2
    (tmp_path / "state.json").write_text(
        json.dumps(
            {
                "format": "pdsched-state",
                "id": "s",
                "districts": districts,
                "trainers": [twice, twice],
            }
        )
    )
    with pytest.raises(ProblemError) as caught:
        load_state(tmp_path)
    codes = [fault.code for fault in caught.value.faults]

    assert codes == ["PD759", "PD759", "PD757", "PD757", "PD751", "PD751"]


@pytest.mark.parametrize("text", ["{}", '{"format": "pdsched-plan"}'])
def test_another_file_is_told_apart(tmp_path: Path, text: str) -> None:
    """By what it says that it is."""
    (tmp_path / "state.json").write_text(text)
    with pytest.raises(ProblemError, match="is no state"):
        load_state(tmp_path)


COURSE = {"id": "c1", "topic": "sheets", "minutes": 60, "group_max": 2}
OTHER = {"id": "c2", "topic": "other", "minutes": 60, "group_max": 2}
FAULTS: dict[str, dict[str, Any]] = {
    "PD752": {"trainers": [{"id": "tom", "courses": ["c1"], "available": [WINDOW]}]},
    "PD753": {"courses": [COURSE, OTHER | {"prerequisites": [{"course": "c1"}]}]},
    "PD754": {
        "calendar": {"time_zone": "Europe/Paris", "first": "2026-09-07", "last": "2026-09-07"}
    },
    "PD755": {"staff": [{"id": n, "schools": ["north"]} for n in ("p0", "ben", "tess")]},
}


@pytest.mark.parametrize("code", FAULTS)
def test_faults_of_districts_are_told_with_their_ids(tmp_path: Path, code: str) -> None:
    """Each is about the second district, and all that is wrong there alone."""
    with pytest.raises(ProblemError) as caught:
        read_demands(state_of(tmp_path, [shared()], **FAULTS[code]))

    told = [(fault.code, fault.where.partition(":")[0]) for fault in caught.value.faults]
    assert told == [(code, "b")]


def test_a_course_of_a_shared_topic_that_nobody_shares(tmp_path: Path) -> None:
    """A need for the topic could be met by either."""
    courses = [COURSE, COURSE | {"id": "c3"}]
    with pytest.raises(ProblemError) as caught:
        read_demands(state_of(tmp_path, [shared(courses=["c1", "c9"])], courses=courses))

    told = {(fault.code, fault.value) for fault in caught.value.faults}
    assert told == {("PD752", "c3"), ("PD756", "c9")}


def test_districts_that_cannot_be_read_are_all_told(tmp_path: Path) -> None:
    """With the faults of the others."""
    state = state_of(tmp_path, [shared()], **FAULTS["PD755"])
    (tmp_path / "a.json").write_text("[")
    with pytest.raises(ProblemError) as caught:
        read_demands(state)

    assert [fault.code for fault in caught.value.faults] == ["PD103", "PD755"]


def test_the_page_lists_every_code() -> None:
    """With exactly the sentence of the table."""
    page = (Path(__file__).parents[2] / "docs" / "state.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(PD\d{3})` \| ([^|]+?) \|", page, re.MULTILINE)

    assert dict(rows) == {code: f"{m[0].upper()}{m[1:]}" for code, (m, _) in CODES.items()}


def test_the_bound_is_about_needs_and_the_first_goal_too(tmp_path: Path) -> None:
    """Another first goal is refused before any work."""
    policy = Policy.model_validate({"goals": ["unserved-people", "needs-met"]})
    with pytest.raises(PdschedError, match="first goal is unserved-people"):
        solve_state(state_of(tmp_path, []), policy, checkpoint=tmp_path / "out")


def test_what_every_trainer_has_to_do_is_no_matter_of_districts(tmp_path: Path) -> None:
    """With all shared trainers in each district it would ask for more than in its plan."""
    limit = {"id": "busy", "sentence": "Everybody gives one.", "count": "sessions", "insist": True}
    told = {"limits": [limit | {"per": "plan", "each": "trainer", "at_least": 1}]}
    with pytest.raises(PdschedError, match="limit busy insists on something of each trainer"):
        solve_state(state_of(tmp_path, []), told, checkpoint=tmp_path / "out")

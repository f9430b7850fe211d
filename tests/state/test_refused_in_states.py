"""What a state refuses: what digests leave out, needs with two ways, pins, places, odd names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from one_hour import one_hour

from pdsched import PdschedError, Policy, Problem, ProblemError, State, load_state, save, save_state
from pdsched.state import solve_state
from pdsched.state.demand import Wish, demand_of, read_demands
from pdsched.state.files import refuse_odd
from pdsched.state.problems import at_prices, points_wanted
from pdsched.state.records import VisitPrice

DAY = "2026-09-07"
CALENDAR = {"time_zone": "Europe/London", "first": DAY, "last": DAY}
WINDOW = {"start": "09:00", "end": "10:00"}
TESS = {"id": "tess", "courses": ["c1", "c3"], "available": [WINDOW]}
LOCAL = {"id": "tom", "courses": ["c2"], "available": [WINDOW]}
COURSES = [
    {"id": "c1", "topic": "sheets", "minutes": 60, "group_max": 2},
    {"id": "c2", "topic": "local", "minutes": 60, "group_max": 2},
    {"id": "c3", "topic": "polls", "minutes": 60, "group_max": 2},
    {"id": "c4", "topic": "robots", "minutes": 60, "group_max": 2},
]
ROSA = {"id": "rosa", "courses": ["c4"], "available": [WINDOW]}


def state_of(folder: Path, *trainers: dict[str, Any], **parts: Any) -> State:
    """One district with three courses that are shared and one that is not."""
    problem = one_hour(**{"courses": COURSES, "trainers": [LOCAL], **parts})
    save(problem, folder / "a.json")
    districts = [{"id": "a", "path": str(folder / "a.json")}]
    return State.model_validate({"id": "s", "districts": districts, "trainers": trainers})


def codes(state: State) -> list[tuple[str, str, str]]:
    """The faults of its districts."""
    with pytest.raises(ProblemError) as caught:
        read_demands(state)
    return [(fault.code, fault.where, fault.value) for fault in caught.value.faults]


PIN = {"id": "p", "kind": "forbid", "course": "c1"}
KEPT = {"staff": "p0", "course": "c1", "date": DAY, "start": "09:00"}
EARLIER: dict[str, dict[str, Any]] = {
    "calendar.today": {"calendar": CALENDAR | {"today": DAY}},
    "session_pins": {"session_pins": [PIN | {"published": True}]},
    "kept": {"kept": [KEPT]},
}


@pytest.mark.parametrize("part", EARLIER)
def test_what_the_digest_leaves_out_is_refused(tmp_path: Path, part: str) -> None:
    """A plan made with it would be taken for one without it."""
    state = state_of(tmp_path, TESS, ROSA, **EARLIER[part])

    assert codes(state) == [("PD758", f"a: {part}", "a")]


def test_what_is_asked_for_beside_a_plan_is_not_refused(tmp_path: Path) -> None:
    """A pin that rules something out, and that nobody published."""
    (demand,) = read_demands(state_of(tmp_path, TESS, ROSA, session_pins=[PIN]))

    assert [wish.course for wish in demand.wishes] == ["c1"]


@pytest.mark.parametrize("asked", [{"course": "c1"}, {"staff": "p0", "need": "n-p0"}])
def test_nobody_insists_on_a_shared_course(tmp_path: Path, asked: dict[str, str]) -> None:
    """The district may have no date for it."""
    pins = [PIN | {"kind": "require", "course": None} | asked]

    assert codes(state_of(tmp_path, TESS, ROSA, session_pins=pins)) == [
        ("PD761", "a: session_pins", "p")
    ]


def needs(*wishes: str) -> dict[str, Any]:
    """One need, met by any of several courses."""
    return {"needs": [{"id": "n", "staff": "p0", "wishes": wishes}]}


def test_a_need_for_one_of_several_shared_courses_is_a_wish(tmp_path: Path) -> None:
    """One trainer gives both, so that there is one price; those of the district are no wish."""
    (demand,) = read_demands(state_of(tmp_path, TESS, ROSA, **needs("c3", "c1")))
    assert demand.wishes == (Wish("n", "c1", "sheets", 3),)

    (demand,) = read_demands(state_of(tmp_path, TESS, ROSA, **needs("c2")))
    assert demand.wishes == ()


@pytest.mark.parametrize("wishes", [("c1", "c2"), ("c1", "c4")])
def test_a_need_that_may_be_met_in_two_ways_is_refused(
    tmp_path: Path, wishes: tuple[str, str]
) -> None:
    """With and without a shared trainer, or by trainers of two groups; it never is a wish."""
    state = state_of(tmp_path, TESS, ROSA, **needs(*wishes))
    assert codes(state) == [("PD760", "a: needs", "n")]

    problem = one_hour(**{"courses": COURSES, "trainers": [LOCAL], **needs("c1", "c2")})
    assert demand_of("a", problem, ["c1", "c3", "c4"]).wishes == ()


@pytest.mark.parametrize(
    ("window", "code"),
    [
        ({"start": "10:00", "end": "08:00"}, "PD305"),
        (WINDOW | {"first": "2026-09-09", "last": DAY}, "PD302"),
    ],
)
def test_windows_of_shared_trainers_are_checked(
    tmp_path: Path, window: dict[str, str], code: str
) -> None:
    """As those of any trainer."""
    told = codes(state_of(tmp_path, TESS | {"available": [window]}, ROSA))

    assert [(each, where.rpartition(".")[0]) for each, where, _ in told] == [
        (code, "state.json trainers[0].available[0]")
    ]


def test_names_that_are_no_files_everywhere() -> None:
    """Too long, of other alphabets, of devices, and equal but for capitals."""
    names = ["ok", "OK", "ö", "x" * 101, "x" * 100, "con", "LPT1.a", "-a", "console"]
    districts = [{"id": name, "path": f"{number}.json"} for number, name in enumerate(names)]
    with pytest.raises(ProblemError) as caught:
        refuse_odd(State.model_validate({"id": "s", "districts": districts}))

    told = [fault.value for fault in caught.value.faults if fault.code == "PD757"]
    assert told == ["OK", "ö", "x" * 59 + "…", "con", "LPT1.a", "-a"]
    assert len(caught.value.faults) == len(told)


def test_a_district_is_in_a_state_once(tmp_path: Path) -> None:
    """Under whatever name and path."""
    districts = [{"id": "a", "path": "a.json"}, {"id": "b", "path": "x/../a.json"}]
    (tmp_path / "x").mkdir()
    file = {"format": "pdsched-state", "id": "s", "districts": districts}
    (tmp_path / "state.json").write_text(json.dumps(file))
    with pytest.raises(ProblemError) as caught:
        load_state(tmp_path)

    assert [(f.code, f.where) for f in caught.value.faults] == [
        ("PD759", "state.json districts[1].path")
    ]


@pytest.mark.parametrize("place", ["problems/a.json.gz", "plans/a.json", "shares.json"])
def test_plans_never_write_over_a_district(tmp_path: Path, place: str) -> None:
    """It is told before anything is written."""
    file = tmp_path / place
    file.parent.mkdir(exist_ok=True)
    save(one_hour(), file)
    before = sorted(tmp_path.rglob("*"))
    state = State.model_validate({"id": "s", "districts": [{"id": "a", "path": str(file)}]})
    with pytest.raises(PdschedError, match="is district a, and would be written over"):
        solve_state(state, checkpoint=tmp_path)

    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_may_be_given_as_seen_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read there and written again can be read again."""
    monkeypatch.chdir(tmp_path)
    file = {"format": "pdsched-state", "id": "s", "districts": [{"id": "a", "path": "d/a.json"}]}
    Path("st").mkdir()
    Path("st/state.json").write_text(json.dumps(file))
    state = load_state("st")
    save_state(state, "st")

    assert state.districts[0].path == str(tmp_path.resolve() / "st" / "d" / "a.json")
    assert json.loads(Path("st/state.json").read_text())["districts"] == file["districts"]
    assert load_state("st") == state


SERIES = {"series": [{"course": "c2", "meetings": 2}], **needs("c2")}
STEPS = {
    "staff": [{"id": "p0", "schools": ["north"], "levels": {"local": 0}}],
    "courses": [
        COURSES[1],
        COURSES[1]
        | {"id": "c5", "level_from": 1, "level_to": 2, "prerequisites": [{"course": "c2"}]},
    ],
    "needs": [{"id": "n", "staff": "p0", "course": "c5"}],
}


@pytest.mark.parametrize("parts", [SERIES | {"courses": COURSES}, STEPS])
def test_implied_steps_count_where_nothing_is_proven(parts: dict[str, Any]) -> None:
    """Meetings of a series and steps before a course score, too: 30 points each."""
    assert points_wanted(one_hour(**{"trainers": [LOCAL], **parts}), Policy()) == 60


def test_the_first_day_of_all_has_no_day_before() -> None:
    """Needs cannot be due before it; the district then counts without prices."""
    first = {"time_zone": "UTC", "first": "0001-01-01", "last": "0001-01-05"}
    problem: Problem = one_hour(calendar=first, trainers=[])
    free = {"trainers": ("tess",), "topics": ("sheets",), "visits": 1, "needs": 1, "points": 0}
    price = VisitPrice(**free, steps={"a": 5}, surplus=0)
    asked, policy = at_prices(problem, Policy(), (), (price,), demand_of("a", problem, ["c1"]))

    assert (asked.needs, policy) == (problem.needs, Policy())

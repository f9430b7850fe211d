"""What is odd about a policy is told, beside a problem and for itself."""

from __future__ import annotations

from typing import Any

import pytest
from bad_senses import BESIDE
from good_input import good

from pdsched.checks import check, policy_of, read_problem
from pdsched.errors import ProblemError, Severity
from pdsched.files import load_policy, ready_policies
from pdsched.policy import Policy
from pdsched.problem import Problem


def about(policy: Policy, **changes: object) -> list[tuple[str, str, str]]:
    """What is said about a policy beside the good document."""
    problem, faults = read_problem(good() | changes)
    assert problem is not None
    told = check(problem, policy)
    assert told[: len(faults)] == faults
    assert all(fault.severity is Severity.WARNING for fault in told[len(faults) :])
    return [(fault.code, fault.where, fault.value) for fault in told[len(faults) :]]


@pytest.mark.parametrize(
    ("figure", "value", "other", "enough"),
    [
        ("dose_by_topic", True, "dose_minutes", 60),
        ("window_days", 4, "releases_in_window", 1),
        ("class_hits_days", 4, "class_hits", 1),
        ("reserve_by_zone", True, "reserve", 1),
        ("colleague_covers_per_week", 2, "colleague_cover", "volunteers"),
        ("colleague_covers_in_all", 2, "colleague_cover", "all"),
        ("unpaid_covers", 0, "colleague_cover", "all"),
        ("most_consecutive_periods", 3, "colleague_cover", "all"),
        ("equity_depth", 2, "goals", ["needs-met", "worst-served-school"]),
        ("least_paid_half_days", 2, "goals", ["needs-met", "paid-half-days"]),
        ("fair_share", 0.5, "goals", ["needs-met", "underserved-people"]),
    ],
)
def test_a_figure_that_is_read_only_with_another(
    figure: str, value: object, other: str, enough: object
) -> None:
    """It counts for nothing alone, and nothing is said where the other one is set."""
    alone: dict[str, Any] = {figure: value}
    shown = "true" if value is True else str(value)

    assert about(Policy(**alone)) == [("PD921", f"policy default {figure}", shown)]
    assert about(Policy(**alone, **{other: enough})) == []


def test_a_break_is_of_lessons_in_a_row() -> None:
    """Its length counts only where so many lessons in a row are the most; as default it is idle."""
    place = "policy default break_minutes"
    helping: dict[str, Any] = {"colleague_cover": "all", "break_minutes": 5}

    assert about(Policy(**helping)) == [("PD921", place, "5")]
    assert about(Policy(**helping, most_consecutive_periods=3)) == []
    assert about(Policy(break_minutes=10)) == []


@pytest.mark.parametrize(
    ("figure", "field", "hosts"),
    [("merged_classes", "may_join", ["m2"]), ("split_classes", "may_split", ["m2", "m3"])],
)
def test_classes_are_taken_in_by_colleagues_where_lessons_say_so(
    figure: str, field: str, hosts: list[str]
) -> None:
    """Nobody takes a class in where nobody covers; nor where no lesson says which could."""
    place = f"policy default {figure}"
    lessons = [good()["lessons"][0], BESIDE, BESIDE | {"id": "m3", "staff": ["cy"]}]
    lessons[0] |= {field: hosts}
    staff = [*good()["staff"], {"id": "cy", "schools": ["north"]}]
    asked: dict[str, Any] = {figure: True, "colleague_cover": "all"}

    assert about(Policy(**{figure: True})) == [("PD921", place, "true")]
    assert about(Policy(**asked)) == [("PD923", place, "true")]
    assert about(Policy(**asked), lessons=lessons, staff=staff) == []


@pytest.mark.parametrize(("depth", "codes"), [(2, []), (3, ["PD922"]), (1000, ["PD922"])])
def test_equity_looks_at_no_more_than_there_is(depth: int, codes: list[str]) -> None:
    """Two schools have needs and one role: the greater number counts."""
    goals = ("needs-met", "worst-served-school", "worst-served-role")
    policy = Policy(equity_depth=depth, goals=goals)

    assert [code for code, _, _ in about(policy)] == codes
    told = [str(fault) for fault in check(Problem.model_validate(good()), policy)]
    assert all("is more than the 2 schools and 1 role with needs; 2 says" in line for line in told)


@pytest.mark.parametrize(
    ("depth", "wishes", "told"),
    [
        (1, 0, ""),
        (2, 2, ""),
        (3, 2, "is more than the 2 wishes of the longest list; 2 says as much"),
        (2, 1, "is more than the 1 wish of the longest list; 1 says as much"),
        (2, 0, "counts for nothing while nobody has wishes; 1 says as much"),
    ],
)
def test_ranks_are_counted_no_further_than_wishes_go(depth: int, wishes: int, told: str) -> None:
    """The longest list says from where on."""
    given = good()
    names = ["sheets-1", "sheets-2"]
    courses = [given["courses"][0] | {"id": name} for name in names]
    needs = [{"id": "n", "staff": given["staff"][0]["id"], "wishes": names[:wishes]}]
    given |= {"courses": courses, "needs": needs if wishes else [], "trainers": []}
    policy = Policy(goals=("needs-met", "worst-wish-rank"), wish_depth=depth)
    about_depth = [
        str(fault)
        for fault in check(Problem.model_validate(given), policy)
        if fault.where == "policy default wish_depth"
    ]

    assert len(about_depth) == bool(told)
    assert all("PD922" in line and told in line for line in about_depth)


def test_ranks_are_counted_only_after_the_worst_one() -> None:
    """Without that goal the figure counts for nothing."""
    place = "policy default wish_depth"

    assert about(Policy(wish_depth=2)) == [("PD921", place, "2")]
    assert about(Policy(wish_depth=2, goals=("needs-met", "wish-ranks"))) == [("PD921", place, "2")]


def test_equity_has_nothing_to_look_at_without_needs() -> None:
    """It is told so, and not that some number is more than none."""
    policy = Policy(equity_depth=2, goals=("needs-met", "worst-served-school"))
    problem = Problem.model_validate(good() | {"needs": []})
    (told,) = (str(fault) for fault in check(problem, policy) if fault.code == "PD922")

    assert "counts for nothing while nobody has needs; 1 says as much" in told


@pytest.mark.parametrize("name", ready_policies())
def test_nothing_is_odd_about_a_ready_policy(name: str) -> None:
    """Nor, as far as nothing of it depends on the problem, about any of its figures."""
    assert [code for code, *_ in about(load_policy(name))] == []


def _wanting(**fields: Any) -> Policy:
    given: dict[str, Any] = {"id": "ours", "sentence": "Some.", "count": "sessions", "at_least": 1}
    return Policy(name="mine", limits=(given | {"per": "plan", "insist": True} | fields,))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"insist": False}, "; put it among the goals, or set insist = true"),
        (
            {"per": "window", "window_days": 300},
            ": the horizon has 9 school days, and a window 300; give it at most 9 window_days",
        ),
        ({"of": {"weekdays": ["sun"]}}, ": no school day that it selects is still to come"),
        ({"of": {"dates": ["2031-01-01"]}}, ": no school day that it selects is still to come"),
    ],
)
def test_a_limit_that_asks_for_nothing(fields: dict[str, Any], told: str) -> None:
    """Every plan keeps it, whatever it says; one with a day to come asks for something."""
    problem = Problem.model_validate(good())
    found = [str(f) for f in check(problem, _wanting(**fields)) if f.code == "PD931"]

    assert len(found) == 1
    assert found[0].startswith(f"PD931 policy mine limit ours: '1' asks for nothing{told}")
    assert about(_wanting()) == []
    assert about(_wanting(insist=False).model_copy(update={"off": ("ours",)})) == []


def test_what_is_no_id_is_not_called_one() -> None:
    """Of a limit, a name and a sentence are written otherwise than ids of people's things."""
    fields = {"sentence": "Two\nlines.", "count": "people", "per": "date", "at_most": 2}
    with pytest.raises(ProblemError) as told:
        policy_of({"limits": [{"id": "A B", **fields}, {"id": "a" * 61, **fields}]})

    assert [(f.code, f.where) for f in told.value.faults] == [
        ("PD108", "limits[0].id"),
        ("PD108", "limits[0].sentence"),
        ("PD111", "limits[1].id"),
        ("PD108", "limits[1].sentence"),
    ]
    assert told.value.faults[2].advice == "use at most 60 characters"
    assert r"^\S[^\r\n]*\S$" in told.value.faults[1].advice

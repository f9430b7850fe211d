"""A binder for some: whose leaves stand in it, and what names nobody."""

from __future__ import annotations

import json

import pytest
from bound import Leaves, binder
from tuesday import PLAN, PROBLEM

from pdsched import Problem, ProblemError

CHAPTERS = {"people": "person", "school-days": "school", "trainers": "trainer"}


def keys(only: str | list[str]) -> list[str]:
    """Whose leaves stand in a binder, each once."""
    read = Leaves(binder(PROBLEM, PLAN, only=only))
    assert "cover-1" in read.keys
    return [key for key in read.keys.values() if key and not key.startswith("group:")]


def test_the_binder_of_a_person_is_one_leaf_and_the_cover() -> None:
    """And no index of a chapter, nor a chapter about all."""
    read = Leaves(binder(PROBLEM, PLAN, only="person:dee"))

    assert keys("person:dee") == ["person:dee"]
    assert set(read.keys) == {"cover-1", "contents", "people-1"}
    assert "ada" not in read.text("person:dee")


def test_the_binder_of_a_school_has_its_days_people_and_who_comes() -> None:
    """South: cy and dee are at home there, sam and vic come, and tom leads nothing there."""
    assert keys("school:south") == [
        *("person:cy", "person:dee", "school:south", "substitute:sam", "substitute:vic")
    ]
    assert keys("school:north") == [
        *("person:ada", "person:bo", "school:north", "trainer:tom", "substitute:sam")
    ]


def test_several_can_be_asked_for() -> None:
    """Each leaf stands once, however often it is meant."""
    assert keys(["substitute:vic", "trainer:tom", "person:dee", "person:dee"]) == [
        *("person:dee", "trainer:tom", "substitute:vic")
    ]
    assert keys(["school:south", "substitute:vic", "person:ada"])[0] == "person:ada"


def test_who_is_named_has_a_leaf_even_without_anything_planned() -> None:
    """A school has leaves of those alone of whom there is something to tell."""
    document = json.loads(PROBLEM.to_json())
    document["staff"].append({"id": "eve", "schools": ["south"]})
    document["substitutes"].append({"id": "una", "zones": ["all"], "available": [{}]})
    document["trainers"].append({"id": "ted"})
    problem = Problem.model_validate(document)
    named = Leaves(binder(problem, PLAN, only=["person:eve", "substitute:una", "trainer:ted"]))
    school = Leaves(binder(problem, PLAN, only="school:south"))

    assert "No session is planned." in named.text("person:eve")
    assert "No session is planned." in named.text("trainer:ted")
    assert "No half-day is planned." in named.text("substitute:una")
    assert "person:eve" not in school.keys.values()


def test_a_team_is_its_members() -> None:
    """A team has no leaf of its own, and those who give its sessions have one each."""
    document = json.loads(PROBLEM.to_json().replace('"id":"tom"', '"id":"kim"'))
    document["trainers"].append({"id": "tom", "members": ["kim", "lee"], "courses": ["sheets"]})
    document["trainers"].append({"id": "lee"})
    problem = Problem.model_validate(document)
    for only in ("trainer:tom", None):
        read = Leaves(binder(problem, PLAN, only=only))
        trainers = [key for key in read.keys.values() if key.startswith("trainer:")]

        assert trainers == ["trainer:kim", "trainer:lee"]
        assert "together with lee" in read.text("trainer:kim")


def test_what_names_nobody_is_told_all_at_once_with_the_nearest() -> None:
    """Ids and names that look alike are shown; a kind that there is not as well."""
    document = json.loads(PROBLEM.to_json())
    document["staff"][1]["name"] = "Bo Ek"
    problem = Problem.model_validate(document)
    asked = ["person:ad", "person:bo ek", "schol:north", "north", "school:nort", "trainer:x"]
    with pytest.raises(ProblemError) as caught:
        binder(problem, PLAN, only=[*asked, "substitute:vicky"])
    told = {fault.value: (fault.code, fault.advice) for fault in caught.value.faults}

    assert told["person:ad"] == ("PD201", "did you mean ada?")
    assert told["person:bo ek"] == ("PD201", "did you mean bo (Bo Ek)?")
    assert told["schol:north"][0] == told["north"][0] == "PD110"
    assert told["school:nort"] == ("PD202", "did you mean north?")
    assert told["trainer:x"] == ("PD204", "give the id that it has in the problem")
    assert told["substitute:vicky"] == ("PD206", "did you mean vic?")
    assert len(told) == 7


def test_a_district_of_many_is_looked_through_in_time() -> None:
    """Of ten thousand ids those that begin alike are compared."""
    staff = [{"id": f"{letter}-{n:05}", "schools": ["n"]} for letter in "st" for n in range(5000)]
    problem = Problem.model_validate({"calendar": PROBLEM.calendar.model_dump(), "staff": staff})
    with pytest.raises(ProblemError, match=r"did you mean t-\d+ or t-\d+ or t-\d+\?"):
        binder(problem, PLAN, only="person:t-99999")

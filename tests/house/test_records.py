"""Records built in code: an error of theirs is one of pdsched, and their text is one line."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable

import pytest
from pydantic import BaseModel, ValidationError
from tuesday import PLAN, PROBLEM

import pdsched
from pdsched import PdschedError, Plan, Policy, Problem, RecordError, Result, Room, generate, ledger
from pdsched.params import LnsParams

BUILT: list[Callable[[], object]] = [
    lambda: Room(id="lab", school="north", capacity=-1),
    lambda: Room.model_validate({"id": "lab", "school": "north", "capacity": -1}),
    lambda: Room.model_validate_json('{"id": "lab", "school": "north", "capacity": -1}'),
    lambda: Policy(off=("cover",)),
    lambda: Problem(calendar={"time_zone": "UTC", "first": "soon", "last": "later"}),
    lambda: LnsParams(first=-1),
    lambda: Plan.model_validate({"sessions": [{"id": 3}]}),
]


@pytest.mark.parametrize("build", BUILT, ids=range(len(BUILT)))
def test_a_record_that_cannot_be_is_an_error_of_pdsched_and_of_pydantic(
    build: Callable[[], object],
) -> None:
    """Whoever catches either has it, with all that pydantic tells."""
    with pytest.raises(PdschedError) as ours:
        build()
    with pytest.raises(ValidationError) as theirs:
        build()

    for error in (ours.value, theirs.value):
        assert isinstance(error, RecordError)
        assert isinstance(error, ValueError)
        assert error.error_count() == len(error.errors()) > 0
        assert str(error.errors()[0]["loc"][-1]) in str(error)
        assert error.title in str(error)
        assert error.__cause__ is None


def test_the_error_can_be_sent_to_another_process() -> None:
    """It is the same on the other side, and as a copy."""
    with pytest.raises(RecordError) as caught:
        Room(id="lab", school="north", capacity=-1)
    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value)):
        assert type(again) is RecordError
        assert again.errors() == caught.value.errors()
        assert str(again) == str(caught.value)
        assert again.json() == caught.value.json()


def test_records_inside_records_are_still_read_by_pydantic_alone() -> None:
    """Our constructor is called for a whole, and not for each of its thousands of parts."""
    for record in (Problem, Plan, Policy, Room):
        assert issubclass(record, BaseModel)
        assert not record.__pydantic_custom_init__


@pytest.mark.parametrize("name", pdsched.problem.__all__)
def test_every_record_of_a_problem_is_at_the_top(name: str) -> None:
    """What somebody needs who builds a problem in code comes from one place."""
    value = getattr(pdsched.problem, name)
    if isinstance(value, type) and name != "Record":
        assert getattr(pdsched, name) is value


def test_texts_of_wholes_are_one_line_at_any_size() -> None:
    """Neither a terminal nor a log is flooded; what is in it can be guessed."""
    district = generate(size="S", seed=1).model_copy(update={"name": "a\nb" * 500})
    result = Result(status=pdsched.Status.FEASIBLE, plan=PLAN, problem=PROBLEM.digest())
    for value in (PROBLEM, district, PLAN, Policy(), result, ledger(PROBLEM, PLAN)):
        for told in (repr(value), str(value), f"{value}"):
            assert "\n" not in told
            assert len(told) < 400

    assert f"{len(district.staff):,} staff members" in repr(district)
    assert f"{len(PLAN.sessions)} sessions" in repr(PLAN)
    assert "needs-met" in repr(Policy())
    assert "feasible" in repr(result)


def test_any_record_is_shown_in_short() -> None:
    """However much it holds; of one that holds little all is shown."""
    crowd = tuple(f"t-{number}" for number in range(900))
    session = PLAN.sessions[0].model_copy(update={"staff": crowd})
    trainer = PROBLEM.trainers[0].model_copy(update={"courses": crowd})

    for shown in (repr(session), str(session), repr(trainer), f"{trainer}"):
        assert len(shown) < 2000
        assert "letters)" in shown
    assert "letters)" not in repr(PLAN.sessions[0])

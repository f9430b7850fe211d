"""Invented states: unequal districts without faults, and the same for the same arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pdsched import GeneratorArgumentError, check, generate_state, load_problem, load_state
from pdsched.errors import Severity
from pdsched.state.demand import read_demands
from pdsched.state.generate import SHARED_TOPICS, size_of


def test_a_state_is_sound_and_the_same_again(tmp_path: Path) -> None:
    """Districts add up to the teachers, shared courses have no other trainer."""
    asked: dict[str, Any] = {"districts": 3, "teachers": 150, "seed": 4, "weeks": 5}
    state = generate_state(tmp_path / "one", **asked)
    generate_state(tmp_path / "two", **asked)
    problems = [load_problem(d.path) for d in load_state(tmp_path / "one").districts]

    assert sum(p.role == "teacher" for each in problems for p in each.staff) == 150
    assert len({len(each.staff) for each in problems}) > 1
    assert [p for each in problems for p in check(each) if p.severity is Severity.ERROR] == []
    demands = read_demands(load_state(tmp_path / "one"))
    assert {wish.topic for demand in demands for wish in demand.wishes} == set(SHARED_TOPICS)
    for path in ("state.json", *(district.path for district in state.districts)):
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_wrong_arguments_are_told_at_once(tmp_path: Path) -> None:
    """Each with a sentence, and nothing is written."""
    with pytest.raises(GeneratorArgumentError) as caught:
        generate_state(tmp_path / "new", districts=10, teachers=199, weeks=3, tightness=2)

    assert all(word in str(caught.value) for word in ("teachers is 199", "weeks", "tightness"))
    with pytest.raises(GeneratorArgumentError, match="districts is 0"):
        generate_state(tmp_path / "new", districts=0)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("teachers", [20, 31, 100, 700, 5000, 20_000])
def test_sizes_can_be_drawn(teachers: int) -> None:
    """Every school has the teachers that it needs at least, every zone a school."""
    size = size_of(teachers)

    assert size.teachers >= 8 * size.schools
    assert 1 <= size.zones <= size.schools

"""Every release stands on one person's leaf and one school's leaf, and everybody has a leaf."""

from __future__ import annotations

from collections import Counter

import pytest
from bound import Leaves, binder, busy
from hypothesis import given
from quick import slow
from skipping import REAL_DATA, needs_real_data
from strategies import problems
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem, generate
from pdsched.binder.lines import key_of
from pdsched.expansion import in_full
from pdsched.generator.demo import read_demo
from pdsched.timetables import guess_kind, import_timetable


def stands_once(problem: Problem, plan: Plan) -> Leaves:
    """The leaves of a binder, in which nothing is lost and nothing is told twice."""
    read = Leaves(binder(problem, plan))
    every = Counter(key_of(r.staff, r.session) for r in plan.releases)
    people = Counter(key for chapter, key in read.releases if chapter == "people")
    schools = Counter(key for chapter, key in read.releases if chapter == "school-days")
    homes = {member.id: member.schools[0] for member in problem.staff}
    of = {key_of(r.staff, r.session): (f"person:{r.staff}", homes[r.staff]) for r in plan.releases}
    leaves = Counter(read.keys.values())

    assert people == every
    assert schools == every
    assert set(read.of) == {
        (who, key) for key, (person, home) in of.items() for who in (person, f"school:{home}")
    }
    for need in in_full(problem).needs:
        assert leaves[f"person:{need.staff}"] == 1
    return read


def test_each_release_of_a_small_plan_stands_once() -> None:
    """Also that of who leaves classes at two schools: the home school has it, not the other."""
    read = stands_once(PROBLEM, PLAN)
    [session] = {r.session for r in PLAN.releases if r.staff == "cy"}

    assert [who for who, key in read.of if key == key_of("cy", session)] == [
        "person:cy",
        "school:south",
    ]


def test_each_release_of_the_demo_stands_once() -> None:
    """In a plan that meets most needs, each in a session of some modality."""
    demo = read_demo()
    plan = busy(demo)
    read = stands_once(demo, plan)

    assert len(plan.releases) > 40
    assert len({key for key in read.keys.values() if key.startswith("substitute:")}) > 2


@given(problems())
def test_each_release_of_a_drawn_problem_stands_once(problem: Problem) -> None:
    """Series, teams, people of several schools and roles, courses of all modalities."""
    stands_once(problem, busy(problem))


@slow
@needs_real_data
@pytest.mark.parametrize("name", ["UK-SP-06", "FI-PB-98"])
def test_each_release_of_a_real_school_stands_once(name: str) -> None:
    """A real timetable, with needs drawn around it."""
    path = REAL_DATA / "timetables" / "xhstt" / f"{name}.xml"
    given, _ = import_timetable(guess_kind(path), path)
    problem = generate(around=given, seed=1)
    stands_once(problem, busy(problem))

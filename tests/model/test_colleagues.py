"""Colleagues in the model: who is a column, who is asked first, and what that saves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pairs_colleagues import ALL, BOTH, VOLUNTEERS, held
from schools import BASE, TUE, changed, lesson, need, plan_of, session, two_schools
from solving import plan_for
from strategies import Case

from pdsched.model import decode, enumerate_candidates, formulate
from pdsched.model.decode.encode import encode
from pdsched.model.instance.colleagues import colleagues_of
from pdsched.plan import Cover
from pdsched.policy import Policy
from pdsched.problem import Problem


def tuesday_at_eight(**fields: Any) -> Problem:
    """Ada can learn on one Tuesday from 8 to 9 alone, when she teaches."""
    hour = {"start": "08:00", "end": "09:00", "dates": [TUE]}
    tom = BASE["trainers"][0] | {"available": [hour]}
    return two_schools(**{"trainers": [tom], "needs": [need("ada", "sheets-1")], **fields})


def holders(problem: Problem, policy: Policy) -> tuple[list[str], tuple[int, ...] | None]:
    """Who holds lessons in a best plan, and its value."""
    plan, found = plan_for(Case(problem, policy))
    assert plan is not None
    return [cover.holder for cover in plan.covers], found.value


def test_where_nobody_may_be_asked_nothing_is_added() -> None:
    """Without colleague cover there are no columns for it, and its limits change no row."""
    problem = tuesday_at_eight(**changed("staff", "bob", cover_volunteer=True))
    plain = formulate(enumerate_candidates(problem, Policy()))
    lenient = formulate(enumerate_candidates(problem, Policy(colleague_covers_per_week=9)))

    assert not len(plain.cover.ids)
    assert plain.program.rows == lenient.program.rows
    assert plain.program.columns == lenient.program.columns


def test_a_colleague_saves_a_half_day() -> None:
    """Bob, who is free, holds the lesson instead of a substitute; nobody else is asked."""
    problem = tuesday_at_eight()

    assert holders(problem, Policy())[1] == (30, 1, 0, 60, 1)
    assert holders(problem, ALL) == (["bob"], (30, 0, 10, 60, 1))


def test_volunteers_come_first() -> None:
    """Of bob and dot, who volunteers, dot holds the lesson."""
    problem = tuesday_at_eight(**changed("staff", "dot", cover_volunteer=True))

    assert holders(problem, ALL) == (["dot"], (30, 0, 1, 60, 1))
    assert holders(problem, VOLUNTEERS) == (["dot"], (30, 0, 1, 60, 1))


def test_what_was_covered_before_counts() -> None:
    """Dot has covered nine lessons: bob is asked; he has, too: a substitute comes."""
    staff = [
        s | {"cover_volunteer": s["id"] == "dot", "covers_before": 9 * (s["id"] != "cyd")}
        for s in BASE["staff"]
    ]
    fresh = [s | {"covers_before": 0} if s["id"] == "bob" else s for s in staff]

    assert holders(tuesday_at_eight(staff=fresh), ALL)[0] == ["bob"]
    assert holders(tuesday_at_eight(staff=staff), ALL)[1] == (30, 1, 0, 60, 1)
    unlimited = ALL.model_copy(update={"off": ("colleague-cover-limits",)})
    assert holders(tuesday_at_eight(staff=staff), unlimited)[0] == ["dot"]


def test_nobody_is_asked_where_the_limit_is_none() -> None:
    """With a limit of no lesson a week nobody is a column."""
    none = ALL.model_copy(update={"colleague_covers_per_week": 0})

    assert colleagues_of(enumerate_candidates(tuesday_at_eight(), none).index).names == ()


def test_a_colleague_of_two_schools_needs_time_for_the_way() -> None:
    """Cyd, until 9 at north, cannot teach at south at 9; at 9:20 she can."""
    problem = tuesday_at_eight(
        **changed("staff", "cyd", **BOTH),
        lessons=[lesson("ada-tue-1"), lesson("bob-tue-1"), lesson("cyd-tue-2", school="south")],
        substitutes=[],
    )
    later = lesson("cyd-tue-2", school="south", start="09:20")
    in_time = problem.model_copy(
        update={"lessons": two_schools(lessons=[lesson("ada-tue-1"), later]).lessons}
    )

    assert holders(problem, ALL)[0] == []
    assert set(holders(in_time, ALL)[0]) <= {"cyd", "bob"}
    assert [*colleagues_of(enumerate_candidates(in_time, ALL).index).free(0, 1, 480, 540, 0)] == [
        1,
        2,
    ]
    assert [*colleagues_of(enumerate_candidates(problem, ALL).index).free(0, 1, 480, 540, 0)] == []


def test_covers_come_back_from_a_plan() -> None:
    """Covers by colleagues are kept where the colleague could give them, else left out."""
    problem = tuesday_at_eight(substitutes=[])
    plan = plan_of(problem, [session("sheets-1", TUE, "08:00", "ada")], [held("ada-tue-1", "bob")])
    kept = encode(enumerate_candidates(problem, ALL), plan)
    assert kept is not None
    assert decode(enumerate_candidates(problem, ALL), kept).covers == plan.covers
    for policy, also in ((Policy(), "bob"), (VOLUNTEERS, "bob"), (ALL, "ada"), (ALL, "dot")):
        wrong = plan.model_copy(update={"covers": (held("ada-tue-1", also),)})
        left = encode(enumerate_candidates(problem, policy), wrong)
        assert left is not None
        assert not len(left.covering.ids)
        assert not len(left.attends.ids)


@pytest.mark.parametrize(
    "cover",
    [
        Cover(staff="ada", lesson="ada-thu-9", date=TUE, colleague="bob"),
        Cover(staff="ada", lesson="ada-tue-1", date="2030-01-01", colleague="bob"),
        Cover(staff="ada", lesson="ada-tue-1", date=TUE, colleague="zoe"),
    ],
)
def test_unknown_covers_are_left_out(cover: Cover) -> None:
    """A cover of an unknown lesson, date or colleague is no number."""
    problem = tuesday_at_eight()
    plan = plan_of(problem, [], [cover])
    found = encode(enumerate_candidates(problem, ALL), plan)

    assert found is not None
    assert np.array_equal(found.covering.ids, [])

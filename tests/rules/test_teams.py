"""Teams of trainers, where two come: what counts by person counts for each of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from admission import is_admitted
from oracle import Oracle
from pairs import Side
from pairs_teams import BOTH, HOURS, TOGETHER, TOM, lessons_of_each_member, teamed
from quick import slow
from schools import FRI, TUE, TUE2, cover, engaged, need, plan_of, session
from solving import Solved, plan_for
from strategies import Case
from test_roles_solved import NINE, monday

from pdsched import Plan, Policy, Problem, Status, load, save, score, solve, verify, with_previous
from pdsched.model import encode, enumerate_candidates
from pdsched.model.goals import GOALS
from pdsched.policy import Limit
from pdsched.reasons import unmet_needs

DUO = {"id": "duo", "members": ["ada", "tom"], "courses": ["second"]}
ADA: dict[str, Any] = {"id": "ada", "courses": ["first"], "available": [NINE]}
TOM_THEN: dict[str, Any] = {"id": "tom", "available": [NINE]}
WANTS = [{"id": "a", "staff": "ben", "course": "first"}, {"id": "b", "staff": "cem"}]


def one_hour(**fields: Any) -> Problem:
    """Ben wants what ada gives alone, cem what she gives with tom; both can be at 9 alone."""
    staff = [{"id": name, "schools": ["north"]} for name in ("ada", "ben", "cem")]
    needs = [WANTS[0], WANTS[1] | {"course": "second"}]
    return monday(**{"staff": staff, "needs": needs, "trainers": [ADA, TOM_THEN, DUO]} | fields)


def best(problem: Problem) -> Plan:
    """The best plan, whose value brute force finds, too."""
    case = Case(problem, Policy())
    known = Oracle(*case).best()
    plan, found = plan_for(case)
    assert plan is not None
    assert known is not None
    assert found == Solved(Status.OPTIMAL, known.value)
    return plan


@slow
def test_nobody_gives_two_sessions_at_once() -> None:
    """Ada cannot be at both, so one of them waits; where she is in no team, both are held."""
    apart = DUO | {"members": ["sue", "tom"]}
    sue = {"id": "sue", "available": [NINE]}

    assert len(best(one_hour()).sessions) == 1
    assert len(best(one_hour(trainers=[ADA, TOM_THEN, sue, apart])).sessions) == 2


def test_those_of_a_team_attend_at_one_moment() -> None:
    """While they lead nothing, ada and ben learn from tom together, at a time they could lead."""
    needs = [{"id": name, "staff": name, "course": "first"} for name in ("ada", "ben")]
    pals = {"id": "pals", "members": ["ada", "ben"], "courses": ["second"]}
    trainers = [
        *({"id": name, "available": [NINE]} for name in ("ada", "ben")),
        {"id": "tom", "courses": ["first"], "available": [NINE]},
        pals,
    ]
    needs.append({"id": "cem", "staff": "cem", "course": "second"})
    plan = best(one_hour(needs=needs, trainers=trainers))

    assert {(r.staff, r.leads) for r in plan.releases} == {("ada", False), ("ben", False)}


@slow
def test_each_of_a_team_leaves_lessons() -> None:
    """Ada and ben both teach when they give it, and two substitutes hold their lessons."""
    lessons = [
        {"id": name, "school": "north", "staff": [name], "day": "mon", **NINE}
        for name in ("ada", "ben")
    ]
    ben = {"id": "ben", "available": [NINE]}
    pals = {"id": "pals", "members": ["ada", "ben"], "courses": ["second"]}
    sam = {"id": "sam", "zones": ["all"], "available": [{}]}
    sue = sam | {"id": "sue"}
    fields = {
        "lessons": lessons,
        "needs": [{"id": "b", "staff": "cem", "course": "second"}],
        "trainers": [ADA, ben, pals],
    }
    free = Policy(away_at_once=1)
    one, two = (
        solve(one_hour(**fields, substitutes=who), free, seconds=20).plan
        for who in ([sue], [sue, sam])
    )

    assert one is not None
    assert two is not None
    assert one.sessions == ()
    assert {c.staff for c in two.covers} == {"ada", "ben"}
    assert {r.staff for r in two.releases if r.leads} == {"ada", "ben"}


# --- goals and limits ---


def both_days(problem: Problem | None = None) -> Plan:
    """Tom at north with ada on Friday, and alone on the Tuesday before."""
    taught = session("sheets-1", TUE, "08:00", "ada")
    held = [cover("ada-tue-1", TUE, "sue")]
    return plan_of(problem or teamed(), [TOGETHER, taught], held, [engaged("sue", TUE, "am")])


def told(problem: Problem, plan: Plan, policy: Policy, goal: str) -> int:
    """The value of a goal, on which referee and model agree."""
    candidates = enumerate_candidates(problem, policy)
    solution = encode(candidates, plan)
    assert solution is not None
    value = GOALS[goal].value(candidates, solution)
    assert value == score(problem, plan, policy)[goal]
    return value


def test_each_of_a_team_is_a_visit() -> None:
    """Two come on Friday and one on Tuesday."""
    policy = Policy(goals=("needs-met", "trainer-visits", "sessions"))

    assert told(teamed(), both_days(), policy, "trainer-visits") == 3
    assert score(teamed(), both_days(), policy)["sessions"] == 120


@pytest.mark.parametrize(
    ("named", "each", "most", "broken"),
    [
        (None, None, 2, 0),
        (None, None, 1, 1),
        (None, "trainer", 1, 1),
        (["ada"], "trainer", 1, 0),
        (["ada"], "trainer", 0, 1),
        (["tom"], None, 1, 1),
        (["ada", "tom"], None, 1, 1),
        (["bob"], None, 0, 0),
    ],
)
def test_a_limit_counts_a_session_for_each_whom_it_names(
    named: list[str] | None, each: str | None, most: int, broken: int
) -> None:
    """A session of two is one session, and one of each of the two where they count apart."""
    of = {} if named is None else {"trainers": named}
    limit = Limit.model_validate(
        {"id": "most", "sentence": "No more.", "count": "sessions", "per": "plan"}
        | {"each": each, "at_most": most, "of": of}
    )
    policy = Policy(limits=(limit,))

    assert len(verify(teamed(), both_days(), policy)) == broken
    assert is_admitted(Side(teamed(), both_days(), policy)) == (not broken)


@pytest.mark.parametrize(("each", "broken"), [("trainer", 0), ("school", 1), (None, 1)])
def test_a_limit_counts_trainers_apart(each: str | None, broken: int) -> None:
    """Tom and ada give a session and bob another: one of each of them, and two in all."""
    limit = Limit.model_validate(
        {"id": "most", "sentence": "No more.", "count": "sessions", "per": "plan"}
        | {"each": each, "at_most": 1}
    )
    policy = Policy(limits=(limit,))
    plan = plan_of(teamed(), [TOGETHER, session("sheets-1", FRI, "13:00", "ada", trainer="bob")])

    assert len(verify(teamed(), plan, policy)) == broken
    assert is_admitted(Side(teamed(), plan, policy)) == (not broken)


@pytest.mark.parametrize(("least", "broken"), [(1, 0), (2, 1)])
def test_nothing_is_asked_of_a_team(least: int, broken: int) -> None:
    """Tom gives two and ada one, with him: each gives one; what the team gives is theirs."""
    limit = Limit.model_validate(
        {"id": "least", "sentence": "So many.", "count": "sessions", "per": "plan"}
        | {"each": "trainer", "at_least": least, "insist": True}
    )
    ada = {"id": "ada", "available": HOURS}
    apart = BOTH | {"id": "idle", "courses": ["sheets-2"]}
    problem = teamed(trainers=[TOM, ada, BOTH, apart])
    plan, policy = both_days(problem), Policy(limits=(limit,))

    assert len(verify(problem, plan, policy)) == broken
    assert is_admitted(Side(problem, plan, policy)) == (not broken)


# --- what was before ---


def test_each_of_a_team_was_told() -> None:
    """With ada in another's place ada is told that it does not hold, and bob nothing."""
    pals = session("sheets-1", FRI, "09:00", "dot", trainer="pals")
    policy = Policy(goals=("needs-met", "changes"))
    known = with_previous(teamed(), plan_of(teamed(), [pals]))

    assert [kept.trainer for kept in known.kept_sessions] == ["ada", "bob"]
    assert told(known, plan_of(teamed(), [pals]), policy, "changes") == 0
    assert told(known, plan_of(teamed(), [TOGETHER]), policy, "changes") == 1


@slow
def test_what_a_team_gave_stays_past() -> None:
    """Planned again on the day after, ada has led, and learns besides."""
    problem = teamed()
    plan = both_days()
    now = with_previous(problem, plan, as_of=date(2026, 9, 14))
    result = solve(now, seconds=20)

    assert result.plan is not None
    assert set(plan.sessions) <= set(result.plan.sessions)
    assert set(plan.releases) <= set(result.plan.releases)


@pytest.mark.parametrize(("most", "broken"), [(2, 0), (1, 1)])
def test_each_of_a_team_was_away_in_the_past(most: int, broken: int) -> None:
    """Bob gave a session with ada on a Tuesday, from lessons, and attends one a week later."""
    before = lessons_of_each_member().kept.plan
    now = with_previous(teamed(), before, as_of=date(2026, 9, 9))
    later = plan_of(
        teamed(),
        [session("sheets-1", TUE2, "09:00", "bob")],
        [cover("bob-tue-2", TUE2, "sue")],
        [engaged("sue", TUE2, "am")],
    )
    parts = ("sessions", "releases", "covers", "engagements")
    both = {name: (*getattr(before, name), *getattr(later, name)) for name in parts}
    open_needs = tuple(u for u in later.unmet if u.need != "dot:sheets-1")
    plan = later.model_copy(update={**both, "unmet": open_needs}).canonical()
    policy = Policy(releases_in_all=most, away_at_once=1)

    assert len(verify(now, plan, policy)) == broken
    assert is_admitted(Side(now, plan, policy)) == (not broken)


# --- reasons, files ---


@pytest.mark.parametrize(
    ("tom", "told"),
    [
        ({"available": [{"start": "06:00", "end": "06:30"}]}, "is available"),
        ({"max_minutes_per_day": 30}, "trainer tom gives 60 minutes on 2026-09-07, allowed 30"),
        ({"schools": ["south"]}, "is available at any possible time"),
    ],
    ids=["never there", "no minutes", "not there"],
)
def test_the_reason_is_what_a_member_lacks(tom: dict[str, Any], told: str) -> None:
    """Ada alone could come, but she gives nothing without tom."""
    only = [
        TOM | tom | {"courses": []},
        {"id": "ada", "available": HOURS},
        BOTH | {"schools": ["north"]},
    ]
    problem = teamed(trainers=only, needs=[need("dot", "sheets-1")])
    [unmet] = unmet_needs(problem, plan_of(problem, []), Policy(), complete=True)

    assert told in unmet.reason


def test_a_team_is_the_same_in_tables(tmp_path: Path) -> None:
    """A folder of tables has teams, whose members have no courses of their own."""
    save(teamed(), tmp_path / "tables")

    assert load(tmp_path / "tables") == teamed()
    rows = (tmp_path / "tables" / "trainers.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].split(",")[:4] == ["id", "name", "courses", "members"]
    assert any(row.startswith("both,,sheets-1,tom|ada") for row in rows)

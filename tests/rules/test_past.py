"""The past is the past: what happened stays, and counts, and nothing is added to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pairs_past import AFTER_HELD, HAD, HELD, after
from quick import slow
from schools import BASE, FRI2, MON2, TUE, TUE2, changed, engaged, plan_of, session, two_schools
from solving import with_unmet
from terminal import run

from pdsched import (
    Plan,
    Policy,
    Problem,
    ProblemError,
    Status,
    check,
    save,
    score,
    solve,
    verify,
    with_previous,
)
from pdsched.accounts import ledger
from pdsched.cli.app import Exit
from pdsched.plan import past_plan
from pdsched.problem import SessionPin
from pdsched.reasons import unmet_needs
from pdsched.search import Limits, solve_here


def test_a_horizon_that_is_over_cannot_be_planned(tmp_path: Path) -> None:
    """It is said which date is too late, in place of an empty plan; accounts still have it."""
    late = datetime(2027, 1, 1).date()
    save(two_schools(), tmp_path / "p.json")
    with pytest.raises(ProblemError, match=r"PD806 calendar\.today: '2027-01-01' is after") as told:
        solve(two_schools(), as_of=late)
    ran = run("solve", f"{tmp_path / 'p.json'}", "--as-of", "2027-01-01")

    assert (ran.exit_code, "PD806" in ran.stderr, ran.stdout) == (Exit.WRONG, True, "")
    assert "give an earlier date" in str(told.value)


def test_nothing_is_planned_before_today() -> None:
    """With today in the horizon and no plan before, sessions are on that date or later."""
    problem = two_schools(calendar=BASE["calendar"] | {"today": TUE2})
    found, _, status = solve_here(problem, Policy(), limits=Limits(seconds=20))

    assert status is Status.OPTIMAL
    assert found is not None
    assert found.sessions
    assert min(s.date for s in found.sessions) >= TUE2


def test_what_is_past_is_found_by_a_plan_before() -> None:
    """`solve` with a previous plan takes its past as it was, and counts it."""
    given = two_schools(calendar=BASE["calendar"])
    result = solve(given, previous=plan_of(given, *HAD), as_of=MON2, seconds=20)

    assert result.plan is not None
    assert HELD in result.plan.sessions
    assert [s.date < MON2 for s in result.plan.sessions].count(True) == 1
    assert verify(AFTER_HELD, result.plan) == ()


def test_what_happened_is_excused_and_lets_nothing_be_added() -> None:
    """By now nobody may be released, and tom gives nothing: the past stays, and that is all."""
    strict = Policy(releases_in_all=0, releases_per_week=0)
    found, goals, status = solve_here(AFTER_HELD, strict, limits=Limits(seconds=20))

    assert status is Status.OPTIMAL
    assert found is not None
    plan = with_unmet(AFTER_HELD, found)
    assert verify(AFTER_HELD, plan, strict) == ()
    assert HELD in plan.sessions
    assert [r.date for r in plan.releases if r.lessons and r.staff == "ada"] == [TUE]
    assert score(AFTER_HELD, plan, strict)["needs-met"] == goals[0].value


@pytest.mark.parametrize("goal", ["engaged-half-days", "outside-key-times"])
def test_the_past_stays_whatever_it_costs(goal: str) -> None:
    """Where half-days, or attendances at odd times, cost more than is gained by needs met."""
    key = [{"start": "13:00", "end": "15:00"}]
    given = two_schools(calendar=BASE["calendar"] | {"today": MON2, "key_times": key})
    held = session("sheets-1", TUE, "08:00", "ada", "dot")
    problem = with_previous(given, plan_of(given, [held], *HAD[1:]))
    policy = Policy(goals=({"needs-met": 1, goal: 100},))
    found, goals, status = solve_here(problem, policy, limits=Limits(seconds=60))

    assert status is Status.OPTIMAL
    assert found is not None
    plan = with_unmet(problem, found)
    assert verify(problem, plan, policy) == ()
    values = policy.tier_values(score(problem, plan, policy))
    assert values == {one.id: one.value for one in goals}
    assert [s for s in plan.sessions if s.date < MON2] == [held]


def test_what_is_asked_for_is_not_excused() -> None:
    """That the past has less than a rule asks for is a fault of the plan, and stays one."""
    asking = Policy(dose_minutes=120, insist_on_dose=True)
    pin = {"id": "p", "kind": "require", "staff": "dot"}
    pinned = AFTER_HELD.model_copy(update={"session_pins": (SessionPin.model_validate(pin),)})
    unlisted = after().model_copy(update={"unmet": ()})

    assert {v.rule for v in verify(AFTER_HELD, after(), asking)} == {"dose"}
    assert ("ada" in {s for v in verify(AFTER_HELD, after(), asking) for s in v.subjects}) is True
    assert {v.rule for v in verify(pinned, after())} == {"pins"}
    assert {v.rule for v in verify(AFTER_HELD, unlisted)} == {"records"}


def test_needs_are_told_that_all_is_past() -> None:
    """On the last date but one nothing is left of the horizon that is open."""
    last = two_schools(
        calendar=BASE["calendar"] | {"today": FRI2, "closed": [*BASE["calendar"]["closed"], FRI2]}
    )
    unmet = unmet_needs(last, plan_of(last), Policy(), complete=True)

    assert {u.rule for u in unmet} >= {"past"}
    assert "every open day is before today" in {u.reason for u in unmet}


def test_a_session_at_a_school_closed_since_did_not_take_place() -> None:
    """The school was closed that day after all: session, release, cover and engagement are gone."""
    problem = two_schools(
        calendar=BASE["calendar"] | {"today": MON2}, **changed("schools", "north", closed=[TUE])
    )
    found = with_previous(problem, plan_of(problem, *HAD))

    assert past_plan(found) == Plan()


def test_who_is_gone_is_told_in_a_sentence() -> None:
    """Ada has left, and her record with her: the past names her."""
    staff = [member for member in BASE["staff"] if member["id"] != "ada"]
    needs = [wanted for wanted in BASE["needs"] if wanted["staff"] != "ada"]
    lessons = [lesson for lesson in BASE["lessons"] if lesson["staff"] != ["ada"]]
    given = two_schools(staff=staff, needs=needs, lessons=lessons)

    with pytest.raises(ProblemError) as told:
        solve(given, previous=plan_of(two_schools(), *HAD), as_of=MON2)

    sentences = [str(fault) for fault in told.value.faults]
    assert any("past_sessions[0].staff[0]" in s and "is no staff member" in s for s in sentences)
    assert any("past_covers[0].lesson" in s and "is no lesson" in s for s in sentences)


def test_substitutes_and_trainers_have_to_be_told() -> None:
    """Tom, ada and sue were told Tuesday: all three are told when that falls away, once each."""
    given = two_schools()
    told = with_previous(
        given, plan_of(given, [session("sheets-1", TUE, "08:00", "ada")], *HAD[1:])
    )

    def changes(*sessions: Any, engagements: Any = ()) -> int:
        return score(told, plan_of(given, sessions, (), engagements))["changes"]

    assert changes(HELD, engagements=HAD[2]) == 0
    assert changes(HELD) == 1
    assert changes(HELD, engagements=[engaged("sue", TUE, "pm")]) == 1
    assert changes() == 3
    joined = session("sheets-1", TUE, "08:00", "ada", "dot")
    assert changes(joined, engagements=[*HAD[2], engaged("sam", TUE, "am")]) == 0
    moved = session("sheets-1", TUE, "08:00", "ada", school="south", room="hall")
    assert changes(moved, engagements=HAD[2]) == 2
    assert changes(session("sheets-1", TUE, "09:00", "ada"), engagements=HAD[2]) == 2


def test_what_is_kept_for_dates_that_are_past_counts_nothing() -> None:
    """Nobody has to be told of last week."""
    given = two_schools()
    told = with_previous(given, plan_of(given, *HAD))
    later = told.model_copy(update={"calendar": AFTER_HELD.calendar})

    assert score(told, Plan())["changes"] == 3
    assert score(later, Plan())["changes"] == 0


@slow
def test_a_pin_that_came_too_late_is_told() -> None:
    """Ada was to learn on Tuesday, and north was closed: no plan of a later date has that."""
    pin = {"id": "tuesday", "kind": "require", "staff": "ada", "date": TUE}
    given = two_schools(session_pins=[pin])
    closed = two_schools(session_pins=[pin], **changed("schools", "north", closed=[TUE]))
    plan = plan_of(given, *HAD)
    had, lost = with_previous(given, plan, as_of=MON2), with_previous(closed, plan, as_of=MON2)

    assert [fault.code for fault in check(closed)] == []
    assert [fault.code for fault in check(had)] == []
    assert [fault.code for fault in check(lost)] == ["PD926"]
    for told in (
        solve(closed, previous=plan, as_of=MON2, seconds=20),
        solve(given, as_of=MON2, seconds=20),
    ):
        assert told.status is Status.INFEASIBLE
        assert told.message.startswith("no plan keeps what pins require of the past: PD926 ")
        assert "'tuesday' requires what the past has not" in told.message
        assert "remove the pin" in told.message
    unpinned = Policy(off=("pins",))
    assert solve(lost, unpinned, seconds=20).plan is not None


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """The problem and the previous plan in files."""
    given = two_schools()
    save(given, tmp_path / "p.json")
    save(plan_of(given, *HAD), tmp_path / "before.json")
    return {name: tmp_path / f"{name}.json" for name in ("p", "before", "new", "next")}


def test_the_command_line_leaves_the_past_alone(files: dict[str, Path]) -> None:
    """`solve --previous --as-of`, `verify` of what it wrote, and the account of what happened."""
    known = ["--previous", files["before"], "--as-of", "2026-09-14"]
    done = run("solve", files["p"], "-o", files["new"], *known, "--seconds", "20")
    judged = run("verify", files["p"], files["new"], *known)
    blind = run("verify", files["p"], files["new"], "--as-of", "2026-09-14")
    told = run("ledger", files["p"], files["new"], "--as-of", "2026-09-14", "--next", files["next"])

    assert done.exit_code == judged.exit_code == told.exit_code == Exit.DONE
    assert blind.exit_code == Exit.BROKEN
    assert "give it with --previous" in blind.stderr
    assert "What happened before 2026-09-14\n" in told.stdout
    carried = Problem.model_validate_json(files["next"].read_text(encoding="utf-8"))
    assert [s.releases_before for s in carried.staff] == [1, 0, 0, 0]
    assert [s.half_days_before for s in carried.substitutes] == [1, 0]


@slow
def test_a_plan_made_again_is_one_of_the_same_problem(files: dict[str, Path]) -> None:
    """Every command after `solve --previous --as-of` takes the new plan as one of its problem."""
    known = ["--previous", files["before"], "--as-of", "2026-09-14"]
    last = ["--previous", files["new"], "--as-of", "2026-09-16", "--seconds", "20"]
    ran = [
        run("solve", files["p"], "-o", files["new"], *known, "--seconds", "20"),
        run("show", files["p"], files["new"]),
        run("verify", files["p"], files["new"], *known),
        run("ledger", files["p"], files["new"], "--as-of", "2026-09-15"),
        run("ledger", files["p"], files["new"]),
        run("solve", files["p"], "-o", files["next"], *last),
        run("show", files["p"], files["next"]),
    ]

    assert [one.exit_code for one in ran] == [Exit.DONE] * len(ran)
    assert not [one.stderr for one in ran if "another problem" in one.stderr]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("2026-09-14", "as_of = '2026-09-14' is no date: give a datetime.date"),
        ("", "as_of = '' is no date"),
        (datetime(2026, 9, 14, 8), "is a moment and no date: give its date()"),
        (20260914, "as_of = 20260914 is no date"),
    ],
)
def test_what_is_no_date_is_refused(given: Any, told: str) -> None:
    """Whoever takes a date takes no text, and no moment, which cannot be compared with one."""
    problem = two_schools()
    plan = plan_of(problem, *HAD)
    takers: tuple[Callable[[], object], ...] = (
        lambda: solve(problem, as_of=given),
        lambda: solve(problem, previous=plan, as_of=given),
        lambda: with_previous(problem, plan, as_of=given),
        lambda: ledger(problem, plan, as_of=given),
    )
    for taker in takers:
        with pytest.raises(ValueError, match=re.escape(told)):
            taker()

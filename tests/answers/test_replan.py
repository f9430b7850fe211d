"""`replan` against brute force: no plan disturbs fewer people."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from exhaustive import Exhaustive
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from quick import slow
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import MORNING, PLAN, PROBLEM, TUESDAY

from pdsched import (
    Changes,
    Policy,
    ProblemError,
    Proof,
    approve,
    load_changes,
    replan,
    score,
    verify,
)
from pdsched.answers.least_disturbance import least_disturbing
from pdsched.problem import Half, PinKind, SessionPin

DAY = date.fromisoformat(TUESDAY)
FILTERING = (HealthCheck.filter_too_much, HealthCheck.too_slow)
MOST = 300


def told_by(changes: list[dict[str, Any]], **options: Any) -> Any:
    """The answer for the plan of one Tuesday, whose figures add up."""
    answer = replan(PROBLEM, PLAN, {"changes": changes}, seconds=60, **options)
    assert answer.plan is not None
    assert answer.changed is not None
    assert verify(answer.changed, answer.plan) == ()
    assert answer.plan.problem == answer.changed.digest()
    count = sum(told.broken for told in answer.told)
    assert count == score(answer.changed, answer.plan)["changes"] == answer.goal("changes").value
    return answer


@slow
@settings(max_examples=scaled(2), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_nobody_is_disturbed_beyond_the_least_of_brute_force(
    data: st.DataObject, case: Case
) -> None:
    """Whatever plans meet; and that it is the least is proven."""
    problem = case.problem
    assume(problem.trainers or problem.substitutes)
    assume(not any(t.is_team for t in problem.trainers))
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    roles = [("trainer", t.id) for t in problem.trainers]
    roles += [("substitute", s.id) for s in problem.substitutes]
    role, who = data.draw(st.sampled_from(roles))
    days = (problem.calendar.last - problem.calendar.first).days
    first = problem.calendar.first + timedelta(days=data.draw(st.integers(0, days)))
    away = {"kind": "away", role: who, "first": first.isoformat()}

    answer = replan(problem, plan, {"changes": [away]}, policy=case.policy, seconds=120)

    assert answer.changed is not None
    every = Exhaustive(Case(answer.changed, case.policy))
    assume(every.breadth <= MOST)
    plans = [p for p in every.plans() if not verify(answer.changed, p, case.policy)]
    if answer.plan is None:
        assert not plans
        return
    assert verify(answer.changed, answer.plan, case.policy) == ()
    assert answer.proof is Proof.PROVEN
    order = least_disturbing(case.policy)
    reached = order.tier_values(score(answer.changed, answer.plan, case.policy))
    rivals = [order.tier_values(score(answer.changed, rival, case.policy)) for rival in plans]
    assert reached["changes"] == min(rival["changes"] for rival in rivals)
    assert answer.goal("changes").bound == reached["changes"]


def test_no_change_is_the_same_plan_byte_for_byte() -> None:
    """Whatever its date, its policy and its days that are frozen."""
    for options in ({}, {"as_of": DAY}, {"freeze": 5, "as_of": DAY - timedelta(days=1)}):
        answer = told_by([], **options)
        assert answer.plan.to_json() == PLAN.to_json()
        assert (answer.told, answer.proof) == ((), Proof.PROVEN)


def test_who_is_away_is_told_and_the_need_is_met_elsewhere() -> None:
    """Dee is away, whose lesson sam need not hold; tom teaches bo instead, as the time is his."""
    answer = told_by([{"kind": "away", "staff": "dee", "first": TUESDAY}])
    assert {told.who for told in answer.told if told.broken} == {"dee", "sam"}
    assert answer.goal("needs-met").value >= answer.goal("needs-met").before
    assert answer.proof is Proof.PROVEN
    [sentence] = [t.sentence for t in answer.told if t.who == "dee" and t.broken]
    assert sentence.startswith("dee, Tue 8 Sep 2026: moved: slides at 13:00, to ")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "away", "school": "north", "first": TUESDAY},
        {"kind": "away", "school": "north", "first": TUESDAY, "half": "am"},
        {"kind": "away", "room": "lab", "first": TUESDAY, "start": "09:30", "end": "10:00"},
        {"kind": "away", "trainer": "tom", "first": TUESDAY, "half": "am"},
        {"kind": "away", "substitute": "sam", "first": TUESDAY, "last": "2026-09-18"},
        {"kind": "cancelled", "session": MORNING},
        {"kind": "withdrawn", "need": "n-ada"},
        {"kind": "learned", "need": "n-dee"},
        {"kind": "new-need", "need": "more", "staff": "ada", "course": "slides"},
        {"kind": "joined", "staff": "eve", "school": "north", "name": "Eve"},
    ],
    ids=lambda change: "-".join([change["kind"], *(k for k in change if k != "kind")]),
)
def test_each_kind_of_change_is_planned(change: dict[str, Any]) -> None:
    """The referee accepts the plan, and what is told adds up to the goal."""
    assert told_by([change]).proof is Proof.PROVEN


def test_a_session_that_is_cancelled_is_not_held() -> None:
    """Nor is one on the same date and time that somebody else might give."""
    answer = told_by([{"kind": "cancelled", "session": MORNING}])
    times = {(s.course, s.date, f"{s.start:%H:%M}") for s in answer.plan.sessions}
    assert ("sheets", DAY, "09:00") not in times


def test_what_did_not_take_place_is_no_past() -> None:
    """Who missed a session has the need again, and has nobody covering for it in the past."""
    change = {"kind": "missed", "session": MORNING, "staff": "ada"}
    answer = told_by([change], as_of=DAY + timedelta(days=1))
    past = next(s for s in answer.plan.sessions if s.id == MORNING)
    assert past.staff == ("bo", "cy")
    assert all(c.staff != "ada" for c in answer.plan.covers if c.date == DAY)


def test_what_is_frozen_does_not_move() -> None:
    """The afternoon stays though the morning is cancelled, and nobody is added in the window."""
    change = {"kind": "away", "room": "lab", "first": TUESDAY}
    answer = told_by([change], as_of=DAY, freeze=1)
    assert [s.course for s in answer.plan.sessions if s.date == DAY and "dee" in s.staff] == [
        "slides"
    ]


def test_what_is_published_stays_unless_changes_break_it() -> None:
    """The morning without its room cannot; the afternoon does, though bo could use the time."""
    said = approve(PLAN, "published", by="Roy", on=DAY - timedelta(days=7))
    change = {"kind": "away", "room": "lab", "first": TUESDAY}
    answer = told_by([change], approvals=said)
    assert ("dee", DAY) in {(p, s.date) for s in answer.plan.sessions for p in s.staff}
    pins = [pin.staff for pin in answer.changed.session_pins if pin.published]
    assert pins == ["dee"]


def test_all_faults_of_changes_are_told_at_once() -> None:
    """Each with its field and value."""
    changes = [
        {"kind": "away", "trainer": "nobody", "first": TUESDAY},
        {"kind": "away", "first": "2027-01-01"},
        {"kind": "away", "staff": "ada", "first": TUESDAY, "last": "2026-09-01", "need": "n-ada"},
        {"kind": "cancelled", "session": "none"},
        {"kind": "missed", "session": MORNING, "staff": "dee"},
        {"kind": "new-need", "need": "n-ada", "staff": "ada"},
    ]
    with pytest.raises(ProblemError) as error:
        replan(PROBLEM, PLAN, {"changes": changes})
    assert [(f.code, f.where) for f in error.value.faults] == [
        ("PD204", "changes[0].trainer"),
        ("PD811", "changes[1]"),
        ("PD310", "changes[1].first"),
        ("PD811", "changes[2].need"),
        ("PD302", "changes[2].last"),
        ("PD812", "changes[3].session"),
        ("PD812", "changes[4].staff"),
        ("PD811", "changes[5].course"),
        ("PD210", "changes[5].need"),
    ]


def test_changes_are_read_from_json_and_csv(tmp_path: Path) -> None:
    """The same records."""
    told = {"kind": "away", "trainer": "tom", "first": TUESDAY, "half": "am"}
    changes = Changes.model_validate({"changes": [told]})
    (tmp_path / "c.json").write_text(changes.model_dump_json())
    (tmp_path / "c.csv").write_text(f"kind,trainer,first,half\naway,tom,{TUESDAY},am\n")
    assert load_changes(tmp_path / "c.json") == load_changes(tmp_path / "c.csv") == changes
    (tmp_path / "bad.csv").write_text("kind,first,half\nawa,2026,noon\n")
    with pytest.raises(ProblemError) as error:
        load_changes(tmp_path / "bad.csv")
    assert [f.where for f in error.value.faults] == [
        f"bad.csv row 2 column {name}" for name in ("kind", "first", "half")
    ]
    assert json.loads(changes.model_dump_json())["format"] == "pdsched-changes"


def test_few_changes_come_before_all_else() -> None:
    """Wherever a policy counts them."""
    policy = Policy(goals=("unserved-people", "needs-met", {"sessions": 1, "changes": 5}))
    ids = [tier.id for tier in least_disturbing(policy).tiers]
    assert ids == ["changes", "unserved-people", "needs-met", "sessions"]


def test_nobody_is_moved_for_a_need() -> None:
    """With one hour of a trainer left, whoever has it keeps it, though more could be had of it."""
    answer = told_by(
        [
            {"kind": "new-need", "need": "urgent", "staff": "ada", "course": "slides"}
            | {"priority": 5, "due": TUESDAY}
        ]
    )
    assert answer.goal("changes").value == 0


def test_a_plan_without_a_label_stays_as_it_is_as_well() -> None:
    """A plan that somebody wrote by hand, without digests."""
    bare = PLAN.model_copy(update={"problem": ""})
    answer = replan(PROBLEM, bare, {"changes": []}, as_of=DAY + timedelta(days=1), seconds=20)
    assert answer.plan is not None
    assert answer.plan.to_json() == bare.to_json()


def test_of_sessions_alike_only_the_one_that_is_cancelled_goes() -> None:
    """The other, at the same time and place with another trainer, stays, and has seats for all."""
    twins = PROBLEM.model_copy(
        update={
            "trainers": (*PROBLEM.trainers, PROBLEM.trainers[0].model_copy(update={"id": "tim"})),
            "rooms": (*PROBLEM.rooms, PROBLEM.rooms[0].model_copy(update={"id": "hall"})),
        }
    )
    morning = next(s for s in PLAN.sessions if s.id == MORNING)
    one, other = (
        morning.model_copy(update={"staff": ("ada", "cy")}),
        morning.model_copy(
            update={"id": "other", "trainer": "tim", "room": "hall", "staff": ("bo",)}
        ),
    )
    releases = tuple(
        r.model_copy(update={"session": "other"}) if (r.staff, r.session) == ("bo", MORNING) else r
        for r in PLAN.releases
    )
    sessions = (one, other, *(s for s in PLAN.sessions if s.id != MORNING))
    both = PLAN.model_copy(update={"sessions": sessions, "releases": releases, "problem": ""})
    cancelled = {"changes": [{"kind": "cancelled", "session": MORNING}]}
    answer = replan(twins, both.canonical(), cancelled, seconds=60)
    assert answer.changed is not None
    assert answer.plan is not None
    assert verify(answer.changed, answer.plan) == ()
    [held] = [s for s in answer.plan.sessions if s.trainer == "tim" and s.date == DAY]
    assert held.staff == ("ada", "bo", "cy")
    assert {told.who for told in answer.told if told.broken} == {"tom"}


def test_whoever_is_staff_and_engaged_keeps_that_in_days_that_are_frozen() -> None:
    """Sam, who belongs to south as well, is not away from the lessons that sam was to hold."""
    sam = PROBLEM.staff[0].model_copy(update={"id": "sam", "schools": ("south",)})
    district = PROBLEM.model_copy(update={"staff": (*PROBLEM.staff, sam)})
    away = {"changes": [{"kind": "away", "staff": "dee", "first": TUESDAY}]}
    answer = replan(district, PLAN, away, as_of=DAY - timedelta(days=1), freeze=3, seconds=60)
    assert answer.plan is not None
    assert {e for e in answer.plan.engagements if e.half is Half.AM} == {
        e for e in PLAN.engagements if e.half is Half.AM
    }
    assert answer.goal("changes").value == 2


def test_unmet_needs_that_a_plan_does_not_list_are_listed() -> None:
    """And one that lists them stays byte for byte."""
    answer = replan(PROBLEM, PLAN.model_copy(update={"unmet": ()}), {"changes": []}, as_of=DAY)
    assert answer.plan is not None
    assert [unmet.need for unmet in answer.plan.unmet] == [unmet.need for unmet in PLAN.unmet]


def test_what_is_pinned_unfreezes_nothing() -> None:
    """A pin asks for the course that lost its room: it is held after the days that are frozen."""
    pin = SessionPin(id="wanted", kind=PinKind.REQUIRE, course="sheets")
    pinned = PROBLEM.model_copy(update={"session_pins": (pin,)})
    away = {"changes": [{"kind": "away", "room": "lab", "first": TUESDAY, "last": TUESDAY}]}
    answer = replan(pinned, PLAN, away, as_of=DAY, freeze=3, seconds=60)
    assert answer.plan is not None
    assert {s.date for s in answer.plan.sessions if s.date > DAY} == {DAY + timedelta(days=3)}
    never = replan(pinned, PLAN, away, as_of=DAY, freeze=20, seconds=60)
    assert (never.possible, never.proof) == (False, Proof.PROVEN)
    assert "with 20 days frozen" in never.sentence
    assert {rule.who for rule in never.blocking} >= {"wanted", "frozen"}
    assert "Nothing moves in days that are frozen (20 from 2026-09-08 on)" in never.sentence


def test_a_session_that_was_not_held_was_missed_by_all() -> None:
    """Both may be told of one session."""
    missed = {"kind": "missed", "session": MORNING, "staff": "ada"}
    cancelled = {"kind": "cancelled", "session": MORNING}
    answer = told_by([cancelled, missed], as_of=DAY + timedelta(days=1))
    assert MORNING not in {s.id for s in answer.plan.sessions}


def test_days_are_frozen_from_some_date_on() -> None:
    """Without one nothing would be frozen, and nobody would hear of it."""
    with pytest.raises(ProblemError, match="PD601 as_of"):
        replan(PROBLEM, PLAN, {"changes": []}, freeze=3)

"""The peers: their plans keep every rule, none beats the truth, and the table says what came."""

from __future__ import annotations

import doctest
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from time import monotonic
from types import ModuleType
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracle import Oracle
from strategies import BRIEF, ROVING, SMALL, TINY, Case, cases, scaled
from tuesday import PLAN, PROBLEM

from benchmarks import __main__ as command_line
from benchmarks.peers import (
    apart,
    common,
    fewer,
    greedy,
    journal,
    notebook,
    office,
    rows,
    side_by_side,
)
from benchmarks.peers.apart import Heard, run_apart
from benchmarks.peers.common import COMPARED, PEERS, Diary
from benchmarks.peers.filling import Filler, Prices
from benchmarks.peers.ground import NOWHERE, Ground
from benchmarks.peers.ledger import Ledger
from benchmarks.peers.rows import judged, shown
from benchmarks.peers.slots import Slots
from benchmarks.peers.writing import Snapshot
from pdsched import Plan, Policy, Problem, generate, score, verify
from pdsched.problem import CoverKind, Modality, PinKind, Record, SessionPin
from pdsched.referee import Facts
from pdsched.referee.spans import Span

TRACTABLE = 50_000
HERE = ("office", "greedy", "notebook", "cpsat", "highs", "scip")
"""Every peer but ours."""
QUICK = ("office", "greedy", "notebook")


@cache
def school() -> Problem:
    """One school for six weeks."""
    return generate(size="XS", seed=2, weeks=6)


@cache
def plan_by(name: str) -> Plan:
    """What a peer makes of that school."""
    seconds = 2.0 if name == "greedy" else 120.0
    plan = PEERS[name].plan(school(), Policy(), seconds, Diary(), 2)
    assert plan is not None
    return plan


@pytest.mark.parametrize("module", [command_line, common, fewer, journal, rows, side_by_side])
def test_what_docstrings_show_is_so(module: ModuleType) -> None:
    """Benchmarks are no part of the library, so its run of examples passes them over."""
    assert doctest.testmod(module).failed == 0


# Plans


@pytest.mark.parametrize("name", HERE)
def test_the_referee_accepts_every_plan(name: str) -> None:
    """A peer's plan of a school trains somebody and breaks no rule."""
    plan = plan_by(name)

    assert plan.releases
    assert verify(school(), plan) == ()


def test_exact_peers_agree() -> None:
    """Models that were solved to the end have the same points, and no peer has more."""
    points = {name: score(school(), plan_by(name))["needs-met"] for name in HERE}
    exact = {points[name] for name in ("notebook", "cpsat", "highs", "scip")}

    assert exact == {max(points.values())}


def classes_held(plan: Plan) -> list[int]:
    """For each half-day of a substitute, of how many people they hold lessons."""
    people: dict[tuple[str, date, bool], set[str]] = defaultdict(set)
    afternoon = {lesson.id: lesson.start.hour >= 12 for lesson in generated().lessons}
    for cover in plan.covers:
        people[cover.holder, cover.date, afternoon[cover.lesson]].add(cover.staff)
    return [len(some) for some in people.values()]


@cache
def generated() -> Problem:
    """Three schools for a term, with substitutes to send about."""
    return generate(size="S", seed=1, weeks=12, tightness=0.03)


def test_in_the_office_nobody_roves() -> None:
    """A substitute of the office's plan holds lessons of one person in a half-day."""
    held = classes_held(office.plan(generated(), Policy(), 60, Diary()))

    assert held
    assert set(held) == {1}


def test_in_the_greedy_plan_substitutes_rove() -> None:
    """Somebody goes from class to class, and the referee accepts it."""
    plan = greedy.plan(generated(), COMPARED, 5, Diary())

    assert max(classes_held(plan)) > 1
    assert verify(generated(), plan, COMPARED) == ()


MODEST = tuple(size._replace(plain=True) for size in (TINY, BRIEF, ROVING))
"""Problems in which no week differs from another, and nobody is two things at once."""


def plain(case: Case) -> Case:
    """The case as the peers take it: what they do not know left out, all rules that they know.

    No pins, no days at work of some weekdays, neither coaching in class nor teams without an hour,
    no limits of a month or a term, and nobody of several who hold a lesson to spare.
    """
    alone = {"modality": Modality.SELF_PACED, "group_min": 1, "schools": None}
    unknown = [m for m in Modality if m.in_lesson or not m.has_hour]
    a_week = {"max_half_days_per_month": None, "max_half_days_per_term": None}
    problem = case.problem.model_copy(
        update={
            "session_pins": (),
            "engagement_pins": (),
            "staff": each(case.problem.staff, {"works_on": None}),
            "lessons": each(case.problem.lessons, {"staff_needed": None}),
            "substitutes": each(case.problem.substitutes, a_week),
            "courses": tuple(
                course.model_copy(update=alone if course.modality in unknown else {})
                for course in case.problem.courses
            ),
        }
    )
    return Case(problem, case.policy.model_copy(update={"off": COMPARED.off}))


def each(records: Iterable[Record], update: dict[str, Any]) -> tuple[Any, ...]:
    """The records with other fields."""
    return tuple(record.model_copy(update=update) for record in records)


@settings(max_examples=scaled(0.5))
@given(st.one_of(*map(cases, MODEST)))
def test_no_peer_passes_the_optimum(case: Case) -> None:
    """On tiny problems plans keep every rule, none beats brute force, and the notebook equals it.

    But for self-paced courses, which the notebook begins with periods of the own school alone,
    and where colleagues cover, whom no peer knows. Nor do they know that some of several who hold
    a lesson can be spared, of limits of a month or a term, or that one id is one human being.
    """
    case = plain(case)
    oracle = Oracle(*case)
    assume(oracle.breadth <= TRACTABLE)
    best = oracle.best()
    assert best is not None
    modalities = {course.modality.value for course in case.problem.courses}
    exact = case.policy.colleague_cover == "never" and "self-paced" not in modalities

    for name in QUICK:
        seconds = 0.2 if name == "greedy" else 60.0
        plan = PEERS[name].plan(*case, seconds, Diary(), 1)
        assert plan is not None
        assert verify(case.problem, plan, case.policy) == ()
        values = score(case.problem, plan, case.policy)
        points, half_days = values["needs-met"], values["engaged-half-days"]
        assert (points, -half_days) <= (best.points, -best.engagements)
        assert name != "notebook" or not exact or (points, half_days, 0) == best.value[:3]


def test_pins_are_refused() -> None:
    """A peer that does not know pins does not pretend to keep them."""
    pin = SessionPin(id="p", kind=PinKind.FORBID, course="slides")
    pinned = PROBLEM.model_copy(update={"session_pins": (pin,)})

    with pytest.raises(ValueError, match="no pins"):
        office.plan(pinned, Policy(), 1, Diary())


# What they share


@settings(max_examples=scaled(1))
@given(cases(SMALL._replace(plain=True)), st.integers(0, 2**16))
def test_releases_are_those_of_the_referee(case: Case, seed: int) -> None:
    """Interval and lessons of a release are unfolded as the referee unfolds them."""
    case = plain(case)
    ground, facts, rng = Ground(*case), Facts(case.problem), Random(seed)
    assume(ground.dates and ground.people)
    for _ in range(40):
        person, day = rng.randrange(len(ground.people)), rng.randrange(len(ground.dates))
        venue = rng.choice([NOWHERE, *range(len(ground.schools))])
        start = rng.randrange(0, 1300)
        end = start + rng.randrange(5, 130)
        member = case.problem.staff[person].id
        place = None if venue == NOWHERE else case.problem.schools[venue].id
        mine = ground.away(person, day, start, end, venue)
        theirs = facts.away(member, ground.dates[day], Span(start, end), place)

        names = [case.problem.lessons[ground.rows[n].lesson] for n in mine.lessons]
        assert (mine.start, mine.end) == theirs.span
        assert sorted(x.id for x in names) == sorted(held.lesson.id for held in theirs.taken)
        assert len(mine.owed) == sum(lesson.cover is CoverKind.NEEDED for lesson in names)


def state_of(ledger: Ledger) -> dict[str, Any]:
    """Every table of a ledger that says what is planned, without entries that mean nothing."""
    return {
        name: {key: value for key, value in table.items() if value}
        for name, table in vars(ledger).items()
        if isinstance(table, dict) and name != "_dry"
    } | {"unmet": [set(places) for places in ledger.unmet]}


@given(st.integers(0, 2**16))
@settings(max_examples=scaled(0.4))
def test_going_back_undoes_everything(seed: int) -> None:
    """After sessions were set up and taken down at random, a mark is come back to exactly."""
    ground = Ground(school(), Policy())
    slots = Slots(ground)
    ledger, rng = Ledger(ground, slots), Random(seed)
    filler, prices = Filler(ledger), Prices(1.0, 0.0, 0.0)
    some = [slot for day in range(5, 25) for slot in slots.on(day)]
    for slot in rng.sample(some, 60):
        mark = ledger.mark()
        if filler.set_up(slot, prices) <= 0:
            ledger.back_to(mark)
    before, mark = state_of(ledger), ledger.mark()
    for slot in rng.sample(some, 30):
        filler.set_up(slot, prices)
        number = rng.choice([*ledger.meetings, 0])
        if number in ledger.meetings:
            ledger.close(number)
    ledger.back_to(mark)

    assert state_of(ledger) == before
    assert verify(school(), Snapshot.of(ledger).to_plan(ground)) == ()


def test_taking_everything_down_leaves_nothing() -> None:
    """A ledger whose sessions are all closed has nobody engaged and no points."""
    ground = Ground(generated(), Policy())
    search = greedy.Greedy(ground, limit=monotonic() + 60, seed=1)
    search.construct(Diary())
    assert search.ledger.sums["half-days"] > 0

    for number in list(search.ledger.meetings):
        if number in search.ledger.meetings:
            search.ledger.close(number)

    left = state_of(search.ledger)
    assert left.pop("sums").keys() == {"session"}
    assert all(left["unmet"].pop() == set(range(len(w.each))) for w in search.slots.wishes[::-1])
    assert {name: table for name, table in left.items() if table and "cache" not in name} == {}


# The table


def test_rows_come_from_the_referee() -> None:
    """What a peer says of itself is not read: value, violations and people are counted anew."""
    told = {"seconds": 1.0, "first": 0.5, "value": 10**6}
    row = judged("x", PROBLEM, Policy(), Heard(PLAN, told, 20.0, ""), bound=200)
    values = score(PROBLEM, PLAN)

    assert row["value"] == values["needs-met"]
    assert row["gap"] == pytest.approx(1 - values["needs-met"] / 200)
    assert row["note"] == ""
    assert row["half_days"] == values["engaged-half-days"]
    assert row["trained"] == len({release.staff for release in PLAN.releases})
    assert row["violations"] == 0


def test_a_broken_plan_is_shown_as_one() -> None:
    """The row says how many violations there are, and one of them."""
    broken = PLAN.model_copy(update={"engagements": ()})
    row = judged("x", PROBLEM, Policy(), Heard(broken, {"seconds": 1.0}, 20.0, ""), None)

    assert row["violations"] == len(verify(PROBLEM, broken)) > 0
    assert "is not engaged" in row["note"]
    assert str(row["violations"]) in shown(row)


def test_a_plan_above_our_bound_is_an_alarm() -> None:
    """A sound plan that passes a proven bound refutes it; the row says so."""
    row = judged("x", PROBLEM, Policy(), Heard(PLAN, {"seconds": 1.0}, 20.0, ""), bound=30)

    assert row["refutes"]
    assert "above our bound" in row["note"]


def test_no_plan_is_said() -> None:
    """A peer without a plan has a row all the same, with the reason."""
    row = judged("x", PROBLEM, Policy(), Heard(None, {}, 20.0, "ended at its limit"), 100)

    assert row["note"] == "ended at its limit; no plan"
    assert row["value"] is None


def test_a_peer_is_measured_in_a_process_of_its_own() -> None:
    """The plan comes back with its time, its first plan and its memory."""
    heard = run_apart("office", school(), Policy(), 60, 1)

    assert heard.plan == plan_by("office")
    assert 0 < heard.told["first"] <= heard.told["seconds"]
    assert heard.peak_mib > 10
    assert heard.died == ""


STUBBORN = """
import json, pathlib, sys, time
folder = pathlib.Path(sys.argv[2])
(folder / "plan.json").write_text('{}')
(folder / "told.jsonl").write_text('{"first": 0.1}\\n{"fir')
time.sleep(600)
"""


def test_what_a_peer_handed_in_outlives_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that does not end is ended; its last plan counts, and the row says what happened."""
    program = tmp_path / "stubborn.py"
    program.write_text(STUBBORN)
    monkeypatch.setattr(apart, "_CHILD", (sys.executable, str(program)))
    heard = run_apart("office", school(), Policy(), 0.1, 1)

    assert heard.plan == Plan()
    assert heard.told == {"first": 0.1}
    assert heard.died == "ended at its limit"


def test_a_peer_that_dies_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last words stand in the row."""
    program = tmp_path / "dying.py"
    program.write_text("raise SystemExit('no such luck')")
    monkeypatch.setattr(apart, "_CHILD", (sys.executable, str(program)))
    heard = run_apart("office", school(), Policy(), 5, 1)

    assert heard.plan is None
    assert heard.died == "it died (1): no such luck"


def test_a_notebook_that_is_not_stated_in_time_says_so() -> None:
    """Building counts: no time for it, no plan."""
    diary = Diary()

    assert notebook.plan(generated(), Policy(), 0.05, diary, 1) is None
    assert "not stated" in diary.told["note"]


def test_fewer_substitutes_offer_fewer_half_days() -> None:
    """A smaller share is part of a larger one, and all of it is what there was."""
    shares = [fewer.with_share(generated(), share, seed=1) for share in (0.3, 0.6, 1.0)]
    offers = [
        Counter(
            (substitute.id, day, half)
            for substitute in problem.substitutes
            for offer in substitute.available
            for day in offer.dates or ()
            for half in offer.halves
        )
        for problem, _ in shares
    ]

    assert offers[0] < offers[1] < offers[2]
    assert [sum(offer.values()) for offer in offers] == [count for _, count in shares]
    assert set(offers[2].values()) == {1}
    plan = office.plan(shares[0][0], COMPARED, 60, Diary())
    assert verify(generated(), plan, COMPARED) == ()


def test_the_command_prints_a_row_for_each_peer(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a row, and all else on the standard error."""
    asked = ["peers", "--size", "XS", "--seed", "2", "--weeks", "6", "--seconds", "2", "--json"]
    code = command_line.main([*asked, "--only", "office", "greedy"])
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert [row["peer"] for row in found] == ["office", "greedy"]
    assert all(row["violations"] == 0 and row["size"] == "XS" for row in found)
    assert err.startswith("# ")

"""The Timefold peer: what it tells Java, how it deals out names, and (with Java) its plans."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tuesday import PLAN, PROBLEM
from workshop import WORKSHOP_VALUE, workshop

from benchmarks.peers.timefold_cover import Reach, Supply
from benchmarks.peers.timefold_drawing import Given, draw
from benchmarks.peers.timefold_facts import (
    Day,
    Home,
    Hour,
    Learner,
    Loss,
    Offer,
    Placement,
    Trainer,
)
from benchmarks.peers.timefold_peer import available, plan
from benchmarks.peers.timefold_plan import Group, to_plan
from pdsched import Plan, Policy, Problem, generate, score, solve, verify
from pdsched.plan import Session
from pdsched.problem import Need, Prerequisite, SessionPin
from pdsched.referee.spans import Span, span_of

ROOT = Path(__file__).parent.parent
TUESDAY = date(2026, 9, 8)


@pytest.fixture(scope="module")
def district() -> tuple[Problem, Plan]:
    """A school and its best plan."""
    problem = generate(size="XS", seed=2, weeks=6)
    found = solve(problem, seconds=60).plan
    assert found is not None
    assert found.sessions
    return problem, found


def groups_of(problem: Problem, plan: Plan) -> Iterator[Group]:
    """The sessions of a plan, as Timefold would hand them over."""
    needs = {(r.session, r.staff): r.need for r in plan.releases if r.need is not None}
    courses = {course.id: course for course in problem.courses}
    for session in plan.sessions:
        yield Group(
            course=courses[session.course],
            day=session.date,
            span=span_of(session),
            venue=session.school,
            trainer=session.trainer,
            room=session.room,
            seats=courses[session.course].group_max,
            members={person: needs[session.id, person] for person in session.staff},
        )


def accepted(problem: Problem, plan: Plan | None, policy: Policy) -> tuple[int, int]:
    """Points and half-days of a plan, which the referee accepts."""
    assert plan is not None
    assert verify(problem, plan, policy) == ()
    goals = score(problem, plan, policy)
    return goals["needs-met"], goals["engaged-half-days"]


# What Java is told


def drawn_as(problem: Problem, given: Given, session: Session) -> Placement:
    """The one drawn placement that a session of a plan has."""
    days = problem.calendar.open_days()
    found = []
    for placement in given.placements[session.course]:
        hour, offer = placement.hour, placement.offer
        drawn = (
            days[placement.day.number],
            (hour.start, hour.end),
            problem.schools[hour.venue].id if hour.venue >= 0 else None,
            problem.trainers[offer.trainer.number].id if offer.trainer else None,
            problem.rooms[offer.room.number].id if offer.room else None,
        )
        held = (session.date, span_of(session), session.school, session.trainer, session.room)
        if drawn == held:
            found.append(placement)
    assert len(found) == 1, session
    return found[0]


@pytest.mark.parametrize("which", ["tuesday", "district"])
def test_whatever_a_sound_plan_does_is_drawn(which: str, district: tuple[Problem, Plan]) -> None:
    """Nothing that the referee accepts is left out of what Java is told."""
    problem, sound = (PROBLEM, PLAN) if which == "tuesday" else district
    given = draw(problem, Policy())
    releases = {(release.session, release.staff): release for release in sound.releases}
    for session in sound.sessions:
        placement = drawn_as(problem, given, session)
        for person in session.staff:
            loss = given.learners[person].loss(placement)
            assert loss is not None
            assert (loss.start, loss.end) == span_of(releases[session.id, person])


def test_nobody_is_drawn_where_a_lesson_cannot_be_covered() -> None:
    """Without substitutes nobody leaves a lesson."""
    nobody = PROBLEM.model_copy(update={"substitutes": ()})

    given = draw(nobody, Policy())

    assert not any(
        loss.from_lessons
        for learner in given.learners.values()
        for kind in learner.losses
        for loss in kind.values()
    )
    assert given.supplies == []


def test_limits_are_drawn_where_substitutes_offer_more_than_they_may_hold() -> None:
    """Several half-days offered, one allowed."""
    sam = PROBLEM.substitutes[0].model_copy(update={"max_half_days": 1})
    problem = PROBLEM.model_copy(update={"substitutes": (sam,)})

    assert [limit.most for limit in draw(problem, Policy()).limits] == [1]
    assert draw(problem, Policy(off=("substitute-limits",))).limits == []


# What the constraints compute

HALL, LAB = [0, 30], [30, 0]  # minutes from the hall (0) and from the lab (1) to either


def hour(start: int, end: int, venue: int = 0) -> Hour:
    """An hour at the hall, or at the lab."""
    return Hour(0, start, end, venue, [HALL, LAB][venue])


def test_sessions_of_a_trainer_clash_when_they_overlap_or_the_way_is_too_long() -> None:
    """Half-open, and half an hour of way."""
    tom = Trainer(0, minutes_a_day=100, minutes_a_week=1000)

    assert tom.clashes([hour(540, 600), hour(600, 660)]) == 0
    assert tom.clashes([hour(540, 600), hour(599, 660)]) == 1
    assert tom.clashes([hour(540, 600), hour(629, 660, venue=1)]) == 1
    assert tom.clashes([hour(540, 600), hour(630, 660, venue=1)]) == 0
    assert tom.overload([hour(540, 600), hour(600, 660)]) == 20


def test_people_are_away_at_once_at_the_worst_moment() -> None:
    """Of three in a row, two at once."""
    school = Home(0, away_limit=1)
    losses = [Loss(start, start + 60, True, []) for start in (540, 570, 600)]

    assert school.too_many(losses) == 1
    assert school.too_many(losses[::2]) == 0


def learner(owes: list[list[int]] | None = None) -> Learner:
    """Somebody who may leave once a week, twice in all."""
    return Learner(0, Home(0, 9), 1, 2, [], [], {1: [], 2: owes or []})


def visit(course: int, day: int, start: int = 540) -> tuple[Placement, Loss]:
    """An hour of a course on a day, with a lesson lost."""
    offer = Offer(course, None, None, 9)
    return (
        Placement(Day(day, day // 5), hour(start, start + 60), offer),
        Loss(start, start + 60, True, []),
    )


def test_visits_of_one_person_clash_when_they_overlap_or_repeat_a_course() -> None:
    """Touching ends do not clash."""
    assert learner().clashes([visit(1, 0), visit(2, 0, 570)]) == 1
    assert learner().clashes([visit(1, 0), visit(2, 0, 600)]) == 0
    assert learner().clashes([visit(1, 0), visit(1, 9)]) == 1


def test_releases_are_counted_by_week_and_in_all() -> None:
    """One too many of either counts one."""
    assert learner().too_often([visit(1, 0), visit(2, 1)]) == 1
    assert learner().too_often([visit(1, 0), visit(2, 5)]) == 0
    assert learner().too_often([visit(1, 0), visit(2, 5), visit(2, 10)]) == 1


def test_what_comes_first_has_to_be_done_within_its_lags() -> None:
    """Not at all, too late, in time, too long before."""
    ann = learner(owes=[[1, 2, 5]])

    assert ann.too_early([visit(2, 5)]) == 1
    assert ann.too_early([visit(1, 4), visit(2, 5)]) == 1
    assert ann.too_early([visit(1, 3), visit(2, 5)]) == 0
    assert ann.too_early([visit(1, 0), visit(2, 6)]) == 1


def test_substitutes_are_matched_to_schools() -> None:
    """Whoever can go anywhere makes room for who cannot."""
    everywhere, north_only = Reach([True, True]), Reach([True, False])
    supply = Supply(0, [everywhere, north_only])

    assert supply.lacking([(0, 1), (1, 1)]) == 0
    assert supply.lacking([(1, 2)]) == 1
    assert supply.lacking([(0, 2), (1, 1)]) == 1


# Names


def test_groups_of_a_sound_plan_come_back_as_sound_and_as_good(
    district: tuple[Problem, Plan],
) -> None:
    """Nobody is taken out of what keeps the rules."""
    problem, sound = district

    again = to_plan(problem, Policy(), groups_of(problem, sound))

    assert accepted(problem, again, Policy()) == accepted(problem, sound, Policy())


def test_groups_that_break_rules_lose_whoever_breaks_them(district: tuple[Problem, Plan]) -> None:
    """Every session is asked for twice at once."""
    problem, sound = district
    groups = list(groups_of(problem, sound))

    again = to_plan(problem, Policy(), [*groups, *groups])

    points, _ = accepted(problem, again, Policy())
    assert 0 < points <= accepted(problem, sound, Policy())[0]


def test_a_group_is_cut_to_the_seats_there_are() -> None:
    """Three were to sit where two can."""
    groups = list(groups_of(PROBLEM, PLAN))
    largest = max(groups, key=lambda group: len(group.members))
    assert sorted(largest.members) == ["ada", "bo", "cy"]
    largest.seats = 2

    cut = to_plan(PROBLEM, Policy(), groups)

    accepted(PROBLEM, cut, Policy())
    assert cut is not None
    assert [len(session.staff) for session in cut.sessions] == [2, 1]


def test_without_what_comes_first_only_what_follows_is_taken_out() -> None:
    """The course before is on the same day, and should be a day earlier."""
    problem, policy = workshop()
    arc = {"course": "robots", "min_days": 1}
    courses = [
        course.model_copy(update={"prerequisites": (Prerequisite.model_validate(arc),)})
        if course.id == "chat"
        else course
        for course in problem.courses
    ]
    needs = [need for need in problem.needs if need.id == "cem-1"]
    chat = Need(id="cem-chat", staff="cem", course="chat")
    given = problem.model_copy(update={"courses": tuple(courses), "needs": (*needs, chat)})
    groups = [
        Group(courses[2], TUESDAY, Span(480, 540), "north", "tom", None, 1, {"cem": "cem-1"}),
        Group(courses[3], TUESDAY, Span(660, 720), None, "tom", None, 5, {"cem": "cem-chat"}),
    ]

    left = to_plan(given, policy, groups)

    assert left is not None
    assert [session.course for session in left.sessions] == ["robots"]
    accepted(given, left, policy)


def test_pins_are_not_stated() -> None:
    """A problem with pins gets no plan from this peer."""
    pin = SessionPin(id="p", kind="forbid", course="sheets")
    assert plan(PROBLEM.model_copy(update={"session_pins": (pin,)}), Policy(), 1) is None


# With Java

CHILD = """
import sys
from benchmarks.peers.timefold_peer import plan
from pdsched import Policy, Problem

problem = Problem.model_validate_json(open(sys.argv[1], encoding="utf-8").read())
policy = Policy.model_validate_json(open(sys.argv[2], encoding="utf-8").read())
found = plan(problem, policy, float(sys.argv[3]))
open(sys.argv[4], "w", encoding="utf-8").write("null" if found is None else found.to_json())
"""

with_java = pytest.mark.skipif(available() is not None, reason=str(available()))


@with_java
def test_its_plan_of_a_tiny_problem_is_sound_and_no_better_than_proven(tmp_path: Path) -> None:
    """In a process of its own, as the benchmark does."""
    problem, policy = workshop()
    given, rules, out = (tmp_path / name for name in ("problem.json", "policy.json", "plan.json"))
    given.write_text(problem.to_json(), encoding="utf-8")
    rules.write_text(policy.model_dump_json(), encoding="utf-8")

    subprocess.run(
        [sys.executable, "-c", CHILD, given, rules, "20", out],
        check=True,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )

    text = out.read_text(encoding="utf-8")
    points, half_days = accepted(
        problem, None if text == "null" else Plan.model_validate_json(text), policy
    )
    best, fewest, *_ = WORKSHOP_VALUE
    assert (points, -half_days) <= (best, -fewest)

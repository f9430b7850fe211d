"""`why_not` against brute force: impossible exactly where no plan has it, else at its price."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from brute_force import FILTERING, best_of, every_plan
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quick import slow
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import PLAN, PROBLEM

from pdsched import Answer, Plan, Policy, Problem, ProblemError, Proof, verify, why_not
from pdsched.answer import RuleInstance
from pdsched.answers.blocked import Blockade, Blocked
from pdsched.answers.cores import smallest_core
from pdsched.answers.days import days_of
from pdsched.answers.excerpt import excerpt, with_first_steps
from pdsched.answers.lifts import NEVER_LIFTED, About, lifted, lifts, with_pins_kept
from pdsched.answers.request import Request
from pdsched.expansion import in_full
from pdsched.policy import RULES

SECONDS = 120.0


def best_with(request: Request, policy: Policy) -> tuple[int, ...] | None:
    """The same of the best plan that has what is asked for."""
    ways = [best_of(Case(request.with_way(n), policy)) for n in range(len(request.ways))]
    signs = [1 if tier.maximise else -1 for tier in policy.tiers]
    return max(
        (values for values in ways if values is not None),
        key=lambda values: [sign * v for sign, v in zip(signs, values, strict=True)],
        default=None,
    )


@st.composite
def asked(draw: st.DrawFn, case: Case) -> dict[str, Any]:
    """A need, and with luck a date, a start and a trainer."""
    problem = in_full(case.problem)
    fields: dict[str, Any] = {"need": draw(st.sampled_from(problem.needs)).id}
    days = (problem.calendar.last - problem.calendar.first).days
    if draw(st.booleans()):
        day = draw(st.integers(0, days))
        fields["date"] = date.fromordinal(problem.calendar.first.toordinal() + day)
    if draw(st.booleans()) and problem.trainers:
        fields["trainer"] = draw(st.sampled_from(problem.trainers)).id
    return fields


@slow
@settings(max_examples=scaled(1), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_the_price_is_the_difference_of_two_optima(data: st.DataObject, case: Case) -> None:
    """Impossible where brute force finds no plan with it; else exact, by every goal."""
    assume(case.problem.needs)
    plan, best = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    assert best.value is not None
    fields = data.draw(asked(case))
    # A wish is a pin: where a policy keeps none, it is wished for without those of the problem.
    kept, policy = with_pins_kept(*case)
    with_it = best_with(Request(kept, **fields), policy)

    answer = why_not(case.problem, plan, policy=case.policy, seconds=SECONDS, **fields)

    assert answer.proof is Proof.PROVEN
    assert answer.possible is (with_it is not None)
    if with_it is None:
        assert answer.plan is None
        return
    assert answer.plan is not None
    assert verify(case.problem, answer.plan, case.policy) == ()
    signs = [1 if price.better == "more" else -1 for price in answer.goals]
    assert [price.high for price in answer.goals] == [
        sign * (before - then)
        for sign, before, then in zip(signs, best.value, with_it, strict=True)
    ]


@slow
@settings(max_examples=scaled(1.5), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF)))
def test_a_core_blocks_and_does_not_without_any_one_of_it(data: st.DataObject, case: Case) -> None:
    """Brute force has no plan with all other rules lifted, and one without each of them as well.

    So it is of the smallest set, and of one that is minimal alone, as `unmet` has it.
    """
    assume(case.problem.needs)
    request = Request(case.problem, **data.draw(asked(case)))
    way, policy = request.with_way(), case.policy
    assume(len(request.ways) == 1 and best_of(Case(way, policy)) is None)
    about = About((str(request.staff),), tuple(c.id for c in request.courses), request.trainer)
    about = about._replace(asked=frozenset(pin.id for pin in request.ways[0]))
    members = lifts(way, policy, about)

    enough = data.draw(st.booleans())
    blockade = Blockade([(way, policy)], members, lambda: SECONDS)
    blocked = blockade.blocked(minimal_is_enough=enough)

    assert blockade.is_blocked()
    assert blocked is not None
    assert blocked.minimal
    kept = set(map(id, blocked.lifts))
    others = [lift for lift in members if id(lift) not in kept]
    assert best_of(Case(*lifted(way, policy, others))) is None
    for lift in blocked.lifts:
        assert best_of(Case(*lifted(way, policy, [*others, lift]))) is not None


@slow
@settings(max_examples=scaled(1.5), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_what_an_excerpt_does_not_have_the_whole_has_not(data: st.DataObject, case: Case) -> None:
    """Where brute force has a plan of the whole with a wish, it has one of the excerpt, too."""
    assume(case.problem.needs)
    request = Request(case.problem, **data.draw(asked(case)))
    assume(len(request.ways) == 1)
    way = request.with_way()
    assume(best_of(Case(way, case.policy)) is not None)

    names = [course.id for course in request.courses]
    pins = {pin.id for pin in request.ways[0]}
    days = days_of(way, request.ways, with_first_steps(way, names))
    assert best_of(Case(*excerpt(way, case.policy, names, pins, days))) is not None


@slow
@settings(max_examples=scaled(1), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_whoever_is_engaged_holds_a_lesson(data: st.DataObject, case: Case) -> None:
    """Impossible where no plan of brute force engages them, else shown by a plan."""
    problem = in_full(case.problem)
    assume(problem.substitutes and problem.calendar.open_days())
    plan, _ = plan_for(case)
    assume(plan is not None)
    assert plan is not None
    name = data.draw(st.sampled_from(problem.substitutes)).id
    day = data.draw(st.none() | st.sampled_from(problem.calendar.open_days()))
    could_be = any(
        e.substitute == name and day in (None, e.date)
        for other in every_plan(case).plans()
        for e in other.engagements
        if not verify(case.problem, other, case.policy)
    )

    answer = why_not(
        case.problem, plan, substitute=name, date=day, policy=case.policy, seconds=SECONDS
    )

    assert answer.possible is could_be
    assert answer.proof is not Proof.TRIED
    if answer.plan is not None:
        assert verify(case.problem, answer.plan, case.policy) == ()
        engaged = {(e.substitute, e.date) for e in answer.plan.engagements}
        assert any(e == name and day in (None, on) for e, on in engaged)


def bo(**fields: Any) -> Answer:
    """The answer to why bo does not learn slides on that Tuesday."""
    return why_not(PROBLEM, PLAN, seconds=SECONDS, **fields)


def test_what_is_possible_is_shown_by_a_plan() -> None:
    """Bo's need costs nothing: the plan was not the best, and the answer says what it gains."""
    answer = bo(need="n-bo-2")

    assert (answer.possible, answer.proof) == (True, Proof.PROVEN)
    assert answer.plan is not None
    assert "n-bo-2" in answer.plan.needs_met
    assert verify(PROBLEM, answer.plan) == ()
    assert answer.goal("needs-met").high == -30
    assert "it gains 30 of needs-met" in answer.sentence
    again = why_not(PROBLEM, answer.plan, need="n-bo-2")
    assert {price.high for price in again.goals} == {0}
    assert again.sentence.startswith("It is so in this plan")


def test_what_is_impossible_names_the_rules() -> None:
    """On a Saturday nothing is held whatever is lifted; with a trainer for nothing, the trainer."""
    never = bo(need="n-bo-2", date=date(2026, 9, 12))
    assert (never.possible, never.proof, never.blocking) == (False, Proof.PROVEN, ())
    busy = PROBLEM.staff[1].model_copy(
        update={"unavailable": PROBLEM.trainers[0].available, "name": "Bo Ek"}
    )
    staff = (PROBLEM.staff[0], busy, *PROBLEM.staff[2:])
    away = PROBLEM.model_copy(update={"staff": staff})
    without = PLAN.model_copy(update={"sessions": (), "releases": (), "covers": ()})
    without = without.model_copy(update={"engagements": (), "unmet": ()})

    answer = why_not(away, without, need="n-bo-2", date=date(2026, 9, 8), seconds=SECONDS)

    assert answer.possible is False
    [blocking] = answer.blocking
    assert (blocking.rule, blocking.who, blocking.when) == ("staff-available", "bo", "2026-09-08")
    assert "Bo Ek" in blocking.sentence


def later(**fields: Any) -> bool | None:
    """Whether a second course can be had, which a team gives, beside a plan without the first."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    hours = {"start": "08:00", "end": "11:00"}
    one = {"topic": "sheets", "minutes": 60, "group_max": 3}
    two = one | {"level_from": 1, "level_to": 2, "prerequisites": [{"course": "one"}]}
    problem = Problem.model_validate(
        {
            "calendar": calendar,
            "schools": [
                {"id": "north", "periods": [{"id": "1", "start": "10:00", "end": "11:00"}]}
            ],
            "staff": [{"id": "ada", "schools": ["north"]}],
            "courses": [one | {"id": "one"}, two | {"id": "two"}],
            "rooms": [{"id": "lab", "school": "north", "capacity": 9}],
            "trainers": [
                {"id": "tim", "courses": ["one"], "available": [hours]},
                {"id": "tess", "available": [hours]},
                {"id": "tom", "available": [hours]},
                {"id": "both", "members": ["tess", "tom"], "courses": ["two"]},
            ],
            "needs": [
                {"id": "n1", "staff": "ada", "course": "one"},
                {"id": "n2", "staff": "ada", "course": "two"},
            ],
        }
    )
    answer = why_not(problem, Plan(), seconds=SECONDS, **fields)
    assert answer.proof is Proof.PROVEN
    return answer.possible


@pytest.mark.parametrize(
    "fields",
    [
        {"trainer": "both"},
        {"trainer": "tess"},
        {"trainer": "tess", "date": date(2026, 9, 9)},
        {"trainer": "tess", "start": time(10)},
    ],
    ids=repr,
)
def test_who_is_in_a_team_gives_its_courses(fields: dict[str, Any]) -> None:
    """Far from the plan, so that only what is impossible in an excerpt could speak against it."""
    assert later(**fields) is True


def test_any_course_can_be_what_begins_at_a_time() -> None:
    """A time alone names no course: then none is left out of what is looked at."""
    busy = {"start": time(10), "date": date(2026, 9, 7)}
    assert later(**busy) is True
    assert later(start=time(10), trainer="both") is True


def test_a_wish_that_names_nothing_is_refused_with_every_fault() -> None:
    """Unknown ids, dates outside and contradictions are told at once, as faults."""
    with pytest.raises(ProblemError) as caught:
        bo(need="nobody", trainer="tess", date=date(2027, 1, 1))
    assert [fault.code for fault in caught.value.faults] == ["PD216", "PD204", "PD603"]
    with pytest.raises(ProblemError, match="PD601"):
        bo()
    with pytest.raises(ProblemError, match="does not answer the need"):
        bo(need="n-bo-2", course="sheets")
    with pytest.raises(ValueError, match="above 0"):
        why_not(PROBLEM, Plan(), need="n-bo", seconds=0)


def test_every_rule_can_be_lifted_or_says_what_a_plan_is() -> None:
    """No rule is forgotten: one that is new is one or the other."""
    always = {name for name, rule in RULES.items() if not rule.optional}
    engaged = About(("bo",), ("slides",), None, "sam")
    lifted_ones = {lift.rule for lift in lifts(PROBLEM, Policy(), engaged)}

    assert always - lifted_ones == NEVER_LIFTED
    assert lifted_ones.isdisjoint(NEVER_LIFTED)


@given(st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=3), max_size=4))
def test_the_smallest_core_is_the_smallest(clashing: list[frozenset[int]]) -> None:
    """Of sets that clash, the one with the fewest members is found, and shown to be so."""
    core = smallest_core(7, lambda part: not any(each <= part for each in clashing))

    if not clashing:
        assert core is None
        return
    assert core is not None
    assert (core.minimal, core.smallest) == (True, True)
    assert len(core.members) == min(map(len, clashing))
    assert frozenset(core.members) in clashing


@given(
    st.lists(st.frozensets(st.integers(0, 6), max_size=3), min_size=1, max_size=4),
    st.lists(st.frozensets(st.integers(0, 6)), max_size=2),
    st.frozensets(st.integers(0, 6)),
    st.booleans(),
)
def test_a_core_is_minimal_whatever_was_guessed(
    clashing: list[frozenset[int]],
    guesses: list[frozenset[int]],
    broken: frozenset[int],
    enough: bool,
) -> None:
    """Bad guesses take time, and nothing else: each member of a core is one of a clash."""
    core = smallest_core(
        7,
        lambda part: not any(each <= part for each in clashing),
        guesses,
        lambda _: broken,
        minimal_is_enough=enough,
    )

    assert core is not None
    assert core.minimal
    assert frozenset(core.members) in clashing
    assert not any(each < frozenset(core.members) for each in clashing)
    assert not core.smallest or len(core.members) == min(map(len, clashing))
    assert enough or core.smallest


def test_a_core_of_one_member_takes_no_look_at_others() -> None:
    """Nothing is smaller but nothing at all, and that is known to be feasible."""
    asked = list[frozenset[int]]()

    def is_feasible(part: frozenset[int]) -> bool:
        asked.append(part)
        return part.isdisjoint({2, 5})

    core = smallest_core(7, is_feasible, [frozenset({2})])

    assert core == ((2,), True, True)
    assert asked == [frozenset(range(7)), {2}, frozenset(range(7)) - {2}, frozenset()]


def test_rules_that_were_not_narrowed_down_are_named_in_short() -> None:
    """All that hold may be among them: a sentence for each would say nothing."""
    many = tuple(RuleInstance(rule=rule, sentence="It stops it") for rule in ("cover", "room"))

    assert Blocked(many, (), minimal=True, smallest=True).told.startswith("cover: It stops it.")
    assert Blocked(many, (), minimal=False, smallest=False).told.endswith(": cover and room.")


def test_nobody_is_engaged_for_nothing() -> None:
    """A pin would excuse it; what is told as possible is a plan without that pin, too."""
    idle = why_not(PROBLEM, PLAN, substitute="sam", date=date(2026, 9, 10), seconds=20)
    busy = why_not(PROBLEM, PLAN, substitute="sam", date=date(2026, 9, 15), seconds=20)

    assert (idle.possible, idle.proof, idle.blocking) == (False, Proof.PROVEN, ())
    assert "may hold" in idle.sentence
    assert busy.possible
    assert busy.plan is not None
    assert verify(PROBLEM, busy.plan) == ()

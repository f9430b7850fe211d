"""`price` against brute force: the difference of two optima, or a range that holds it."""

from __future__ import annotations

import pytest
from brute_force import FILTERING, best_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from quick import slow
from solving import plan_for
from strategies import BRIEF, MICRO, TINY, Case, cases, scaled
from tuesday import PLAN, PROBLEM

from pdsched import GoalGain, Knob, KnobPrice, Plan, PriceList, ProblemError, Proof, price, verify
from pdsched.answers import worth as worth_of
from pdsched.answers.knobs import NUMBERED, Turned, turned
from pdsched.answers.price import ranked
from pdsched.params import StrategyParams
from pdsched.runner.judge import Judge

SECONDS = 120.0


@st.composite
def knobs(draw: st.DrawFn, case: Case) -> str:
    """Any knob that the problem has."""
    problem, policy = case
    first = problem.calendar.first
    days = (problem.calendar.last - first).days
    day = first.fromordinal(first.toordinal() + draw(st.integers(0, days)))
    weekday = draw(st.sampled_from(problem.calendar.weekdays)).value
    half = draw(st.sampled_from(["am", "pm"]))
    zone = draw(st.sampled_from(problem.schools)).zone
    options = [f"substitute:{zone}={weekday}-{half}", f"substitute:{zone}={day}-{half}"]
    options.append(f"room:{draw(st.sampled_from(problem.schools)).id}=3")
    if problem.trainers:
        trainer = draw(st.sampled_from(problem.trainers)).id
        options += [f"trainer:{trainer}={weekday}", f"trainer:{trainer}={day}"]
    if problem.courses:
        course = draw(st.sampled_from(problem.courses))
        sign = "-" if course.group_max > max(course.group_min, course.group_preferred or 1) else "+"
        options += [f"group:{course.id}=+1", f"group:{course.id}={sign}1"]
    if problem.rooms:
        options.append(f"seats:{draw(st.sampled_from(problem.rooms)).id}=+1")
    for table in (problem.substitutes, problem.trainers, problem.rooms):
        options += [f"without:{record.id}" for record in table]
    numbers = [n for n in NUMBERED if type(getattr(policy, n)) is int]
    options += [f"figure:{n}=+1" for n in numbers if _can_grow(case, n)]
    return draw(st.sampled_from(options))


def _can_grow(case: Case, figure: str) -> bool:
    try:
        turned(*case, [f"figure:{figure}=+1"])
    except ProblemError:
        return False
    return True


def truth(case: Case, knob: str) -> tuple[tuple[int, ...], tuple[int, ...] | None, Turned]:
    """The best values without a knob and with it."""
    [ready] = turned(*case, [knob])
    before = best_of(case)
    assume(before is not None)
    assert before is not None
    return before, best_of(Case(*ready.edit(*case))), ready


def differences(case: Case, before: tuple[int, ...], then: tuple[int, ...]) -> list[int]:
    """By tier, by how much the second is better."""
    signs = [1 if tier.maximise else -1 for tier in case.policy.tiers]
    return [sign * (b - a) for sign, a, b in zip(signs, before, then, strict=True)]


@slow
@settings(max_examples=scaled(1.5), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)))
def test_the_price_is_the_difference_of_two_optima(data: st.DataObject, case: Case) -> None:
    """Exact by every goal, whatever the knob; impossible exactly where no plan is left."""
    knob = data.draw(knobs(case))
    before, then, ready = truth(case, knob)
    plan, _ = plan_for(case)
    assert plan is not None

    [told] = price(case.problem, plan, [knob], case.policy, seconds=SECONDS, workers=1).knobs

    assert told.proof is Proof.PROVEN
    assert told.possible is (then is not None)
    if then is None:
        assert told.plan is None
        return
    assert told.plan is not None
    problem, policy = ready.edit(*case)
    assert verify(problem, told.plan, policy) == ()
    assert [gain.high for gain in told.gains] == differences(case, before, then)


@slow
@settings(max_examples=scaled(1.5), suppress_health_check=FILTERING)
@given(st.data(), st.one_of(cases(MICRO), cases(BRIEF), cases(TINY)), st.booleans())
def test_ranges_hold_the_truth(data: st.DataObject, case: Case, is_best: bool) -> None:
    """Near the plan alone, as in large districts, and from the plan of nothing, too."""
    knob = data.draw(knobs(case))
    before, then, _ = truth(case, knob)
    assume(then is not None)
    assert then is not None
    plan = plan_for(case)[0] if is_best else Judge(*case).empty()
    assume(plan is not None)
    assert plan is not None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worth_of, "StrategyParams", lambda: StrategyParams(whole_up_to=0))
        patch.setattr(worth_of, "TIMES", 1e9)
        [told] = price(case.problem, plan, [knob], case.policy, seconds=2, workers=1).knobs

    for gain, exact in zip(told.gains, differences(case, before, then), strict=bool(told.gains)):
        assert gain.low is None or gain.low <= exact
        assert gain.high is None or gain.high >= exact
        if gain.proven and gain is told.gains[0]:
            assert gain.shown == exact


def tuesday(*changes: str, seconds: float = SECONDS) -> PriceList:
    """Prices of changes on that Tuesday."""
    return price(PROBLEM, PLAN, changes or None, seconds=seconds, workers=1)


def test_a_knob_that_changes_nothing_has_price_0() -> None:
    """More seats than anybody needs; and the plan, which was not the best, is no gain of it."""
    prices = tuesday("seats:lab=+5", "group:sheets=+1")

    for told in prices.knobs:
        assert told.proof is Proof.PROVEN
        assert {gain.text for gain in told.gains} == {"0"}
        assert told.sentence.endswith(": brings nothing.")
        assert told.gain("needs-met").before > 4 * 30
    with pytest.raises(KeyError):
        prices["seats:lab=+6"]


def test_what_is_taken_away_costs() -> None:
    """Without a trainer there is no session: the first goal stands first."""
    told = tuesday("without:tom")["without:tom"]

    assert told.proof is Proof.PROVEN
    assert told.gain("needs-met").high == -150
    assert told.sentence.startswith("Without tom: costs 150 of needs-met, and saves ")
    frame = tuesday("without:tom").frame()
    assert frame.set_index("goal").loc["needs-met", "low"] == -150


def test_what_only_allows_more_never_costs() -> None:
    """Where nothing is proven of the plan, its price by the first goal is 0 at least."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worth_of, "StrategyParams", lambda: StrategyParams(whole_up_to=0))
        patch.setattr(worth_of, "TIMES", 1e9)
        told = tuesday("substitute:all=tue-am", "figure:releases_per_week=+1", seconds=5)

    assert {each.gains[0].at_least for each in told.knobs} == {0}
    assert all(each.gains[0].low == 0 for each in told.knobs)


def test_knobs_are_refused_with_every_fault() -> None:
    """Each shows the value and what is allowed."""
    wrong = {
        "chair:lab=+1": "give one of substitute, trainer",
        "seats:lab": "write seats:ID=BY, BY +5, or -5",
        "seats:nowhere=+1": "is no room",
        "seats:lab=many": "write +5, or -5",
        "seats:lab=-10": "it is 10, and may be 1 to 5000",
        "group:sheets=+999999": "it is 8, and may be 1 to 1000",
        "group:maths=+1": "is no course",
        "trainer:tom=someday": "write tue, or 2026-10-06",
        "trainer:tom=2027-01-01": "give one from 2026-09-07 to 2026-09-18",
        "substitute:all=tue": "write tue-am",
        "substitute:east=tue-am": "give one of all",
        "figure:releases=+1": "give one of",
        "figure:releases_per_week=+90": "less than or equal to 20",
        "figure:releases_per_week=more": "write +1",
        "without:nobody": "give the id of one",
    }
    with pytest.raises(ProblemError) as caught:
        tuesday(*wrong)

    assert len(caught.value.faults) == len(wrong)
    for fault, said in zip(caught.value.faults, wrong.values(), strict=True):
        assert said in str(fault)


def gained(shown: int, bound: int, *, before_bound: int = 60) -> KnobPrice:
    """A price whose plans show something by the only goal, below a bound."""
    gain = GoalGain(
        id="needs-met",
        better="more",
        before=60,
        before_bound=before_bound,
        value=60 + shown,
        bound=60 + bound,
        at_least=0,
    )
    proof = Proof.PROVEN if gain.proven else Proof.BOUNDED
    knob = Knob(kind="without", what=f"{shown}-{bound}-{before_bound}")
    return KnobPrice(knob=knob, change="", sentence="", proof=proof, gains=(gain,))


def test_equal_prices_are_ranked_by_what_is_known_of_them() -> None:
    """What plans show comes first; then proofs, and then the ends of the ranges."""
    none = KnobPrice(
        knob=Knob(kind="without", what="tom"),
        change="",
        sentence="",
        proof=Proof.TRIED,
        possible=False,
    )
    meant = [
        gained(30, 40, before_bound=90),
        gained(20, 20),
        gained(20, 90),
        gained(20, 90, before_bound=70),
        gained(20, 50, before_bound=70),
        gained(0, 860),
        none,
    ]
    for given_order in (meant, meant[::-1], meant[3:] + meant[:3]):
        told = ranked(given_order)
        assert [each.knob for each in told] == [each.knob for each in meant]
        assert [each.rank for each in told] == [1, 2, 2, 2, 2, 6, None]


def test_by_what_prices_are_ranked_is_said() -> None:
    """In a sentence, a column of the frame and one of the page; of one there is no order."""
    prices = tuesday("seats:lab=+5", "without:tom", "group:sheets=+1")

    assert [each.rank for each in prices.knobs] == [1, 1, 3]
    assert prices.order.startswith("Ranked by what plans show of needs-met, then of ")
    frame = prices.frame()
    assert frame.columns[0] == "rank"
    assert frame["rank"].tolist() == sorted(frame["rank"])
    assert frame.loc[frame["goal"] == "needs-met", "shown"].tolist() == [0, 0, -150]
    page = prices._repr_html_()
    assert "Rank" in page
    assert prices.order in page
    assert tuesday("without:tom").order == ""


def test_a_knob_is_a_record_or_a_text() -> None:
    """Both are the same; the text is what it is found by."""
    knob = Knob(kind="figure", what="releases_per_week", by="+1")
    told = price(PROBLEM, PLAN, [knob], seconds=SECONDS, workers=1)

    assert told[str(knob)].knob == knob
    assert told[str(knob)].change == "Releases per week: 2 in place of 1"


@slow
def test_a_scan_tries_what_the_problem_offers() -> None:
    """The best ten of all that was looked at, the best first."""
    plan = Plan.model_validate({"unmet": PLAN.unmet})
    told = price(PROBLEM, plan, seconds=20, workers=1)

    assert len(told.knobs) == 10 < told.tried
    shown = [tuple(gain.shown for gain in each.gains) for each in told.knobs]
    assert shown == sorted(shown, reverse=True)
    assert {each.knob.kind for each in told.knobs} >= {"substitute", "figure"}


@slow
def test_processes_tell_the_same() -> None:
    """Two beside each other, in a script without a guard as well."""
    changes = ["seats:lab=+5", "without:tom", "without:sam"]
    one = price(PROBLEM, PLAN, changes, seconds=SECONDS, workers=1)
    two = price(PROBLEM, PLAN, changes, seconds=SECONDS, workers=2)

    assert [k.gains for k in one.knobs] == [k.gains for k in two.knobs]

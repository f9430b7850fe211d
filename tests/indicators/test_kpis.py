"""Key figures by hand, beside the goals that measure the same, and their parts beside the whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from pairs_teams import TOGETHER, teamed
from schools import TUE, plan_of, session
from strategies import TINY, Case, cases, garbage, scaled
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Policy, Prices, Problem, Travel, kpis, score
from pdsched.expansion import in_full
from pdsched.indicators.equity import gini_of

BY_HAND = {
    "needs-stated": 5,
    "met-needs": 4,
    "met-needs-share": 80,
    "hours": 3 * 1.5 + 1,
    "people-trained": 4,
    "sessions": 2,
    "mean-group-size": 2,
    "seats-filled": 100 * 4 / 16,
    "longest-gap": None,
    "releases-from-lessons": 3,
    "lessons-without-teacher": 5,
    "lessons-by-substitutes": 4,
    "lessons-by-colleagues": 0,
    "half-days": 3,
    "releases-per-half-day": 1,
    "chance-filled": 100,
    "unfilled-half-days": 0,
    "people-unserved": 0,
    "least-served-school": 100 * 2 / 3,  # north: two of the three needs of ada and bo
    "least-served-role": 80,
    "trainer-hours": 2.5,
    "busiest-trainer": 2.5,
    "room-hours": 1.5,
    "travel-hours": 40 / 60,
    "travel-kilometres": None,
    "protected-hours-lost": 0,
    "cost": None,
}


@pytest.mark.parametrize("figure", BY_HAND)
def test_a_day_counted_by_hand(figure: str) -> None:
    """One Tuesday, small enough to draw."""
    value = kpis(PROBLEM, PLAN)[figure].value

    assert value == (None if BY_HAND[figure] is None else pytest.approx(BY_HAND[figure]))


def test_parts_of_that_day_by_hand() -> None:
    """Where things happen, and whose they are."""
    told = kpis(PROBLEM, PLAN)

    assert told["half-days"].parts["school"] == {"north": 1, "south": 2}
    assert told["lessons-by-substitutes"].parts["school"] == {"north": 2, "south": 2}
    assert told["met-needs-share"].parts["topic"] == {"sheets": 100, "slides": 50}
    assert told["trainer-hours"].parts["trainer"] == {"tom": 2.5}
    assert told["hours"].parts["week"] == {"2026-09-07": 5.5}
    assert told["releases-per-half-day"].parts["school"] == {"north": 1, "south": 1}
    assert told["room-use"].value == pytest.approx(100 * 1.5 / 40)  # ten dates of four periods


def test_cost_is_told_with_prices_alone() -> None:
    """Three half-days, no colleague, two and a half hours of a trainer, forty minutes of ways."""
    paid = Prices(half_day=100, colleague_cover=7, trainer_hour=40, travel_hour=30, currency="CAD")
    cost = kpis(PROBLEM, PLAN, prices=paid)["cost"]

    assert cost.value == pytest.approx(300 + 100 + 20)
    assert cost.text == "420 CAD"


def test_prices_stand_in_the_policy() -> None:
    """Others that are given come in their place; no plan depends on them, nor a digest."""
    policy = Policy(prices=Prices(half_day=100, currency="CAD"))

    assert kpis(PROBLEM, PLAN, policy)["cost"].text == "300 CAD"
    assert kpis(PROBLEM, PLAN, policy, prices=Prices(half_day=1))["cost"].text == "3"
    assert policy.digest() == Policy().digest()
    assert policy.sentences()[-2].endswith("reads: half-day 100 CAD.")


def test_kilometres_are_of_those_who_are_on_the_way() -> None:
    """Cy goes from south to north and back, whichever way the problem says how far that is."""
    [way] = PROBLEM.travel
    far = PROBLEM.model_copy(update={"travel": (way.model_copy(update={"kilometres": 7.5}),)})
    back = Travel(origin="south", destination="north", minutes=20, kilometres=8)
    told = kpis(far, PLAN, prices=Prices(kilometre=0.5))

    assert told["travel-kilometres"].value == 15
    assert told["travel-kilometres"].parts["school"] == {"north": 0, "south": 15}
    assert told["cost"].value == 7.5
    both = far.model_copy(update={"travel": (*far.travel, back)})
    assert kpis(both, PLAN)["travel-kilometres"].value == 15.5
    assert far.digest() != PROBLEM.digest()


def test_a_gap_is_that_of_one_person() -> None:
    """From the last date of the first course to the next date of the one that builds on it."""
    courses = [
        {"id": "a", "topic": "t", "minutes": 60, "group_max": 3, "modality": "self-paced"},
        {"id": "b", "topic": "t", "minutes": 60, "group_max": 3, "modality": "self-paced",
         "prerequisites": [{"course": "a"}]},
    ]  # fmt: skip
    problem = Problem.model_validate(
        {
            "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-25"},
            "schools": [{"id": "n", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
            "staff": [{"id": "ada", "schools": ["n"]}, {"id": "bo", "schools": ["n"]}],
            "courses": courses,
        }
    )
    held = [("a", "07", "ada"), ("a", "08", "bo"), ("b", "17", "ada"), ("b", "11", "bo")]
    sessions = [
        {"id": f"{c}{d}", "course": c, "date": f"2026-09-{d}", "start": "08:00", "end": "09:00",
         "staff": [who]}
        for c, d, who in held
    ]  # fmt: skip

    assert kpis(problem, {"sessions": sessions})["longest-gap"].value == 10


def test_who_gives_in_a_team_is_as_busy_as_who_gives_alone() -> None:
    """Tom gives an hour with ada and one alone: two of his, one of hers, all of them paid."""
    given = [TOGETHER, session("sheets-1", TUE, "13:00", "cyd")]
    told = kpis(teamed(), plan_of(teamed(), given), prices=Prices(trainer_hour=10))

    assert told["trainer-hours"].parts["trainer"] == {"ada": 1, "tom": 2}
    assert (told["trainer-hours"].value, told["busiest-trainer"].value) == (3, 2)
    assert told["cost"].value == 30


def test_where_nothing_is_met_the_worst_served_have_nothing() -> None:
    """A share of nothing is none; nothing of something is."""
    told = kpis(PROBLEM, Plan())

    assert told["met-needs-share"].parts["school"] == {"north": 0, "south": 0}
    assert told["least-served-school"].value == told["least-served-role"].value == 0


@settings(max_examples=scaled(1))
@given(cases(TINY).flatmap(lambda case: garbage(case.problem).map(lambda plan: (case, plan))))
def test_they_are_what_the_goals_measure(both: tuple[Case, Plan]) -> None:
    """Of any plan, sound or not; and parts by school add up wherever each amount has one."""
    (problem, policy), plan = both
    told = kpis(problem, plan, policy)
    values = score(problem, plan, policy)
    lost = values["protected-minutes-lost"] / 60
    unfilled, known = told["unfilled-half-days"].value, told["half-days"].value

    assert told["people-unserved"].value == values["unserved-people"]
    assert told["protected-hours-lost"].value == pytest.approx(lost)
    assert unfilled is not None
    assert known is not None
    # The goal counts each in whole thousandths, rounded up.
    assert unfilled - 1e-6 <= values["expected-unfilled"] / 1000 <= unfilled + known / 1000 + 1e-6
    assert (told["met-needs"].value or 0) <= len(in_full(problem).needs)
    for figure in ("needs-stated", "met-needs", "hours", "half-days", "releases-from-lessons"):
        for part in ("school", "zone"):
            parts = told[figure].parts.get(part, {})
            assert sum(parts.values()) == pytest.approx(told[figure].value)


def test_each_is_told_once_with_all_that_a_reader_wants() -> None:
    """About 25 of them; each has a title, a sentence and a direction; frames have them all."""
    told = kpis(PROBLEM, PLAN)
    frame = told.frame()

    assert len(told) >= 25
    assert len({one.id for one in told.figures}) == len({one.title for one in told.figures})
    assert all(one.sentence.endswith(".") for one in told.figures)
    assert frame.id.tolist() == [one.id for one in told.figures]
    assert frame.set_index("id").value["met-needs"] == 4
    assert set(told.frame("school").school) == {"north", "south"}
    assert len(repr(told)) < 200
    assert "<table" in told._repr_html_()
    with pytest.raises(KeyError, match="known: needs-stated"):
        told["needs"]


def test_gini_against_its_definition() -> None:
    """Half the mean difference of two people, as a share of the mean."""
    amounts = [0.0, 1.5, 1.5, 4.0, 9.0]
    mean = sum(amounts) / len(amounts)
    difference = sum(abs(a - b) for a in amounts for b in amounts) / len(amounts) ** 2

    assert gini_of(amounts) == pytest.approx(difference / 2 / mean)


def test_a_broken_plan_is_measured_as_far_as_it_goes() -> None:
    """Records that name what does not exist are passed over."""
    broken = PLAN.model_copy(
        update={
            "sessions": tuple(
                s.model_copy(update={"course": "gone"}) if s.trainer and not s.room else s
                for s in PLAN.sessions
            )
        }
    )
    told = kpis(PROBLEM, broken)

    assert told["sessions"].value == 1
    assert told["met-needs"].value == 3


def test_of_nothing_met_each_school_has_its_share() -> None:
    """Where no need is met, every school has 0 % of its own, and the worst one is told."""
    told = kpis(PROBLEM, Plan())

    assert told["met-needs-share"].parts["school"] == {"north": 0, "south": 0}
    assert told["least-served-school"].value == 0

"""What other rules, goals and pages make of needs with wishes."""

from __future__ import annotations

from typing import Any

import pytest
from schools import TUE, course, plan_of, remote, two_schools
from solving import plan_for
from strategies import Case

from pdsched import Policy, Problem, Status, check, score, solve
from pdsched.expansion import in_full
from pdsched.survey import gap_report
from pdsched.views.names import Names

DOSES = Policy(goals=("needs-met", "dose-shortage"), dose_minutes=120, dose_by_topic=True)


DAY = {"start": "08:00", "end": "15:00", "weekdays": ["tue"]}


def learning(*wishes: str, **fields: Any) -> Problem:
    """Ada needs an hour of x, and wishes for some of: another hour of x, one of y."""
    given = {
        "lessons": [],
        "courses": [
            course("y-1", modality="remote") | {"name": "Robots"},
            course("x-2", modality="remote") | {"name": "Podcasts"},
            course("x-1", modality="remote"),
        ],
        "needs": [
            {"id": "stated", "staff": "ada", "course": "x-1"},
            {"id": "wished", "staff": "ada", "wishes": [*wishes]},
        ],
        "trainers": [
            {
                "id": "tom",
                "courses": ["x-1", "x-2", "y-1"],
                "available": [DAY],
            }
        ],
        "substitutes": [],
    }
    return two_schools(**(given | fields))


@pytest.mark.parametrize("wishes", [("y-1", "x-2"), ("x-2", "y-1")])
def test_a_wish_of_the_topic_fills_a_dose(wishes: tuple[str, ...]) -> None:
    """The second hour of x is the better one, wherever it stands: nothing is short, proven."""
    plan, found = plan_for(Case(learning(*wishes), DOSES))

    assert plan is not None
    assert found == (Status.OPTIMAL, (60, 0))
    assert sorted(session.course for session in plan.sessions) == ["x-1", "x-2"]


@pytest.mark.parametrize(("wishes", "short"), [(("y-1", "x-2"), 60), (("y-1",), 180)])
def test_wishes_of_several_topics_ask_for_a_dose_in_none(
    wishes: tuple[str, ...], short: int
) -> None:
    """Ada attends x-1 alone: an hour short in x; and two in y, if that is what the wish is for."""
    problem = learning(*wishes)
    plan = plan_of(problem, [remote("x-1", TUE, "08:00", "ada")])

    assert score(problem, plan, DOSES)["dose-shortage"] == short
    forced = problem.model_copy(update={"needs": problem.needs[:1]})
    alone = plan_for(Case(forced, DOSES))[1]
    assert alone == (Status.OPTIMAL, (30, 60))


def test_names_of_wishes_are_told() -> None:
    """The first three, and that there are more."""
    names = Names(learning("x-2", "y-1"))
    assert names.aim("wished") == "one of Podcasts, Robots"

    many = learning(*["x-2", "y-1", "x-1", "x-3"])
    assert Names(many).aim("wished") == "one of Podcasts, Robots, x-1, …"


def test_reasons_name_a_wish() -> None:
    """Nobody gives the one that there is."""
    problem = learning("y-1", trainers=[{"id": "tom", "courses": ["x-1"], "available": [DAY]}])
    result = solve(problem, seconds=20)

    assert result.plan is not None
    (unmet,) = result.plan.unmet
    assert unmet.need == "wished"
    assert unmet.rule == "trainer"
    assert "Robots" in unmet.reason


def test_the_catalogue_has_no_gap_where_one_wish_can_be_had() -> None:
    """A need with wishes lacks a course only where each of them is out of reach."""
    above = course("y-1", modality="remote", level_from=2, level_to=3) | {"name": "Robots"}
    here = course("x-2", modality="remote") | {"name": "Podcasts"}
    first = course("x-1", modality="remote")
    staff = [{"id": "ada", "schools": ["north"], "levels": {"y": 0}}]

    both = learning("y-1", "x-2", courses=[above, here, first], staff=staff)
    assert gap_report(both).needs == ()
    one = learning("y-1", courses=[above, here, first], staff=staff)
    (gap,) = gap_report(one).needs
    assert gap.need == "wished"
    assert gap.reason.startswith("ada wants one of Robots, ")


def stepped(*wishes: str, **levels: int) -> Problem:
    """Of the courses a and b, each of a topic of its own, b comes after c."""
    return learning(
        staff=[{"id": "ada", "schools": ["north"], "levels": levels}],
        courses=[
            course("a", modality="remote"),
            course("b", modality="remote", prerequisites=[{"course": "c"}]),
            course("c", modality="remote"),
        ],
        needs=[{"id": "n", "staff": "ada", "wishes": [*wishes]}],
        trainers=[{"id": "tom", "courses": ["a", "b", "c"], "available": [DAY]}],
    )


def test_a_step_before_a_wish_is_no_wish() -> None:
    """Ada gets her one wish, with the course that comes first: the ranks are 1."""
    problem = stepped("b", b=0)
    policy = Policy(goals=("needs-met", "worst-wish-rank", "wish-ranks"))
    step = in_full(problem).needs[1]

    assert (step.course, step.wishes) == ("c", ())
    assert plan_for(Case(problem, policy))[1] == (Status.OPTIMAL, (60, 1, 1))


@pytest.mark.parametrize("levels", [{"b": 0}, {"a": 0, "b": 0}])
def test_a_wish_that_waits_for_nothing_brings_no_steps(levels: dict[str, int]) -> None:
    """Whether or not a level is stated in its topic."""
    problem = stepped("a", "b", **levels)

    assert [need.id for need in in_full(problem).needs] == ["n"]
    values = plan_for(Case(problem, Policy()))[1].value
    assert values is not None
    assert values[0] == 30


def remarks(problem: Problem) -> list[tuple[str, str]]:
    """Codes and places of what `check` remarks about needs."""
    return [(fault.code, fault.where) for fault in check(problem) if "needs" in fault.where]


@pytest.mark.parametrize(
    ("wishes", "levels", "told"),
    [
        (("b",), {}, [("PD903", "needs[0].wishes[0]")]),
        (("a", "b"), {}, []),
        (("a",), {"a": 1}, [("PD908", "needs[0]")]),
        (("a", "b"), {"a": 1}, []),
        (("a", "b"), {"a": 1, "b": 1, "c": 1}, [("PD908", "needs[0]")]),
    ],
)
def test_wishes_that_cannot_come_true_are_remarked(
    wishes: tuple[str, ...], levels: dict[str, int], told: list[tuple[str, str]]
) -> None:
    """Only where none of them can: what comes first is missing, or the person is there already."""
    assert remarks(stepped(*wishes, **levels)) == told


def test_a_gap_tells_where_somebody_stands_in_each_topic() -> None:
    """Both wishes are for people who have more."""
    high = [course(name, modality="remote", level_from=3, level_to=4) for name in ("y-1", "x-2")]
    staff = [{"id": "ada", "schools": ["north"], "levels": {"x": 1, "y": 0}}]
    problem = learning("y-1", "x-2", courses=[*high, course("x-1", modality="remote")], staff=staff)
    (gap,) = [each for each in gap_report(problem).needs if each.need == "wished"]

    assert "stands at level 0 in y and stands at level 1 in x, but" in gap.reason

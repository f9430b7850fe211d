"""Who is counted together, and who is told apart, where a policy asks for it."""

from __future__ import annotations

import pytest
from schools import BASE, need, two_schools

from pdsched import Policy
from pdsched.model import enumerate_candidates
from pdsched.model.instance.distinctions import classes_matter, single_staff, single_substitutes
from pdsched.model.instance.world import World
from pdsched.model.rules.pins import split_courses

SOFT = Policy(goals=("needs-met", "staff-lunch"))


@pytest.mark.parametrize(
    ("policy", "single"),
    [
        (Policy(), {"dot"}),
        (SOFT, {"bob", "dot"}),
        (Policy(off=("staff-lunch",)), set()),
    ],
    ids=["hard", "soft", "off"],
)
def test_who_could_lose_a_lunch_is_single(policy: Policy, single: set[str]) -> None:
    """Of one need the release is judged alone, unless lunches lost are counted."""
    needs = [need("bob", "coach-1"), need("dot", "sheets-1"), need("dot", "club-1")]
    courses = [x | {"prerequisites": []} for x in BASE["courses"]]
    problem = two_schools(needs=needs, courses=courses)

    assert single_staff(World(problem, policy)) == single


@pytest.mark.parametrize(
    ("pin", "split"),
    [
        ({"staff": "ada", "course": "sheets-1", "trainer": "tom"}, {"sheets-1"}),
        ({"staff": "ada", "course": "sheets-1", "room": "lab"}, {"sheets-1"}),
        ({"staff": "ada", "trainer": "tom"}, {c["id"] for c in BASE["courses"]}),
        ({"staff": "ada", "course": "sheets-1"}, set()),
        ({"course": "sheets-1", "trainer": "tom"}, set()),
    ],
)
def test_pins_of_a_person_with_a_trainer_or_room_part_sessions(
    pin: dict[str, str], split: set[str]
) -> None:
    """Placements of such a course have one offer each, where pins hold."""
    problem = two_schools(session_pins=[{"id": "pin", "kind": "require", **pin}])
    candidates = enumerate_candidates(problem, Policy())
    placements = candidates.placements
    offers = placements.first_offer[1:] - placements.first_offer[:-1]
    of = [candidates.index.courses[n].id for n in placements.course.tolist()]

    assert split_courses(World(problem, Policy())) == split
    assert split_courses(World(problem, Policy(off=("pins",)))) == set()
    assert {course for course, n in zip(of, offers.tolist(), strict=True) if n > 1} & split == set()


@pytest.mark.parametrize(("minutes", "apart"), [(None, False), (0, False), (1, True)])
def test_classes_are_told_apart_where_a_handover_takes_time(
    minutes: int | None, apart: bool
) -> None:
    """A minute is enough; no minutes ask for nothing."""
    policy = Policy(handover_minutes=minutes, off=("days-with-a-class",))

    assert classes_matter(policy) == apart


@pytest.mark.parametrize(("least", "single"), [(1, set()), (2, {"sam", "sue"})])
def test_substitutes_paid_by_the_day_are_single(least: int, single: set[str]) -> None:
    """Who comes for one half-day, and who for two, counts where both are paid alike."""
    policy = Policy(goals=("needs-met", "paid-half-days"), least_paid_half_days=least)

    assert single_substitutes(World(two_schools(), policy)) == single

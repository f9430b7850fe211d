"""One human being in several roles: what the pairs of rules do not say."""

from __future__ import annotations

from typing import Any

from pairs import FRIDAY
from pairs_engaged import NORTH, roles
from pairs_leading import SOUTH, led
from schools import BASE, FRI, TUE, cover, engaged, plan_of, session

from pdsched import Plan, score, verify
from pdsched.plan import Cover, Release
from pdsched.policy import Policy
from pdsched.problem import Problem

PLANNING = {"id": "plan", "staff": "ada", "date": FRI, "start": "09:30", "end": "10:30"}


def test_an_engagement_without_lessons_asks_nothing() -> None:
    """Where a school has no lessons in a half-day, who is engaged there can be anywhere."""
    problem = roles(lessons=[])
    plan = plan_of(problem, [FRIDAY], engagements=[engaged("dot", FRI, "am")])

    assert "one-place" not in {violation.rule for violation in verify(problem, plan)}


def test_an_engagement_is_told_with_its_lessons() -> None:
    """The sentence says from when to when somebody is at a school, and what is in the way."""
    problem = roles(NORTH | {"unavailable": [{"start": "10:59", "end": "12:00"}]})
    plan = plan_of(
        problem,
        [session("sheets-1", TUE, "08:00", "ada")],
        [cover("ada-tue-1", TUE, "dot")],
        [engaged("dot", TUE, "am")],
    )

    assert list(map(str, verify(problem, plan))) == [
        "one-place: dot is engaged at north on 2026-09-08 am (08:00 to 11:00), and is unavailable "
        "from 10:59 to 12:00"
    ]


def test_a_release_of_somebody_unknown_is_told() -> None:
    """A leader's release that belongs to no session of theirs is named."""
    problem = led()
    kept = plan_of(problem, [SOUTH])
    mine = next(release for release in kept.releases if release.leads)
    other = mine.model_copy(update={"staff": "bob"})
    found = verify(problem, kept.model_copy(update={"releases": (*kept.releases, other)}))

    assert list(map(str, found)) == [
        "records: bob is released for session sheets-1 on Fri 2026-09-11 09:00, south, ada, hall "
        "to lead it, and does not"
    ]


def test_who_leads_has_no_interval_of_a_day() -> None:
    """A leader's release is compared with the session, not with the way home."""
    problem = led()
    kept = plan_of(problem, [SOUTH])

    assert [(r.staff, f"{r.start:%H:%M}", f"{r.end:%H:%M}", r.need) for r in kept.releases] == [
        ("ada", "09:00", "10:00", None),
        ("cyd", "09:00", "10:00", "cyd:sheets-1"),
    ]


def test_leading_meets_no_need_and_loses_protected_time() -> None:
    """Needs count for who attends alone, protected minutes for both."""
    problem = led(protected=[PLANNING])
    values = score(problem, plan_of(problem, [SOUTH]))

    assert values["needs-met"] == 30
    assert values["protected-minutes-lost"] == 30
    assert values["outside-key-times"] == 0


def _by(problem: Problem, **second: str) -> Plan:
    """Ada leaves her lessons at 8 and at 13: dot holds the first, hired; somebody the second."""
    return plan_of(
        problem,
        [session("sheets-1", TUE, "08:00", "ada"), session("calls-1", TUE, "13:00", "ada", **CALL)],
        [
            cover("ada-tue-1", TUE, "dot"),
            Cover(staff="ada", lesson="ada-tue-4", date=TUE, **second),
        ],
        [engaged("dot", TUE, "am")],
    )


CALL: dict[str, Any] = {"school": None, "room": None}


def test_substitute_and_colleague_of_one_name_are_one_holder() -> None:
    """Dot, hired in the morning and a colleague in the afternoon, is one adult; bob is another."""
    lessons = [x | {"classes": ["5a"]} for x in BASE["lessons"]]
    problem = roles(NORTH | {"cover_volunteer": True}, lessons=lessons)
    holders = ("holders-of-a-day", "holders-of-a-class")

    assert [
        [score(problem, _by(problem, colleague=who), Policy())[goal] for goal in holders]
        for who in ("dot", "bob")
    ] == [[0, 0], [1, 1]]


def test_a_plan_without_leaders_is_written_as_before() -> None:
    """A release names a need, or null where the person leads; nothing else is new in a plan."""
    problem = led()
    release = plan_of(problem, [SOUTH]).releases[0]

    assert list(release.model_dump()) == [
        "staff",
        "session",
        "date",
        "start",
        "end",
        "need",
        "lessons",
    ]
    assert Release.model_validate_json(release.model_dump_json()) == release

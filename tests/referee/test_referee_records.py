"""Records that dangle or disagree are reported, and nothing else falls over them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pairs import SCHOOLS, tuesday_at_eight
from schools import FRI, THU, TUE, cover, engaged, insisting, need, plan_of, session, two_schools

from pdsched.plan import Cover, Engagement, Plan, Release, Session, UnmetNeed
from pdsched.policy import GOALS, RULES, Policy
from pdsched.problem import Half
from pdsched.referee import score, verify

KEPT = tuesday_at_eight()


def sentences(plan: Plan) -> list[str]:
    """What the rule `records` says about a plan."""
    return [v.sentence for v in verify(SCHOOLS, plan) if v.rule == "records"]


def other(kind: str, **fields: Any) -> Plan:
    """Ada's Tuesday with fields of its one record of a kind replaced."""
    record = getattr(KEPT, kind)[0].model_copy(update=fields)
    return KEPT.model_copy(update={kind: (record, *getattr(KEPT, kind)[1:])})


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("sessions", "course", "zen"),
        ("sessions", "school", "zen"),
        ("sessions", "trainer", "zen"),
        ("sessions", "room", "zen"),
        ("sessions", "staff", ("zen",)),
        ("releases", "staff", "zen"),
        ("releases", "session", "zen"),
        ("releases", "need", "zen"),
        ("covers", "staff", "zen"),
        ("covers", "lesson", "zen"),
        ("covers", "substitute", "zen"),
        ("engagements", "substitute", "zen"),
        ("engagements", "school", "zen"),
        ("unmet", "need", "zen"),
        ("unmet", "rule", "zen"),
    ],
)
def test_an_unknown_id_is_named(kind: str, field: str, value: Any) -> None:
    """Whatever record names something unknown, the sentence says so and nothing falls over."""
    found = sentences(other(kind, **{field: value}))
    assert any("zen, which is unknown" in sentence for sentence in found)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (other("releases", date=THU), "is on 2026-09-10, the session on 2026-09-08"),
        (other("releases", start=time(7, 50)), "is from 07:50 to 09:00, but should be from 08:00"),
        (other("releases", end=time(9, 20)), "but should be from 08:00 to 09:00"),
        (
            other("releases", lessons=("ada-tue-2",)),
            "these lessons: ada-tue-2; it takes: ada-tue-1",
        ),
        (KEPT.model_copy(update={"releases": ()}), "ada attends session"),
        (KEPT.model_copy(update={"releases": KEPT.releases * 2}), "has 2 releases"),
        (KEPT.model_copy(update={"covers": KEPT.covers * 2}), "has 2 covers"),
        (KEPT.model_copy(update={"engagements": KEPT.engagements * 2}), "is engaged 2 times"),
        (KEPT.model_copy(update={"sessions": KEPT.sessions * 2}), "2 sessions are called"),
        (KEPT.model_copy(update={"unmet": KEPT.unmet * 2}), "is listed as unmet 2 times"),
        (KEPT.model_copy(update={"unmet": ()}), "is neither met by a release nor listed as unmet"),
        (other("sessions", staff=()), "nobody attends"),
        (other("sessions", staff=()), "ada is released for session"),
        (other("sessions", staff=("ada", "ada")), "lists ada 2 times"),
        (other("unmet", need="ada:sheets-1"), "is met by a release and listed as unmet"),
    ],
)
def test_records_that_disagree_are_reported(plan: Plan, said: str) -> None:
    """Each way in which two records can disagree has its sentence."""
    assert any(said in sentence for sentence in sentences(plan))


def test_a_need_met_by_two_releases_is_reported() -> None:
    """Two releases for one need break `records` and `need`."""
    twice = [session("sheets-1", FRI, at, "dot") for at in ("09:00", "10:00")]
    problem = two_schools(needs=[need("dot", "sheets-1")])
    found = verify(problem, plan_of(problem, twice))
    assert {violation.rule for violation in found} == {"records", "need"}
    assert any("need dot:sheets-1 is met by 2 releases" in v.sentence for v in found)


def test_two_sessions_of_equal_contents_are_told_apart_by_their_ids() -> None:
    """Two people who read at the same time in two sessions break nothing."""
    problem = two_schools(
        needs=[need("dot", "reading-1"), need("bob", "reading-1")],
    )
    alone = {"school": None, "trainer": None, "room": None, "length": 30}
    sessions = [
        session("reading-1", FRI, "09:00", staff, number=number, **alone)  # type: ignore[arg-type]
        for number, staff in enumerate(("bob", "dot"), start=1)
    ]
    assert verify(problem, plan_of(problem, sessions)) == ()


def test_violations_are_sorted_and_said_once() -> None:
    """The same plan always gives the same violations in the same order, none of them twice."""
    wrong = [session("zen", TUE, "09:10", "ada", "bob", "nobody", trainer="sue", room="cellar")]
    plan = plan_of(SCHOOLS).model_copy(update={"sessions": tuple(wrong) * 2})
    found = verify(SCHOOLS, plan)
    assert list(found) == sorted(set(found))
    assert len(found) > 3


def ids(*known: str) -> st.SearchStrategy[str]:
    """Known ids, and now and then an unknown one."""
    return st.sampled_from([*known, "zen"])


STAFF = ids("ada", "bob", "cyd", "dot")
DATES = st.dates(date(2026, 9, 4), date(2026, 9, 21))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 59]))
PLACE = st.none() | ids("north", "south")
SESSION_IDS = ids("s1", "s2", "s3")
LESSONS = ids("ada-tue-1", "bob-tue-2", "bob-tue-3", "cyd-tue-5")
SUBSTITUTES = ids("sue", "sam")


def few(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    """At most four of something."""
    return st.lists(strategy, max_size=4).map(tuple)


GARBAGE = st.builds(
    Plan,
    sessions=few(
        st.builds(
            Session,
            id=SESSION_IDS,
            course=ids("sheets-1", "sheets-2", "calls-1", "coach-1", "club-1"),
            date=DATES,
            start=TIMES,
            end=TIMES,
            school=PLACE,
            trainer=st.none() | ids("tom"),
            room=st.none() | ids("lab", "hall"),
            staff=few(STAFF),
        )
    ),
    releases=few(
        st.builds(
            Release,
            staff=STAFF,
            session=SESSION_IDS,
            date=DATES,
            start=TIMES,
            end=TIMES,
            need=ids("ada:sheets-1", "ada:sheets-2", "bob:sheets-1", "dot:club-1"),
            lessons=few(LESSONS),
        )
    ),
    covers=few(st.builds(Cover, staff=STAFF, lesson=LESSONS, date=DATES, substitute=SUBSTITUTES)),
    engagements=few(
        st.builds(
            Engagement,
            substitute=SUBSTITUTES,
            school=ids("north", "south"),
            date=DATES,
            half=st.sampled_from(Half),
        )
    ),
    unmet=few(st.builds(UnmetNeed, need=ids("ada:sheets-1", "dot:club-1"), rule=ids("cover"))),
)


@given(plan=GARBAGE)
def test_any_plan_is_judged(plan: Plan) -> None:
    """A plan of garbage breaks `records` and is judged to the end, rules and goals alike."""
    found = verify(SCHOOLS, plan, Policy(away_at_once=0, releases_in_all=0))
    assert {violation.rule for violation in found} <= set(RULES)
    assert "records" in {violation.rule for violation in found}
    assert set(score(SCHOOLS, plan)) == set(GOALS)


def test_a_cover_of_an_unknown_substitute_covers_nothing() -> None:
    """What dangles is left out of account: the lesson counts as uncovered."""
    plan = other("covers", substitute="zen")
    assert {violation.rule for violation in verify(SCHOOLS, plan)} == {
        "records",
        "cover",
        "engagement-of-use",
    }


def test_engagements_without_covers_are_for_nothing() -> None:
    """A substitute whom no lesson needs is not engaged, unless a pin asks for it."""
    idle = engaged("sam", TUE, "am")
    insisted = insisting(SCHOOLS, idle)
    found = verify(SCHOOLS, plan_of(SCHOOLS, engagements=[idle]))
    assert [violation.rule for violation in found] == ["engagement-of-use"]
    assert verify(insisted, plan_of(insisted, engagements=[idle])) == ()


def test_a_cover_on_another_date_is_for_nothing() -> None:
    """A cover counts for its own date alone."""
    moved = cover("ada-tue-1", THU, "sue")
    plan = KEPT.model_copy(update={"covers": (moved,)})
    assert {v.rule for v in verify(SCHOOLS, plan)} == {"cover", "engagement-of-use"}

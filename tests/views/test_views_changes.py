"""What differs between two plans, and how it reads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tuesday import AFTERNOON, MORNING, PLAN, changed

from pdsched import Plan, difference

LATER = AFTERNOON.replace("09-08", "09-15")


def part(name: str) -> list[dict[str, Any]]:
    """The records of one kind of the plan, to be changed."""
    records: list[dict[str, Any]] = PLAN.model_dump(mode="json")[name]
    return records


def moved() -> Plan:
    """The plan with the afternoon session a week later."""
    sessions, releases = part("sessions"), part("releases")
    covers, engagements = part("covers"), part("engagements")
    sessions[1] |= {"id": LATER, "date": "2026-09-15"}
    dee = next(release for release in releases if release["staff"] == "dee")
    dee |= {"session": LATER, "date": "2026-09-15"}
    for record in (*covers, *engagements):
        if record.get("lesson") == "d" or record.get("half") == "pm":
            record["date"] = "2026-09-15"
    return changed(
        sessions=sessions, releases=releases, covers=covers, engagements=engagements
    ).canonical()


def without_dee() -> Plan:
    """The plan with the afternoon session given up."""
    return changed(
        sessions=part("sessions")[:1],
        releases=[release for release in part("releases") if release["staff"] != "dee"],
        covers=[cover for cover in part("covers") if cover["staff"] != "dee"],
        engagements=[e for e in part("engagements") if e["half"] != "pm"],
        unmet=[*part("unmet"), {"need": "n-dee", "rule": "cover"}],
    ).canonical()


def test_equal_plans_do_not_differ() -> None:
    """The difference of equal plans is empty, falsy, and says so."""
    same = difference(PLAN, changed())

    assert not same
    assert str(same) == "no difference"


def test_order_of_records_is_no_difference() -> None:
    """Plans that hold the same records in another order are equal."""
    turned = changed(**{name: part(name)[::-1] for name in ("sessions", "releases", "covers")})

    assert not difference(PLAN, turned)


def test_moved_session_is_a_change_not_two() -> None:
    """A session of the same course with the same group on another date is one changed session."""
    found = difference(PLAN, moved())

    assert [(c.before.id, c.after.id) for c in found.sessions_changed] == [(AFTERNOON, LATER)]
    assert found.sessions_added == found.sessions_removed == ()
    assert [person.staff for person in found.people] == ["dee"]
    (dee,) = found.people
    assert [(m.before.session, m.after.session) for m in dee.moved] == [(AFTERNOON, LATER)]
    assert dee.added == dee.removed == ()
    assert dee.newly_met == dee.newly_unmet == ()


def test_given_up_session_leaves_a_need_newly_unmet() -> None:
    """Who loses a session is named with the need that is unmet now, and the half-day saved."""
    found = difference(PLAN, without_dee())

    assert [session.id for session in found.sessions_removed] == [AFTERNOON]
    assert [(p.staff, p.newly_unmet, len(p.removed)) for p in found.people] == [
        ("dee", ("n-dee",), 1)
    ]
    assert [(e.substitute, e.school) for e in found.engagements_removed] == [("sam", "south")]
    assert [unmet.need for unmet in found.unmet_added] == ["n-dee"]


def test_difference_the_other_way_round() -> None:
    """What is removed one way is added the other way, and the need is newly met."""
    found = difference(without_dee(), PLAN)

    assert [session.id for session in found.sessions_added] == [AFTERNOON]
    assert [(p.staff, p.newly_met, len(p.added)) for p in found.people] == [("dee", ("n-dee",), 1)]
    assert [unmet.need for unmet in found.unmet_removed] == ["n-dee"]
    assert f"dee: n-dee newly met, {AFTERNOON} (away 13:00-14:00, 1 class)" in str(found)
    assert "+ slides: Tue 2026-09-08 13:00-14:00, tom, 1 person" in str(found)


def test_need_that_was_not_listed_is_not_newly_met() -> None:
    """A need that the plan before did not know at all is added, not newly met."""
    before = without_dee()
    before = changed(**{**before.model_dump(mode="json"), "unmet": part("unmet")})
    (dee,) = difference(before, PLAN).people

    assert dee.newly_met == ()
    assert len(dee.added) == 1


def test_session_with_another_group_tells_who_joins_and_leaves() -> None:
    """A session that keeps its place but not its people is changed, with names."""
    sessions = part("sessions")
    sessions[0]["staff"] = ["ada", "bo", "dee"]
    found = difference(PLAN, changed(sessions=sessions))

    assert [change.after.staff for change in found.sessions_changed] == [("ada", "bo", "dee")]
    assert "joins: dee; leaves: cy" in str(found)


def test_strangers_are_not_one_changed_session() -> None:
    """Sessions of one course whose groups share less than half are not the same one moved."""
    sessions = part("sessions")
    sessions[0] |= {"id": "other", "staff": ["ada", "dee", "eve"]}
    found = difference(PLAN, changed(sessions=sessions))

    assert found.sessions_changed == ()
    assert [session.id for session in found.sessions_removed] == [MORNING]
    assert [session.id for session in found.sessions_added] == ["other"]


def test_each_session_is_paired_once() -> None:
    """A session that is split into two alike becomes one of them; the other is added."""
    sessions = part("sessions")
    first, second = dict(sessions[0]), dict(sessions[0])
    first |= {"id": "first", "staff": ["ada", "bo"]}
    second |= {"id": "second", "staff": ["ada", "bo", "cy"], "room": "hall"}
    found = difference(PLAN, changed(sessions=[first, second, sessions[1]]))

    assert [change.after.id for change in found.sessions_changed] == ["second"]
    assert [session.id for session in found.sessions_added] == ["first"]


def test_another_substitute_for_one_class_is_seen() -> None:
    """Plans that differ in nothing but who holds a class differ."""
    covers = part("covers")
    covers[0]["substitute"] = "vic"
    found = difference(PLAN, changed(covers=covers))

    assert [cover.substitute for cover in found.covers_added] == ["vic"]
    assert [cover.substitute for cover in found.covers_removed] == ["sam"]
    assert str(found).splitlines()[0] == "1 cover added; 1 cover removed"


def test_plans_of_two_problems_differ() -> None:
    """The same records as the answer to another problem are another plan."""
    found = difference(PLAN, changed(problem="another"))

    assert found.problems == (PLAN.problem, "another")
    assert "different problems" in str(found)


def test_difference_reads_in_lines() -> None:
    """The first line counts; then each thing that changed has a line of its own."""
    lines = str(difference(PLAN, without_dee())).splitlines()

    assert lines == [
        "1 session removed; 1 person changed; 1 engagement removed; 1 cover removed; "
        "1 entry of unmet needs added",
        "- slides: Tue 2026-09-08 13:00-14:00, tom, 1 person",
        f"dee: n-dee newly unmet, was {AFTERNOON} (away 13:00-14:00, 1 class)",
        "- sam at south, Tue 2026-09-08 pm",
        "+ unmet need n-dee (cover)",
    ]


def test_notebook_shows_the_lines_escaped() -> None:
    """In a notebook the lines stand as text, whatever the ids hold."""
    html = difference(PLAN, moved())._repr_html_()

    assert "<td>1 session changed;" in html
    assert "13:00-14:00, tom, 1 person -&gt; slides: Tue 2026-09-15" in html


KINDS = ["sessions", "releases", "covers", "engagements", "unmet"]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_falsy_exactly_when_equal(kind: str, data: st.DataObject) -> None:
    """Whatever records are left out or doubled, plans differ if and only if their JSON does."""
    records = st.lists(st.sampled_from(part(kind)), max_size=5)
    one = changed(**{kind: data.draw(records)}).canonical()
    other = changed(**{kind: data.draw(records)}).canonical()

    assert bool(difference(one, other)) == (one.to_json() != other.to_json())

"""What goals of groups and their times come to, by the referee."""

from __future__ import annotations

from schools import BASE, FRI, THU2, changed, plan_of, remote, session, two_schools

from pdsched import score


def test_groups_are_off_by_what_they_are_larger_or_smaller() -> None:
    """Three are preferred: one alone is two off, four are one off, and who prefers none is not."""
    problem = two_schools(**changed("courses", "sheets-1", group_preferred=3, group_max=4))
    plan = plan_of(
        problem,
        [
            session("sheets-1", FRI, "09:00", "dot"),
            session("sheets-1", FRI, "10:00", "ada", "bob", "cyd", "dot"),
            remote("calls-1", THU2, "10:00", "ada"),
        ],
    )

    assert score(problem, plan)["group-size-off"] == 3


def test_who_learns_alone_is_in_no_group() -> None:
    """A size preferred for reading alone means nothing."""
    problem = two_schools(**changed("courses", "reading-1", group_preferred=1, group_max=2))
    reading = session(
        "reading-1", FRI, "09:00", "cyd", "dot", school=None, trainer=None, room=None, length=30
    )

    assert score(problem, plan_of(problem, [reading]))["group-size-off"] == 0


def test_key_times_hold_the_whole_session() -> None:
    """Both who come at ten on a Friday are outside of nine to half past ten; one at nine is not."""
    times = [{"start": "09:00", "end": "10:30", "weekdays": ["fri"]}]
    problem = two_schools(calendar=BASE["calendar"] | {"key_times": times})
    sessions = [
        session("sheets-1", FRI, "09:00", "dot"),
        session("sheets-1", FRI, "10:00", "ada", "bob"),
        remote("calls-1", THU2, "09:00", "ada"),
    ]

    assert score(problem, plan_of(problem, sessions))["outside-key-times"] == 3
    assert score(two_schools(), plan_of(two_schools(), sessions))["outside-key-times"] == 0

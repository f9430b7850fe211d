"""Calendars of teams, of odd ids, and in folders that hold what others wrote."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pairs_teams import PALS, TOGETHER, teamed
from schools import FRI, TUE, plan_of, session
from test_views_teams import IN_CLASS, coaching
from tuesday import PLAN, PROBLEM

from pdsched import Plan, Problem, ProblemError, save_calendars
from pdsched.ical import calendars

NOW = dt.datetime(2026, 8, 1, 12, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 8, 9, 12, 0, tzinfo=dt.UTC)
FOREIGN = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//others//EN\r\nBEGIN:VEVENT\r\nUID:1@others\r\n"
    "DTSTAMP:20260801T120000Z\r\nDTSTART;VALUE=DATE:20260908\r\nSUMMARY:Fair\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n"
)


def test_each_of_a_team_has_the_sessions_of_the_team() -> None:
    """Tom is of no staff: no other calendar tells him; the team has none."""
    problem = teamed()
    own = session("sheets-1", TUE, "13:00", "cyd")
    files = {f.file: f.content for f in calendars(problem, plan_of(problem, [TOGETHER, own]))}
    trainers = {name: text for name, text in files.items() if name.startswith("trainers/")}

    assert {name: text.count(b"BEGIN:VEVENT") for name, text in trainers.items()} == {
        "trainers/ada.ics": 1,
        "trainers/tom.ics": 2,
    }
    assert b"Led by tom and ada." in files["people/ada.ics"].replace(b"\r\n ", b"")


def test_who_leads_one_session_and_attends_another_has_both() -> None:
    """Bob gives one in a team and comes to another on the same day."""
    problem = teamed(PALS)
    lead = session("sheets-1", FRI, "09:00", "dot", trainer="pals")
    attend = session("sheets-1", FRI, "13:00", "bob")
    files = {f.file: f.content for f in calendars(problem, plan_of(problem, [lead, attend]))}

    assert files["people/bob.ics"].count(b"BEGIN:VEVENT") == 2
    assert files["trainers/bob.ics"].count(b"BEGIN:VEVENT") == 1


def test_who_does_a_course_twice_is_expected_twice() -> None:
    """Both sessions are told alike but for their dates: none hides the other."""
    given = [session("sheets-1", day, "13:00", "cyd") for day in (TUE, FRI)]
    files = calendars(teamed(), plan_of(teamed(), given))
    tom = next(f.content for f in files if f.file == "trainers/tom.ics")

    assert tom.count(b"BEGIN:VEVENT") == 2


def test_who_comes_to_a_class_is_told_which() -> None:
    """Whoever coaches or helps there, each of a squad, and whose class it is."""
    problem = coaching(subject="maths", classes=["8b"], room="12")
    plan = plan_of(problem, [IN_CLASS.model_copy(update={"trainer": "tom"})])
    files = {f.file: f.content for f in calendars(problem, plan)}

    for name in ("people/ada.ics", "trainers/tom.ics"):
        assert b"LOCATION:north\\, maths 8b\\, room 12" in files[name]


def test_what_others_keep_in_the_folder_stays(tmp_path: Path) -> None:
    """In a folder of theirs; among ours it is a fault, and nothing is written."""
    theirs = tmp_path / "holidays" / "fair.ics"
    theirs.parent.mkdir()
    theirs.write_text(FOREIGN, newline="")
    files = save_calendars(PROBLEM, PLAN, tmp_path)

    assert theirs.read_bytes() == FOREIGN.encode()
    assert "holidays/fair.ics" not in {f.file for f in files}

    (tmp_path / "schools" / "fair.ics").write_text(FOREIGN, newline="")
    with pytest.raises(ProblemError, match=r"PD103 schools/fair\.ics.*PRODID is -//others//EN"):
        save_calendars(PROBLEM, Plan(), tmp_path)
    assert (tmp_path / "schools" / "fair.ics").read_bytes() == FOREIGN.encode()


def _one_each(*ids: str) -> tuple[Problem, Plan]:
    problem = {
        "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
        "schools": [{"id": "n", "periods": [{"id": "1", "start": "09:00", "end": "10:00"}]}],
        "staff": [{"id": each, "schools": ["n"]} for each in ids],
        "courses": [
            {"id": "c", "topic": "t", "minutes": 60, "group_max": 1, "modality": "self-paced"}
        ],
    }
    at = {"date": "2026-09-08", "start": "09:00", "end": "10:00"}
    sessions = [{"id": f"s-{n}", "course": "c", "staff": [e], **at} for n, e in enumerate(ids)]
    releases = [
        {"staff": e, "session": f"s-{n}", "need": f"n-{n}", **at} for n, e in enumerate(ids)
    ]
    plan = {"sessions": sessions, "releases": releases}
    return Problem.model_validate(problem), Plan.model_validate(plan)


def test_any_ids_make_files_of_their_own(tmp_path: Path) -> None:
    """Also long ones, and where capitals and small letters are the same file."""
    ids = ("ada", "Ada", "bo", "é" * 199 + "a", "é" * 199 + "b")
    files = save_calendars(*_one_each(*ids), tmp_path)
    people = [f.file for f in files if f.file.startswith("people/")]

    assert len({name.casefold() for name in people}) == len(ids)
    assert "people/bo.ics" in people
    assert sum(f.news for f in save_calendars(*_one_each(*ids), tmp_path)) == 0


def test_another_term_cancels_nothing_of_the_last(tmp_path: Path) -> None:
    """What was before the first date stays as it was published, with its clock."""
    problem, plan = _one_each("ada", "bo")
    save_calendars(problem, plan, tmp_path)
    dates = {"first": dt.date(2027, 1, 11), "last": dt.date(2027, 1, 15)}
    calendar = problem.calendar.model_copy(update=dates)
    files = save_calendars(problem.model_copy(update={"calendar": calendar}), Plan(), tmp_path)
    text = (tmp_path / "people" / "ada.ics").read_text()

    assert sum(f.news for f in files) == 0
    assert "STATUS:CONFIRMED" in text
    assert "TZOFFSETTO:+0200" in text

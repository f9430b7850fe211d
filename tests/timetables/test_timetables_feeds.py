"""Feeds of people and rooms: who holds what, folders, and files that are none."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from small_feeds import BERLIN, LONG, calendar, event, feed, read

from pdsched.checks import check
from pdsched.errors import ProblemError
from pdsched.problem import CoverKind
from pdsched.timetables import (
    count_notes,
    dated,
    guess_kind,
    ical,
    ical_events,
    import_timetable,
    read_ical,
    to_problem,
)
from pdsched.timetables.naming import CHANGED

ORGANIZED = "ORGANIZER;CN=Ada Lovelace:mailto:ada@school.example"
ATTENDED = (
    "ATTENDEE;CN=Ben:mailto:ben@school.example",
    "ATTENDEE:mailto:cy@school.example",
    "ATTENDEE;PARTSTAT=DECLINED;CN=Dee:mailto:dee@school.example",
    "ATTENDEE;CUTYPE=ROOM;CN=Lab:mailto:lab@school.example",
)


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ("name", ("room-1",)),
        ("organizer", ("Ada Lovelace",)),
        ("attendee", ("Ben", "cy@school.example")),
    ],
)
def test_who_holds_a_lesson(tmp_path: Path, source: Any, people: tuple[str, ...]) -> None:
    """As was told: the feed's name, the organizer, or those who attend and have not declined."""
    path = feed(tmp_path, event(BERLIN, LONG, ORGANIZED, *ATTENDED), name="room-1.ics")
    (lesson,) = read_ical(path, teacher_from=source).lessons

    assert (lesson.teachers, lesson.rooms) == (people, ("Lab",))


def test_feed_of_a_room_is_told_by_its_organizers(tmp_path: Path) -> None:
    """Where the events of a feed have several, each holds their own; one without is noted."""
    other = "ORGANIZER;CN=Ben:mailto:ben@school.example"
    path = feed(
        tmp_path,
        event(BERLIN, LONG, ORGANIZED),
        event("DTSTART;TZID=Europe/Berlin:20260907T090000", LONG, other),
        event("DTSTART;TZID=Europe/Berlin:20260907T100000", LONG),
    )
    timetable = read(path)

    assert [each.teachers for each in timetable.lessons] == [("Ada Lovelace",), ("Ben",)]
    assert count_notes(timetable.notes) == {ical_events.NOBODY: 1}


def test_folder_has_a_feed_for_each_person(tmp_path: Path) -> None:
    """A lesson in two feeds is held by both; other files are noted; equal names are the files'."""
    shared = event(BERLIN, LONG, uid="shared")
    head = "X-WR-CALNAME:Timetable\r\n"
    feed(tmp_path, shared, event("DTSTART:20260908T080000", LONG), head=head, name="ada.ics")
    feed(tmp_path, shared, head=head, name="ben.ICS")
    (tmp_path / "read me.txt").write_text("x")
    timetable = read(tmp_path)

    assert guess_kind(tmp_path) == "ical"
    assert [each.teachers for each in timetable.lessons] == [("ada", "ben"), ("ada",)]
    assert count_notes(timetable.notes) == {ical.NO_FEED: 1}


def test_nobody_holds_two_lessons_at_once(tmp_path: Path) -> None:
    """The first stays; so do lessons that follow each other; nothing is held on closed dates."""
    path = feed(
        tmp_path,
        event("DTSTART:20260907T083000", LONG),
        event("DTSTART:20260907T080000", LONG),
        event("DTSTART:20260907T084500", LONG),
        event("DTSTART:20260908T080000", LONG),
    )
    problem, notes = import_timetable("ical", path, closed=[date(2026, 9, 8)])

    assert [lesson.start for lesson in problem.lessons] == [time(8), time(8, 45)]
    assert count_notes(notes) == {dated.SECOND: 1, dated.CLOSED: 1}
    assert not check(problem)


def test_long_and_odd_names_make_ids(tmp_path: Path) -> None:
    """Of people and lessons, with a note where one was changed."""
    head = f"X-WR-CALNAME:Ada | {'a' * 300}\r\n"
    parts = [event(f"DTSTART:2026090{day}T080000", LONG) for day in (7, 8)]
    problem, notes = import_timetable("ical", feed(tmp_path, *parts, head=head))

    assert len({lesson.id for lesson in problem.lessons}) == 2
    assert problem.staff[0].id.startswith("Ada / aaa")
    assert count_notes(notes) == {CHANGED: 1}


def test_meetings_need_no_cover_if_told(tmp_path: Path) -> None:
    """By their summary, as all lessons of feeds name no class."""
    path = feed(tmp_path, event(BERLIN, LONG))
    problem, _ = import_timetable("ical", path, no_cover=["Maths"])

    assert problem.lessons[0].cover is CoverKind.NOT_NEEDED


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (calendar(event(BERLIN, LONG))[:90], "PD741"),
        ("BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n", "PD741"),
        ("BEGIN:VCALENDAR\r\n" + "BEGIN:X\r\n" * 9000 + "END:X\r\n" * 9000, "PD741"),
        (calendar(), "PD706"),
        (calendar(event("DTSTART:20250907T080000", LONG)), "PD706"),
        ("7;5a;ada;M;;1;1;;\n", "PD705"),
        ("", "PD702"),
    ],
)
def test_bad_feed_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """Cut, malformed, without a lesson, something else, or empty."""
    path = tmp_path / "bad.ics"
    path.write_text(content, newline="")
    with pytest.raises(ProblemError) as raised:
        read(path)

    assert [fault.code for fault in raised.value.faults] == [code]


def test_feed_of_another_year_says_which(tmp_path: Path) -> None:
    """So that the right dates can be told."""
    with pytest.raises(ProblemError, match="begin from 2025-09-07 to 2025-09-07: say --first"):
        read(feed(tmp_path, event("DTSTART:20250907T080000", LONG)))


def test_all_bad_files_of_a_folder_are_told_at_once(tmp_path: Path) -> None:
    """And a folder without feeds is none."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for name in ("a.ics", "b.ics"):
        (tmp_path / name).write_text("BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR\r\n")
    with pytest.raises(ProblemError) as raised:
        read(tmp_path)
    with pytest.raises(ProblemError, match="the folder has no"):
        read(empty)

    assert [fault.value for fault in raised.value.faults] == ["a.ics", "b.ics"]


@pytest.mark.parametrize(
    ("days", "weekdays", "opened"),
    [
        ([7, 8], ["mon", "tue", "wed", "thu", "fri"], 0),
        ([13, 14, 15, 16, 17], ["sun", "mon", "tue", "wed", "thu"], 0),
        ([7, 14, 21, 28] * 3 + [12], ["mon", "tue", "wed", "thu", "fri"], 1),
    ],
)
def test_weekdays_are_those_that_usually_have_lessons(
    tmp_path: Path, days: list[int], weekdays: list[str], opened: int
) -> None:
    """A week of Sunday to Thursday begins on Sunday; one Saturday is a date that is open."""
    starts = [f"DTSTART:202609{day:02d}T{8 + n:02d}0000" for n, day in enumerate(days)]
    calendar = to_problem(read(feed(tmp_path, *(event(at, LONG) for at in starts)))).calendar

    assert [day.value for day in calendar.weekdays] == weekdays
    assert calendar.week_begins.value == weekdays[0]
    assert len(calendar.opened) == opened


@pytest.mark.parametrize(
    "argument", [{"rotating": True}, {"cycle_anchors": {date(2026, 9, 7): "1"}}]
)
def test_dates_have_no_cycle(tmp_path: Path, argument: dict[str, Any]) -> None:
    """Who tells one has something else in mind."""
    path = feed(tmp_path, event(BERLIN, LONG))
    with pytest.raises(ProblemError) as raised:
        import_timetable("ical", path, **argument)

    assert raised.value.faults[0].code == "PD710"

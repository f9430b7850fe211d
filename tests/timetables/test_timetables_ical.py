"""The reader of iCalendar: dates, zones, recurrences in bounds."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest
from small_feeds import BERLIN, LONG, event, feed, read, times

from pdsched.checks import check
from pdsched.timetables import (
    count_notes,
    guess_kind,
    ical,
    ical_events,
    ical_series,
    to_problem,
)


def test_event_is_a_lesson_on_its_date(tmp_path: Path) -> None:
    """Of the person whom the calendar, or else the file is called after."""
    path = feed(tmp_path, event(BERLIN, LONG, "LOCATION:R1"), head="X-WR-CALNAME:Ada L.\r\n")
    timetable = read(path)
    problem = to_problem(timetable)
    (lesson,) = problem.lessons

    assert guess_kind(path) == "ical"
    assert (lesson.id, lesson.date, lesson.day) == (
        "2026-09-07 08:00 Ada L.",
        date(2026, 9, 7),
        None,
    )
    assert (lesson.start, lesson.end, lesson.room) == (time(8), time(8, 45), "R1")
    assert (lesson.subject, lesson.staff) == ("Maths", ("Ada L.",))
    assert problem.calendar.time_zone == "Europe/Berlin"
    assert [(one.start, one.end) for one in problem.schools[0].periods] == [(time(8), time(8, 45))]
    assert not check(problem)


def test_times_become_local_times_of_the_problem(tmp_path: Path) -> None:
    """In summer and in winter, from whatever zone; those without one are local already."""
    path = feed(
        tmp_path,
        event("DTSTART:20260907T060000Z", LONG),
        event("DTSTART:20261109T070000Z", LONG),
        event("DTSTART;TZID=America/Toronto:20260908T030000", LONG),
        event("DTSTART:20260909T080000", LONG),
        event("DTSTART;TZID=W. Europe Standard Time:20260910T080000", LONG),
    )

    assert times(read(path, time_zone="Europe/Berlin")) == [
        "2026-09-07 08:00",
        "2026-11-09 08:00",
        "2026-09-08 09:00",
        "2026-09-09 08:00",
        "2026-09-10 08:00",
    ]


@pytest.mark.parametrize(
    ("head", "start", "zone"),
    [
        ("X-WR-TIMEZONE:Europe/Berlin\r\n", "DTSTART:20260907T060000Z", "Europe/Berlin"),
        ("", BERLIN, "Europe/Berlin"),
        ("X-WR-TIMEZONE:Europe/Paris\r\n", BERLIN, "UTC"),
        ("", "DTSTART:20260907T060000Z", "UTC"),
    ],
)
def test_the_only_zone_of_the_feed_is_the_problems(
    tmp_path: Path, head: str, start: str, zone: str
) -> None:
    """Where nobody says another, and it is one."""
    timetable = read(feed(tmp_path, event(start, LONG), head=head))

    assert timetable.time_zone == zone
    assert any(f"the zone {zone}" in sentence for sentence in timetable.assumptions)


RULES = (
    "BEGIN:{part}\r\nDTSTART:19700101T020000\r\nTZOFFSETFROM:{a}\r\nTZOFFSETTO:{b}\r\n"
    "RRULE:FREQ={rule}\r\nEND:{part}\r\n"
)


def zone_of(rule: str, more: str = "") -> str:
    """A zone of the calendar's own, an hour before Berlin, whose parts recur so."""
    summer = RULES.format(part="DAYLIGHT", a="+0200", b="+0300", rule=rule + ";BYMONTH=3")
    winter = RULES.format(part="STANDARD", a="+0300", b="+0200", rule=rule + ";BYMONTH=10")
    return f"BEGIN:VTIMEZONE\r\nTZID:School\r\n{more}{summer}{winter}END:VTIMEZONE\r\n"


EMPTY_ZONE = "BEGIN:VTIMEZONE\r\nTZID:{name}\r\nEND:VTIMEZONE\r\n"


@pytest.mark.parametrize(
    ("zone", "name", "at", "is_noted"),
    [
        (EMPTY_ZONE.format(name="Europe/Berlin"), "Europe/Berlin", "08:00", False),
        (EMPTY_ZONE.format(name="School"), "School", "08:00", True),
        ("", "School", "08:00", True),
        (zone_of("YEARLY;BYDAY=-1SU"), "School", "07:00", False),
        (zone_of("SECONDLY"), "School", "08:00", True),
        (zone_of("SECONDLY", "X-LIC-LOCATION:Asia/Tokyo\r\n"), "School", "01:00", False),
    ],
)
def test_zones_of_a_calendar(
    tmp_path: Path, zone: str, name: str, at: str, *, is_noted: bool
) -> None:
    """With rules and without; nothing is followed without end, and no zone that is unknown lost."""
    path = feed(tmp_path, zone, event(f"DTSTART;TZID={name}:20260907T080000", LONG))
    timetable = read(path, time_zone="Europe/Berlin")

    assert times(timetable) == [f"2026-09-07 {at}"]
    assert count_notes(timetable.notes) == ({ical.NO_ZONE: 1} if is_noted else {})


def test_zone_of_one_calendar_is_not_that_of_another(tmp_path: Path) -> None:
    """Two calendars may call different zones by one name."""
    lesson = event("DTSTART;TZID=School:20260907T080000", LONG)
    known = read(feed(tmp_path, zone_of("YEARLY;BYDAY=-1SU"), lesson), time_zone="Europe/Berlin")
    unknown = read(feed(tmp_path, lesson), time_zone="Europe/Berlin")

    assert (times(known), times(unknown)) == (["2026-09-07 07:00"], ["2026-09-07 08:00"])


def test_recurring_event_is_unrolled_within_the_term(tmp_path: Path) -> None:
    """Without end and from before; not on dates that are taken out; one moved by a later event."""
    rule = "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"
    path = feed(
        tmp_path,
        event(
            "DTSTART;TZID=Europe/Berlin:20250901T080000",
            LONG,
            rule,
            "EXDATE;TZID=Europe/Berlin:20260909T080000",
            uid="series",
        ),
        event(
            "DTSTART;TZID=Europe/Berlin:20260915T100000",
            "RECURRENCE-ID;TZID=Europe/Berlin:20260914T080000",
            LONG,
            uid="series",
        ),
    )
    timetable = read(path, weeks=2)

    assert sorted(times(timetable)) == ["2026-09-07 08:00", "2026-09-15 10:00", "2026-09-16 08:00"]
    assert timetable.notes == ()


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=HOURLY;INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=DAILY;BYSECOND=0,1,2,3,4,5",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=5MO",
        "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO",
    ],
)
def test_recurrence_that_may_never_end_is_noted(tmp_path: Path, rule: str) -> None:
    """It is told by its rule: nobody waits for it."""
    path = feed(tmp_path, event(BERLIN, LONG, f"RRULE:{rule}"), event(BERLIN, LONG))
    timetable = read(path)

    assert times(timetable) == ["2026-09-07 08:00"]
    assert count_notes(timetable.notes) == {ical_series.ENDLESS: 1}


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        ("FREQ=DAILY", 14),
        ("FREQ=DAILY;COUNT=3", 3),
        ("FREQ=WEEKLY;UNTIL=20260910T000000Z;BYDAY=MO,TU,WE,TH", 3),
        ("FREQ=MONTHLY;BYDAY=2MO", 2),
        ("FREQ=MONTHLY;BYMONTHDAY=-15", 2),
        ("FREQ=YEARLY", 1),
    ],
)
def test_recurrence_that_lessons_have_is_followed(tmp_path: Path, rule: str, number: int) -> None:
    """The number of dates is that of the rule in two weeks from its start on."""
    path = feed(tmp_path, event(BERLIN, LONG, f"RRULE:{rule}"))

    assert len(read(path, weeks=2).lessons) == number


def test_series_in_great_number_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What others leave no steps for is noted, and so is what began a lifetime ago."""
    ancient = event("DTSTART:00010101T080000", LONG, "RRULE:FREQ=DAILY")
    many = [event("DTSTART:20250907T080000", LONG, "RRULE:FREQ=DAILY") for _ in range(10)]
    monkeypatch.setattr(ical_series, "_MOST_STEPS", 5 * 380)
    notes = count_notes(read(feed(tmp_path, ancient, *many), weeks=1).notes)

    assert notes == {ical_series.TOO_LONG_AGO: 1, ical_series.TOO_MANY: 5}


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["DTSTART;VALUE=DATE:20260907"], ical_events.ALL_DAY),
        ([BERLIN, LONG, "STATUS:CANCELLED"], ical_events.CANCELLED),
        ([BERLIN, LONG, "TRANSP:TRANSPARENT"], ical_events.FREE),
        ([BERLIN], ical_events.NO_LENGTH),
        ([BERLIN, "DTEND;TZID=Europe/Berlin:20260907T070000"], ical_events.NO_LENGTH),
        ([BERLIN, "DTEND;TZID=Europe/Berlin:20260908T070000"], ical_events.TWO_DAYS),
        (["DTSTART:20250907T060000Z", LONG], ical_series.OUTSIDE),
        ([BERLIN, LONG, "RRULE:FREQ=WEEKLY;UNTIL=20260101T000000Z"], ical_series.OUTSIDE),
        ([LONG], ical_series.NO_START),
        (["DTSTART:soon", LONG], ical_series.BROKEN),
        ([BERLIN, "DURATION:long"], ical_series.BROKEN),
        ([BERLIN, LONG, "RRULE:FREQ=NEVER"], ical_series.BROKEN),
        ([BERLIN, BERLIN, LONG], ical_series.BROKEN),
        ([BERLIN, "DURATION:P99999999999D"], ical_series.BROKEN),
        (["DTSTART:99991231T235959Z", "DURATION:PT99H"], ical_series.BROKEN),
    ],
)
def test_event_that_is_no_lesson_is_noted(tmp_path: Path, lines: list[str], reason: str) -> None:
    """And the others are read."""
    timetable = read(feed(tmp_path, event(*lines), event(BERLIN, LONG)))

    assert len(timetable.lessons) == 1
    assert count_notes(timetable.notes) == {reason: 1}

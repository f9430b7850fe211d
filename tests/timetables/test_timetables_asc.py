"""The reader of aSc Timetables: masks, weeks, terms, groups, long lessons, old files, bad files."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from small_asc import DAYS, LESSON, PEOPLE, WEEKS, file

from pdsched.checks import check
from pdsched.errors import ProblemError
from pdsched.problem import CoverKind
from pdsched.timetables import (
    Timetable,
    asc,
    asc_cards,
    count_notes,
    guess_kind,
    import_timetable,
    read_asc,
    to_problem,
)


def places(timetable: Timetable) -> list[tuple[str, int, int]]:
    """Day, period and length of each lesson."""
    return [(each.day, each.period, each.duration) for each in timetable.lessons]


def test_card_is_a_lesson_of_all_that_its_lesson_names(tmp_path: Path) -> None:
    """Teachers by short name, classes, the card's rooms, clock times and full names."""
    lesson = '<lesson id="L" classids="c1,c2" subjectid="m" teacherids="*1,*2" groupids="g1,g2"/>'
    path = file(tmp_path, lesson, '<card lessonid="L" period="2" days="01000" classroomids="r2"/>')
    timetable = read_asc(path)
    (told,) = timetable.lessons

    assert (told.day, told.period, told.event) == ("Tuesday", 2, "L")
    assert (told.teachers, told.classes, told.rooms) == (("AL", "BE"), ("5a", "5b"), ("Hall",))
    assert told.subject == "Maths"
    assert timetable.names == {"AL": "Ada Lovelace", "BE": "Bo Ek"}
    assert timetable.periods[0].start == time(8)
    assert timetable.notes == ()
    assert "Lessons of a part of a class: 1; the problem names the whole class." in (
        timetable.assumptions
    )


def test_the_problem_has_names_and_rooms_that_are_free_without_a_lesson(tmp_path: Path) -> None:
    """A room without a number of seats is not for sessions."""
    path = file(tmp_path, LESSON, '<card lessonid="L" period="1" days="10100" classroomids="r1"/>')
    problem = to_problem(read_asc(path))
    (room,) = problem.rooms
    (window,) = room.unavailable

    assert [member.name for member in problem.staff] == ["Ada Lovelace", "Bo Ek"]
    assert (room.id, room.name, room.capacity) == ("R1", "Room 1", 30)
    assert (window.start, window.end) == (time(9), time(9, 45))
    assert [day.value for day in window.weekdays or ()] == ["mon", "wed"]
    assert not check(problem)


def test_room_is_not_free_in_short_breaks(tmp_path: Path) -> None:
    """Of 15 minutes; in longer ones it is."""
    cards = "".join(
        f'<card lessonid="L" period="{n}" days="10000" classroomids="r1"/>' for n in (0, 1, 4)
    )
    (room,) = to_problem(read_asc(file(tmp_path, LESSON, cards))).rooms

    assert [(window.start.hour, window.end.hour) for window in room.unavailable] == [
        (8, 9),
        (12, 12),
    ]


def test_rooms_of_a_lesson_count_where_the_card_names_none(tmp_path: Path) -> None:
    """If it has one; of several nobody knows which."""
    lessons = (
        '<lesson id="1" classroomids="r1" teacherids="*1"/>'
        '<lesson id="2" classroomids="r1,r2" teacherids="*2"/>'
    )
    cards = '<card lessonid="1" period="1" days="10000" classroomids=""/>'
    cards += '<card lessonid="2" period="1" days="10000"/>'

    assert [each.rooms for each in read_asc(file(tmp_path, lessons, cards)).lessons] == [
        ("R1",),
        (),
    ]


def test_two_weeks_where_cards_differ(tmp_path: Path) -> None:
    """Each week has its days, called by letters; where a card has no mask its lesson's counts."""
    lessons = LESSON + '<lesson id="B" classids="c2" teacherids="*2" weeksdefid="b"/>'
    cards = '<card lessonid="L" period="1" weeks="11" days="10000"/>'
    cards += '<card lessonid="B" period="1" days="00001"/>'
    timetable = read_asc(file(tmp_path, lessons, cards, weeks=WEEKS))

    assert timetable.weeks == 2
    assert timetable.days[0] == "Monday A"
    assert [day for day, _, _ in places(timetable)] == ["Monday A", "Monday B", "Friday B"]
    assert "A is 'Odd', B is 'Even' in the file" in timetable.assumptions[0]
    assert to_problem(timetable).lessons[2].day == "Friday B"


def test_weeks_that_are_alike_are_one(tmp_path: Path) -> None:
    """Where the program may choose the week, or all cards are of all weeks."""
    lessons = LESSON + '<lesson id="B" classids="c2" teacherids="*2" weeksdefid="any"/>'
    cards = '<card lessonid="L" period="1" weeks="11" days="10000"/>'
    cards += '<card lessonid="B" period="1" days="00001"/>'
    timetable = read_asc(file(tmp_path, lessons, cards, weeks=WEEKS))

    assert (timetable.weeks, timetable.days) == (1, DAYS)
    assert [day for day, _, _ in places(timetable)] == ["Monday", "Friday"]
    assert timetable.notes == ()


TERMS = '<termsdef id="1" name="Autumn" short="A" terms="10"/>' + (
    '<termsdef id="2" name="Spring" short="S" terms="01"/>'
)
TWO_TERMS = (
    '<card lessonid="L" period="1" terms="10" days="10000"/>'
    '<card lessonid="L" period="2" terms="01" days="01000"/>'
    '<card lessonid="L" period="3" terms="11" days="00100"/>'
)


@pytest.mark.parametrize(
    ("term", "periods"), [(None, [1, 3]), ("Spring", [2, 3]), ("S", [2, 3]), (2, [2, 3])]
)
def test_one_term_is_read(tmp_path: Path, term: str | int | None, periods: list[int]) -> None:
    """The first, or that which is told; the cards of others are noted."""
    timetable = read_asc(file(tmp_path, LESSON, TWO_TERMS, terms=TERMS), term=term)

    assert [each.period for each in timetable.lessons] == periods
    assert count_notes(timetable.notes) == {asc_cards.OTHER_TERM: 1}
    assert "Of the 2 terms" in timetable.assumptions[0]


def test_a_term_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With those that are."""
    with pytest.raises(ProblemError, match="1: Autumn; 2: Spring") as raised:
        read_asc(file(tmp_path, LESSON, TWO_TERMS, terms=TERMS), term="Summer")

    assert raised.value.faults[0].code == "PD707"


@pytest.mark.parametrize("wanted", ["2.0", ""])
def test_long_lesson_with_a_card_for_each_period(tmp_path: Path, wanted: str) -> None:
    """Periods that follow each other are one lesson, of no more periods than it is long."""
    lesson = f'<lesson id="L" teacherids="*1" periodspercard="2" periodsperweek="{wanted}"/>'
    cards = "".join(
        f'<card lessonid="L" period="{n}" days="{day}"/>'
        for n, day in [(2, "10000"), (1, "10000"), (4, "00100"), (5, "00100")]
    )

    assert places(read_asc(file(tmp_path, lesson, cards))) == [
        ("Monday", 1, 2),
        ("Wednesday", 4, 2),
    ]


def test_long_lesson_with_one_card(tmp_path: Path) -> None:
    """The card is its first period, where the periods a week say so."""
    lesson = '<lesson id="L" teacherids="*1" periodspercard="2" periodsperweek="4"/>'
    cards = (
        '<card lessonid="L" period="1" days="10000"/><card lessonid="L" period="3" days="00001"/>'
    )

    assert places(read_asc(file(tmp_path, lesson, cards))) == [("Monday", 1, 2), ("Friday", 3, 2)]


@pytest.mark.parametrize(
    ("days", "first", "names"),
    [
        ("", 0, ["mon", "fri"]),
        ("", 1, ["mon", "fri"]),
        (
            "<days>" + "".join(f'<day day="{n}" name="J{n}"/>' for n in range(5)) + "</days>",
            0,
            ["J0", "J4"],
        ),
    ],
)
def test_old_file_with_days_by_number(
    tmp_path: Path, days: str, first: int, names: list[str]
) -> None:
    """Files of 2008 to 2010: ``day``, ``durationperiods`` and ``classroomid``."""
    path = tmp_path / "old.xml"
    path.write_text(
        f'<timetable importtype="database">{days}{PEOPLE}<lessons>'
        '<lesson id="L" classids="c1" subjectid="m" teacherids="*1" durationperiods="2"'
        ' periodsperweek="4"/></lessons><cards>'
        f'<card lessonid="L" day="{first}" period="1" classroomid="r1"/>'
        f'<card lessonid="L" day="{first + 4}" period="3"/></cards></timetable>'
    )
    timetable = read_asc(path)

    assert guess_kind(path) == "asc"
    assert [each.day for each in timetable.lessons] == names
    assert [each.duration for each in timetable.lessons] == [2, 2]
    assert timetable.lessons[0].rooms == ("R1",)
    assert timetable.days_are_named is bool(days)


def test_subjects_without_cover_by_full_or_short_name(tmp_path: Path) -> None:
    """What somebody types is either."""
    lessons = LESSON + '<lesson id="2" classids="c1" subjectid="l" teacherids="*2"/>'
    cards = (
        '<card lessonid="L" period="1" days="10000"/><card lessonid="2" period="1" days="10000"/>'
    )
    path = file(tmp_path, lessons, cards)

    for word in ("Lunch", "L"):
        kinds = [each.cover for each in read_asc(path, no_cover=[word]).lessons]
        assert kinds == [CoverKind.NEEDED, CoverKind.NOT_NEEDED]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ('lessonid="x" period="1" days="10000"', asc_cards.NO_LESSON),
        ('lessonid="L" period="1" days="1000"', asc_cards.BAD_DAYS),
        ('lessonid="L" period="1" days="10002"', asc_cards.BAD_DAYS),
        ('lessonid="L" period="1" days="00000"', asc_cards.NO_DAY),
        ('lessonid="L" period="1" days="10000,01000"', asc_cards.NO_DAY),
        ('lessonid="L" period="1"', asc_cards.NO_DAY),
        ('lessonid="L" period="9" days="10000"', asc_cards.NO_PERIOD),
        ('lessonid="L" days="10000"', asc_cards.NO_PERIOD),
        ('lessonid="L" period="1" weeks="1" days="10000"', asc_cards.BAD_WEEKS),
        ('lessonid="L" period="1" terms="111" days="10000"', asc_cards.BAD_TERMS),
        ('lessonid="L" period="3" weeks="10" days="00001"', asc_cards.TWICE),
    ],
)
def test_card_that_cannot_be_used_is_noted(tmp_path: Path, card: str, reason: str) -> None:
    """And the others are read."""
    good = '<card lessonid="L" period="3" weeks="10" days="00001"/>'
    path = file(tmp_path, LESSON, f"{good}<card {card}/>", weeks=WEEKS, terms=TERMS)
    timetable = read_asc(path)

    assert count_notes(timetable.notes) == {reason: 1}
    assert places(timetable) == [("Friday A", 3, 1)]


def test_lessons_that_cannot_be_used_are_noted(tmp_path: Path) -> None:
    """So are people, classes and rooms that are not listed."""
    lessons = (
        '<lesson id="L" classids="c1,c9" subjectid="x" teacherids="*1,*9" classroomids="r9"/>'
        '<lesson id="L"/>'
        '<lesson id="2" teacherids="*2"/><lesson teacherids="*1"/>'
    )
    path = file(tmp_path, lessons, '<card lessonid="L" period="1" days="10000"/>')

    assert count_notes(read_asc(path).notes) == dict.fromkeys(
        (
            asc.UNKNOWN_TEACHER,
            asc.UNKNOWN_CLASS,
            asc.UNKNOWN_SUBJECT,
            asc.UNKNOWN_ROOM,
            asc.TWICE,
            asc.UNPLACED,
            asc.NO_ID,
        ),
        1,
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<timetable displayname="aSc Timetables 2012 XML"/>', "PD705"),
        ("<timetable><lessons/><cards/></timetable>", "PD706"),
        ("<timetable><lessons><lesson id='1'", "PD703"),
        ('<!DOCTYPE t [<!ENTITY a "aaaa">]><timetable>&a;</timetable>', "PD704"),
        ("<fet/>", "PD705"),
    ],
)
def test_bad_file_is_refused(tmp_path: Path, content: str, code: str) -> None:
    """Cut files, entities, and what is something else."""
    path = tmp_path / "bad.xml"
    path.write_text(content)
    with pytest.raises(ProblemError) as raised:
        read_asc(path)

    assert [fault.code for fault in raised.value.faults] == [code]


def test_masks_cannot_multiply_without_end(tmp_path: Path) -> None:
    """A hundred thousand cards of fourteen days are refused, not unfolded."""
    cards = "".join(
        f'<card lessonid="L" period="{n % 6}" days="{"1" * 14}"/>' for n in range(40_000)
    )
    with pytest.raises(ProblemError) as raised:
        read_asc(file(tmp_path, LESSON, cards, head=""))

    assert raised.value.faults[0].code == "PD711"


def test_import_makes_a_problem_without_faults(tmp_path: Path) -> None:
    """By the kind that is guessed."""
    path = file(tmp_path, LESSON, '<card lessonid="L" period="1" days="10000"/>')
    problem, notes = import_timetable(guess_kind(path), path, time_zone="Europe/Warsaw")

    assert not check(problem)
    assert notes == ()
    assert problem.lessons[0].classes == ("5a",)

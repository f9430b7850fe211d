"""Timetables that are drawn, written as aSc or as feeds, and read again slot for slot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skipping import needs_real_data
from small_asc import MASKS, PERIODS, WEEKS, as_asc
from small_feeds import LONG, event, feed, read
from test_timetables_real import FILES, FOLDER

from pdsched.checks import check
from pdsched.problem import Weekday
from pdsched.timetables import (
    Timetable,
    guess_kind,
    import_timetable,
    read_asc,
    read_timetable,
    to_problem,
)


class Drawn(NamedTuple):
    """A lesson to be written and read again."""

    teacher: int
    length: int
    places: list[tuple[int, int, int]]
    """Week (0 and 1; 2 for both), day and first period."""


@st.composite
def drawn_lessons(draw: st.DrawFn) -> list[Drawn]:
    """Lessons of which none has two places at once."""
    lessons = []
    for teacher in range(draw(st.integers(1, 4))):
        length = draw(st.integers(1, 2))
        spots = st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from([0, 2, 4]))
        chosen = draw(st.lists(spots, min_size=1, max_size=4, unique_by=lambda spot: spot[1:]))
        # The periods a week are those of a week, so that each week has as many.
        week = draw(st.integers(0, 2))
        lessons.append(Drawn(teacher, length, [(week, day, at) for _, day, at in chosen]))
    return lessons


@given(lessons=drawn_lessons(), is_split=st.booleans())
def test_asc_is_read_slot_for_slot(
    tmp_path_factory: pytest.TempPathFactory, lessons: list[Drawn], is_split: bool
) -> None:
    """Whatever the lengths, the weeks, and whether long lessons have a card for each period."""
    masks = ("10", "01", "11")
    told, cards, expected = "", "", set()
    for number, lesson in enumerate(lessons):
        wanted = len(lesson.places) * lesson.length
        told += (
            f'<lesson id={quoteattr(f"L{number}")} teacherids="{lesson.teacher}"'
            f' periodspercard="{lesson.length}" periodsperweek="{wanted}.0"/>'
        )
        for week, day, at in lesson.places:
            parts = range(lesson.length if is_split else 1)
            cards += "".join(
                f'<card lessonid="L{number}" period="{at + part}" weeks="{masks[week]}"'
                f' days="{"0" * day}1{"0" * (4 - day)}"/>'
                for part in parts
            )
            expected |= {
                (str(lesson.teacher), week_told, day, at + part)
                for part in range(lesson.length)
                for week_told in ((0, 1) if week == 2 else (week,))
            }
    people = "".join(f'<teacher id="{n}" name="{n}"/>' for n in range(4))
    path = tmp_path_factory.mktemp("asc") / "drawn.xml"
    path.write_text(
        f"<timetable><periods>{PERIODS}</periods><daysdefs>{MASKS}</daysdefs><weeksdefs>{WEEKS}"
        f"</weeksdefs><teachers>{people}</teachers><lessons>{told}</lessons><cards>{cards}</cards>"
        "</timetable>"
    )
    timetable = read_asc(path)
    slots = {
        (who, index // 5, index % 5, period)
        for lesson in timetable.lessons
        for who in lesson.teachers
        for day, period in lesson.slots()
        for index in [timetable.days.index(day)]
    }
    if timetable.weeks == 1:
        slots |= {(who, 1, day, period) for who, _, day, period in slots}

    assert slots == expected
    assert timetable.notes == ()


@given(
    spots=st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 9), st.sampled_from(["ada", "bo", "żaneta"])),
        min_size=1,
        unique=True,
    ),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "floating"]),
)
def test_feeds_are_read_slot_for_slot(
    tmp_path_factory: pytest.TempPathFactory, spots: list[tuple[int, int, str]], zone: str
) -> None:
    """Whatever the dates, the people and the zone."""
    place = tmp_path_factory.mktemp("feeds")
    expected = set()
    files: dict[str, list[str]] = {}
    for day, hour, who in spots:
        start = datetime(2026, 9, 7, 8) + timedelta(days=day, hours=hour)
        told = f"{start:%Y%m%dT%H%M%S}"
        begin = {
            "UTC": f"DTSTART:{(start - timedelta(hours=2)):%Y%m%dT%H%M%S}Z",
            "Europe/Berlin": f"DTSTART;TZID=Europe/Berlin:{told}",
        }.get(zone, f"DTSTART:{told}")
        files.setdefault(who, []).append(event(begin, LONG))
        expected.add((start.date(), start.time(), who))
    for who, events in files.items():
        feed(place, *events, name=f"{who}.ics")
    problem = to_problem(read(place, time_zone="Europe/Berlin"), time_zone="Europe/Berlin")

    assert {(e.date, e.start, who) for e in problem.lessons for who in e.staff} == expected
    assert not check(problem)


def stripped(names: Sequence[str]) -> tuple[str, ...]:
    """The names without outer blanks."""
    return tuple(name.strip() for name in names)


@needs_real_data
@pytest.mark.parametrize("name", FILES)
def test_real_timetables_are_read_slot_for_slot_from_asc(tmp_path: Path, name: str) -> None:
    """Each shared timetable, written as aSc: the same people, classes, rooms and subjects."""
    source = FOLDER / name
    told = read_timetable(guess_kind(source), source)
    assert isinstance(told, Timetable)
    path = tmp_path / "written.xml"
    path.write_text(as_asc(told), encoding="utf-8")
    again = read_asc(path)

    def slots(timetable: Timetable) -> Counter[tuple[object, ...]]:
        return Counter(
            (slot, *map(stripped, (each.teachers, each.classes, each.rooms, [each.subject])))
            for each in timetable.lessons
            for slot in each.slots()
        )

    assert slots(again) == slots(told)
    assert again.notes == ()


@needs_real_data
def test_real_timetable_is_read_slot_for_slot_from_feeds(tmp_path: Path) -> None:
    """timetables/untis/GPU001.TXT as 80 feeds of recurring events: two weeks are the same."""
    problem, _ = import_timetable("untis", FOLDER / "untis" / "GPU001.TXT", weeks=2)
    files: dict[str, list[str]] = {}
    expected = set()
    for lesson in problem.lessons:
        day = date(2026, 9, 7) + timedelta(days=list(Weekday).index(Weekday(lesson.day or "")))
        start, end = (f"{day:%Y%m%d}T{at:%H%M%S}" for at in (lesson.start, lesson.end))
        told = event(f"DTSTART:{start}", f"DTEND:{end}", "RRULE:FREQ=WEEKLY", uid=lesson.id)
        for who in lesson.staff:
            files.setdefault(who, []).append(told)
        expected |= {
            (day + timedelta(weeks=week), lesson.start, lesson.end, who)
            for week in range(2)
            for who in lesson.staff
        }
    for who, events in files.items():
        feed(tmp_path, *events, name=f"{who}.ics")
    again, notes = import_timetable("ical", tmp_path, weeks=2)

    assert {(e.date, e.start, e.end, who) for e in again.lessons for who in e.staff} == expected
    assert len(again.lessons) == 2 * len(problem.lessons)
    assert notes == ()
    assert not check(again)

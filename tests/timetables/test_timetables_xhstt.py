"""The reader of XHSTT archives, on an archive of four events and three solutions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pdsched.errors import ProblemError
from pdsched.timetables import Timetable, TimetableLesson, count_notes, read_xhstt
from pdsched.timetables.hours import UNREAD
from pdsched.timetables.xhstt_instance import (
    NO_DAY,
    NO_DURATION,
    TWICE,
    UNKNOWN_RESOURCE,
)
from pdsched.timetables.xhstt_instance import UNKNOWN_TIME as UNKNOWN_FIXED_TIME
from pdsched.timetables.xhstt_solution import (
    BAD_DURATION,
    PARTLY,
    UNKNOWN_EVENT,
    UNKNOWN_TIME,
    UNPLACED,
)

INSTANCE = """
<Instance Id="tiny">
  <MetaData><Name>Tiny</Name></MetaData>
  <Times>
    <TimeGroups><Week Id="w"/><Day Id="D1"/><Day Id="D2"/></TimeGroups>
    <Time Id="a1"><Day Reference="D1"/></Time><Time Id="a2"><Day Reference="D1"/></Time>
    <Time Id="a3"><Day Reference="D1"/></Time><Time Id="b1"><Day Reference="D2"/></Time>
    <Time Id="b2"><Day Reference="D2"/></Time><Time Id="lost"/>
  </Times>
  <Resources>
    <ResourceTypes><ResourceType Id="Teacher"/></ResourceTypes>
    <ResourceGroups><ResourceGroup Id="year"><ResourceType Reference="Class"/></ResourceGroup>
    </ResourceGroups>
    <Resource Id="ada"><ResourceType Reference="Teacher"/></Resource>
    <Resource Id="ben"><ResourceType Reference="Teacher"/></Resource>
    <Resource Id="idle"><ResourceType Reference="Teacher"/></Resource>
    <Resource Id="5a"><ResourceType Reference="Class"/><ResourceGroups>
      <ResourceGroup Reference="year"/></ResourceGroups></Resource>
    <Resource Id="5b"><ResourceType Reference="Class"/><ResourceGroups>
      <ResourceGroup Reference="year"/></ResourceGroups></Resource>
    <Resource Id="R1"><ResourceType Reference="Room"/></Resource>
    <Resource Id="s1"><ResourceType Reference="Student"/></Resource>
    <Resource Id="s2"><ResourceType Reference="Student"/></Resource>
  </Resources>
  <Events>
    <EventGroups><Course Id="c-maths"><Name>maths</Name></Course></EventGroups>
    <Event Id="maths"><Duration>3</Duration><Course Reference="c-maths"/><Resources>
      <Resource Reference="ada"><Role>T</Role></Resource>
      <Resource><Role>Room</Role><ResourceType Reference="Room"/></Resource></Resources>
      <ResourceGroups><ResourceGroup Reference="year"/></ResourceGroups></Event>
    <Event Id="open"><Name>open event</Name><Duration>1</Duration><Resources>
      <Resource><Role>T</Role><ResourceType Reference="Teacher"/></Resource>
      <Resource Reference="s1"/><Resource Reference="s2"/></Resources></Event>
    <Event Id="fixed"><Duration>2</Duration><Time Reference="b1"/><Resources>
      <Resource Reference="ben"/></Resources></Event>
    <Event Id="sport"><Duration>1</Duration><Resources><Resource Reference="5a"/></Resources>
    </Event>
  </Events>
</Instance>
"""

FULL = """
<SolutionGroup Id="{name}"><MetaData><Description>{name} described</Description></MetaData>
<Solution Reference="tiny"><Events>
  <Event Reference="maths"><Duration>2</Duration><Time Reference="a1"/><Resources>
    <Resource Reference="R1"><Role>Room</Role></Resource></Resources></Event>
  <Event Reference="maths"><Duration>1</Duration><Time Reference="a3"/></Event>
  <Event Reference="open"><Time Reference="{open}"/><Resources>
    <Resource Reference="ben"><Role>T</Role></Resource></Resources></Event>
  <Event Reference="sport"><Time Reference="a2"/></Event>
</Events></Solution></SolutionGroup>
"""

POOR = """
<SolutionGroup Id="poor"><Solution Reference="tiny"><Events>
  <Event Reference="maths"><Duration>1</Duration><Time Reference="a3"/></Event>
  <Event Reference="open"><Time Reference="zz"/></Event>
  <Event Reference="nothing"><Time Reference="a1"/></Event>
</Events></Solution></SolutionGroup>
"""

Archive = Callable[..., Path]


@pytest.fixture(name="archive")
def _archive(tmp_path: Path) -> Archive:
    def write(*solutions: str, instances: str = INSTANCE) -> Path:
        path = tmp_path / "tiny.xml"
        path.write_text(
            f"<HighSchoolTimetableArchive><Instances>{instances}</Instances><SolutionGroups>"
            f"{''.join(solutions)}</SolutionGroups></HighSchoolTimetableArchive>"
        )
        return path

    return write


def full(name: str, open_at: str = "a1") -> str:
    """A solution that places every event; the event without a teacher of its own at this time."""
    return FULL.format(name=name, open=open_at)


def by_id(timetable: Timetable) -> dict[str, TimetableLesson]:
    """The lessons by their ids."""
    return {lesson.id: lesson for lesson in timetable.lessons}


def test_what_the_solution_leaves_out_comes_from_the_instance(archive: Archive) -> None:
    """Duration, time and resources of an event are the instance's where the solution is silent."""
    lessons = by_id(read_xhstt(archive(full("one"))))

    maths = lessons["maths"]
    assert (maths.day, maths.period, maths.duration) == ("D1", 0, 2)
    assert (maths.teachers, maths.classes, maths.rooms) == (("ada",), ("5a", "5b"), ("R1",))
    assert maths.subject == "maths"
    assert (lessons["maths/2"].period, lessons["maths/2"].rooms) == (2, ())
    assert lessons["sport"].duration == 1


def test_event_with_fixed_time_need_not_be_in_the_solution(archive: Archive) -> None:
    """An event with a fixed time that the solution does not mention takes place at that time."""
    fixed = by_id(read_xhstt(archive(full("one"))))["fixed"]

    assert (fixed.day, fixed.period, fixed.duration, fixed.teachers) == ("D2", 0, 2, ("ben",))


def test_teacher_named_in_the_solution_only(archive: Archive) -> None:
    """A role that the instance leaves open is filled by the solution; students are counted."""
    lesson = by_id(read_xhstt(archive(full("one"))))["open"]

    assert (lesson.teachers, lesson.students, lesson.classes) == (("ben",), 2, ())
    assert lesson.subject == "open event"


def test_all_teachers_and_unequal_days_are_kept(archive: Archive) -> None:
    """Teachers without lessons are known, and days may have unequal numbers of periods."""
    timetable = read_xhstt(archive(full("one")))

    assert timetable.teachers == ("ada", "ben", "idle")
    assert timetable.day_lengths == (3, 2)
    assert len(timetable.periods) == 3
    assert count_notes(timetable.notes) == {NO_DAY: 1}


def test_default_solution_is_the_last_complete_one_without_clashes(archive: Archive) -> None:
    """The default leaves out solutions with fewer periods, then those with clashes."""
    clash = full("clash", open_at="b2")

    timetable = read_xhstt(archive(full("one"), full("two"), clash, POOR))

    assert timetable.assumptions == ("The timetable is the solution 'two' of the archive.",)


def test_actual_timetable_comes_first(archive: Archive) -> None:
    """A group that is by its name the timetable really used is the default."""
    timetable = read_xhstt(archive(full("ActualSchool2009"), full("two")))

    assert "ActualSchool2009" in timetable.assumptions[0]


@pytest.mark.parametrize("wanted", ["poor", 1, "1"], ids=["name", "number", "digits"])
def test_solution_by_name_or_index(archive: Archive, wanted: str | int) -> None:
    """A solution is found by the id of its group or its place; what it lacks is noted."""
    timetable = read_xhstt(archive(full("one"), POOR), wanted)

    assert [one.event for one in timetable.lessons] == ["maths", "fixed"]
    assert count_notes(timetable.notes) == {
        NO_DAY: 1,
        UNKNOWN_TIME: 1,
        UNKNOWN_EVENT: 1,
        UNPLACED: 1,
        PARTLY: 1,
    }


def test_solution_by_description(archive: Archive) -> None:
    """A solution is found by the description of its group, too."""
    timetable = read_xhstt(archive(full("one"), full("two")), "one described")

    assert "'one'" in timetable.assumptions[0]


def test_lesson_past_the_end_of_its_day_is_cut(archive: Archive) -> None:
    """A duration beyond the last period of the day, however long, is cut and noted."""
    long = full("long").replace("<Duration>1<", "<Duration>999999999<")

    timetable = read_xhstt(archive(long))

    assert by_id(timetable)["maths/2"].duration == 1
    assert "runs past the end of its day and is cut there" in count_notes(timetable.notes)


def test_further_instance_and_repeated_event_are_noted(archive: Archive) -> None:
    """What is not read of an archive is noted: further instances, events of the same id."""
    again = '<Event Id="sport"><Duration>1</Duration></Event></Events>'
    instances = INSTANCE.replace("</Events>", again) + INSTANCE.replace("tiny", "other")

    notes = count_notes(read_xhstt(archive(full("one"), instances=instances)).notes)

    assert notes[TWICE] == 1
    assert notes["is a further instance of the file, not read"] == 1


def test_instance_that_contradicts_itself_is_noted(archive: Archive) -> None:
    """Events without a duration, and times and resources that do not exist, are noted."""
    odd = (
        '<Event Id="timeless"><Duration>none</Duration></Event>'
        '<Event Id="late"><Duration>1</Duration><Time Reference="zz"/><Resources>'
        '<Resource Reference="eve"/></Resources></Event></Events>'
    )

    timetable = read_xhstt(archive(full("one"), instances=INSTANCE.replace("</Events>", odd)))

    assert "late" not in by_id(timetable)
    assert count_notes(timetable.notes) == {
        NO_DAY: 1,
        NO_DURATION: 1,
        UNKNOWN_FIXED_TIME: 1,
        UNKNOWN_RESOURCE: 1,
        UNPLACED: 1,
    }


def test_solution_that_contradicts_the_instance_is_noted(archive: Archive) -> None:
    """Durations that are no numbers and resources that do not exist are noted."""
    odd = full("odd").replace("<Duration>1<", "<Duration>some<").replace('"ben"', '"eve"')

    timetable = read_xhstt(archive(odd))

    assert by_id(timetable)["open"].teachers == ()
    notes = count_notes(timetable.notes)
    assert (notes[BAD_DURATION], notes[UNKNOWN_RESOURCE], notes[PARTLY]) == (1, 1, 1)


def test_role_of_the_solution_alone_is_kept(archive: Archive) -> None:
    """A resource in a role that the instance's event does not have takes part all the same."""
    told = '<Resource Reference="idle"><Role>Guest</Role></Resource></Resources></Event>'
    guest = full("one").replace("</Resources></Event>", told, 1)

    assert by_id(read_xhstt(archive(guest)))["maths"].teachers == ("ada", "idle")


def test_subjects_without_cover(archive: Archive) -> None:
    """Lessons of the courses that the caller names need no cover, which is said."""
    timetable = read_xhstt(archive(full("one")), no_cover=("maths",))

    assert {one.event for one in timetable.lessons if one.cover.value == "not-needed"} == {"maths"}
    assert "Lessons with the subject maths need no cover." in timetable.assumptions


def test_solution_that_places_nothing_is_refused(archive: Archive) -> None:
    """An archive of which no event has a time holds no lesson."""
    empty = '<SolutionGroup Id="empty"><Solution Reference="tiny"/></SolutionGroup>'
    loose = INSTANCE.replace('<Time Reference="b1"/>', "")

    with pytest.raises(ProblemError, match="PD706"):
        read_xhstt(archive(empty, instances=loose))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "PD702"),
        ("<HighSchoolTimetableArchive>", "PD703"),
        ("<HighSchoolTimetableArchive>&boom;</HighSchoolTimetableArchive>", "PD703"),
        ('<?xml version="1.0" encoding="nonsense"?><a/>', "PD703"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "PD704"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', "PD704"),
        ("<fet/>", "PD705"),
        ("<HighSchoolTimetableArchive/>", "PD705"),
    ],
)
def test_wrong_files_are_refused(tmp_path: Path, content: str, code: str) -> None:
    """Broken XML, a document type, another root or no instance are refused with their codes."""
    path = tmp_path / "wrong.xml"
    path.write_text(content)

    with pytest.raises(ProblemError) as error:
        read_xhstt(path)

    assert [fault.code for fault in error.value.faults] == [code]


def test_unknown_or_missing_solution_is_refused(archive: Archive) -> None:
    """A solution that is not there is refused, and those that are there are listed."""
    with pytest.raises(ProblemError, match="0: one; 1: two"):
        read_xhstt(archive(full("one"), full("two")), "three")
    with pytest.raises(ProblemError, match="PD707"):
        read_xhstt(archive())


def test_instance_without_days_is_refused(archive: Archive) -> None:
    """Times without days cannot be placed in a week."""
    bare = INSTANCE.replace('<Day Reference="D1"/>', "").replace('<Day Reference="D2"/>', "")

    with pytest.raises(ProblemError, match="PD705"):
        read_xhstt(archive(full("one"), instances=bare))


@pytest.mark.parametrize(
    ("names", "starts", "unread"),
    [
        ({"a1": "Mo 8.00", "a2": "Mo 8.50", "a3": "Mo 9.40", "b1": "Tu 8.00", "b2": "Tu 8.50"},
         ["08:00", "08:50", "09:40"], 0),
        ({"a1": "Mo 8.00", "a2": "Mo 8.50", "a3": "Mo 9.40", "b1": "Tu 8.30", "b2": "Tu 9.20"},
         [], 1),
        ({"a1": "Mo 8.00"}, [], 1),
        ({}, [], 0),
    ],
    ids=["alike", "days differ", "one alone", "none"],
)  # fmt: skip
def test_clock_times_in_names_of_times(
    archive: Archive, names: dict[str, str], starts: list[str], unread: int
) -> None:
    """Names of times tell the bells if those of all days do alike; if not, that is said."""
    instance = INSTANCE
    for time, name in names.items():
        assert f'<Time Id="{time}">' in instance
        instance = instance.replace(f'<Time Id="{time}">', f'<Time Id="{time}"><Name>{name}</Name>')

    timetable = read_xhstt(archive(full("one"), instances=instance))

    assert [f"{one.start:%H:%M}" for one in timetable.periods if one.start] == starts
    assert [period.name for period in timetable.periods][:2] == ["1", "2"]
    assert count_notes(timetable.notes).get(UNREAD, 0) == unread


def test_kinds_of_resources_however_they_are_written(archive: Archive) -> None:
    """Case does not matter in the words for teacher and class."""
    instance = INSTANCE.replace('"Teacher"', '"teacher"').replace('"Class"', '"CLASS"')

    assert read_xhstt(archive(full("one"), instances=instance)).lessons == (
        read_xhstt(archive(full("one"))).lessons
    )

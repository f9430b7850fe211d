"""A timetable made into a problem: bells, cycle, staff, ids, and what is assumed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from small_timetable import WEEK, lesson, timetable

from pdsched.checks import check
from pdsched.errors import ProblemError, Severity
from pdsched.problem import CoverKind, CycleKind, Problem, Weekday, clock
from pdsched.timetables import Timetable, TimetableLesson, TimetablePeriod, count_notes, to_problem
from pdsched.timetables.arguments import term_of
from pdsched.timetables.bells import midday
from pdsched.timetables.clashes import SECOND
from pdsched.timetables.cleaning import CUT, NOBODY, NOWHERE, cleaned
from pdsched.timetables.convert import convert
from pdsched.timetables.naming import CHANGED

TERM = term_of()


def timed(*spans: tuple[time, time]) -> Timetable:
    """A timetable whose periods have these clock times."""
    periods = tuple(
        TimetablePeriod(name=str(number), start=start, end=end)
        for number, (start, end) in enumerate(spans)
    )
    return Timetable(name="north", days=WEEK, periods=periods)


def days(count: int) -> tuple[str, ...]:
    """Names of days that are no weekdays."""
    return tuple(f"D{number + 1}" for number in range(count))


def errors(problem: Problem) -> list[str]:
    """What the checks call an error."""
    return [str(fault) for fault in check(problem) if fault.severity is Severity.ERROR]


def test_lesson_is_one_interval() -> None:
    """A lesson of three periods lasts from the start of the first to the end of the last."""
    problem = to_problem(timetable(lesson(period=1, duration=3, rooms=("R1", "R2"), subject="art")))

    (made,) = problem.lessons
    assert (made.start, made.end, made.day) == (time(8, 50), time(11, 15), "mon")
    assert (made.staff, made.classes, made.room) == (("ada",), ("5a",), "R1+R2")
    assert (made.subject, made.cover, made.school) == ("art", CoverKind.NEEDED, "north")


@pytest.mark.parametrize(
    ("periods", "end"), [(8, "14:35"), (9, "15:25"), (12, "16:55"), (13, "15:30")]
)
def test_usual_length_of_periods(periods: int, end: str) -> None:
    """Periods are shorter where there are many, so that the day ends in the afternoon."""
    school = to_problem(timetable(periods=periods)).schools[0]

    assert f"{school.periods[-1].end:%H:%M}" == end


def test_bells_of_the_caller() -> None:
    """First bell, length and pause are the caller's where the source has no clock times."""
    problem = to_problem(
        timetable(periods=2), first_bell="07:30", period_minutes=60, break_minutes=10
    )

    assert [(one.start, one.end) for one in problem.schools[0].periods] == [
        (time(7, 30), time(8, 30)),
        (time(8, 40), time(9, 40)),
    ]


def test_clock_times_of_the_source() -> None:
    """Clock times of the source are kept, whatever the caller's bells."""
    told = timed((time(9), time(10)), (time(10), time(11)))

    problem = to_problem(told, first_bell="07:00")

    assert [one.start for one in problem.schools[0].periods] == [time(9), time(10)]
    assert any("those that the source tells" in sentence for sentence in problem.assumptions)


def test_overlapping_clock_times_are_not_used() -> None:
    """Where the source's periods overlap, the usual bells are taken."""
    told = timed((time(9), time(10, 30)), (time(10), time(11)))

    problem = to_problem(told)

    assert [one.start for one in problem.schools[0].periods] == [time(8), time(8, 50)]
    assert errors(problem) == []


def test_lunch_after_a_morning_that_the_source_tells() -> None:
    """Where the source tells the afternoon, it begins an hour after the morning, at midday."""
    school = to_problem(timetable(periods=8, morning=4)).schools[0]

    assert (school.periods[3].end, school.periods[4].start) == (time(11, 15), time(12, 15))
    assert school.midday == time(12, 15)


def test_midday_is_where_fewest_lessons_are_cut() -> None:
    """Of the boundaries near 12:30, the one that the fewest lessons cross ends the morning."""
    spans = [(480 + 50 * number, 525 + 50 * number) for number in range(8)]

    assert midday(spans, [], None) == time(12, 10)
    assert midday(spans, [(680, 775)], None) == time(13)
    assert midday(spans[:2], [], None) == clock(575)


@pytest.mark.parametrize(
    ("names", "weeks", "kind", "weekdays"),
    [
        (days(5), 1, "weekly", "mon tue wed thu fri"),
        (days(6), 1, "weekly", "mon tue wed thu fri sat"),
        (days(10), 1, "weekly", "mon tue wed thu fri"),
        (days(12), 2, "weekly", "mon tue wed thu fri sat"),
        (days(9), 1, "rotating", "mon tue wed thu fri"),
        (days(4), 1, "rotating", "mon tue wed thu fri"),
        (("Jeudi", "lundi", "mardi"), 1, "weekly", "mon tue thu"),
        (("Sunday", "Monday"), 1, "weekly", "sun mon"),
    ],
    ids=["five", "six", "ten", "twelve", "nine", "four", "named", "from Sunday"],
)
def test_days_fall_on_weekdays(
    names: tuple[str, ...], weeks: int, kind: str, weekdays: str
) -> None:
    """Days that fit a week recur weekly, others rotate; names of weekdays are believed."""
    problem = to_problem(timetable(days=names, weeks=weeks))

    assert problem.schools[0].cycle.kind == CycleKind(kind)
    assert " ".join(problem.calendar.weekdays) == weekdays
    assert errors(problem) == []


def test_named_weekdays_are_put_in_order() -> None:
    """The cycle follows the week from the first day after those off, not the source's order."""
    problem = to_problem(timetable(days=("Monday", "Sunday")))

    assert problem.schools[0].cycle.days == ("Sunday", "Monday")
    assert problem.calendar.week_begins is Weekday.SUN


def test_weekdays_of_the_caller() -> None:
    """The caller can say on which weekdays the school opens: six days then rotate."""
    problem = to_problem(timetable(days=days(6)), weekdays=["fri", "mon", "tue", "wed", "thu"])

    assert problem.schools[0].cycle.kind is CycleKind.ROTATING
    assert problem.calendar.weekdays == ("fri", "mon", "tue", "wed", "thu")


def test_periods_of_unequal_days() -> None:
    """A period exists on those days that are long enough."""
    problem = to_problem(timetable(periods=3, day_lengths=(3, 3, 2, 3, 3)))

    assert [one.days for one in problem.schools[0].periods] == [
        None,
        None,
        ("mon", "tue", "thu", "fri"),
    ]


def test_nobody_has_two_lessons_at_once() -> None:
    """The first of two lessons that share a period stays; the other loses the teacher."""
    made = timetable(
        lesson("1", duration=2),
        lesson("2", period=1, teachers=("ada", "ben")),
        lesson("3", period=1),
        lesson("4", period=2),
    )

    problem, notes = convert(made, TERM)

    assert [(one.id, one.staff) for one in problem.lessons] == [
        ("1", ("ada",)),
        ("2", ("ben",)),
        ("4", ("ada",)),
    ]
    assert count_notes(notes) == {SECOND: 2}
    assert errors(problem) == []


def test_lessons_that_cannot_be_held_are_noted() -> None:
    """Lessons without a teacher, out of the grid or too long are noted; the last are cut."""
    made = timetable(
        lesson("1", teachers=()),
        lesson("2", teachers=(" ",)),
        lesson("3", day="someday"),
        lesson("4", period=8),
        lesson("5", period=6, duration=7),
    )

    problem, notes = convert(made, TERM)

    assert [(one.id, one.end) for one in problem.lessons] == [("5", time(14, 35))]
    assert count_notes(notes) == {NOBODY: 2, NOWHERE: 2, CUT: 1}
    assert any(sentence.endswith(f"2 times: what {NOBODY}.") for sentence in problem.assumptions)


def test_names_become_ids() -> None:
    """Outer blanks and bars are taken out of ids with a note; two names stay two people."""
    made = timetable(
        lesson("a|1", teachers=(" ada",)),
        lesson("a/1", period=1, teachers=("ada",)),
        lesson("3", period=2, teachers=("b|n", "b/n")),
        teachers=("ada", "zoe"),
    )

    problem, notes = convert(made, TERM)

    assert [one.id for one in problem.lessons] == ["a/1", "a/1 (2)", "3"]
    assert [one.id for one in problem.staff] == ["ada", "zoe", "b/n", "b/n (2)"]
    assert count_notes(notes) == {CHANGED: 5}


def test_repeated_ids_are_made_different() -> None:
    """Two lessons, or two periods, of one name get ids of their own, with a note."""
    periods = (TimetablePeriod(name="x"), TimetablePeriod(name="x"))
    made = timetable(lesson("7"), lesson("7", period=1))

    problem, notes = convert(made.model_copy(update={"periods": periods}), TERM)

    assert [one.id for one in problem.lessons] == ["7", "7 (2)"]
    assert [one.id for one in problem.schools[0].periods] == ["x", "x (2)"]
    assert count_notes(notes) == {CHANGED: 2}


def test_repeated_days_are_refused() -> None:
    """A timetable names each of its days once."""
    with pytest.raises(ValidationError, match="each day is named once"):
        timetable(days=("mon", "mon"))


def test_blank_and_bare_name_are_one_person_at_a_time() -> None:
    """A name with an outer blank is the same person, who holds one lesson at a time."""
    made = timetable(lesson("1", teachers=("ada",)), lesson("2", teachers=("ada ",)))

    problem, notes = convert(made, TERM)

    assert [one.id for one in problem.lessons] == ["1"]
    assert count_notes(notes) == {CHANGED: 1, SECOND: 1}


def test_department_is_the_subject_held_most() -> None:
    """The department is the subject with most periods, of what needs cover; in a coupling, own."""
    made = timetable(
        lesson("1", subject="F+L", teachers=("ada", "ben"), own_subjects=("F", "L"), duration=2),
        lesson("2", period=2, subject="art"),
        lesson("3", period=3, subject="lunch", duration=4, cover=CoverKind.NOT_NEEDED),
        teachers=("zoe",),
    )

    problem = to_problem(made)

    assert {one.id: one.department for one in problem.staff} == {"ada": "F", "ben": "L", "zoe": ""}


def test_term_and_zone_are_said() -> None:
    """The calendar has the dates and the zone of the caller, and the assumptions name them."""
    problem = to_problem(timetable(), first=date(2027, 1, 11), weeks=2, time_zone="America/Toronto")

    calendar = problem.calendar
    assert (calendar.first, calendar.last) == (date(2027, 1, 11), date(2027, 1, 24))
    assert calendar.time_zone == "America/Toronto"
    assert any("2027-01-11 to 2027-01-24" in sentence for sentence in problem.assumptions)


def test_lessons_without_pupils_are_said() -> None:
    """Lessons that name neither class nor students need cover, and their number is said."""
    problem = to_problem(timetable(lesson("1", classes=()), lesson("2", period=1)))

    (said,) = (each for each in problem.assumptions if "name no class" in each)
    assert said.startswith("Lessons that name no class and no student: 1 ('' 1)")


TEXTS = st.text(alphabet="ab |\t\n\u00a0é+", max_size=4)
LESSONS = st.builds(
    TimetableLesson,
    id=TEXTS,
    day=st.sampled_from([*WEEK, "never"]),
    period=st.integers(0, 5),
    duration=st.integers(1, 3),
    teachers=st.lists(TEXTS, max_size=3).map(tuple),
    classes=st.lists(TEXTS, max_size=2).map(tuple),
    subject=TEXTS,
    rooms=st.lists(TEXTS, max_size=2).map(tuple),
)


@given(lessons=st.lists(LESSONS, max_size=12), name=TEXTS, lengths=st.sampled_from([(), (5,) * 5]))
def test_any_timetable_makes_a_problem_without_errors(
    lessons: list[TimetableLesson], name: str, lengths: tuple[int, ...]
) -> None:
    """Whatever the names and places of its lessons, the checks find no error in the problem."""
    made = timetable(*lessons, periods=5, name=name, day_lengths=lengths)

    if lessons and not cleaned(made).timetable.lessons:
        with pytest.raises(ProblemError, match="PD706"):
            to_problem(made)
    else:
        assert errors(to_problem(made)) == []


def test_days_without_a_lesson_are_counted() -> None:
    """Nothing tells who works part-time: how many might is said, if any."""
    both = to_problem(timetable(lesson("1"), lesson("2", teachers=("ben",))))
    assert not any("works_on" in sentence for sentence in both.assumptions)

    part = to_problem(timetable(lesson("1"), lesson("2", "tue"), lesson("3", teachers=("ben",))))
    (sentence,) = (each for each in part.assumptions if "works_on" in each)
    assert "1 of 2 with whole days without a lesson" in sentence


def test_a_name_in_two_unicode_forms_is_one_teacher() -> None:
    """A name that one program composes and another does not is one person, without a note."""
    two = (lesson("1", teachers=("Jos\u00e9",)), lesson("2", "tue", teachers=("Jose\u0301",)))
    problem, notes = convert(timetable(*two), TERM)

    assert [member.id for member in problem.staff] == ["Jos\u00e9"]
    assert ({x.staff for x in problem.lessons}, notes) == ({("Jos\u00e9",)}, ())

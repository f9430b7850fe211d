"""The generator: what it promises about the problems that it invents."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
from facts import Facts, Span, span

from pdsched import PdschedError
from pdsched.checks import check
from pdsched.generator import SIZES, GeneratorArgumentError, generate
from pdsched.generator.catalogue import TOPICS, fitting, make_courses, topics_for
from pdsched.generator.cover import half_days_on_offer
from pdsched.generator.demo import make_demo, read_demo, write_demo
from pdsched.generator.streams import share_out
from pdsched.generator.terms import usable_days, usable_teaching_days
from pdsched.problem import (
    Calendar,
    Half,
    Lesson,
    Modality,
    Need,
    Period,
    Problem,
    Role,
    Room,
    School,
    StaffMember,
    Weekday,
    Window,
    clock,
    minutes,
)
from pdsched.timetables import Kind, import_timetable

NAMES = ["demo", "XS", "S", "M"]
LEARNING = ("assumptions", "calendar", "staff", "rooms", "protected")
"""What `around` may add to, besides what it must not have."""


@pytest.fixture(scope="module", params=NAMES)
def made(request: pytest.FixtureRequest) -> Problem:
    """A problem of each size."""
    return generate(size=request.param, seed=5)


@pytest.fixture(scope="module")
def medium() -> Problem:
    """Five hundred teachers: enough for shares to be near what is stated."""
    return generate(size="M", seed=5)


def timetable(**changes: Any) -> Problem:
    """One school as a timetable tells it: three teachers, one of whom teaches nothing."""
    periods = tuple(
        Period(id=f"{n}", start=clock(480 + 60 * n), end=clock(540 + 60 * n)) for n in range(6)
    )
    days = ("mon", "tue", "wed", "thu", "fri")
    lessons = tuple(
        Lesson(
            id=f"{who}-{day}-{period.id}",
            school="north",
            staff=(who,),
            day=day,
            start=period.start,
            end=period.end,
        )
        for who, rest in (("ada", "0"), ("ben", "3"))
        for day in days
        for period in periods
        if period.id != rest
    )
    fields: dict[str, Any] = {
        "calendar": Calendar(
            time_zone="Europe/Berlin", first=date(2026, 9, 7), last=date(2026, 11, 27)
        ),
        "schools": (School(id="north", periods=periods),),
        "staff": tuple(StaffMember(id=who, schools=("north",)) for who in ("ada", "ben", "cay")),
        "lessons": lessons,
        "assumptions": ("The clock times are invented.",),
    }
    return Problem(**{**fields, **changes})


def teachers(problem: Problem) -> list[StaffMember]:
    """The staff members who teach."""
    return [person for person in problem.staff if person.role is Role.TEACHER]


# --- The same and not the same --------------------------------------------------------------------


@pytest.mark.parametrize("size", NAMES)
def test_the_same_arguments_give_the_same_bytes(size: str) -> None:
    """Two calls with equal arguments give equal canonical JSON."""
    assert generate(size=size, seed=9).to_json() == generate(size=size, seed=9).to_json()


def test_each_seed_gives_another_problem() -> None:
    """Ten seeds give ten different problems, also in their lessons alone."""
    problems = [generate(size="XS", seed=seed) for seed in range(10)]
    assert len({problem.digest() for problem in problems}) == 10
    assert len({problem.lessons for problem in problems}) == 10


def test_tightness_changes_the_substitutes_alone() -> None:
    """Themes draw from streams of their own: another tightness leaves all the rest as it was."""
    loose, tight = (generate(size="XS", seed=4, tightness=t) for t in (0.02, 0.01))
    left_out = {"substitutes", "assumptions"}
    assert loose.model_dump(exclude=left_out) == tight.model_dump(exclude=left_out)
    assert loose.substitutes != tight.substitutes


def test_a_problem_survives_its_json(made: Problem) -> None:
    """What is written as JSON is read back equal."""
    assert Problem.model_validate_json(made.to_json()) == made


# --- Sizes and shares -----------------------------------------------------------------------------


def test_a_size_has_its_teachers_and_schools(made: Problem) -> None:
    """Teachers, schools and zones are as many as the table says; each school has teachers."""
    size = SIZES[made.name.split(",")[0]]
    assert len(teachers(made)) == size.teachers
    assert len(made.schools) == size.schools
    assert len({school.zone for school in made.schools}) == size.zones
    assert {person.schools[0] for person in teachers(made)} == {s.id for s in made.schools}


def test_support_staff_stand_in_proportion_to_teachers(made: Problem) -> None:
    """Educators, technicians and assistants are 0.2, 0.1 and 0.06 a teacher, rounded."""
    counts = Counter(person.role for person in made.staff)
    assert counts[Role.DAY_CARE_EDUCATOR] == round(0.2 * counts[Role.TEACHER])
    assert counts[Role.SPECIAL_EDUCATION_TECHNICIAN] == round(0.1 * counts[Role.TEACHER])
    assert counts[Role.ADMINISTRATIVE_ASSISTANT] == round(0.06 * counts[Role.TEACHER])


def test_many_support_staff_are_equal(medium: Problem) -> None:
    """But for their ids, the 180 support staff with their needs are of fewer than 100 kinds."""
    wishes = defaultdict(list)
    for need in medium.needs:
        wishes[need.staff].append((need.course, need.topic, need.priority, need.due))
    support = [person for person in medium.staff if person.role is not Role.TEACHER]
    kinds = {(p.role, p.schools, p.unavailable, tuple(wishes[p.id])) for p in support}
    assert len(support) == 180
    assert len(kinds) < 100


def test_part_timers_and_itinerants_are_as_many_as_stated(medium: Problem) -> None:
    """12.5 % work part-time, 4 % at two schools, and nobody does both."""
    part_time = {person.id for person in teachers(medium) if person.fte < 1}
    itinerant = {person.id for person in teachers(medium) if len(person.schools) > 1}
    assert (len(part_time), len(itinerant)) == (62, 20)
    assert not part_time & itinerant


def test_teachers_teach_about_four_fifths_of_their_periods(medium: Problem) -> None:
    """Full-time teachers of one school teach 80 % of its periods; nearly all 70 to 90 %."""
    slots = {s.id: len(s.periods) * len(s.cycle.days) for s in medium.schools}
    taught = Counter(lesson.staff[0] for lesson in medium.lessons)
    shares = [
        taught[person.id] / slots[person.schools[0]]
        for person in teachers(medium)
        if person.fte == 1 and len(person.schools) == 1
    ]
    assert mean(shares) == pytest.approx(0.8, abs=0.03)
    assert mean(0.7 <= share <= 0.9 for share in shares) > 0.95


def test_needs_are_as_skewed_as_in_talis(medium: Problem) -> None:
    """Topics needed by a teacher: mean 2.25, median 1, most 14; and some need nothing."""
    topic_of = {course.id: course.topic for course in medium.courses}
    wanted: dict[str, set[str]] = {person.id: set() for person in teachers(medium)}
    for need in medium.needs:
        if need.staff in wanted:
            wanted[need.staff].add(need.topic or topic_of[need.course or ""])
    counts = [len(topics) for topics in wanted.values()]
    assert mean(counts) == pytest.approx(2.25, abs=0.05)
    assert (median(counts), max(counts), min(counts)) == (1, 14, 0)


def test_some_topics_are_wanted_far_more_than_others(medium: Problem) -> None:
    """The most wanted topic has at least twice the needs of the least wanted, by teachers."""
    topic_of = {course.id: course.topic for course in medium.courses}
    counts = Counter(need.topic or topic_of[need.course or ""] for need in medium.needs)
    assert set(counts) == {topic.id for topic in TOPICS}
    assert max(counts.values()) >= 2 * min(counts.values())
    assert counts.most_common(1)[0][0] == "platform"


# --- Nothing impossible ---------------------------------------------------------------------------


def test_nobody_and_no_class_is_in_two_places(made: Problem) -> None:
    """On every date, lessons of one teacher do not overlap, nor do those of one class."""
    facts = Facts(made)
    for day in facts.horizon[7:21]:
        busy: dict[tuple[str, str], list[Span]] = defaultdict(list)
        names = {school.id: facts.cycle_day(school.id, day) for school in made.schools}
        for lesson in made.lessons:
            if lesson.day == names[lesson.school]:
                busy["staff", lesson.staff[0]].append(span(lesson))
                busy[lesson.school, lesson.classes[0]].append(span(lesson))
        for spans in busy.values():
            ordered = sorted(spans)
            assert all(a.end <= b.start for a, b in pairwise(ordered))


def test_nobody_teaches_when_away(made: Problem) -> None:
    """A part-timer has no lesson on a day off."""
    facts = Facts(made)
    people = {person.id: person for person in made.staff}
    for day in facts.horizon[7:21]:
        names = {school.id: facts.cycle_day(school.id, day) for school in made.schools}
        for lesson in made.lessons:
            if lesson.day == names[lesson.school]:
                for window in people[lesson.staff[0]].unavailable:
                    assert not (window.on(day) and span(window).meets(span(lesson)))


def test_protected_time_is_free_time(made: Problem) -> None:
    """Protected time falls on a day of the home school and overlaps no lesson of the person."""
    facts = Facts(made)
    people = {person.id: person for person in made.staff}
    held = defaultdict(list)
    for lesson in made.lessons:
        held[lesson.staff[0]].append(lesson)
    for piece in made.protected:
        home = facts.schools[people[piece.staff].schools[0]]
        assert piece.day in home.cycle.days
        for lesson in held[piece.staff]:
            same_days = lesson.school != home.id or lesson.day == piece.day
            assert not (same_days and span(lesson).meets(span(piece)))


def test_most_who_teach_have_protected_time_within_bounds(medium: Problem) -> None:
    """Nine of ten teachers have protected time, near a tenth of what they teach, never 240 min."""
    facts = Facts(medium)
    people = {person.id: person for person in medium.staff}
    protected: Counter[str] = Counter()
    taught: Counter[str] = Counter()
    for piece in medium.protected:
        protected[piece.staff] += span(piece).end - span(piece).start
    for lesson in medium.lessons:
        taught[lesson.staff[0]] += span(lesson).end - span(lesson).start
    assert len(protected) > 0.9 * len(taught)
    for who, length in protected.items():
        days = len(facts.schools[people[who].schools[0]].cycle.days)
        assert length <= 240 * days / 5
        assert length <= 0.1 * taught[who] + 75 / 2


def test_every_reference_names_something(made: Problem) -> None:
    """All ids are unique in their kind, and all references name a record."""
    kinds = ("schools", "rooms", "staff", "lessons", "protected", "courses", "needs", "trainers")
    ids = {kind: {item.id for item in getattr(made, kind)} for kind in (*kinds, "substitutes")}
    assert all(len(ids[kind]) == len(getattr(made, kind)) for kind in ids)
    assert {need.staff for need in made.needs} <= ids["staff"]
    assert {need.course for need in made.needs if need.course} <= ids["courses"]
    assert {course for trainer in made.trainers for course in trainer.courses} <= ids["courses"]
    assert {before.course for c in made.courses for before in c.prerequisites} <= ids["courses"]
    assert {room.school for room in made.rooms} <= ids["schools"]
    assert {lesson.school for lesson in made.lessons} <= ids["schools"]


def test_a_problem_has_no_errors(made: Problem) -> None:
    """The checks find nothing."""
    assert check(made) == ()


def test_every_need_can_be_answered_by_somebody(made: Problem) -> None:
    """Each course that is led has a trainer who can hold it in a window; each level can be met."""
    for course in made.courses:
        if course.modality.has_trainer:
            windows = [w for t in made.trainers if course.id in t.courses for w in t.available]
            assert any(minutes(w.end) - minutes(w.start) >= course.minutes for w in windows)
    courses = {course.id: course for course in made.courses}
    people = {person.id: person for person in made.staff}
    for need in made.needs:
        stands = people[need.staff].levels
        if need.topic:
            assert need.level_to == stands.get(need.topic, 0) + 1
        elif need.course and courses[need.course].level_from != stands.get(
            courses[need.course].topic, 0
        ):
            before = courses[need.course].prerequisites[0].course
            assert any(n.staff == need.staff and n.course == before for n in made.needs)


def test_nobody_needs_the_same_course_twice(made: Problem) -> None:
    """A person names each course once, and a topic only where no course of it is named."""
    topic_of = {course.id: course.topic for course in made.courses}
    named = [(need.staff, need.course or need.topic) for need in made.needs]
    assert len(named) == len(set(named))
    by_course = {(n.staff, topic_of[n.course]) for n in made.needs if n.course}
    assert not by_course & {(n.staff, n.topic) for n in made.needs if n.topic}


# --- Scarcity -------------------------------------------------------------------------------------


def offered(problem: Problem) -> int:
    """Half-days that the substitutes of a problem offer."""
    return sum(
        len(entry.halves) * len(entry.dates or ())
        for substitute in problem.substitutes
        for entry in substitute.available
    )


@pytest.mark.parametrize("tightness", [0.001, 0.005, 0.01, 0.04, 0.1])
@pytest.mark.parametrize("size", ["XS", "S"])
def test_substitutes_offer_what_the_tightness_says(size: str, tightness: float) -> None:
    """Half-days on offer are twice tightness x teachers x usable teaching days, rounded."""
    problem = generate(size=size, seed=2, tightness=tightness)
    days = len(usable_teaching_days(problem.calendar))
    assert offered(problem) == half_days_on_offer(SIZES[size].teachers, days, tightness)


def test_substitutes_offer_no_more_than_they_can() -> None:
    """With the greatest tightness everybody offers all they can, and nothing twice."""
    problem = generate(size="XS", seed=2, tightness=1)
    days = usable_teaching_days(problem.calendar)
    limits = [len(days) * s.max_half_days_per_day for s in problem.substitutes]
    assert offered(problem) == sum(limits)
    for substitute in problem.substitutes:
        named = [day for entry in substitute.available for day in entry.dates or ()]
        assert len(named) == len(set(named))


def test_substitutes_are_as_described(medium: Problem) -> None:
    """0.2 a teacher; 60 % of the home zone only; 20 % for half-days; some offer far more."""
    assert len(medium.substitutes) == 100
    assert sum(len(s.zones) == 1 for s in medium.substitutes) == 60
    assert sum(s.max_half_days_per_day == 1 for s in medium.substitutes) == 20
    offers = sorted(
        sum(len(entry.halves) * len(entry.dates or ()) for entry in s.available)
        for s in medium.substitutes
    )
    assert sum(offers[-25:]) > 4 * sum(offers[:25])


def test_every_qualification_has_a_substitute(made: Problem) -> None:
    """What a lesson asks for, somebody on the list has."""
    asked = {lesson.qualification for lesson in made.lessons if lesson.qualification}
    assert asked <= {name for s in made.substitutes for name in s.qualifications}


def test_substitutes_come_less_on_mondays(medium: Problem) -> None:
    """A usable Monday has fewer half-days on offer than a usable Tuesday to Thursday."""
    days = usable_teaching_days(medium.calendar)
    on: Counter[Weekday] = Counter()
    for substitute in medium.substitutes:
        for entry in substitute.available:
            for day in entry.dates or ():
                on[Weekday.of(day)] += len(entry.halves)
    rates = {w: on[w] / sum(Weekday.of(d) is w for d in days) for w in on}
    assert rates[Weekday.MON] < min(rates[w] for w in rates if w is not Weekday.MON)


@pytest.mark.parametrize(("size", "least"), [("XS", 8), ("S", 18), ("M", 133)])
def test_trainers_visit_eight_half_days_for_thirty_teachers(size: str, least: int) -> None:
    """At least two trainers, with different courses, are there often enough."""
    problem = generate(size=size, seed=3)
    visits = 0
    for trainer in problem.trainers:
        longest = max(minutes(w.end) - minutes(w.start) for w in trainer.available)
        for window in trainer.available:
            whole = minutes(window.end) - minutes(window.start) == longest
            visits += (2 if whole else 1) * len(window.dates or ())
    assert visits >= least
    assert len({trainer.courses for trainer in problem.trainers}) == len(problem.trainers) >= 2


def test_trainers_share_the_work(made: Problem) -> None:
    """Visitors give what is held at a school, the adviser all that is remote, weekly."""
    *visitors, adviser = made.trainers
    remote = {course.id for course in made.courses if course.modality is Modality.REMOTE}
    assert set(adviser.courses) == remote
    assert not remote & {course for visitor in visitors for course in visitor.courses}
    assert all(window.weekdays for window in adviser.available)


def test_substitutes_are_asked_first_when_a_trainer_visits() -> None:
    """Over twenty schools, an offer falls on a visiting day far more often than by chance."""
    share, chance = [], []
    for seed in range(20):
        problem = generate(size="XS", seed=seed)
        days = usable_teaching_days(problem.calendar)
        visits = {d for t in problem.trainers for w in t.available for d in w.dates or ()}
        dates = [d for s in problem.substitutes for e in s.available for d in e.dates or ()]
        share.append(mean(day in visits for day in dates))
        chance.append(len(visits) / len(days))
    assert mean(share) > 1.8 * mean(chance)


def test_blackouts_leave_the_middle_of_the_term() -> None:
    """First week, last week and Fridays are blacked out; one day is closed, two are pupil-free."""
    calendar = generate(size="XS", seed=1).calendar
    days = usable_days(calendar)
    assert days[0] >= calendar.first + timedelta(days=7)
    assert days[-1] <= calendar.last - timedelta(days=7)
    assert not any(Weekday.of(day) is Weekday.FRI for day in days)
    assert (len(calendar.closed), len(calendar.pupil_free)) == (1, 2)
    assert set(calendar.pupil_free) <= set(days)


@pytest.mark.parametrize("weeks", [4, 5, 20, 40])
def test_a_term_lasts_as_many_weeks_as_asked(weeks: int) -> None:
    """The calendar spans the weeks, and something can happen in them."""
    problem = generate(size="XS", weeks=weeks)
    span_of_days = (problem.calendar.last - problem.calendar.first).days
    assert span_of_days == 7 * weeks - 3
    assert offered(problem) > 0


# --- Around a timetable ---------------------------------------------------------------------------


def test_around_keeps_what_is_given() -> None:
    """Lessons, schools and travel stay equal; staff get levels, the calendar only gaps filled."""
    given = timetable()
    made = generate(around=given, seed=1)
    assert (made.lessons, made.schools, made.travel) == (given.lessons, given.schools, ())
    assert made.assumptions[:1] == given.assumptions
    kept = made.staff[: len(given.staff)]
    plain = {"levels": {}, "cover_volunteer": False}
    assert [p.model_copy(update=plain) for p in kept] == list(given.staff)
    assert all(person.role is not Role.TEACHER for person in made.staff[len(given.staff) :])
    filled = {"blackouts": (), "pupil_free": (), "fill_probabilities": ()}
    assert made.calendar.model_copy(update=filled) == given.calendar


def test_around_adds_all_that_a_timetable_does_not_know() -> None:
    """Courses, needs, trainers, rooms, substitutes and protected time are there afterwards."""
    made = generate(around=timetable(), seed=1)
    assert len(made.courses) == 18
    assert made.needs
    assert made.rooms
    assert (len(made.trainers), len(made.substitutes)) == (3, 2)
    assert {piece.staff for piece in made.protected} == {"ada", "ben"}


def test_around_keeps_blackouts_pupil_free_days_rooms_and_protected_time() -> None:
    """Where the given problem has its own, nothing is added."""
    first = generate(around=timetable(), seed=1)
    calendar = first.calendar.model_copy(update={"pupil_free": (date(2026, 10, 1),)})
    room = Room(id="lab", school="north", capacity=7)
    given = timetable(calendar=calendar, rooms=(room,), protected=first.protected[:1])
    made = generate(around=given, seed=2)
    assert (made.calendar, made.rooms, made.protected) == (
        calendar,
        (room,),
        first.protected[:1],
    )


def test_around_adds_no_pupil_free_day_where_a_lesson_has_a_date() -> None:
    """A lesson of one date would go on without pupils, so that its day is left alone."""
    days = timetable().calendar.open_days()
    dated = tuple(
        Lesson(
            id=f"{day}", school="north", staff=("ada",), date=day, start=clock(480), end=clock(540)
        )
        for day in days
        if day != date(2026, 10, 7)
    )
    made = generate(around=timetable(lessons=dated), seed=1)
    assert set(made.calendar.pupil_free) <= {date(2026, 10, 7)}
    assert not any(piece.start == clock(480) for piece in made.protected)


def test_around_a_short_calendar_blacks_nothing_out() -> None:
    """Three weeks without their first and last would leave little."""
    calendar = Calendar(time_zone="Europe/Berlin", first=date(2026, 9, 7), last=date(2026, 9, 25))
    made = generate(around=timetable(calendar=calendar), seed=1)
    assert made.calendar.blackouts == ()
    assert offered(made) > 0


def test_around_keeps_its_ids_apart_from_given_ones() -> None:
    """A given staff member with the id of an invented one is not doubled."""
    staff = tuple(StaffMember(id=f"dc-0{n}", schools=("north",)) for n in range(1, 6))
    made = generate(around=timetable(staff=staff, lessons=()), seed=1)
    assert len({person.id for person in made.staff}) == len(made.staff) == 5 + 1


def test_around_keeps_levels_that_are_known() -> None:
    """A given level is where the person stands; who is at the top of a topic does not need it."""
    staff = tuple(
        StaffMember(id=f"x-{n}", schools=("north",), levels={"platform": 1, "slides": 2})
        for n in range(40)
    )
    made = generate(around=timetable(staff=staff, lessons=()), seed=1)
    assert all(person.levels["platform"] == 1 for person in teachers(made))
    of_teachers = [need for need in made.needs if need.staff.startswith("x-")]
    assert not any("slides" in f"{need.course}{need.topic}" for need in of_teachers)
    on_platform = [need for need in of_teachers if "platform" in f"{need.course}{need.topic}"]
    assert {need.course or need.level_to for need in on_platform} == {"c-platform-2", 2}


def test_substitutes_offer_mornings_only_where_all_lessons_are_in_the_morning() -> None:
    """Where no lesson begins after midday, a whole sub-day is a morning."""
    school = timetable().schools[0].model_copy(update={"midday": clock(14 * 60)})
    made = generate(around=timetable(schools=(school,)), seed=1, tightness=0.5)
    days = len(usable_teaching_days(made.calendar))
    halves = {h for s in made.substitutes for entry in s.available for h in entry.halves}
    assert halves == {Half.AM}
    assert offered(made) == half_days_on_offer(3, days, 0.5, halves=1)


def test_a_late_midday_does_not_cut_the_courses() -> None:
    """Trainers cut the day in the middle where the school's midday leaves an hour of it."""
    school = timetable().schools[0].model_copy(update={"midday": clock(13 * 60)})
    made = generate(around=timetable(schools=(school,)), seed=1)
    assert max(course.minutes for course in made.courses) == 180


# --- Bad arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"size": "XXL"}, "size is 'XXL'; give one of demo, XS, S, M, L, XL."),
        ({"seed": 1.5}, "seed is 1.5; give a whole number."),
        ({"seed": True}, "seed is True; give a whole number."),
        ({"tightness": 0}, "tightness is 0; give a number above 0 and at most 1"),
        ({"tightness": float("nan")}, "tightness is nan; give a number"),
        ({"tightness": "low"}, "tightness is 'low'; give a number"),
        ({"weeks": 3}, "weeks is 3; give a whole number from 4 to 40."),
        ({"weeks": 12.0}, "weeks is 12.0; give a whole number"),
        ({"around": "x.json"}, "around is a str; give a Problem"),
        ({"around": timetable(staff=())}, "around has no staff member with the role teacher"),
        (
            {"around": timetable(needs=(Need(id="n", staff="ada", course="c"),))},
            "around already has needs (1); give a problem without any.",
        ),
    ],
)
def test_a_bad_argument_is_refused(arguments: dict[str, Any], sentence: str) -> None:
    """The message names the value and says what to give."""
    with pytest.raises(GeneratorArgumentError) as caught:
        generate(**arguments)
    assert sentence in str(caught.value)
    assert isinstance(caught.value, PdschedError)


def test_all_bad_arguments_are_named_at_once() -> None:
    """Three bad arguments give three sentences."""
    with pytest.raises(ValueError, match=r"size is .* seed is .* weeks is .*"):
        generate(size="?", seed="x", weeks=0)  # type: ignore[arg-type]


# --- Parts ----------------------------------------------------------------------------------------


def test_shares_add_up() -> None:
    """Whole numbers near the weights add up to the total, each with its least."""
    assert share_out(7, [1, 1, 1]) == [3, 2, 2]
    assert share_out(10, [0.0001, 1], least=2) == [2, 8]


def test_courses_are_cut_to_the_half_day() -> None:
    """Where half-days are short, no course is longer, and the usual lengths come first."""
    assert max(course.minutes for course in make_courses(30, 100)) == 90
    assert fitting(120, 30) == 30
    assert fitting(90, 90) == 90


def test_small_schools_have_fewer_levels() -> None:
    """Up to 50 teachers three topics have two levels, below 200 there are two, then three."""
    levels = {count: [t.levels for t in topics_for(count)] for count in (50, 199, 200)}
    assert levels[50] == [2, 2, 2] + [1] * 11
    assert max(levels[199]) == 2
    assert max(levels[200]) == 3


def test_groups_in_person_are_smaller_in_small_districts() -> None:
    """Three are enough below 200 teachers, four above."""
    for count, least in ((30, 3), (500, 4)):
        sizes = {c.group_min for c in make_courses(count, 180) if c.modality is Modality.IN_PERSON}
        assert sizes == {least}


# --- The district that comes with the package -----------------------------------------------------


def test_the_demo_file_is_current(tmp_path: Path) -> None:
    """The file in the package is what the generator makes; else run pdsched.generator.demo."""
    assert read_demo() == make_demo()
    write_demo(tmp_path / "demo.json")
    written = (tmp_path / "demo.json").read_bytes()
    assert Problem.model_validate_json(written) == make_demo()
    assert len(written) < 300_000


def test_the_demo_has_a_chain_and_two_schools() -> None:
    """Two schools, 25 to 40 people, and somebody who needs two steps of a topic."""
    demo = read_demo()
    assert len(demo.schools) == 2
    assert 25 <= len(demo.staff) <= 40
    before = {c.id: [p.course for p in c.prerequisites] for c in demo.courses}
    wanted = {(need.staff, need.course) for need in demo.needs if need.course}
    chains = [(who, what) for who, what in wanted for b in before[what or ""] if (who, b) in wanted]
    assert len(chains) >= 3


def test_windows_of_support_staff_leave_time_to_learn(made: Problem) -> None:
    """Nobody on the support staff is away at all hours of a usable day."""
    day_window = Window(start=clock(0), end=clock(1439))
    for person in made.staff:
        if person.role is not Role.TEACHER:
            away = sum(minutes(w.end) - minutes(w.start) for w in person.unavailable)
            assert away < minutes(day_window.end) // 2


# --- Real timetables ------------------------------------------------------------------------------


@pytest.mark.skipif("PDSCHED_REAL_DATA" not in os.environ, reason="PDSCHED_REAL_DATA is not set")
@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("untis", "untis/GPU001.TXT"),
        ("xhstt", "xhstt/ZA-WD-09.xml"),
        ("xhstt", "xhstt/BR-SN-00.xml"),
        ("fet", "fet/morocco_ibn_alhaytham_2018.csv"),
    ],
)
def test_around_a_real_timetable(kind: Kind, name: str) -> None:
    """Its lessons and schools are kept, no fault is added, and the shares are as stated."""
    path = Path(os.environ["PDSCHED_REAL_DATA"]) / "timetables" / name
    given, _ = import_timetable(kind, path)
    made = generate(around=given, seed=1)
    assert (made.lessons, made.schools) == (given.lessons, given.schools)
    known = {fault.code for fault in check(given)}
    assert {fault.code for fault in check(made)} <= known
    assert len(made.substitutes) == max(2, round(0.2 * len(given.staff)))
    halves = 1 if all(e.halves == (Half.AM,) for s in made.substitutes for e in s.available) else 2
    days = len(usable_teaching_days(made.calendar))
    assert offered(made) == half_days_on_offer(len(given.staff), days, 0.01, halves)
    assert 1.5 * len(given.staff) < len(made.needs) < 4 * len(given.staff)

"""Puts the parts together: first the schools at work, then what a timetable does not know."""

from __future__ import annotations

from pdsched.generator.assumptions import of_invented, of_learning
from pdsched.generator.background import with_background
from pdsched.generator.bells import bells
from pdsched.generator.catalogue import make_courses
from pdsched.generator.cover import draw_substitutes
from pdsched.generator.district import make_places, make_travel
from pdsched.generator.figures import Size
from pdsched.generator.needs import draw_needs
from pdsched.generator.protected import protect
from pdsched.generator.regions import hubs_of, make_regions
from pdsched.generator.rooms import draw_rooms
from pdsched.generator.roster import make_roster
from pdsched.generator.streams import Streams
from pdsched.generator.support import make_support
from pdsched.generator.terms import (
    completed_calendar,
    invented_calendar,
    usable_days,
    usable_teaching_days,
    weeks_to_visit,
)
from pdsched.generator.timetable import make_lessons
from pdsched.generator.trainers import (
    advisers_for,
    draw_trainers,
    trainers_for,
    visited,
    visits_for,
)
from pdsched.problem import Problem, Role, minutes


def invent(name: str, size: Size, weeks: int, streams: Streams) -> Problem:
    """A district at work: calendar, schools, teachers and lessons, and nothing to learn yet."""
    places = make_places(size, streams)
    staff, posts = make_roster(places, streams)
    return Problem(
        name=name,
        assumptions=of_invented(size, weeks),
        calendar=invented_calendar(weeks, streams.of("calendar")),
        schools=tuple(place.school for place in places),
        travel=make_travel(places),
        staff=staff,
        lessons=make_lessons(places, posts, streams),
    )


def enrich(given: Problem, tightness: float, streams: Streams) -> Problem:
    """The same schools at work, with needs, courses, trainers, rooms and substitutes."""
    calendar = completed_calendar(given, streams.of("blackouts"))
    given = given.model_copy(update={"calendar": calendar})
    teachers = sum(person.role == Role.TEACHER for person in given.staff)
    with_people = _with_people(given, streams)
    with_learning = _with_learning(with_people, teachers, streams)
    days = usable_teaching_days(calendar)
    substitutes = given.substitutes or draw_substitutes(
        given.schools,
        given.lessons,
        days,
        teachers,
        tightness,
        visited(with_learning.trainers, bells(given.schools)[1]),
        streams,
    )
    sentences = of_learning(teachers, tightness, days, substitutes, with_learning)
    with_cover = with_learning.model_copy(
        update={"substitutes": substitutes, "assumptions": given.assumptions + sentences}
    )
    return with_background(with_cover, streams)


def _with_people(given: Problem, streams: Streams) -> Problem:
    """Support staff, levels and needs of all, and protected time where there is none."""
    everybody = given.staff + make_support(given.schools, given.staff)
    staff, needs = draw_needs(everybody, usable_days(given.calendar), streams)
    protected = given.protected or protect(given.schools, staff, given.lessons, streams)
    return given.model_copy(update={"staff": staff, "needs": needs, "protected": protected})


def _with_learning(given: Problem, teachers: int, streams: Streams) -> Problem:
    """Courses, trainers and rooms."""
    hubs = hubs_of(given)
    opening, midday, closing = (minutes(bell) for bell in bells(hubs))
    courses = make_courses(teachers, min(midday - opening, closing - midday))
    regions = make_regions(given, hubs, trainers_for(teachers))
    rooms = given.rooms or draw_rooms(regions, streams)
    trainers = draw_trainers(
        courses,
        given.schools,
        regions,
        usable_teaching_days(given.calendar),
        visits_for(teachers, weeks_to_visit(given.calendar)),
        advisers_for(teachers),
        streams,
    )
    return given.model_copy(update={"courses": courses, "rooms": rooms, "trainers": trainers})

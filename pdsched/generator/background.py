"""What is carried into the plan: terms, chances, habits and what was used up before."""

from __future__ import annotations

from datetime import date

from pdsched.generator.streams import Streams
from pdsched.generator.terms import LONG_TERM, weeks_of
from pdsched.problem import (
    Calendar,
    Problem,
    Role,
    School,
    StaffMember,
    Substitute,
    Term,
    Weekday,
    WeekdayFill,
)
from pdsched.referee import Facts

_HARD_TO_STAFF = 0.1
_HARD_FILL = 0.6
_EDGE_FILL = 0.9
_VOLUNTEERS = 0.15
_RELEASED_BEFORE = 0.2
_KNOWN = 1 / 3
_PREFERRING = 0.4

SENTENCES = (
    "Of the engagements asked for, 85 to 96 % are filled on a Tuesday to Thursday; a tenth fewer on"
    " Mondays and Fridays, and six tenths at one school in ten that is hard to staff (rates as"
    " reported by districts, shares assumed).",
    "Substitutes know a third of the schools that they serve, and four in ten prefer one of them;"
    " 15 % of the teachers volunteer to cover for colleagues (assumed).",
)


def with_background(given: Problem, streams: Streams) -> Problem:
    """The problem with terms, chances of engagements, habits and earlier releases."""
    schools = tuple(_hard_to_staff(s, len(given.schools), streams) for s in given.schools)
    facts = Facts(given)
    long = len(weeks_of(given.calendar)) >= LONG_TERM
    return given.model_copy(
        update={
            "calendar": _with_terms(given.calendar) if long else _with_chances(given.calendar),
            "schools": schools,
            "staff": tuple(_with_habits(s, streams, long=long) for s in given.staff),
            "substitutes": tuple(_with_schools(s, facts, streams) for s in given.substitutes),
            "assumptions": (*given.assumptions, *SENTENCES),
        }
    )


def _with_chances(calendar: Calendar) -> Calendar:
    if calendar.fill_probabilities:
        return calendar
    edges = (WeekdayFill(weekday=day, probability=_EDGE_FILL) for day in (Weekday.MON, Weekday.FRI))
    return calendar.model_copy(update={"fill_probabilities": tuple(edges)})


def _with_terms(calendar: Calendar) -> Calendar:
    """Two terms of a school year, if it does not say its own; the second begins in February."""
    calendar = _with_chances(calendar)
    cut = date(calendar.last.year, 2, 1)
    if calendar.terms or not calendar.first < cut <= calendar.last:
        return calendar
    autumn = Term(id="autumn", first=calendar.first, last=date(cut.year, 1, 31))
    spring = Term(id="spring", first=cut, last=calendar.last)
    return calendar.model_copy(update={"terms": (autumn, spring)})


def _hard_to_staff(school: School, count: int, streams: Streams) -> School:
    open_to_chance = count > 1 and school.fill_probability == 1
    hard = open_to_chance and streams.of("hard to staff", school.id).random() < _HARD_TO_STAFF
    return school.model_copy(update={"fill_probability": _HARD_FILL}) if hard else school


def _with_habits(person: StaffMember, streams: Streams, *, long: bool) -> StaffMember:
    rng = streams.of("habits", person.id)
    volunteers = person.role == Role.TEACHER and rng.random() < _VOLUNTEERS
    before = int(long and rng.random() < _RELEASED_BEFORE)
    return person.model_copy(
        update={
            "cover_volunteer": person.cover_volunteer or volunteers,
            "releases_before": person.releases_before or before,
        }
    )


def _with_schools(substitute: Substitute, facts: Facts, streams: Streams) -> Substitute:
    rng = streams.of("schools known", substitute.id)
    served = [school for school in facts.schools if facts.serves(substitute, school)]
    known = tuple(school for school in served if rng.random() < _KNOWN)
    preferring = bool(served) and rng.random() < _PREFERRING
    preferred = (rng.choice(known or tuple(served)),) if preferring else ()
    return substitute.model_copy(
        update={
            "familiar_schools": substitute.familiar_schools or known,
            "preferred_schools": substitute.preferred_schools or preferred,
        }
    )

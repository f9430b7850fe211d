"""Whom to ask: lines of schools, trainers and substitutes' desks, with room for what is unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import home_of, is_about_many, schools_of
from pdsched.binder.matter import Matter
from pdsched.problem import Role, Substitute

_MOST = 400
"""Lines of each kind at most; the others are counted."""


class SchoolContact(NamedTuple):
    """A school, and who of its office is known."""

    school: str
    heads: tuple[str, ...]
    """Principals whose home school it is."""
    office: tuple[str, ...]
    """Administrative assistants whose home school it is."""
    zone: str
    """In which substitutes are called for it."""


class TrainerContact(NamedTuple):
    """A trainer, no team."""

    trainer: str
    school: str
    """Home school of one who is a member of staff; else empty."""
    sessions: int
    """That the plan has this trainer lead, alone or in a team."""


class DeskContact(NamedTuple):
    """Where substitutes of a zone are called."""

    zone: str
    schools: int
    substitutes: int
    """Who serve a school of the zone."""
    half_days: int
    """For which the plan engages substitutes there."""


class Contacts(NamedTuple):
    """Whom to ask; numbers and addresses are for the hand to write."""

    schools: tuple[SchoolContact, ...]
    schools_left_out: int
    trainers: tuple[TrainerContact, ...]
    trainers_left_out: int
    desks: tuple[DeskContact, ...]
    desks_left_out: int


def contacts(matter: Matter) -> Chapter:
    """The lines of a list of contacts; not for single people alone."""
    leaves = ONE_LEAF if is_about_many(matter) else ()
    return Chapter("contacts", leaves, (_page(matter) for _ in leaves))


def _page(matter: Matter) -> Contacts:
    trainers = sorted(_trainers(matter), key=lambda t: (-t.sessions, t.trainer))
    schools, desks = sorted(_schools(matter)), _desks(matter)
    return Contacts(
        schools=tuple(schools[:_MOST]),
        schools_left_out=max(0, len(schools) - _MOST),
        trainers=tuple(trainers[:_MOST]),
        trainers_left_out=max(0, len(trainers) - _MOST),
        desks=tuple(desks[:_MOST]),
        desks_left_out=max(0, len(desks) - _MOST),
    )


def _schools(matter: Matter) -> Iterator[SchoolContact]:
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for member in matter.problem.staff:
        people[member.schools[0], member.role].append(matter.names.person(member.id))
    for school in schools_of(matter):
        yield SchoolContact(
            school=matter.names.school(school.id),
            heads=tuple(sorted(people[school.id, Role.PRINCIPAL.value])),
            office=tuple(sorted(people[school.id, Role.ADMINISTRATIVE_ASSISTANT.value])),
            zone=school.zone,
        )


def _trainers(matter: Matter) -> Iterator[TrainerContact]:
    """Those of the binder, teams by their members."""
    teams = {trainer.id: trainer.people for trainer in matter.problem.trainers}
    sessions = Counter(
        person
        for session in matter.plan.sessions
        if session.trainer is not None
        for person in teams.get(session.trainer, (session.trainer,))
    )
    alone = (trainer.id for trainer in matter.problem.trainers if not trainer.is_team)
    chosen = matter.chosen.trainers
    for trainer in dict.fromkeys((*alone, *sessions)):
        if chosen is None or trainer in chosen:
            home = home_of(matter, trainer)
            school = matter.names.school(home) if home else ""
            yield TrainerContact(matter.names.person(trainer), school, sessions[trainer])


def _desks(matter: Matter) -> list[DeskContact]:
    zones: dict[str, set[str]] = defaultdict(set)
    zone_of = {school.id: school.zone for school in matter.problem.schools}
    for school, zone in zone_of.items():
        zones[zone].add(school)
    half_days = Counter(zone_of.get(each.school) for each in matter.plan.engagements)
    serving = Counter(
        zone
        for substitute in matter.problem.substitutes
        for zone in _zones_served(substitute, zones, zone_of)
    )
    return [
        DeskContact(zone, len(zones[zone]), serving[zone], half_days[zone])
        for zone in sorted({school.zone for school in schools_of(matter)})
    ]


def _zones_served(
    substitute: Substitute, zones: Mapping[str, set[str]], zone_of: Mapping[str, str]
) -> set[str]:
    """The zones of which a substitute serves some school."""
    excluded = set(substitute.excluded_schools)
    served = {zone for zone in substitute.zones if zone in zones and zones[zone] - excluded}
    single = set(substitute.schools) - excluded
    return served | {zone_of[school] for school in single if school in zone_of}

"""Pins: what the caller insists on."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from pdsched.model.candidates import Placement
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Place, Statement, total
from pdsched.problem import EngagementPin, Half, PinKind, SessionPin, minutes


@rule("pins")
def session_pins(s: Statement) -> None:
    """Some session, or none, has all the fields of the pin."""
    for pin in s.world.problem.session_pins:
        matching = list(_matching_sessions(s, pin))
        if pin.kind is PinKind.REQUIRE:
            s.model.add(total(matching) >= 1)
        else:
            s.model.add(total(matching) == 0)


def _matching_sessions(s: Statement, pin: SessionPin) -> Iterator[cp_model.IntVar]:
    """Variables of which one is positive just when a session matches.

    A pin that names a staff member and a trainer or room finds its courses split, one placement
    per offer, so that the attendance alone tells with whom and where.
    """
    for placement in s.candidates.placements:
        if not _matches(pin, placement):
            continue
        offers = [k for k in range(len(placement.offers)) if _offers(pin, placement, k)]
        if pin.staff is None:
            yield from (s.holds[placement, k] for k in offers)
        elif offers:
            for attendance in s.attending[placement]:
                if pin.staff in attendance.group.members:
                    yield s.attends[attendance]


def _matches(pin: SessionPin, placement: Placement) -> bool:
    return (
        pin.course in (None, placement.course.id)
        and pin.school in (None, placement.school)
        and pin.date in (None, placement.day)
        and (pin.start is None or minutes(pin.start) == placement.start)
    )


def _offers(pin: SessionPin, placement: Placement, k: int) -> bool:
    offer = placement.offers[k]
    rooms = offer.room.members if offer.room is not None else ()
    return pin.trainer in (None, offer.trainer) and (pin.room is None or pin.room in rooms)


@rule("pins")
def engagement_pins(s: Statement) -> None:
    """Some engagement, or none, has all the fields of the pin."""
    for pin in s.world.problem.engagement_pins:
        required = pin.kind is PinKind.REQUIRE
        matching = [
            s.engage(g, place) for place in _places(s, pin) for g in _servers(s, pin, place)
        ]
        if required:
            s.model.add(total(matching) >= 1)
        else:
            s.model.add(total(matching) == 0)


def _places(s: Statement, pin: EngagementPin) -> Iterator[Place]:
    for school in s.world.schools:
        for day in s.world.open_days:
            for half in Half:
                if (
                    pin.school in (None, school)
                    and pin.date in (None, day)
                    and pin.half in (None, half)
                ):
                    yield Place(school, day, half)


def _servers(s: Statement, pin: EngagementPin, place: Place):  # type: ignore[no-untyped-def]
    return [g for g in s.servers(place) if pin.substitute is None or pin.substitute in g.members]


def split_courses(s_pins: tuple[SessionPin, ...], courses: tuple[str, ...]) -> set[str]:
    """Courses whose sessions a pin tells apart by person and by trainer or room at once."""
    telling = [p for p in s_pins if p.staff is not None and (p.trainer or p.room)]
    if any(p.course is None for p in telling):
        return set(courses)
    return {p.course for p in telling if p.course is not None}

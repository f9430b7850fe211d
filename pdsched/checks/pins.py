"""Faults of pins that no plan could keep, whatever the policy, and of those that came too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import combinations
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import Engagement, EngagementPin, PinKind, Session, SessionPin

Pin = SessionPin | EngagementPin
_SAYS_NOTHING = {"id", "kind", "reason", "published"}


def pins(index: Index) -> Iterator[Fault]:
    """Pins without a field, contradictory pins, dates and starts that no plan can have."""
    for kind in ("session_pins", "engagement_pins"):
        rows: list[tuple[str, Pin]] = list(index.rows(kind, getattr(index.problem, kind)))
        yield from _empty(rows)
        yield from _contradictions(rows)
        yield from _dates(index, rows)
    yield from _starts(index)
    yield from _needs(index)


def _fields(pin: Pin) -> frozenset[tuple[str, Any]]:
    """The fields that a pin gives, with their values."""
    names = type(pin).model_fields.keys() - _SAYS_NOTHING
    given = ((name, getattr(pin, name)) for name in names)
    return frozenset((name, value) for name, value in given if value is not None)


def _empty(rows: list[tuple[str, Pin]]) -> Iterator[Fault]:
    for path, pin in rows:
        if not _fields(pin):
            advice = "give at least one field, or remove the pin"
            yield fault("PD601", path, pin.id, "names nothing", advice)


def _contradictions(rows: list[tuple[str, Pin]]) -> Iterator[Fault]:
    """Required pins of which some of the fields are forbidden together."""
    forbidden = {_fields(pin): pin.id for _, pin in rows if pin.kind is PinKind.FORBID}
    for path, pin in rows:
        fields = _fields(pin)
        if pin.kind is PinKind.FORBID or not forbidden:
            continue
        for size in range(1, len(fields) + 1):
            for subset in map(frozenset, combinations(sorted(fields, key=lambda f: f[0]), size)):
                if subset in forbidden:
                    yield _contradiction(path, pin.id, forbidden[subset])


def _contradiction(path: str, required: str, forbidden: str) -> Fault:
    message = f"requires what pin {forbidden!r} forbids"
    return fault("PD602", path, required, message, "remove one of the two")


def _dates(index: Index, rows: list[tuple[str, Pin]]) -> Iterator[Fault]:
    if not index.dated:
        return
    for path, pin in rows:
        if pin.date is not None and not index.days.bit(pin.date):
            calendar = index.problem.calendar
            message = f"is outside the horizon, {calendar.first} to {calendar.last}"
            advice = "correct the date, or remove the pin"
            yield fault("PD603", f"{path}.date", pin.date, message, advice)


def gone_by(index: Index) -> Iterator[Fault]:
    """Required pins for dates before today only, on which the past has nothing of the kind.

    No rule lets a plan make up for what did not take place, so that none is left: a warning, for
    the past of a file may be with a previous plan, from which `pdsched.with_previous` is still to
    take it.
    """
    problem = index.problem
    if not index.dated or problem.calendar.today is None:
        return
    for kind, past, what in (
        ("session_pins", "past_sessions", "session"),
        ("engagement_pins", "past_engagements", "engagement"),
    ):
        if not index.whole(past):
            continue
        held: tuple[Session | Engagement, ...] = getattr(problem, past)
        met = {(release.session, release.need) for release in problem.past_releases}
        rows: list[tuple[str, Pin]] = list(index.rows(kind, getattr(problem, kind)))
        for path, pin in rows:
            late = pin.kind is PinKind.REQUIRE and _too_late(index, pin)
            if late and not any(_meets(record, pin, met) for record in held):
                yield _gone_by(path, pin, problem.calendar.today, what)


def _too_late(index: Index, pin: Pin) -> bool:
    """Whether every date of the horizon on which a pin could be met is past."""
    days = index.days
    bits = days.open if pin.date is None else days.bit(pin.date)
    return bits != 0 and all(map(index.problem.calendar.is_past, days.each(bits)))


def _meets(record: Session | Engagement, pin: Pin, met: set[tuple[str, str | None]]) -> bool:
    """Whether something, with the needs met at each session, has all the fields of a pin."""
    fields = dict(_fields(pin))
    if isinstance(record, Session):
        staff, need = fields.pop("staff", None), fields.pop("need", None)
        if (staff and staff not in record.staff) or (need and (record.id, need) not in met):
            return False
    return all(getattr(record, name) == value for name, value in fields.items())


def _gone_by(path: str, pin: Pin, today: date, what: str) -> Fault:
    when = "every open date is" if pin.date is None else f"{pin.date} is"
    message = f"requires what the past has not, and {when} before today, {today}: no plan keeps it"
    advice = f"remove the pin, or give a past, or a previous plan, that has such a {what}"
    return fault("PD926", path, pin.id, message, advice)


def _starts(index: Index) -> Iterator[Fault]:
    if not index.whole("schools"):
        return
    starts = {s.id: {period.start for period in s.periods} for s in index.problem.schools}
    anywhere = frozenset().union(*starts.values())
    for path, pin in index.rows("session_pins", index.problem.session_pins):
        known = starts.get(pin.school, anywhere) if pin.school else anywhere
        if pin.start is not None and pin.start not in known and not _has_no_hour(index, pin):
            place = f"school {pin.school!r}" if pin.school in starts else "any school"
            message = f"is the start of no period of {place}"
            value = f"{pin.start:%H:%M}"
            yield fault("PD604", f"{path}.start", value, message, "use the start of a period")


def _needs(index: Index) -> Iterator[Fault]:
    """Pins that name a need without its person: none could be met by the other."""
    rows = [row for row in index.rows("session_pins", index.problem.session_pins) if row[1].need]
    needs = {need.id: need for need in index.full.needs} if rows else {}
    for path, pin in rows:
        need = needs.get(pin.need or "")
        if need is not None and pin.staff != need.staff:
            message = (
                f"is a need of {need.staff!r}, and the pin is about {pin.staff or 'anybody'!r}"
            )
            advice = f"give {need.staff} as the staff of the pin, or leave the need out"
            yield fault("PD607", f"{path}.need", pin.need, message, advice)


def _has_no_hour(index: Index, pin: SessionPin) -> bool:
    """Whether a pin may ask for a session without hour, which begins at midnight."""
    courses = index.problem.courses if pin.course is None else (index.courses.get(pin.course),)
    return pin.start == time() and any(
        course is not None and not course.modality.has_hour for course in courses
    )

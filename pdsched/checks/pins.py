"""Faults of pins that no plan could keep, whatever the policy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.index import Index
from pdsched.errors import Fault
from pdsched.problem import EngagementPin, PinKind, SessionPin

Pin = SessionPin | EngagementPin
_SAYS_NOTHING = {"id", "kind", "reason"}


def pins(index: Index) -> Iterator[Fault]:
    """Pins without a field, contradictory pins, dates and starts that no plan can have."""
    for kind in ("session_pins", "engagement_pins"):
        rows: list[tuple[str, Pin]] = list(index.rows(kind, getattr(index.problem, kind)))
        yield from _empty(rows)
        yield from _contradictions(rows)
        yield from _dates(index, rows)
    yield from _starts(index)


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
            for some in map(frozenset, combinations(sorted(fields, key=lambda f: f[0]), size)):
                if some in forbidden:
                    yield _contradiction(path, pin.id, forbidden[some])


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


def _starts(index: Index) -> Iterator[Fault]:
    if not index.whole("schools"):
        return
    starts = {s.id: {period.start for period in s.periods} for s in index.problem.schools}
    anywhere = frozenset().union(*starts.values())
    for path, pin in index.rows("session_pins", index.problem.session_pins):
        known = starts.get(pin.school, anywhere) if pin.school else anywhere
        if pin.start is not None and pin.start not in known:
            place = f"school {pin.school!r}" if pin.school in starts else "any school"
            message = f"is the start of no period of {place}"
            value = f"{pin.start:%H:%M}"
            yield fault("PD604", f"{path}.start", value, message, "use the start of a period")

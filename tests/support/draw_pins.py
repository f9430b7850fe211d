"""Pins of sessions and of engagements, drawn; see `strategies`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from draw_basics import dates, many
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from pdsched import Problem
from pdsched.problem import EngagementPin, Half, PinKind, SessionPin


@composite
def pinned(draw: DrawFn, world: Problem) -> Problem:
    """One pin or two of each kind; many are easy to keep, some impossible."""
    sessions = [_held(world, fields) for fields in draw(many(_session_fields(world), 0, 2))]
    engagements = draw(many(_engagement_fields(world), 0, 1)) if world.substitutes else []
    kinds = st.sampled_from(PinKind)
    pins = [(f"pin-{n}", draw(kinds), fields) for n, fields in enumerate(sessions)]
    hires = [(f"hire-{n}", draw(kinds), fields) for n, fields in enumerate(engagements)]
    kept = {
        "session_pins": tuple(SessionPin(id=i, kind=k, **f) for i, k, f in _consistent(pins)),
        "engagement_pins": tuple(
            EngagementPin(id=i, kind=k, **f) for i, k, f in _consistent(hires)
        ),
    }
    return world.model_copy(update=kept)


def _held(world: Problem, fields: dict[str, Any]) -> dict[str, Any]:
    """The person with a need; no start at which nothing begins at the school pinned, too."""
    if (need := fields.get("need")) is not None:
        fields = fields | {"need": need.id, "staff": need.staff}
    school = next((s for s in world.schools if s.id == fields.get("school")), None)
    if school is None or fields.get("start") in {None, *(p.start for p in school.periods)}:
        return fields
    return {name: value for name, value in fields.items() if name != "start"}


Pinned = tuple[str, PinKind, dict[str, Any]]


def _consistent(pins: list[Pinned]) -> list[Pinned]:
    """Leaves out pins that forbid what another requires."""
    required = [fields.items() for _, kind, fields in pins if kind is PinKind.REQUIRE]
    return [
        (name, kind, fields)
        for name, kind, fields in pins
        if kind is PinKind.REQUIRE or not any(fields.items() <= more for more in required)
    ]


def _chosen(choices: dict[str, SearchStrategy[Any]]) -> SearchStrategy[dict[str, Any]]:
    """A few of the fields."""
    names = st.sets(st.sampled_from(sorted(choices)), min_size=1, max_size=2)
    return names.flatmap(lambda kept: st.fixed_dictionaries({n: choices[n] for n in sorted(kept)}))


def _session_fields(world: Problem) -> SearchStrategy[dict[str, Any]]:
    starts = sorted({p.start for s in world.schools for p in s.periods})
    choices: dict[str, SearchStrategy[Any]] = {
        "course": _ids(world.courses),
        "staff": _ids(world.staff),
        "school": _ids(world.schools),
        "date": dates(world),
        "start": st.sampled_from(starts),
    }
    if world.trainers:
        choices["trainer"] = _ids(world.trainers)
    if world.needs:
        choices["need"] = st.sampled_from(world.needs)
    if world.rooms:
        choices["room"] = _ids(world.rooms)
    return _chosen(choices)


def _engagement_fields(world: Problem) -> SearchStrategy[dict[str, Any]]:
    return _chosen(
        {
            "substitute": _ids(world.substitutes),
            "school": _ids(world.schools),
            "date": dates(world),
            "half": st.sampled_from(Half),
        }
    )


def _ids(records: Sequence[Any]) -> SearchStrategy[str]:
    return st.sampled_from([r.id for r in records])

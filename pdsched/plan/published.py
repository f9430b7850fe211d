"""A problem with what is published: attendances and engagements that every plan keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pdsched.expansion import in_full
from pdsched.plan.approvals import Approval, Approvals, ApprovalState, Part
from pdsched.problem import EngagementPin, PinKind, Problem, SessionPin

_MOST = 180
"""Letters of the id of a pin, which may have 200."""


def with_approvals(problem: Problem, approvals: Approvals) -> Problem:
    """The problem with what is published as required pins, in place of such pins of its own.

    What lies outside the horizon, or before ``calendar.today``, makes no pin; nor does what names
    somebody or something that the problem does not have (`gone` tells it).

    >>> from datetime import date
    >>> from pdsched import Approvals, Problem, with_approvals
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "substitutes": [{"id": "sue", "available": [{"halves": ["am"]}]}],
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ... })
    >>> said = {"state": "published", "by": "Roy", "on": "2026-09-01"}
    >>> sue = {"date": "2026-09-08", "substitute": "sue", "school": "north", "half": "am"}
    >>> pinned = with_approvals(problem, Approvals.model_validate({"acts": [said | sue]}))
    >>> [pin.reason for pin in pinned.engagement_pins], pinned.digest() == problem.digest()
    (['published by Roy on 2026-09-01'], True)
    """
    published, known = _published(problem, approvals), _known(problem)
    pins = [_pin(act) for act in published if not _is_gone(act.about, known)]
    others: list[SessionPin | EngagementPin] = [*problem.session_pins, *problem.engagement_pins]
    taken = {pin.id for pin in others if not pin.published}
    named = tuple(_with_free_ids(pins, taken))
    return problem.model_copy(
        update={
            "session_pins": (
                *(pin for pin in problem.session_pins if not pin.published),
                *(pin for pin in named if isinstance(pin, SessionPin)),
            ),
            "engagement_pins": (
                *(pin for pin in problem.engagement_pins if not pin.published),
                *(pin for pin in named if isinstance(pin, EngagementPin)),
            ),
        }
    )


def gone(problem: Problem, approvals: Approvals) -> tuple[Approval, ...]:
    """What is published and names somebody or something that is not in the problem.

    >>> gone(Problem(calendar={"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}),
    ...      Approvals())
    ()
    """
    known = _known(problem)
    return tuple(act for act in _published(problem, approvals) if _is_gone(act.about, known))


def _published(problem: Problem, approvals: Approvals) -> list[Approval]:
    """What is published of dates that are still to come."""
    calendar = problem.calendar
    return [
        act
        for act in approvals.last_words().values()
        if act.state is ApprovalState.PUBLISHED
        and calendar.first <= act.date <= calendar.last
        and not calendar.is_past(act.date)
    ]


def _known(problem: Problem) -> dict[str, set[Any]]:
    """The ids that each field of a part can have, and that it can have none."""
    tables: dict[str, Iterable[Any]] = {
        "staff": problem.staff,
        "course": in_full(problem).courses,
        "school": problem.schools,
        "trainer": problem.trainers,
        "room": problem.rooms,
        "substitute": problem.substitutes,
    }
    return {field: {None, *(record.id for record in table)} for field, table in tables.items()}


def _is_gone(part: Part, known: dict[str, set[Any]]) -> bool:
    return any(getattr(part, field) not in ids for field, ids in known.items())


def _pin(act: Approval) -> SessionPin | EngagementPin:
    fields = {name: value for name, value in act.about._asdict().items() if value is not None}
    said = {
        "id": f"published {act.about}"[:_MOST].strip(),
        "kind": PinKind.REQUIRE,
        "reason": f"published by {act.by} on {act.on}",
        "published": True,
    }
    kind = SessionPin if act.substitute is None else EngagementPin
    return kind.model_validate(said | fields)


def _with_free_ids(
    pins: list[SessionPin | EngagementPin], taken: set[str]
) -> Iterator[SessionPin | EngagementPin]:
    """The pins with ids that no other pin has."""
    for pin in pins:
        name, number = pin.id, 1
        while name in taken:
            number += 1
            name = f"{pin.id} #{number}"
        taken.add(name)
        yield pin.model_copy(update={"id": name})

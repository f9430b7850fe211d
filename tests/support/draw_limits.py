"""Counted limits, drawn for a problem; see `strategies`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from draw_basics import one_in, some
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from pdsched import Problem
from pdsched.policy import Limit
from pdsched.policy.counts import KINDS, OF_GROUPS, Count, Each, Per
from pdsched.problem import Half, Modality, Role, Weekday


@composite
def limits(draw: DrawFn, world: Problem, number: int, counts: Sequence[Count] = ()) -> Limit:
    """Any limit that makes sense, of what the problem has; mostly strict, now and then soft."""
    count = draw(st.sampled_from(counts or list(KINDS)))
    kind, known = KINDS[count], _known(world)
    if count in OF_GROUPS:
        known["modalities"] = [m for m in Modality if m.has_group]
    each = draw(st.sampled_from([None, *kind.each]))
    asked = [field for field in kind.of if bool(known[field]) and draw(one_in(4))]
    per = draw(st.sampled_from(list(Per)))
    return Limit(
        id=f"limit-{number}",
        sentence=f"Limit {number}.",
        count=count,
        of={field: draw(some(known[field])) for field in asked},
        per=per,
        window_days=draw(st.sampled_from([2, 1, 3])) if per is Per.WINDOW else None,
        each=each,
        **draw(_bounds(count, each)),
    )


@composite
def _bounds(draw: DrawFn, count: Count, each: Each | None) -> dict[str, Any]:
    """A figure with its kind: how many may be, hard or soft, or are asked for."""
    figure = draw(_figures(count, each))
    if KINDS[count].is_wanted and draw(one_in(3)):
        return {"at_least": figure or 1, "insist": draw(st.booleans())}
    return {"at_most": figure, "soft": draw(st.booleans())}


@composite
def _figures(draw: DrawFn, count: Count, each: Each | None) -> int | float:
    if count is Count.MINUTES:
        return draw(st.sampled_from([60, 0, 90, 120, 45]))
    if KINDS[count].shares and each is not Each.PERSON and draw(one_in(3)):
        return draw(st.sampled_from([0.5, 0.0, 1.0, 0.67]))
    return draw(st.sampled_from([1, 0, 2, 1]))


def _known(world: Problem) -> dict[str, list[Any]]:
    """What can be asked of each field."""
    return {
        "schools": [s.id for s in world.schools],
        "zones": sorted({s.zone for s in world.schools}),
        "departments": ["maths", "music"],
        "roles": [Role.TEACHER, Role.ADMINISTRATIVE_ASSISTANT],
        "grades": ["5", "6"],
        "courses": [c.id for c in world.courses],
        "topics": sorted({c.topic for c in world.courses}),
        "modalities": list(Modality),
        "trainers": [t.id for t in world.trainers],
        "substitutes": [s.id for s in world.substitutes],
        "weekdays": list(dict.fromkeys(Weekday.of(d) for d in world.calendar.open_days())),
        "halves": list(Half),
        "dates": list(world.calendar.open_days()),
    }

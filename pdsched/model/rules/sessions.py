"""Rules of sessions: trainers and rooms in one place at a time, and trainers' loads."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from pdsched.model.candidates import Placement
from pdsched.model.rules.registry import rule
from pdsched.model.statement import Statement, cliques, gather, weighted
from pdsched.model.world import monday

Held = tuple[Placement, int, cp_model.IntVar]


def _by_trainer(s: Statement) -> Iterator[tuple[str, list[Held]]]:
    held = (
        (trainer, (placement, k, variable))
        for (placement, k), variable in s.holds.items()
        if (trainer := placement.offers[k].trainer) is not None
    )
    for trainer, chosen in gather(held).items():
        yield trainer, chosen


@rule("one-place")
def trainers_in_one_place(s: Statement) -> None:
    """A trainer's sessions of a day do not overlap, and leave time to go from one to the next."""
    for _, held in _by_trainer(s):
        for today in gather((p.day, (p, k, v)) for p, k, v in held).values():
            for clash in cliques((p.start, p.end, v) for p, _, v in today):
                if len(clash) > 1:
                    s.at_most(clash, 1)
            _leave_time_to_travel(s, today)


def _leave_time_to_travel(s: Statement, today: list[Held]) -> None:
    """Whoever is here until then is not there too soon after."""
    here = gather(((p.school, p.start, p.end), v) for p, _, v in today)
    there = gather(((p.school, p.start), v) for p, _, v in today)
    for (one, start, end), before in here.items():
        for (other, then), after in there.items():
            if one is None or other is None or one == other:
                continue
            if start <= then < end + s.world.travel(one, other):
                s.at_most([*before, *after], 1)


@rule("one-place")
def rooms_in_one_use(s: Statement) -> None:
    """At any moment no more sessions sit in a group of rooms than it has rooms."""
    held = (
        ((room, placement.day), (placement.start, placement.end, variable))
        for (placement, k), variable in s.holds.items()
        if (room := placement.offers[k].room) is not None
    )
    for key, today in gather(held).items():
        room, _ = key
        for clash in cliques(today):
            if len(clash) > 1 or clash[0].domain.max() > len(room.members):
                s.at_most(clash, len(room.members))


@rule("trainer-load")
def trainer_loads(s: Statement) -> None:
    """A trainer's minutes in sessions stay within the day's and the week's limit."""
    trainers = {t.id: t for t in s.world.problem.trainers}
    for trainer, held in _by_trainer(s):
        limits = (
            (trainers[trainer].max_minutes_per_day, lambda p: p.day),
            (trainers[trainer].max_minutes_per_week, lambda p: monday(p.day)),
        )
        for limit, span in limits:
            if limit is None:
                continue
            for chosen in gather((span(p), (p, v)) for p, _, v in held).values():
                _limit_minutes(s, chosen, limit)


def _limit_minutes(
    s: Statement, chosen: list[tuple[Placement, cp_model.IntVar]], limit: int
) -> None:
    """The limit, and what it says of numbers: of sessions this long or longer, only so many."""
    lengths = [p.course.minutes for p, _ in chosen]
    s.model.add(weighted([v for _, v in chosen], lengths) <= limit)
    for length in set(lengths):
        longer = [v for p, v in chosen if p.course.minutes >= length]
        s.at_most(longer, limit // length)

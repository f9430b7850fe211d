"""The problem as a user of Timefold would state it: entities, rules as constraint streams, phases.

Two planning variables: the placement of a session (of a pool for each course), and the session of
a need. Either may stay unassigned. A member of a session whose placement some rule forbids to them
does not count as attending; so a group can move as a whole and leave behind who cannot come.
Substitutes are counted, as in a timetabling problem rooms of one kind are: how many are needed at a
place follows from the lessons taken, and whether the substitutes on hand suffice is a matching.

Score: rules (hard), points of needs met (medium), engaged half-days (soft). A session below its
least group counts for nothing, but gets `FOOTHOLD` on the soft level for each member, without which
no local search would ever gather the members one by one.
"""
# Timefold is not installed where the types are checked; a stream's lambda is given all it carries.
# mypy: disable-error-code="import-not-found,untyped-decorator"
# ruff: noqa: ARG005

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

from benchmarks.peers.timefold_cover import Limit, Supply
from benchmarks.peers.timefold_facts import Learner, Placement

FOOTHOLD = 3
"""Soft points of a member of a session that is still too small; two half-days cost less."""
HARD, MEDIUM, SOFT = (
    HardMediumSoftScore.ONE_HARD,
    HardMediumSoftScore.ONE_MEDIUM,
    HardMediumSoftScore.ONE_SOFT,
)


@planning_entity
@dataclass(eq=False)
class Session:
    """A session that could be held."""

    id: Annotated[int, PlanningId]
    least: int
    placements: Annotated[list[Placement], ValueRangeProvider]
    placement: Annotated[Placement | None, PlanningVariable(allows_unassigned=True)] = None


@planning_entity
@dataclass(eq=False)
class Seat:
    """A need, and the session in which it is met."""

    id: Annotated[int, PlanningId]
    need: str
    learner: Learner
    points: int
    late_points: int
    late_from: int
    """Number of the first day after the due date."""
    sessions: Annotated[list[Session], ValueRangeProvider]
    session: Annotated[Session | None, PlanningVariable(allows_unassigned=True)] = None

    def points_at(self, placement: Placement) -> int:
        """Points of the need when it is met at a placement."""
        if placement.day.number < self.late_from:
            return self.points
        return self.late_points


@planning_solution
@dataclass(eq=False)
class Schedule:
    """Everything, for the solver."""

    supplies: Annotated[list[Supply], ProblemFactCollectionProperty]
    limits: Annotated[list[Limit], ProblemFactCollectionProperty]
    sessions: Annotated[list[Session], PlanningEntityCollectionProperty]
    seats: Annotated[list[Seat], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """Every rule and goal."""
    attending = (
        factory.for_each(Seat)
        .join(Session, Joiners.equal(lambda seat: seat.session.id, lambda session: session.id))
        .filter(lambda seat, session: session.placement is not None)
        .map(
            lambda seat, session: seat,
            lambda seat, session: session,
            lambda seat, session: seat.learner.loss(session.placement),
        )
        .filter(lambda seat, session, loss: loss is not None)
    )
    held = attending.group_by(
        lambda seat, session, loss: session,
        lambda seat, session, loss: session.placement,
        ConstraintCollectors.count_tri(),
        ConstraintCollectors.sum(lambda seat, session, loss: seat.points_at(session.placement)),
    )
    return [
        *of_goals(held),
        *of_sessions(held),
        *of_people(attending),
        *of_cover(attending),
    ]


def of_goals(held: Any) -> list[Constraint]:
    """Points of the needs met; none in a session that is too small, but a foothold."""
    return [
        held.filter(lambda session, placement, count, points: count >= session.least)
        .reward(MEDIUM, lambda session, placement, count, points: points)
        .as_constraint("needs-met"),
        held.filter(lambda session, placement, count, points: count < session.least)
        .reward(SOFT, lambda session, placement, count, points: count * FOOTHOLD)
        .as_constraint("foothold"),
    ]


def of_sessions(held: Any) -> list[Constraint]:
    """Rules of groups, trainers and rooms."""
    given = held.filter(
        lambda session, placement, count, points: placement.offer.trainer is not None
    )
    by_day = given.group_by(
        lambda session, placement, count, points: placement.offer.trainer,
        lambda session, placement, count, points: placement.day,
        ConstraintCollectors.to_list(lambda session, placement, count, points: placement.hour),
    )
    return [
        held.filter(lambda session, placement, count, points: count > placement.offer.seats)
        .penalize(HARD, lambda session, placement, count, points: count - placement.offer.seats)
        .as_constraint("group-size"),
        by_day.filter(lambda trainer, day, hours: len(hours) > 1)
        .penalize(HARD, lambda trainer, day, hours: trainer.clashes(hours))
        .as_constraint("one-place of trainers"),
        by_day.penalize(HARD, lambda trainer, day, hours: trainer.overload(hours)).as_constraint(
            "trainer-load a day"
        ),
        given.group_by(
            lambda session, placement, count, points: placement.offer.trainer,
            lambda session, placement, count, points: placement.day.week,
            ConstraintCollectors.sum(
                lambda session, placement, count, points: placement.hour.end - placement.hour.start
            ),
        )
        .filter(lambda trainer, week, load: load > trainer.minutes_a_week)
        .penalize(HARD, lambda trainer, week, load: load - trainer.minutes_a_week)
        .as_constraint("trainer-load a week"),
        held.filter(lambda session, placement, count, points: placement.offer.room is not None)
        .group_by(
            lambda session, placement, count, points: placement.offer.room,
            lambda session, placement, count, points: placement.day,
            ConstraintCollectors.to_list(lambda session, placement, count, points: placement.hour),
        )
        .filter(lambda room, day, hours: len(hours) > 1)
        .penalize(HARD, lambda room, day, hours: room.clashes(hours))
        .as_constraint("one-place of rooms"),
    ]


def of_people(attending: Any) -> list[Constraint]:
    """Rules of one person, and of how many are away."""
    visits = attending.group_by(
        lambda seat, session, loss: seat.learner,
        ConstraintCollectors.to_list(lambda seat, session, loss: (session.placement, loss)),
    )
    several = visits.filter(lambda learner, some: len(some) > 1)
    return [
        several.penalize(HARD, lambda learner, some: learner.clashes(some)).as_constraint(
            "one-place of staff"
        ),
        visits.penalize(HARD, lambda learner, some: learner.too_often(some)).as_constraint(
            "releases-per-week, releases-in-all"
        ),
        visits.penalize(HARD, lambda learner, some: learner.too_early(some)).as_constraint(
            "prerequisites"
        ),
        attending.filter(lambda seat, session, loss: loss.from_lessons)
        .group_by(
            lambda seat, session, loss: seat.learner.home,
            lambda seat, session, loss: session.placement.day,
            ConstraintCollectors.to_list(lambda seat, session, loss: loss),
        )
        .filter(lambda home, day, losses: len(losses) > home.away_limit)
        .penalize(HARD, lambda home, day, losses: home.too_many(losses))
        .as_constraint("away-at-once"),
    ]


def of_cover(attending: Any) -> list[Constraint]:
    """Substitutes needed at each place, against those on hand; and how many are engaged."""
    needs = (
        attending.filter(lambda seat, session, loss: loss.from_lessons)
        # The day stands in each element: `flatten_last` keeps elements that it has already, and
        # then would keep the day of the old placement beside them.
        .map(lambda seat, session, loss: loss.needs(session.placement.day.number))
        .flatten_last(lambda needs: needs)
        .group_by(lambda need: need[0], lambda need: need[1], ConstraintCollectors.count())
        .group_by(
            lambda day, moment, count: day,
            lambda day, moment, count: moment.place,
            ConstraintCollectors.max(lambda day, moment, count: count),
        )
    )
    engaged = needs.filter(lambda day, place, count: place.counts)
    return [
        engaged.penalize(SOFT, lambda day, place, count: count).as_constraint("engaged-half-days"),
        needs.group_by(
            lambda day, place, count: day * 1000 + place.kind,
            ConstraintCollectors.to_list(lambda day, place, count: (place.school, count)),
        )
        .join(Supply, Joiners.equal(lambda key, some: key, lambda supply: supply.key))
        .penalize(HARD, lambda key, some, supply: supply.lacking(some))
        .as_constraint("cover"),
        engaged.join(Limit, Joiners.filtering(lambda day, place, count, limit: limit.days[day]))
        .group_by(
            lambda day, place, count, limit: limit,
            ConstraintCollectors.sum(lambda day, place, count, limit: count),
        )
        .filter(lambda limit, count: count > limit.most)
        .penalize(HARD, lambda limit, count: count - limit.most)
        .as_constraint("substitute-limits"),
    ]

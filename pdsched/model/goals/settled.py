"""What the past adds to goals and is settled, so that no formulation counts it: covers, lunches."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.model.candidates.candidates import Candidates
from pdsched.model.instance.colleagues import UNASKED
from pdsched.model.instance.past_figures import covers_given
from pdsched.model.instance.past_lunch import lunches_lost
from pdsched.model.instance.world import World
from pdsched.plan import Cover
from pdsched.policy import Tier


def settled(candidates: Candidates, tier: Tier) -> int:
    """What the past alone adds to the value of a tier, beyond what its candidates count."""
    world = candidates.index.world
    if not world.problem.past_covers and not world.problem.past_sessions:
        return 0
    return sum(tier.step(name) * SETTLED[name](world) for name in tier if name in SETTLED)


def _lessons_covered(world: World) -> int:
    """Lessons; of a class that colleagues divided there are several covers."""
    covers = world.problem.past_covers
    lessons: dict[tuple[object, ...], list[Cover]] = {}
    for cover in covers:
        lessons.setdefault((cover.staff, cover.lesson, cover.date), []).append(cover)
    may_split = {x.id for x in world.problem.lessons if x.may_split}
    return sum(
        1 if _divided(world, covers_of_lesson, may_split) else len(covers_of_lesson)
        for covers_of_lesson in lessons.values()
    )


def _divided(world: World, covers: list[Cover], may_split: set[str]) -> bool:
    colleagues = {c.colleague for c in covers if c.colleague is not None}
    several = len(covers) > 1 and len(colleagues) == len(covers)
    return world.policy.split_classes and covers[0].lesson in may_split and several


def _colleague_covers(world: World) -> int:
    given = covers_given(world.problem)
    return sum(
        count * (1 if world.staff[who].cover_volunteer else UNASKED) for who, count in given.items()
    )


def _paid_covers(world: World) -> int:
    unpaid = world.policy.unpaid_covers
    if unpaid is None:
        return 0
    given = covers_given(world.problem)
    return sum(
        min(count, max(0, world.staff[who].covers_before + count - unpaid))
        for who, count in given.items()
    )


def _holders_of_a_day(world: World) -> int:
    """Holders of a person's lessons of a date beyond the first; where some are spared, of none."""
    spare = {x.id: x.spare for x in world.problem.lessons}
    held = [c for c in world.problem.past_covers if not spare[c.lesson]]
    pairs = {(c.staff, c.date, c.holder) for c in held}
    return len(pairs) - len({(c.staff, c.date) for c in held})


def _holders_of_a_class(world: World) -> int:
    pairs = {
        (one, c.holder)
        for c in world.problem.past_covers
        for one in world.timetable.classes[c.lesson]
    }
    return len(pairs) - len({one for one, _ in pairs})


SETTLED: dict[str, Callable[[World], int]] = {
    "lessons-covered": _lessons_covered,
    "colleague-covers": _colleague_covers,
    "paid-covers": _paid_covers,
    "holders-of-a-day": _holders_of_a_day,
    "holders-of-a-class": _holders_of_a_class,
    "staff-lunch": lunches_lost,
}
"""By goal; of the others the past adds what its attendances and engagements count."""

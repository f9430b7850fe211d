"""Rule of days with a class, where covers are named because somebody could have too many."""

from __future__ import annotations

from pdsched.engines.arrays import group_ids
from pdsched.model.formulation.couplings import counted_schools
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.class_days import class_days_left
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.registry import rule


@rule("days-with-a-class", reach=[counted_schools])
def days_with_a_class(f: Formulation) -> None:
    """A substitute holds the same class on so many dates only."""
    demand, group, column = f.named
    position, name = f.candidates.lessons.classes.expand(f.demands.lesson[demand])
    is_near = f.candidates.near_limit[group[position], name]
    position, name = position[is_near], name[is_near]
    who, day, holds = group[position], f.demands.day[demand[position]], column[position]
    date, first = group_ids(who, name, day)
    _, any_held = f.some(date, holds)
    who, name = who[first], name[first]
    both, _ = group_ids(who, name)
    f.rows.add(both, any_held, upper=class_days_left(f.index)[who, name])


tells_apart(
    "days-with-a-class",
    substitute=lambda substitute: frozenset(substitute.class_days_before.items()),
    classes_held=lambda _: True,
)

"""Rule of days with a class, where covers are named because somebody could have too many."""

from __future__ import annotations

from pdsched.engines.arrays import group_ids
from pdsched.model.formulation.couplings import counted_schools
from pdsched.model.formulation.formulation import Formulation
from pdsched.model.instance.class_days import class_days_left
from pdsched.model.instance.distinctions import tells_apart
from pdsched.model.rules.registry import rule


@rule("days-with-a-class", reach=[counted_schools])
def days_with_a_class(s: Formulation) -> None:
    """A substitute holds the same class on so many dates only."""
    demand, group, column = s.named
    position, name = s.candidates.lessons.classes.expand(s.demands.lesson[demand])
    near = s.candidates.near_limit[group[position], name]
    position, name = position[near], name[near]
    who, day, holds = group[position], s.demands.day[demand[position]], column[position]
    date, first = group_ids(who, name, day)
    _, held = s.some(date, holds)
    who, name = who[first], name[first]
    both, _ = group_ids(who, name)
    s.rows.add(both, held, upper=class_days_left(s.index)[who, name])


tells_apart(
    "days-with-a-class",
    substitute=lambda substitute: frozenset(substitute.class_days_before.items()),
    classes_held=lambda _: True,
)

"""A leaf a person: levels, what is planned, who holds the classes, what is open and what next."""

from __future__ import annotations

from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf
from pdsched.binder.matter import Matter
from pdsched.views import PersonView, by_person


class PersonPage(NamedTuple):
    """What stands on the leaf of one person."""

    name: str


def people(matter: Matter) -> Chapter:
    """A leaf for everybody who needs, attends, leads or holds something."""
    chosen = matter.chosen.people
    views = [
        v for v in by_person(matter.plan, matter.problem) if chosen is None or v.staff in chosen
    ]
    leaves = tuple(Leaf(matter.names.person(v.staff), key=f"person:{v.staff}") for v in views)
    return Chapter("people", leaves, (_page(matter, view) for view in views))


def _page(matter: Matter, view: PersonView) -> PersonPage:
    return PersonPage(matter.names.person(view.staff))

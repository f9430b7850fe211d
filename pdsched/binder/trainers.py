"""A leaf a trainer: the route, and a list of attendance for each session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf
from pdsched.binder.lines import SessionLine, session_line
from pdsched.binder.matter import Matter
from pdsched.plan import Session
from pdsched.views import TrainerView, by_trainer


class Attending(NamedTuple):
    """One line of a list of attendance, in names."""

    person: str
    school: str
    """The home school; empty for who is not known."""


class Given(NamedTuple):
    """A session on the route of a trainer."""

    session: SessionLine
    way: int
    """Minutes from the session before on the same date; 0 at one school, and to the first."""
    origin: str
    """Where the way begins, if there is one."""
    beside: tuple[str, ...]
    """Who else gives it."""
    attending: tuple[Attending, ...]
    """By school and name."""


class TrainerPage(NamedTuple):
    """What stands on the leaf of one trainer."""

    minutes: int
    """In sessions."""
    given: tuple[Given, ...]
    """By date and clock."""


def trainers(matter: Matter) -> Chapter:
    """A leaf for each trainer who gives something; members of a team have one each."""
    views = sorted(_views(matter), key=lambda v: (matter.names.person(v.trainer), v.trainer))
    leaves = (Leaf(matter.names.person(v.trainer), key=f"trainer:{v.trainer}") for v in views)
    return Chapter("trainers", tuple(leaves), (_page(matter, view) for view in views))


def _views(matter: Matter) -> Iterator[TrainerView]:
    chosen, named = matter.chosen.trainers, matter.chosen.named
    seen = set()
    for view in by_trainer(matter.plan, matter.problem):
        if chosen is None or view.trainer in chosen:
            seen.add(view.trainer)
            yield view
    for identity in sorted(chosen or ()):
        if identity not in seen and f"trainer:{identity}" in named:
            yield TrainerView(trainer=identity, sessions=())


def _page(matter: Matter, view: TrainerView) -> TrainerPage:
    before = (None, *view.sessions)
    pairs = zip(before, view.sessions, strict=False)
    given = tuple(_given(matter, view.trainer, last, session) for last, session in pairs)
    return TrainerPage(view.minutes, given)


def _given(matter: Matter, trainer: str, last: Session | None, session: Session) -> Given:
    names, way, origin = matter.names, 0, ""
    if last is not None and last.date == session.date and last.school:
        way = matter.facts.travel(last.school, session.school)
        origin = names.school(last.school)
    giver = matter.facts.trainers.get(session.trainer or "")
    return Given(
        session=session_line(session, matter, session.staff),
        way=way,
        origin=origin,
        beside=tuple(names.person(n) for n in (giver.people if giver else ()) if n != trainer),
        attending=tuple(sorted(_attending(matter, session), key=lambda a: (a.school, a.person))),
    )


def _attending(matter: Matter, session: Session) -> Iterator[Attending]:
    for identity in session.staff:
        member = matter.staff.get(identity)
        school = matter.names.school(member.schools[0]) if member else ""
        yield Attending(matter.names.person(identity), school)

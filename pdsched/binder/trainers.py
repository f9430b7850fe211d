"""A leaf a trainer: the route, and a list of attendance for each session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pdsched.binder.chapter import Chapter, Leaf, in_order
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
    views = {view.trainer: view for view in by_trainer(matter.plan, matter.problem)}
    among = matter.chosen.among(
        "trainer", views, lambda trainer: TrainerView(trainer=trainer, sessions=())
    )
    leaves, ordered = in_order(
        (Leaf(matter.names.person(who), key=f"trainer:{who}"), view) for who, view in among
    )
    return Chapter("trainers", leaves, (_page(matter, view) for view in ordered))


def _page(matter: Matter, view: TrainerView) -> TrainerPage:
    return TrainerPage(view.minutes, tuple(_route(matter, view)))


def _route(matter: Matter, view: TrainerView) -> Iterator[Given]:
    """The sessions, each with the way from the school where the trainer was last that day."""
    names, facts = matter.names, matter.facts
    here: tuple[date, str] | None = None
    for session in view.sessions:
        last = here[1] if here and here[0] == session.date else None
        giver = facts.trainers.get(session.trainer or "")
        beside = (name for name in (giver.people if giver else ()) if name != view.trainer)
        attending = _attending(matter, session)
        yield Given(
            session=session_line(session, matter, session.staff),
            way=facts.travel(last, session.school),
            origin=names.school(last) if last else "",
            beside=tuple(map(names.person, beside)),
            attending=tuple(sorted(attending, key=lambda a: (a.school, a.person.casefold()))),
        )
        here = (session.date, session.school) if session.school else here


def _attending(matter: Matter, session: Session) -> Iterator[Attending]:
    for identity in session.staff:
        member = matter.staff.get(identity)
        school = matter.names.school(member.schools[0]) if member else ""
        yield Attending(matter.names.person(identity), school)

"""What the demo says of its plan in the names of the people, not in their ids."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pdsched.plan import Plan, Session
    from pdsched.problem import Problem
    from pdsched.views.names import Names

_SHOWN = 3
_PEOPLE = 3


def in_names(problem: Problem, plan: Plan) -> Iterator[str]:
    """A sentence for each of the first sessions: who learns what, where, and who holds classes."""
    from pdsched.views.names import Names

    names = Names(problem)
    for session in [s for s in plan.sessions if s.school][:_SHOWN]:
        yield f"{_session(session, names)}{_cover(session, plan, names)}"


def _session(session: Session, names: Names) -> str:
    from pdsched.views.words import day, span

    when = f"{day(session.date)} {span(session.start, session.end)}"
    where = f" at {names.school(session.school)}" if session.school else ""
    led = f" with {names.person(session.trainer)}" if session.trainer else ""
    return f"{when}: {_listed(session.staff, names)} for {names.course(session.course)}{led}{where}"


def _cover(session: Session, plan: Plan, names: Names) -> str:
    """Who holds the classes meanwhile."""
    away = {
        (release.staff, lesson)
        for release in plan.releases
        if release.session == session.id
        for lesson in release.lessons
    }
    covers = (c for c in plan.covers if c.date == session.date and (c.staff, c.lesson) in away)
    holders = sorted({cover.holder for cover in covers})
    return f"; {_listed(tuple(holders), names)} for their classes" if holders else ""


def _listed(ids: tuple[str, ...], names: Names) -> str:
    shown = [names.person(one) for one in ids[:_PEOPLE]]
    if more := len(ids) - len(shown):
        shown.append(f"{more} more")
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)

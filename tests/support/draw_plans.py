"""Plans of any quality, drawn; see `strategies`."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from facts import Facts
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from pdsched import Plan, Problem
from pdsched.plan import Cover, Engagement, Release, Session, UnmetNeed
from pdsched.policy import RULES
from pdsched.problem import Half, Record, clock

R = TypeVar("R", bound=Record)


@composite
def garbage(draw: DrawFn, world: Problem) -> Plan:
    """A plan of records that were thrown together from names known and unknown."""
    seen = sorted({p.start for s in world.schools for p in s.periods})
    times = st.sampled_from([*seen, clock(0), clock(1439)])
    days = st.sampled_from([date(1999, 1, 1), date.max, *Facts(world).horizon])
    sessions = st.sampled_from(["session-1", "session-2", "session-3"])

    def named(kind: str) -> SearchStrategy[str]:
        return st.sampled_from(["nobody", *(r.id for r in getattr(world, kind))])

    def several(record: type[R], **fields: SearchStrategy[Any]) -> tuple[R, ...]:
        return tuple(draw(st.lists(st.builds(record, **fields), max_size=4)))

    hours = {"date": days, "start": times, "end": times}
    nobody = st.none()
    return Plan(
        problem=draw(st.sampled_from([world.digest(), "", "another"])),
        sessions=several(
            Session,
            id=sessions,
            course=named("courses"),
            **hours,
            school=nobody | named("schools"),
            trainer=nobody | named("trainers"),
            room=nobody | named("rooms"),
            staff=st.lists(named("staff"), max_size=3).map(tuple),
        ),
        releases=several(
            Release,
            staff=named("staff"),
            session=sessions,
            **hours,
            need=nobody | named("needs"),
            lessons=st.lists(named("lessons"), max_size=3).map(tuple),
        ),
        covers=several(
            Cover,
            staff=named("staff"),
            lesson=named("lessons"),
            date=days,
            substitute=named("substitutes"),
        )
        + several(
            Cover,
            staff=named("staff"),
            lesson=named("lessons"),
            date=days,
            colleague=named("staff"),
        ),
        engagements=several(
            Engagement,
            substitute=named("substitutes"),
            school=named("schools"),
            date=days,
            half=st.sampled_from(Half),
        ),
        unmet=several(UnmetNeed, need=named("needs"), rule=st.sampled_from(["nothing", *RULES])),
    )

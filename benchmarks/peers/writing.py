"""A ledger written out as a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from benchmarks.peers.ground import Ground
from benchmarks.peers.hands import Hands, Place
from benchmarks.peers.ledger import Ledger, Meeting, Visit
from pdsched import Plan, Problem
from pdsched.plan import Cover, Engagement, Release, Session, UnmetNeed
from pdsched.problem import Half, clock

_HALVES = (Half.AM, Half.PM)


class Snapshot:
    """What a plan holds at some moment; later changes of a ledger leave it alone."""

    def __init__(self, meetings: Iterable[Meeting], hands: Mapping[Place, Hands]) -> None:
        self.meetings = tuple(meetings)
        self.hands = dict(hands)

    @classmethod
    def of(cls, ledger: Ledger) -> Snapshot:
        """What a ledger holds now."""
        return cls(ledger.meetings.values(), ledger.hands)

    def to_plan(self, ground: Ground) -> Plan:
        """The plan, with its unmet needs."""
        sessions: list[Session] = []
        releases: list[Release] = []
        numbers: dict[str, int] = {}
        for meeting in self.meetings:
            session = _session(ground.problem, ground, meeting, numbers)
            sessions.append(session)
            releases += [_release(ground, visit, session) for visit in meeting.visits]
        plan = Plan(
            sessions=tuple(sessions),
            releases=tuple(releases),
            covers=tuple(c for place, h in self.hands.items() for c in _covers(ground, place, h)),
            engagements=tuple(
                e for place, h in self.hands.items() for e in _engagements(ground, place, h)
            ),
        )
        return with_unmet(ground.problem, plan)


def with_unmet(problem: Problem, plan: Plan) -> Plan:
    """The plan, canonical, with every need that it leaves open."""
    met = {release.need for release in plan.releases}
    unmet = (
        UnmetNeed(need=need.id, rule="search-ended") for need in problem.needs if need.id not in met
    )
    return plan.model_copy(update={"unmet": tuple(unmet)}).canonical()


def _session(
    problem: Problem, ground: Ground, meeting: Meeting, numbers: dict[str, int]
) -> Session:
    course, day, start, end, venue = meeting.slot
    facts = (
        problem.courses[course].id,
        ground.dates[day],
        clock(start),
        problem.schools[venue].id if venue >= 0 else None,
        problem.trainers[meeting.trainer].id if meeting.trainer is not None else None,
        problem.rooms[meeting.room].id if meeting.room is not None else None,
    )
    name = Plan.session_id(*facts)
    numbers[name] = numbers.get(name, 0) + 1
    return Session(
        id=Plan.session_id(*facts, number=numbers[name]),
        course=facts[0],
        date=facts[1],
        start=facts[2],
        end=clock(end),
        school=facts[3],
        trainer=facts[4],
        room=facts[5],
        staff=tuple(problem.staff[visit.wish.person].id for visit in meeting.visits),
    )


def _release(ground: Ground, visit: Visit, session: Session) -> Release:
    problem = ground.problem
    lessons = (problem.lessons[ground.rows[n].lesson].id for n in visit.away.lessons)
    return Release(
        staff=problem.staff[visit.wish.person].id,
        session=session.id,
        date=session.date,
        start=clock(visit.away.start),
        end=clock(visit.away.end),
        need=problem.needs[visit.wish.need].id,
        lessons=tuple(lessons),
    )


def _covers(ground: Ground, place: Place, hands: Hands) -> list[Cover]:
    problem = ground.problem
    return [
        Cover(
            staff=problem.staff[ground.rows[item.row].person].id,
            lesson=problem.lessons[ground.rows[item.row].lesson].id,
            date=ground.dates[place[1]],
            substitute=problem.substitutes[sub].id,
        )
        for sub, held in hands
        for item in held
    ]


def _engagements(ground: Ground, place: Place, hands: Hands) -> list[Engagement]:
    school, day, half = place
    return [
        Engagement(
            substitute=ground.problem.substitutes[sub].id,
            school=ground.problem.schools[school].id,
            date=ground.dates[day],
            half=_HALVES[half],
        )
        for sub, _ in hands
    ]

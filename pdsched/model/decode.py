"""From values of the decisions back to a plan with names.

Names are dealt out in a fixed order, so that the same values make the same plan.

- *Staff*: members of a group are equal, so who of them attends is free as far as everyone meets
  each need once and is in one place at a time. Dealing goes through the sessions in clock order;
  a small matching problem is solved exactly (`deal_staff`). Where none exists the counts promised
  too much: `CannotDealError` tells whom to name, and the problem is stated again.
- *Seats*: every session of a placement first gets its least group, then fills up.
- *Substitutes*: members of a group take turns. In any stretch of turns two members' shares differ
  by at most one, and weeks, days and the whole horizon are stretches: so limits that hold for the
  group together hold for each member. Turns of one half-day go to different members.
- *Rooms*: an interval graph is perfect, so the first free room of the group always exists.
- *Lessons*: see `pdsched.model.rules.cover` for why a holder always exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from ortools.sat.python import cp_model

from pdsched.model.candidates import Attendance, Offer, Placement, start_of
from pdsched.model.drawing import lessons_taken, owes
from pdsched.model.groups import RoomGroup, StaffGroup, SubstituteGroup
from pdsched.model.statement import Demand, Place, Statement
from pdsched.plan import Cover, Engagement, Plan, Release, Session
from pdsched.problem import CoverKind, clock

ValueOf = Callable[[cp_model.IntVar], int]
Turn = tuple[Attendance, int]
"""An attendance, and the position of the member in the group who has it."""


class CannotDealError(Exception):
    """Counts of a staff group that no dealing of names fulfils."""

    def __init__(self, members: tuple[str, ...]) -> None:
        self.members = members
        super().__init__(f"counts of {len(members)} equal staff cannot be dealt out")


def decode(statement: Statement, value: ValueOf) -> Plan:
    """The plan that the values say, without its list of unmet needs.

    Raises:
        CannotDealError: if the counts of a staff group fit no members.
    """
    turns = [
        turn
        for group, chosen in _counts(statement, value)
        for turn in _deal(statement, group, chosen)
    ]
    sessions, releases = _seat(statement, value, turns)
    engaged = _engage(statement, value)
    covers = _cover(statement, value, releases, engaged)
    engagements = tuple(
        Engagement(substitute=s, school=place.school, date=place.day, half=place.half)
        for place, members in engaged.items()
        for s in members
    )
    return Plan(
        problem=statement.world.problem.digest(),
        sessions=tuple(sessions),
        releases=tuple(releases),
        covers=tuple(covers),
        engagements=engagements,
    ).canonical()


# Staff


def _counts(
    s: Statement, value: ValueOf
) -> Iterator[tuple[StaffGroup, list[tuple[Attendance, int]]]]:
    for group, attendances in s.by_group.items():
        chosen = [(a, n) for a in attendances if (n := value(s.attends[a])) > 0]
        if chosen:
            yield group, sorted(chosen, key=lambda c: (start_of(c[0].placement), c[0].number))


def _deal(s: Statement, group: StaffGroup, chosen: list[tuple[Attendance, int]]) -> list[Turn]:
    if group.size == 1:
        return [(a, 0) for a, _ in chosen]
    turns = _deal_in_turn(s, group, chosen)
    return turns if turns is not None else deal_staff(s, group, chosen)


def _deal_in_turn(
    s: Statement, group: StaffGroup, chosen: list[tuple[Attendance, int]]
) -> list[Turn] | None:
    """First come: whoever has attended least and can; ``None`` where that runs into a wall."""
    had: list[list[Attendance]] = [[] for _ in group.members]
    turns: list[Turn] = []
    for attendance, count in chosen:
        able = [m for m in range(group.size) if _fits(s, group, attendance, had[m])]
        if len(able) < count:
            return None
        for member in sorted(
            able, key=lambda m: (-len(_followed(attendance, had[m])), len(had[m]), m)
        )[:count]:
            had[member].append(attendance)
            turns.append((attendance, member))
    return turns


def _followed(attendance: Attendance, had: list[Attendance]) -> list[Attendance]:
    first = {arc.course for arc in attendance.placement.course.prerequisites}
    return [a for a in had if a.placement.course.id in first]


def _fits(s: Statement, group: StaffGroup, new: Attendance, had: list[Attendance]) -> bool:
    return all(_together(new, old) for old in had) and all(
        any(_lag_kept(s, old, new, arc.course, arc.min_days, arc.max_days) for old in had)
        for arc in new.placement.course.prerequisites
        if s.world.policy.holds("prerequisites")
        and owes(s.world, group.members[0], s.world.courses[arc.course])
    )


def _together(one: Attendance, other: Attendance) -> bool:
    """Whether one person can have both."""
    return (
        one.slot != other.slot
        and one.placement.course.id != other.placement.course.id
        and (
            one.placement.day != other.placement.day
            or one.away.end <= other.away.start
            or other.away.end <= one.away.start
        )
    )


def _lag_kept(
    s: Statement, first: Attendance, then: Attendance, course: str, least: int, most: int | None
) -> bool:
    if first.placement.course.id != course:
        return False
    number = s.world.day_number
    lag = number[then.placement.day] - number[first.placement.day]
    in_order = lag > 0 or (lag == 0 and first.placement.end <= then.placement.start)
    return in_order and least <= lag and (most is None or lag <= most)


def deal_staff(s: Statement, group: StaffGroup, chosen: list[tuple[Attendance, int]]) -> list[Turn]:
    """Deal exactly, by a feasibility problem over members and attendances of one group.

    Raises:
        CannotDealError: if there is no way.
    """
    model = cp_model.CpModel()
    gets = {(a, m): model.new_bool_var("") for a, _ in chosen for m in range(group.size)}
    for attendance, count in chosen:
        model.add(
            cp_model.LinearExpr.sum([gets[attendance, m] for m in range(group.size)]) == count
        )
    for m in range(group.size):
        for k, (one, _) in enumerate(chosen):
            for other, _ in chosen[:k]:
                if not _together(one, other):
                    model.add_at_most_one([gets[one, m], gets[other, m]])
            for arc in one.placement.course.prerequisites:
                if s.world.policy.holds("prerequisites") and owes(
                    s.world, group.members[0], s.world.courses[arc.course]
                ):
                    before = [
                        gets[old, m]
                        for old, _ in chosen
                        if _lag_kept(s, old, one, arc.course, arc.min_days, arc.max_days)
                    ]
                    model.add(gets[one, m] <= cp_model.LinearExpr.sum(before))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = 5
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise CannotDealError(group.members)
    return [(a, m) for (a, m), variable in gets.items() if solver.boolean_value(variable)]


# Sessions


def _seat(s: Statement, value: ValueOf, turns: list[Turn]) -> tuple[list[Session], list[Release]]:
    seated: dict[Placement, list[Turn]] = defaultdict(list)
    for attendance, member in turns:
        seated[attendance.placement].append((attendance, member))
    rooms = _rooms(s, value)
    sessions: list[Session] = []
    releases: list[Release] = []
    for placement in s.candidates.placements:
        offers = [
            o for k, o in enumerate(placement.offers) for _ in range(value(s.holds[placement, k]))
        ]
        people = sorted(seated[placement], key=lambda t: t[0].group.members[t[1]])
        for number, (offer, some) in enumerate(_share_out(placement, offers, people), start=1):
            same = len(offers) > 1 and offer.trainer is None and offer.room is None
            session = _session(placement, offer, rooms, some, number if same else 1)
            sessions.append(session)
            releases.extend(_release(s, session, *turn) for turn in some)
    return sessions, releases


def _share_out(
    placement: Placement, offers: list[Offer], people: list[Turn]
) -> Iterator[tuple[Offer, list[Turn]]]:
    spare = len(people) - placement.least * len(offers)
    position = 0
    for offer in offers:
        more = min(spare, offer.capacity - placement.least)
        spare -= more
        size = placement.least + more
        yield offer, people[position : position + size]
        position += size


def _rooms(s: Statement, value: ValueOf) -> dict[tuple[Placement, RoomGroup], list[str]]:
    """Rooms by placement, first free one first; each use takes one out of the list."""
    free: dict[tuple[RoomGroup, date], dict[str, int]] = {}
    dealt: dict[tuple[Placement, RoomGroup], list[str]] = defaultdict(list)
    for placement in sorted(s.candidates.placements, key=start_of):
        for k, offer in enumerate(placement.offers):
            for _ in range(value(s.holds[placement, k]) if offer.room is not None else 0):
                room = offer.room
                assert room is not None
                until = free.setdefault((room, placement.day), dict.fromkeys(room.members, 0))
                chosen = next(r for r, end in until.items() if end <= placement.start)
                until[chosen] = placement.end
                dealt[placement, room].append(chosen)
    return dealt


def _session(
    placement: Placement,
    offer: Offer,
    rooms: Mapping[tuple[Placement, RoomGroup], list[str]],
    people: list[Turn],
    number: int,
) -> Session:
    room = rooms[placement, offer.room].pop(0) if offer.room is not None else None
    start, school = clock(placement.start), placement.school
    return Session(
        id=Plan.session_id(
            placement.course.id, placement.day, start, school, offer.trainer, room, number
        ),
        course=placement.course.id,
        date=placement.day,
        start=start,
        end=clock(placement.end),
        school=school,
        trainer=offer.trainer,
        room=room,
        staff=tuple(a.group.members[m] for a, m in people),
    )


def _release(s: Statement, session: Session, attendance: Attendance, member: int) -> Release:
    person = attendance.group.members[member]
    return Release(
        staff=person,
        session=session.id,
        date=session.date,
        start=clock(attendance.away.start),
        end=clock(attendance.away.end),
        need=attendance.group.member_needs[member][attendance.slot],
        lessons=tuple(t.lesson for t in lessons_taken(s.world, person, attendance.placement)),
    )


# Cover


def _engage(s: Statement, value: ValueOf) -> dict[Place, dict[str, SubstituteGroup]]:
    engaged: dict[Place, dict[str, SubstituteGroup]] = defaultdict(dict)
    turn: dict[SubstituteGroup, int] = defaultdict(int)
    chosen = [(g, place, n) for (g, place), v in s.engaged.items() if (n := value(v)) > 0]
    for group, place, count in sorted(chosen, key=lambda c: (c[1].day, c[1].half, c[1].school)):
        for _ in range(count):
            engaged[place][group.members[turn[group] % len(group.members)]] = group
            turn[group] += 1
    return dict(engaged)


def _cover(
    s: Statement,
    value: ValueOf,
    releases: list[Release],
    engaged: dict[Place, dict[str, SubstituteGroup]],
) -> Iterator[Cover]:
    taken = {(r.staff, r.date, lesson) for r in releases for lesson in r.lessons}
    named = {d for _, d in s.cover.named}
    for place, demands in s.cover.demands.items():
        due = [d for d in demands if (d.person, d.day, d.lesson.lesson) in taken]
        assert all(d.lesson.cover is CoverKind.NEEDED for d in due)
        if due and due[0] in named:
            yield from _named_covers(s, value, due)
        elif due:
            yield from _dealt_covers(due, engaged[place])


def _named_covers(s: Statement, value: ValueOf, due: list[Demand]) -> Iterator[Cover]:
    for demand in due:
        holder = next(g for (g, d), v in s.cover.named.items() if d is demand and value(v) > 0)
        yield _covered(demand, holder.members[0])


def _covered(demand: Demand, substitute: str) -> Cover:
    return Cover(
        staff=demand.person, lesson=demand.lesson.lesson, date=demand.day, substitute=substitute
    )


def _dealt_covers(due: list[Demand], engaged: dict[str, SubstituteGroup]) -> Iterator[Cover]:
    """Start by start; who held a lesson last goes on, where qualifications do not ask otherwise."""
    until: dict[str, int] = dict.fromkeys(engaged, 0)
    starts: dict[int, list[Demand]] = defaultdict(list)
    for demand in sorted(
        due, key=lambda d: (d.lesson.start, d.lesson.end, d.person, d.lesson.lesson)
    ):
        starts[demand.lesson.start].append(demand)
    for start, together in sorted(starts.items()):
        free = [s for s, end in until.items() if end <= start]
        able = {
            d: [s for s in free if d.lesson.qualification in (None, *engaged[s].qualifications)]
            for d in together
        }
        for demand, substitute in _match(able).items():
            until[substitute] = demand.lesson.end
            yield _covered(demand, substitute)


def _match(able: dict[Demand, list[str]]) -> dict[Demand, str]:
    """A matching of every demand, by networkx where taking the first free one is not enough."""
    first: dict[Demand, str] = {}
    used: set[str] = set()
    for demand in sorted(able, key=lambda d: len(able[d])):
        substitute = next((s for s in able[demand] if s not in used), None)
        if substitute is None:
            return _maximum_match(able)
        used.add(substitute)
        first[demand] = substitute
    return first


def _maximum_match(able: dict[Demand, list[str]]) -> dict[Demand, str]:
    import networkx as nx

    graph = nx.Graph((n, s) for n, some in enumerate(able.values()) for s in some)
    pairs = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=range(len(able)))
    return {demand: pairs[n] for n, demand in enumerate(able)}

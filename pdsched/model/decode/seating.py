"""Who sits in which session of a solution, with whom and in which room; and who is released for it.

- *Seats*: every session of a placement first gets its least group, then fills up.
- *Rooms*: an interval graph is perfect, so the first free room of the group always exists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from pdsched.model.candidates.candidates import Candidates
from pdsched.model.decode.deal_staff import Turn
from pdsched.model.solution.solution import Solution
from pdsched.plan import Plan, Release, Session
from pdsched.problem import clock


class Seating:
    """The sessions that a solution holds, asked who sits in them."""

    def __init__(self, candidates: Candidates, solution: Solution) -> None:
        self._c = candidates
        self._index = candidates.index
        self._solution = solution

    def seat(self, turns: list[Turn]) -> tuple[list[Session], list[Release]]:
        """All sessions with their people, and all releases.

        Raises:
            LookupError: if sessions have too few seats, which is a bug of ours.
        """
        seated: dict[int, list[Turn]] = defaultdict(list)
        for turn in turns:
            seated[int(self._c.placement[turn.attendance])].append(turn)
        offers = self._offers()
        rooms = self._rooms(offers)
        alike: Counter[tuple[int, int, int]] = Counter()
        sessions: list[Session] = []
        releases: list[Release] = []
        if missing := sum(len(seated[p]) for p in seated.keys() - offers.keys()):
            raise LookupError(f"people attend where no session is held: {missing} of them")
        for placement, offers_held in offers.items():
            people = sorted(seated[placement], key=lambda t: self._name(t))
            for offer, turns_seated in self._share_out(placement, offers_held, people):
                trainer, room = self._trainer(offer), self._room(offer)
                name = rooms[placement, room].pop(0) if room >= 0 else None
                number = 1
                if trainer is None and name is None:
                    # Several of one course may be held at a time, also by placements of their own.
                    moment = self._moment(placement)
                    alike[moment] += 1
                    number = alike[moment]
                session = self._session(placement, trainer, name, turns_seated, number)
                sessions.append(session)
                releases.extend(self._release(session, turn) for turn in turns_seated)
                releases.extend(self._of_leaders(session))
        return sessions, releases

    def _moment(self, placement: int) -> tuple[int, int, int]:
        """Course, day and start of a placement without venue."""
        p = self._c.placements
        return int(p.course[placement]), int(p.day[placement]), int(p.start[placement])

    def _offers(self) -> dict[int, list[int]]:
        """Offers held, one for each session, by placement in order."""
        by_placement: dict[int, list[int]] = defaultdict(list)
        owner = self._c.placements.owners(self._solution.holds.ids)
        for placement, offer, count in zip(
            owner.tolist(),
            self._solution.holds.ids.tolist(),
            self._solution.holds.counts.tolist(),
            strict=True,
        ):
            by_placement[placement].extend([offer] * count)
        return by_placement

    def _trainer(self, offer: int) -> str | None:
        number = int(self._c.placements.trainer[offer])
        return self._index.trainers[number].id if number >= 0 else None

    def _room(self, offer: int) -> int:
        return int(self._c.placements.room[offer])

    def _name(self, turn: Turn) -> str:
        return self._index.staff[int(self._c.group[turn.attendance])].members[turn.member]

    def _share_out(
        self, placement: int, offers: list[int], people: list[Turn]
    ) -> Iterator[tuple[int, list[Turn]]]:
        least = self._index.courses[int(self._c.placements.course[placement])].group_min
        spare = len(people) - least * len(offers)
        position = 0
        for offer in offers:
            more = min(spare, int(self._c.placements.capacity[offer]) - least)
            spare -= more
            size = least + more
            yield offer, people[position : position + size]
            position += size
        if position < len(people):
            raise LookupError(f"{len(people) - position} of {len(people)} people have no seat")

    def _rooms(self, offers: dict[int, list[int]]) -> dict[tuple[int, int], list[str]]:
        """Rooms by placement, first free one first; each use takes one out of the list."""
        placements = self._c.placements
        free: dict[tuple[int, int], dict[str, int]] = {}
        dealt: dict[tuple[int, int], list[str]] = defaultdict(list)
        order = sorted(offers, key=lambda p: (placements.day[p], placements.start[p], p))
        for placement in order:
            for room in (self._room(offer) for offer in offers[placement]):
                if room < 0:
                    continue
                members = self._index.rooms[room].members
                key = (room, int(placements.day[placement]))
                until = free.setdefault(key, dict.fromkeys(members, 0))
                start = int(placements.start[placement])
                chosen = next(r for r, end in until.items() if end <= start)
                until[chosen] = int(placements.end[placement])
                dealt[placement, room].append(chosen)
        return dealt

    def _session(
        self, placement: int, trainer: str | None, room: str | None, people: list[Turn], number: int
    ) -> Session:
        placements = self._c.placements
        course = self._index.courses[int(placements.course[placement])]
        venue = int(placements.venue[placement])
        school = self._index.schools[venue] if venue >= 0 else None
        day = self._index.days[int(placements.day[placement])]
        start = clock(int(placements.start[placement]))
        return Session(
            id=Plan.session_id(course.id, day, start, school, trainer, room, number),
            course=course.id,
            date=day,
            start=start,
            end=clock(int(placements.end[placement])),
            school=school,
            trainer=trainer,
            room=room,
            staff=tuple(self._name(turn) for turn in people),
        )

    def _release(self, session: Session, turn: Turn) -> Release:
        group = self._index.staff[int(self._c.group[turn.attendance])]
        person = group.members[turn.member]
        away = int(self._c.away[turn.attendance])
        return Release(
            staff=person,
            session=session.id,
            date=session.date,
            start=clock(int(self._c.aways.start[away])),
            end=clock(int(self._c.aways.end[away])),
            need=group.member_needs[turn.member][int(self._c.slot[turn.attendance])],
            lessons=tuple(self._index.world.lessons_taken(person, session)),
        )

    def _of_leaders(self, session: Session) -> Iterator[Release]:
        """The releases of trainers who are staff members, for the session alone."""
        world = self._index.world
        for person in (p for p in world.givers(session) if p in world.staff):
            taken = world.lessons_taken(person, session)
            yield Release(
                staff=person,
                session=session.id,
                date=session.date,
                start=session.start,
                end=session.end,
                need=None,
                lessons=tuple(taken),
            )

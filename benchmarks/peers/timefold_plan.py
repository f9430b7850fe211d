"""From Timefold's best solution to a plan that keeps every rule.

The model counts substitutes without names, and Timefold may end on a solution that breaks rules. So
names are dealt out here, and whoever breaks a rule is taken out until the referee is content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from benchmarks.peers.timefold_dealing import deal
from pdsched import Plan, Policy, Problem, verify
from pdsched.plan import Cover, Engagement, Release, Session, UnmetNeed
from pdsched.problem import Course, clock
from pdsched.referee import Facts
from pdsched.referee.facts import Away
from pdsched.referee.spans import Span

MOST_ROUNDS = 1_000
"""A round takes out somebody; it is a fault of ours if that does not come to an end."""


@dataclass(eq=False)
class Group:
    """A session of the solution, and the need that each person meets there."""

    course: Course
    day: date
    span: Span
    venue: str | None
    trainer: str | None
    room: str | None
    seats: int
    members: dict[str, str] = field(default_factory=dict)


def to_plan(problem: Problem, policy: Policy, groups: Iterable[Group]) -> Plan | None:
    """A plan of these groups, less what breaks a rule; ``None`` if there is no end to it."""
    return _Draft(problem, policy, groups).settled()


class _Draft:
    """Groups that shrink until they keep every rule."""

    def __init__(self, problem: Problem, policy: Policy, groups: Iterable[Group]) -> None:
        self.problem = problem
        self.policy = policy
        self.facts = Facts(problem)
        self.groups = [replace(g, members=dict(g.members)) for g in groups if g.members]

    def settled(self) -> Plan | None:
        for _ in range(MOST_ROUNDS):
            self._fit_sizes()
            covers, engagements, unserved = deal(self.facts, self.policy, self._losses())
            if unserved:
                for day, people in unserved:
                    self._take_out_least(people, day)
                continue
            plan = self._plan(covers, engagements)
            culprits = {v.subjects for v in verify(self.problem, plan, self.policy)}
            if not culprits:
                return plan
            if not self._take_out_any(culprits):
                return None
        return None

    def _fit_sizes(self) -> None:
        for group in self.groups:
            by_worth = sorted(group.members, key=lambda p: (-self._worth(group.members[p]), p))
            for person in by_worth[group.seats :]:
                del group.members[person]
        self.groups = [g for g in self.groups if len(g.members) >= g.course.group_min]

    def _worth(self, need: str) -> int:
        return self.facts.needs[need].priority

    def _away(self, group: Group, person: str) -> Away:
        return self.facts.away(person, group.day, group.span, group.venue)

    def _losses(self) -> Iterator[tuple[str, date, Away]]:
        for group in self.groups:
            for person in group.members:
                yield person, group.day, self._away(group, person)

    def _take_out(self, person: str, subjects: tuple[str, ...]) -> bool:
        """Takes a person out of the course that a violation names last, or that is worth least."""
        attended = [group for group in self.groups if person in group.members]
        if not attended:
            return False
        chosen = min(
            attended,
            key=lambda g: (g.course.id != subjects[-1], self._worth(g.members[person])),
        )
        del chosen.members[person]
        return True

    def _take_out_least(self, people: set[str], day: date) -> None:
        """Takes one of them out of a session on this date, for the others may then be served."""
        attended = [
            (self._worth(group.members[person]), person, group)
            for group in self.groups
            for person in sorted(people & set(group.members))
            if group.day == day
        ]
        if attended:
            _, person, group = min(attended, key=lambda one: one[:2])
            del group.members[person]

    def _take_out_any(self, culprits: set[tuple[str, ...]]) -> bool:
        """Takes out, for each violation, a session that it names, or one of somebody named."""
        done = False
        by_id = dict(zip(self._ids(), self.groups, strict=True))
        for subjects in sorted(culprits):
            named = [by_id[name] for name in subjects if name in by_id]
            named += [g for g in self.groups if {g.trainer, g.room} & set(subjects)]
            if named:
                min(named, key=lambda group: len(group.members)).members.clear()
                done = True
            elif any(self._take_out(name, subjects) for name in subjects):
                done = True
        return done

    # Records

    def _ids(self) -> list[str]:
        """An id for each group."""
        ids: list[str] = []
        seen: Counter[str] = Counter()
        for group in self.groups:
            start = clock(group.span.start)
            fields = (group.course.id, group.day, start, group.venue, group.trainer, group.room)
            seen[Plan.session_id(*fields)] += 1
            ids.append(Plan.session_id(*fields, number=seen[Plan.session_id(*fields)]))
        return ids

    def _plan(self, covers: list[Cover], engagements: list[Engagement]) -> Plan:
        pairs = list(zip(self._ids(), self.groups, strict=True))
        met = {need for group in self.groups for need in group.members.values()}
        return Plan(
            problem=self.problem.digest(),
            sessions=tuple(_session(name, group) for name, group in pairs),
            releases=tuple(
                self._release(name, group, person, need)
                for name, group in pairs
                for person, need in group.members.items()
            ),
            covers=tuple(covers),
            engagements=tuple(engagements),
            unmet=tuple(
                UnmetNeed(need=need.id, rule="search-ended")
                for need in self.problem.needs
                if need.id not in met
            ),
        ).canonical()

    def _release(self, name: str, group: Group, person: str, need: str) -> Release:
        away = self._away(group, person)
        return Release(
            staff=person,
            session=name,
            date=group.day,
            start=clock(away.span.start),
            end=clock(away.span.end),
            need=need,
            lessons=tuple(held.lesson.id for held in away.taken),
        )


def _session(name: str, group: Group) -> Session:
    return Session(
        id=name,
        course=group.course.id,
        date=group.day,
        start=clock(group.span.start),
        end=clock(group.span.end),
        school=group.venue,
        trainer=group.trainer,
        room=group.room,
        staff=tuple(group.members),
    )

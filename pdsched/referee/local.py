"""The referee's word on a small change of a plan, without reading the whole plan anew.

A part of the plan is judged with the change and without it: all records that have a key in common
with one of those that the change adds or takes; of sessions, those people alone of whom that is
true. Why that is sound: every check looks at groups of records (those of a person, of a room on a
date, of a home school on a date, ...), and what it says of a group depends on nothing else in the
plan. Each key stands for such groups. Of a group in which something changes the part holds all, so
that it is judged as in the whole plan; of any other it may hold some or nothing, but the same both
times, so that what is said of it falls out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from pdsched.plan import Cover, Engagement, Plan, Release, Session
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.keys import OF_EVERYBODY, Happening, Key, Keys
from pdsched.referee.meeting import Attendance, Meeting
from pdsched.referee.registry import Check
from pdsched.referee.rules import checks_of
from pdsched.referee.violation import Violation


class Records(NamedTuple):
    """Some records of a plan."""

    sessions: tuple[Session, ...] = ()
    releases: tuple[Release, ...] = ()
    covers: tuple[Cover, ...] = ()
    engagements: tuple[Engagement, ...] = ()

    @staticmethod
    def of(plan: Plan) -> Records:
        """All records of a plan."""
        return Records(plan.sessions, plan.releases, plan.covers, plan.engagements)

    @property
    def kinds(self) -> tuple[tuple[Happening, ...], ...]:
        """The same, kind by kind."""
        return self.sessions, self.releases, self.covers, self.engagements


class Change(NamedTuple):
    """What a plan gets, and what it loses."""

    new: Records = Records()
    gone: Records = Records()

    def of(self, plan: Plan) -> Plan:
        """The plan with the change: new records stand behind the others."""
        of_each = (Records.of(plan).kinds, self.new.kinds, self.gone.kinds)
        kinds = zip(Records._fields, *of_each, strict=True)
        changed = {
            kind: (*_without(records, gone), *new)
            for kind, records, new, gone in kinds
            if gone or new
        }
        return plan.model_copy(update=changed)

    def records(self) -> Iterator[Happening]:
        """What changes; of a session that only other people attend, those who come or go."""
        gone = {session.id: session for session in self.gone.sessions}
        for session in self.new.sessions:
            before = gone.get(session.id)
            if before is not None and session.model_copy(update={"staff": before.staff}) == before:
                del gone[session.id]
                others = tuple(set(session.staff).symmetric_difference(before.staff))
                yield session.model_copy(update={"staff": others})
            else:
                yield session
        yield from gone.values()
        for side in self:
            yield from (record for kind in side.kinds[1:] for record in kind)


def _without(records: tuple[Happening, ...], gone: tuple[Happening, ...]) -> list[Happening]:
    """Records but for some, which are nearly always the very same objects: comparing takes long."""
    same = {id(record) for record in gone}
    left = [record for record in records if id(record) not in same]
    if len(left) + len(gone) == len(records):
        return left
    return [record for record in records if record not in gone]


_Visit = tuple[int, str, bool]
"""A session of the plan by its identity, a person, and whether they lead it."""


class Part(Case):
    """A part of a plan: some records, of some sessions only some people, and some needs."""

    def __init__(
        self, local: Local, plan: Plan, needs: Collection[str], touched: Collection[Key]
    ) -> None:
        super().__init__(local.case.facts, plan, local.case.policy)
        self.known_aways = local.case.known_aways
        self._local, self._needs, self._touched = local, needs, touched

    @property
    def needs(self) -> Collection[str]:
        """Those with which the change has to do."""
        return self._needs

    @cached_property
    def meetings(self) -> list[Meeting]:
        """As of any case; those of the whole plan are worked out once."""
        known = self._local.meetings
        return [
            known[id(s)] if id(s) in known else self._meeting(s)
            for s in self.plan.sessions
            if id(s) in known or self._sound(s)
        ]

    @cached_property
    def attendances(self) -> list[Attendance]:
        """Of those people alone who have to do with the change."""
        return list(self._visits(leads=False))

    @cached_property
    def leading(self) -> list[Attendance]:
        """Of those people alone who have to do with the change."""
        return list(self._visits(leads=True))

    def _visits(self, *, leads: bool) -> Iterator[Attendance]:
        known = self._local.visits
        for meeting in self.meetings:
            people = self.facts.givers(meeting.session.trainer) if leads else meeting.people
            looked_at = self._local.looked_at(meeting.session, self._touched)
            for staff in people:
                if staff not in self.facts.staff or staff not in looked_at:
                    continue
                key = id(meeting.session), staff, leads
                visit = known.get(key)
                if visit is None:
                    attend = self._leading if leads else self._attending
                    visit = Attendance(staff, meeting, attend(staff, meeting), leads)
                    if id(meeting.session) in self._local.meetings:
                        known[key] = visit
                yield visit


class Local:
    """A case, asked what a change of its plan would break.

    >>> from pdsched import Policy, Problem
    >>> from pdsched.referee import Facts
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "substitutes": [{"id": "sue", "schools": ["north"], "available": [{"halves": ["pm"]}]}],
    ... })
    >>> hired = Engagement(substitute="sue", school="north", date="2026-09-08", half="am")
    >>> local = Local(Case(Facts(problem), Plan(), Policy()))
    >>> for violation in local.broken_by(Change(Records(engagements=(hired,)))):
    ...     print(violation)
    substitute-available: sue is engaged on 2026-09-08 am at north, but is not available
    engagement-of-use: sue is engaged on 2026-09-08 am at north, and holds no lesson then
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rules = tuple(rule for rule in case.policy.rules if case.policy.holds(rule))
        """Ids of the rules in force."""
        self.meetings = {id(meeting.session): meeting for meeting in case.meetings}
        """The meetings of the plan by the identity of their sessions, which live as long."""
        self.visits: dict[_Visit, Attendance] = {}
        self._checks = checks_of(case.policy)
        self._keys = Keys(case.facts, case.policy)
        self._unmet = grouped(case.plan.unmet, lambda unmet: unmet.need)
        self._numbers: tuple[defaultdict[Key, list[int]], ...] = tuple(
            defaultdict(list) for _ in Records._fields
        )
        for numbers, records in zip(self._numbers, Records.of(case.plan).kinds, strict=True):
            for number, record in enumerate(records):
                for key in self._all_keys(record):
                    numbers[key].append(number)

    def _all_keys(self, record: Happening) -> Iterator[Key]:
        yield from self._keys.of(record)
        if isinstance(record, Session):
            yield from (key for _, key in self._keys.of_people(record))

    def looked_at(self, session: Session, touched: Collection[Key]) -> Collection[str]:
        """Those people of a session who have to do with a change, by the keys that it touches."""
        known = self._known_keys.get(id(session))
        if known is None:
            wide = [key for key in self._keys.of(session) if key[0] in OF_EVERYBODY]
            known = wide, tuple(self._keys.of_people(session))
            if id(session) in self.meetings:
                self._known_keys[id(session)] = known
        wide, of_people = known
        if any(key in touched for key in wide):
            return {name for name, _ in of_people}
        return {name for name, key in of_people if key in touched}

    @cached_property
    def _known_keys(self) -> dict[int, tuple[list[Key], tuple[tuple[str, Key], ...]]]:
        return {}

    def broken_by(self, change: Change, rules: Iterable[str] | None = None) -> list[Violation]:
        """What the plan with a change breaks, and does not break without it, rule by rule.

        Args:
            change: what is new and what is gone.
            rules: ids of the rules that are looked at; those in force, if left out.
        """
        return list(self.judged(change).breaking(self.rules if rules is None else rules))

    def judged(self, change: Change) -> Judged:
        """A change before the referee, who can be asked for one rule after the other."""
        touched = {key for record in change.records() for key in self._all_keys(record)}
        part: dict[str, tuple[Any, ...]] = {}
        whole = zip(Records._fields, self._numbers, Records.of(self.case.plan).kinds, strict=True)
        for kind, by_key, records in whole:
            numbers = {number for key in touched for number in by_key.get(key, ())}
            part[kind] = tuple(records[number] for number in sorted(numbers))
        needs = sorted({r.need for side in change for r in side.releases if r.need is not None})
        part["unmet"] = tuple(unmet for name in needs for unmet in self._unmet.get(name, ()))
        known = [name for name in needs if name in self.case.facts.needs]
        plan = self.case.plan.model_copy(update=part)
        before, after = (Part(self, each, known, touched) for each in (plan, change.of(plan)))
        return Judged(before, after, self._checks)


class Judged(NamedTuple):
    """A part of a plan before the referee, without a change and with it."""

    before: Case
    after: Case
    checks: Mapping[str, Check]

    def breaking(self, rules: Iterable[str]) -> Iterator[Violation]:
        """What is broken with the change alone: who takes the first waits for no other rule."""
        for rule in rules:
            check = self.checks[rule]
            broken = set(check(self.after))
            yield from sorted(broken.difference(check(self.before)) if broken else ())

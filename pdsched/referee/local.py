"""The referee's word on a small change of a plan, without reading the whole plan anew.

A part of the plan is judged with the change and without it: all records that have a key in common
with one of those that the change adds or takes. Why that is sound: every check looks at groups of
records (those of a person, of a room on a date, of a home school on a date, ...), and what it says
of a group depends on nothing else in the plan. Each key stands for such groups. Of a group in which
something changes the part holds all, so that it is judged as in the whole plan; of any other it may
hold some or nothing, but the same both times, so that what is said of it falls out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from pdsched.plan import Cover, Engagement, Plan, Release, Session
from pdsched.referee.case import Case
from pdsched.referee.grouping import grouped
from pdsched.referee.keys import Happening, Key, Keys
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


class Change(NamedTuple):
    """What a plan gets, and what it loses."""

    new: Records = Records()
    gone: Records = Records()

    def of(self, plan: Plan) -> Plan:
        """The plan with the change: new records stand behind the others."""
        kinds = zip(Records._fields, Records.of(plan), self.new, self.gone, strict=True)
        changed = {
            kind: (*(record for record in records if not gone or record not in gone), *new)
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
        for some in self:
            yield from (*some.releases, *some.covers, *some.engagements)


class Part(Case):
    """A part of a plan, of which only some needs are asked for."""

    def __init__(self, whole: Case, plan: Plan, needs: Collection[str]) -> None:
        super().__init__(whole.facts, plan, whole.policy)
        self.known_aways = whole.known_aways
        self._needs = needs

    @property
    def needs(self) -> Collection[str]:
        """Those with which the change has to do."""
        return self._needs


class Local:
    """A case, asked what a change of its plan would break.

    >>> from pdsched import Policy, Problem
    >>> from pdsched.referee import Facts
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "substitutes": [{"id": "sue", "schools": ["north"]}],
    ... })
    >>> hired = Engagement(substitute="sue", school="north", date="2026-09-08", half="am")
    >>> local = Local(Case(Facts(problem), Plan(), Policy()))
    >>> for violation in local.broken_by(Change(Records(engagements=(hired,)))):
    ...     print(violation)
    engagement-of-use: sue is engaged on 2026-09-08 am at north, and holds no lesson then
    substitute-available: sue is engaged on 2026-09-08 am at north, but is not available
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rules = tuple(rule for rule in case.policy.rules if case.policy.holds(rule))
        """Ids of the rules in force."""
        self._checks = checks_of(case.policy)
        self._keys = Keys(case.facts, case.policy)
        self._unmet = grouped(case.plan.unmet, lambda unmet: unmet.need)
        self._numbers: tuple[defaultdict[Key, list[int]], ...] = tuple(
            defaultdict(list) for _ in Records._fields
        )
        for numbers, records in zip(self._numbers, Records.of(case.plan), strict=True):
            for number, record in enumerate(records):
                for key in self._keys.of(record):
                    numbers[key].append(number)

    def broken_by(self, change: Change, rules: Iterable[str] | None = None) -> list[Violation]:
        """What the plan with a change breaks, and does not break without it, rule by rule.

        Args:
            change: what is new and what is gone.
            rules: ids of the rules that are looked at; those in force, if left out.
        """
        return list(self.breaking(change, self.rules if rules is None else rules))

    def breaking(self, change: Change, rules: Iterable[str]) -> Iterator[Violation]:
        """The same, one after the other: who takes the first waits for no other rule."""
        plan, needs = self._part(change)
        before, after = (Part(self.case, each, needs) for each in (plan, change.of(plan)))
        for rule in rules:
            check = self._checks[rule]
            broken = set(check(after))
            yield from sorted(broken.difference(check(before)) if broken else ())

    def _part(self, change: Change) -> tuple[Plan, Collection[str]]:
        """All of the plan that some check looks at together with what changes, and its needs."""
        touched = {key for record in change.records() for key in self._keys.of(record)}
        part: dict[str, tuple[Any, ...]] = {}
        whole = zip(Records._fields, self._numbers, Records.of(self.case.plan), strict=True)
        for kind, by_key, records in whole:
            numbers = {number for key in touched for number in by_key.get(key, ())}
            part[kind] = tuple(records[number] for number in sorted(numbers))
        needs = sorted({r.need for some in change for r in some.releases if r.need is not None})
        part["unmet"] = tuple(unmet for name in needs for unmet in self._unmet.get(name, ()))
        known = [name for name in needs if name in self.case.facts.needs]
        return self.case.plan.model_copy(update=part), known

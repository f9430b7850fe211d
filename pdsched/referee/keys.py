"""What records of a plan have to do with each other, as keys that they have in common.

Whatever a check of the rules in force looks at together has a key in common: a rule that looks at
records together that had none needs one more here. A key for more than a rule looks at makes parts
of plans larger, and nothing wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from functools import cached_property

from pdsched.plan import Cover, Engagement, Release, Session
from pdsched.policy import RULES, Limit, Policy
from pdsched.policy.counted_rules import counted_rule
from pdsched.policy.counts import Count, Each, Per
from pdsched.problem import PinKind, SessionPin
from pdsched.referee.facts import Facts
from pdsched.referee.rules.pins import engagement_matches, session_matches
from pdsched.referee.timetable import classes_of

Key = tuple[Hashable, ...]
OF_EVERYBODY = frozenset({"group", "topic", "pin", "limit"})
"""Kinds of keys of sessions for which it matters who attends them; for the others it is enough to
look at those people of whom a key is touched."""
Happening = Session | Release | Cover | Engagement

_OF_A_CLASS = frozenset({"class-hits", "slot-hits"})
_KINDS: dict[type, frozenset[Count]] = {
    Session: frozenset(Count) - {Count.COVERS, Count.HALF_DAYS},
    Cover: frozenset({Count.COVERS}),
    Engagement: frozenset({Count.HALF_DAYS}),
}
"""What of a plan is counted in records of a kind."""


class Keys:
    """The keys of records, under the rules that a policy has in force."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self._facts = facts
        self._policy = policy
        rules = frozenset(rule for rule in policy.rules if policy.holds(rule))
        self._by_class = not rules.isdisjoint(_OF_A_CLASS)
        self._by_class_and_day = "adults-a-day" in rules
        self._by_day = "reserve" in rules
        self._by_topic = "champions" in rules
        counted = [counted_rule(policy, rule) for rule in rules & RULES.keys() if _counts(rule)]
        limits = [*counted, *(limit for limit in policy.limits if limit.id in rules)]
        self._limits = [limit for limit in limits if not _is_of_one(limit)]

    def of(self, record: Happening) -> Iterator[Key]:
        """The keys of a record, known names or not; of a session but for its people."""
        if isinstance(record, Session):
            yield from self._of_session(record)
        elif isinstance(record, Release):
            yield "session", record.session
            yield "person", record.staff
            yield "need", record.need
            yield from (("pin", pin.id) for pin in self._pins if pin.need == record.need)
        elif isinstance(record, Cover):
            yield from self._of_cover(record)
        else:
            yield from self._of_engagement(record)
        yield from self._limited(record)

    def of_people(self, session: Session) -> Iterator[tuple[str, Key]]:
        """Those who attend a session or lead it, each with each key that this gives them."""
        facts, day = self._facts, session.date
        for name in dict.fromkeys((*session.staff, *self._givers(session))):
            if name in facts.staff or name in facts.substitutes:
                yield name, ("person", name)
            if name in facts.staff:
                yield name, ("home", facts.home[name], day)
                pairs = self._stand_ins.get(name, ())
                yield from ((name, ("stands-in", *pair, day)) for pair in pairs)
                yield from ((name, key) for key in self._of_lessons(name, day))

    def _givers(self, session: Session) -> tuple[str, ...]:
        facts = self._facts
        return facts.givers(session.trainer) if session.trainer in facts.trainers else ()

    def _of_session(self, session: Session) -> Iterator[Key]:
        facts, day, givers = self._facts, session.date, self._givers(session)
        yield "session", session.id
        if session.room is not None:
            yield "room", session.room, day
        yield from (("trainer", name, facts.days.week(day)) for name in givers)
        course = facts.courses.get(session.course)
        if course is not None:
            yield from (("group", first) for first in self._groups.get(course.id, ()))
            if self._by_topic:
                yield "topic", course.topic
            for pin in self._pins:
                if session_matches(pin, session, course, givers, (pin.need or "",)):
                    yield "pin", pin.id

    def _of_lessons(self, staff: str, day: date) -> Iterator[Key]:
        """The lessons of a date, whichever of them are left for a session."""
        for held in self._facts.lessons_on(staff, day):
            if len(held.lesson.staff) > 1:
                yield "lesson", held.lesson.id, day
            yield from self._of_classes(held.lesson.id, day)

    def _of_classes(self, lesson: str, day: date) -> Iterator[Key]:
        if self._by_class or self._by_class_and_day:
            for one in classes_of(self._facts.lessons[lesson]):
                yield ("class", one) if self._by_class else ("class", one, day)

    def _of_cover(self, cover: Cover) -> Iterator[Key]:
        for name in (cover.staff, cover.holder):
            yield "person", name
        if cover.lesson in self._facts.lessons:
            yield "lesson", cover.lesson, cover.date
            yield from self._of_classes(cover.lesson, cover.date)
            yield from self._of_use(cover)

    def _of_use(self, cover: Cover) -> Iterator[Key]:
        """The pins for whose engagement a lesson is of use."""
        if cover.substitute is not None and self._facts.problem.engagement_pins:
            lesson = self._facts.lessons[cover.lesson]
            half = self._facts.half(lesson)
            hired = Engagement(
                substitute=cover.substitute, school=lesson.school, date=cover.date, half=half
            )
            yield from self._of_pins(hired)

    def _of_engagement(self, engagement: Engagement) -> Iterator[Key]:
        yield "person", engagement.substitute
        if self._by_day:
            yield "reserve", engagement.date
        yield from self._of_pins(engagement)

    def _of_pins(self, engagement: Engagement) -> Iterator[Key]:
        for pin in self._facts.problem.engagement_pins:
            if pin.kind is PinKind.REQUIRE and engagement_matches(pin, engagement):
                yield "pin", pin.id

    def _limited(self, record: Happening) -> Iterator[Key]:
        """What limits count together that are not of one person, trainer or substitute."""
        counts = _KINDS.get(type(record), frozenset())
        for limit in self._limits:
            if limit.count in counts:
                yield "limit", limit.id, self._period(limit.per, record.date)

    def _period(self, per: Per, day: date) -> date | None:
        if per in (Per.DATE, Per.HALF_DAY):
            return day
        return self._facts.days.week(day) if per is Per.WEEK else None

    @cached_property
    def _pins(self) -> list[SessionPin]:
        """Pins that ask for a session: whether one is there depends on all that match."""
        return [p for p in self._facts.problem.session_pins if p.kind is PinKind.REQUIRE]

    @cached_property
    def _stand_ins(self) -> dict[str, list[tuple[str, str]]]:
        """Of whom each person has to do with: who stands in, and for whom."""
        pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for member in self._facts.problem.staff:
            for other in member.stands_in_for:
                for name in (member.id, other):
                    pairs[name].append((member.id, other))
        return dict(pairs)

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        """The first of two courses through which groups stay together, by each of the two."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for course in self._facts.problem.courses:
            for arc in course.prerequisites:
                if arc.same_group:
                    for name in (course.id, arc.course):
                        groups[name].append(arc.course)
        return dict(groups)


def _counts(rule: str) -> bool:
    return RULES[rule].counted is not None


def _is_of_one(limit: Limit) -> bool:
    """Whether what it counts together is all of one person; covers are of all who hold a lesson."""
    by_person = limit.each is Each.PERSON and limit.count is not Count.COVERS
    return by_person or limit.each is Each.SUBSTITUTE

"""Deals the lessons that somebody loses out to named substitutes, by a matching per half-day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from benchmarks.peers.common import half_days_left
from pdsched import Policy
from pdsched.plan import Cover, Engagement
from pdsched.problem import Half, Substitute
from pdsched.referee import Facts
from pdsched.referee.facts import Away
from pdsched.referee.spans import week_of
from pdsched.referee.timetable import Held


@dataclass(eq=False)
class _Chain:
    """Lessons of one school and half-day, one after the other: work for one substitute."""

    school: str
    day: date
    half: Half
    lessons: list[tuple[str, Held]] = field(default_factory=list)
    """Each with the person who loses it."""
    asks: set[str] = field(default_factory=set)

    @property
    def start(self) -> int:
        return self.lessons[0][1].span.start

    @property
    def end(self) -> int:
        return max(held.span.end for _, held in self.lessons)


def _parts(chain: _Chain, asks_of: Callable[[Held], set[str]]) -> list[_Chain]:
    """The chain parted by what its lessons ask for, where nobody can hold all of it."""
    parts: dict[frozenset[str], _Chain] = {}
    for person, held in chain.lessons:
        asks = frozenset(asks_of(held))
        part = parts.setdefault(asks, _Chain(chain.school, chain.day, chain.half, [], set(asks)))
        part.lessons.append((person, held))
    return list(parts.values())


Dealt = tuple[list[Cover], list[Engagement], list[tuple[date, set[str]]]]


def deal(facts: Facts, policy: Policy, losses: Iterable[tuple[str, date, Away]]) -> Dealt:
    """Covers and engagements, and by date the groups of people for whom nobody is left."""
    owed: defaultdict[tuple[date, Half], dict[tuple[str, str], Held]] = defaultdict(dict)
    for person, day, away in losses:
        for held in away.to_cover:
            owed[day, facts.half(held.lesson)][person, held.lesson.id] = held
    dealer = _Dealer(facts, policy)
    for day, half in sorted(owed, key=lambda key: (key[0], list(Half).index(key[1]))):
        some = [(person, held) for (person, _), held in owed[day, half].items()]
        dealer.deal(dealer.chains(day, half, some))
    return dealer.covers, dealer.engagements, dealer.unserved


class _Dealer:
    """Goes through the half-days in order, and remembers who was engaged."""

    def __init__(self, facts: Facts, policy: Policy) -> None:
        self.facts = facts
        self.policy = policy
        self.covers: list[Cover] = []
        self.engagements: list[Engagement] = []
        self.unserved: list[tuple[date, set[str]]] = []
        self.load: Counter[tuple[str, object]] = Counter()
        self.mornings: dict[tuple[str, date], _Chain] = {}

    def chains(self, day: date, half: Half, owed: list[tuple[str, Held]]) -> list[_Chain]:
        """As few chains as lessons overlap; those who ask for the same go together."""
        chains: list[_Chain] = []
        for person, held in sorted(owed, key=lambda o: (o[1].span, o[1].lesson.id, o[0])):
            asks = self._asks(held)
            free = [
                c for c in chains if c.school == held.lesson.school and c.end <= held.span.start
            ]
            chain = min(free, key=lambda c: (not asks <= c.asks, len(c.asks - asks)), default=None)
            if chain is None:
                chain = _Chain(held.lesson.school, day, half)
                chains.append(chain)
            chain.lessons.append((person, held))
            chain.asks |= asks
        return chains

    def _asks(self, held: Held) -> set[str]:
        wanted = held.lesson.qualification
        return {wanted} if wanted and self.policy.holds("cover-qualification") else set()

    def deal(self, chains: list[_Chain]) -> None:
        """Engages a substitute for each chain of one half-day, as long as there are any."""
        holder = self._matching(chains)
        left = set(chains) - set(holder.values())
        if any(len(chain.lessons) > 1 for chain in left):
            chains = [
                part for c in chains for part in (_parts(c, self._asks) if c in left else [c])
            ]
            holder = self._matching(chains)
            left = set(chains) - set(holder.values())
        for name, chain in holder.items():
            self._engage(name, chain)
        for chain in chains:
            if chain in left:
                self.unserved.append((chain.day, {person for person, _ in chain.lessons}))

    def _matching(self, chains: list[_Chain]) -> dict[str, _Chain]:
        able = {c: [s for s in self.facts.substitutes.values() if self._can(s, c)] for c in chains}
        holder: dict[str, _Chain] = {}
        for chain in sorted(chains, key=lambda c: (len(able[c]), -len(c.lessons))):
            self._match(chain, able, holder, set())
        return holder

    def _match(
        self,
        chain: _Chain,
        able: dict[_Chain, list[Substitute]],
        holder: dict[str, _Chain],
        tried: set[str],
    ) -> bool:
        for substitute in able[chain]:
            if substitute.id not in tried:
                tried.add(substitute.id)
                before = holder.get(substitute.id)
                if before is None or self._match(before, able, holder, tried):
                    holder[substitute.id] = chain
                    return True
        return False

    def _can(self, substitute: Substitute, chain: _Chain) -> bool:
        facts = self.facts
        morning = self.mornings.get((substitute.id, chain.day))
        return (
            facts.is_available(substitute, chain.day, chain.half)
            and facts.serves(substitute, chain.school)
            and not facts.days.is_closed(chain.school, chain.day)
            and chain.asks <= set(substitute.qualifications)
            and self._within_limits(substitute, chain.day)
            and (
                morning is None
                or (
                    morning.end <= chain.start
                    and facts.can_make_way(morning.school, chain.school, chain.day)
                )
            )
        )

    def _within_limits(self, substitute: Substitute, day: date) -> bool:
        return not self.policy.holds("substitute-limits") or all(
            limit is None or self.load[substitute.id, span] < limit
            for span, limit in (
                (day, substitute.max_half_days_per_day),
                (("week", week_of(day)), substitute.max_half_days_per_week),
                (None, half_days_left(substitute)),
            )
        )

    def _engage(self, name: str, chain: _Chain) -> None:
        day = chain.day
        self.load.update([(name, day), (name, ("week", week_of(day))), (name, None)])
        if chain.half is Half.AM:
            self.mornings[name, day] = chain
        self.engagements.append(
            Engagement(substitute=name, school=chain.school, date=day, half=chain.half)
        )
        for person, held in chain.lessons:
            self.covers.append(
                Cover(staff=person, lesson=held.lesson.id, date=day, substitute=name)
            )

"""Where else: the best places one after the other, and places that are blocked.

The best place is that of the best plan which has what is asked for and none of the places told
before; that plan is made near the plan that is asked about, or, where the whole problem is small
enough, in the whole. So a few searches tell the first of many places in their order, and in small
problems that order is proven. What keeps somebody from a place that is *blocked* is proven as in
`pdsched.why_not`; of many such places, a few are told that different rules stop.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import zip_longest
from time import monotonic

from pdsched.answer import Answer, Proof
from pdsched.answers.asked_about import in_words, proof_of
from pdsched.answers.blocked import Blocked
from pdsched.answers.bounds import Shown
from pdsched.answers.budget import TIMES_NONE, Budget
from pdsched.answers.disturbance import disturbed
from pdsched.answers.lifts import About
from pdsched.answers.places import Place, every_place, possible_by_itself, spread
from pdsched.answers.shared import Looked, Pins, Shared
from pdsched.plan import Plan
from pdsched.problem import PinKind, SessionPin
from pdsched.views.names import Names
from pdsched.views.words import count

TRIED = 4
"""Places that are looked into for each one that is told as blocked."""
NEAR_SHARE = 0.4
"""Share of the seconds of a place for the search nearby, before one around a witness or of all."""


class Elsewhere:
    """Places where some people could attend some courses."""

    def __init__(
        self,
        shared: Shared,
        staff: Sequence[str],
        courses: Sequence[str],
        need: str | None,
        budget: Budget,
    ) -> None:
        """Take the people, the ids of the courses, of which any one will do, and the time.

        Where it is about one person, the session may have to meet a need of theirs.
        """
        self._shared, self._staff, self._courses = shared, tuple(staff), tuple(courses)
        self._need, self._budget = need, budget
        self._names = Names(shared.full)
        self._told: list[Place] = []
        self.is_over = False
        """Whether it is proven that there is no place beside those told."""

    @cached_property
    def open(self) -> set[Place]:
        """Places that nothing of one person's attendance alone rules out."""
        return possible_by_itself(self._shared.near, self._staff, self._courses, self._need)

    @cached_property
    def closed(self) -> list[Place]:
        """Places that no plan has, in order: proven without knowing which rules stop it."""
        if self._shared.near.candidates.partial:
            return []
        full, facts = self._shared.full, self._shared.about.judge.facts
        meant = [facts.courses[course] for course in self._courses]
        every = {*every_place(full, facts, meant), *self.open} - set(self._told)
        return sorted(every if self.is_over else every - self.open, key=str)

    def as_it_is(self, place: Place) -> Answer:
        """The place of the plan itself, at no price; it is told no more."""
        about = self._shared.about
        return self._possible(place, Shown(about.plan, about.values, about.values))

    def next_best(self, seconds: float) -> Answer | None:
        """The best place that was not told yet; ``None`` without one in the time, see `is_over`."""
        ways = [self._asked(course) for course in self._courses]
        best, self.is_over = self._shared.best_of(ways, seconds, self._best)
        place = self._place(best.plan) if best is not None else None
        if best is None or place is None:
            return None
        told = self._possible(place, best)
        self._budget.settle()
        return told

    def blocked(self, most: int) -> list[Answer]:
        """Some of the places that no plan has, with what blocks them; different rules first."""
        by_rules: dict[tuple[str, ...], list[Answer]] = {}
        longest = 0.0
        for place in self._samples(TRIED * most):
            # What is cut short tells nothing: a brief answer begins no place that it may not end.
            began, least = monotonic(), longest if self._budget.is_brief else 0.0
            if len(by_rules) >= most or self._shared.left() <= least:
                break
            pins = tuple(
                place.pin(f"asked-{n}-", PinKind.REQUIRE, person, self._need)
                for n, person in enumerate(self._staff)
            )
            about = About(self._staff, (place.course,))
            blocked = self._shared.blocked([pins], about)
            longest = max(longest, monotonic() - began)
            if blocked is None or not blocked.instances:
                continue
            rules = tuple(sorted(each.rule for each in blocked.instances))
            told = f"{place.told(self._names)}: impossible. {blocked.told}".strip()
            answer = Answer(
                question=self._question(place),
                sentence=told,
                proof=Proof.PROVEN,
                possible=False,
                blocking=blocked.instances,
            )
            by_rules.setdefault(rules, []).append(answer)
        first = [each[0] for each in by_rules.values()]
        return [*first, *(one for each in by_rules.values() for one in each[1:])][:most]

    def what_leaves_none(self) -> Blocked | None:
        """The rules that leave no place but those told; ``None`` where that is not proven."""
        ways = [self._asked(course) for course in self._courses]
        blocked = self._shared.blocked(ways, About(self._staff, self._courses))
        if blocked is not None:
            self.is_over = True
            self._budget.settle(TIMES_NONE)
        return blocked

    def _samples(self, most: int) -> list[Place]:
        """Closed places: half of them, where there are, such as nothing by itself rules out.

        In turn, and those that something rules out by itself first: that is soon shown.
        """
        among = [place for place in self.closed if place in self.open]
        others = [place for place in self.closed if place not in self.open]
        near = spread(among, most // 2)
        far = spread(others, most - len(near))
        return [place for pair in zip_longest(far, near) for place in pair if place is not None]

    def _asked(self, course: str) -> Pins:
        """That all attend the course, and nobody of them, or nobody, at a place told."""
        whom = self._staff[0] if len(self._staff) == 1 else None
        asked = (
            SessionPin(
                id=f"asked-{n}-",
                kind=PinKind.REQUIRE,
                staff=person,
                need=self._need,
                course=course,
            )
            for n, person in enumerate(self._staff)
        )
        told = (
            place.pin(f"told-{n}-", PinKind.FORBID, whom, self._need)
            for n, place in enumerate(self._told)
        )
        return (*asked, *told)

    def _best(self, pins: Pins, seconds: float) -> Looked:
        shared, left = self._shared, (1 - NEAR_SHARE) * seconds
        is_brief, until = self._budget.is_brief, monotonic() + seconds
        near = shared.nearby(pins, self._budget.nearby(NEAR_SHARE * seconds))
        # As often as not there is no place, and an excerpt knows that before the whole does.
        may_be_none = near.shown is None and (shared.is_small or not self._told)
        if may_be_none and shared.is_refuted(pins, self._courses, left):
            return Looked(None, is_refuted=True)
        if near.shown is None and shared.is_witness_enough(is_brief=is_brief):
            near = shared.around_witness(pins, left)
        if shared.is_searched_whole(near.shown, is_brief=is_brief):
            left = min(self._budget.brief(), left) if near.shown else until - monotonic()
            return shared.whole(pins, left, near.shown)
        return near

    def _place(self, plan: Plan) -> Place | None:
        """Where most of the people are in a plan, at no place told."""
        there = [s for s in plan.sessions if s.course in self._courses]
        new = [s for s in there if Place.of(s) not in self._told]
        meant = frozenset(self._staff)
        best = max(new, key=lambda session: len(meant.intersection(session.staff)), default=None)
        return None if best is None or meant.isdisjoint(best.staff) else Place.of(best)

    def _possible(self, place: Place, shown: Shown) -> Answer:
        about, full = self._shared.about, self._shared.full
        self._told.append(place)
        prices = about.prices(shown.values, shown.bounds)
        others = disturbed(full, about.plan, shown.plan, self._staff)
        disturbs = f"{count(others, 'other')} disturbed" if others else "nobody else is disturbed"
        given = self._given_by(shown.plan, place)
        return Answer(
            question=self._question(place),
            sentence=f"{place.told(self._names)}{given}: {in_words(prices)}; {disturbs}.",
            proof=proof_of(prices),
            possible=True,
            goals=prices,
            plan=shown.plan,
            disturbed=others,
        )

    def _given_by(self, plan: Plan, place: Place) -> str:
        meant = frozenset(self._staff)
        givers = [
            session.trainer
            for session in plan.sessions
            if Place.of(session) == place and not meant.isdisjoint(session.staff)
        ]
        return f", {self._names.person(givers[0])}" if givers and givers[0] else ""

    def _question(self, place: Place) -> str:
        return f"What about {place.told(self._names)}?"

"""The figures of a plan that every head line quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from pdsched.plan import Plan, UnmetNeed
from pdsched.views.words import count


class Figures(NamedTuple):
    """How much of everything a plan holds."""

    sessions: int
    people: int
    """Who attends something."""
    met: int
    classes: int
    """Classes that substitutes hold."""
    substitutes: int
    engagements: int
    classes_of_colleagues: int
    """Classes that colleagues hold."""
    colleagues: int
    unmet: int

    @classmethod
    def of(cls, plan: Plan) -> Figures:
        """Count a plan.

        >>> Figures.of(Plan()).sessions
        0
        """
        return cls(
            sessions=len(plan.sessions),
            people=len({r.staff for r in plan.releases if not r.leads}),
            met=len(plan.needs_met),
            classes=sum(cover.substitute is not None for cover in plan.covers),
            substitutes=len({engagement.substitute for engagement in plan.engagements}),
            engagements=len(plan.engagements),
            classes_of_colleagues=len(
                {(c.staff, c.lesson, c.date) for c in plan.covers if c.colleague is not None}
            ),
            colleagues=len({c.colleague for c in plan.covers if c.colleague is not None}),
            unmet=len({unmet.need for unmet in plan.unmet}),
        )

    @property
    def learning(self) -> str:
        """Sessions and who attends them, in words.

        >>> Figures.of(Plan()).learning
        '0 sessions for 0 people'
        """
        people = count(self.people, "person", "people")
        return f"{count(self.sessions, 'session')} for {people}"

    @property
    def cover(self) -> str:
        """Classes and who holds them, in words.

        >>> Figures.of(Plan()).cover
        'no class needs a substitute'
        """
        return ", ".join(self._cover()) or "no class needs a substitute"

    def _cover(self) -> Iterator[str]:
        if self.classes or self.engagements:
            classes = count(self.classes, "class", "classes")
            halves = count(self.engagements, "half-day")
            yield f"{classes} held by {count(self.substitutes, 'substitute')} in {halves}"
        if self.classes_of_colleagues:
            classes = count(self.classes_of_colleagues, "class", "classes")
            yield f"{classes} held by {count(self.colleagues, 'colleague')}"


def unmet_by_rule(plan: Plan) -> tuple[tuple[str, tuple[UnmetNeed, ...]], ...]:
    """The unmet needs by the rule that stopped them, the commonest rule first."""
    rules: dict[str, list[UnmetNeed]] = defaultdict(list)
    for unmet in sorted(plan.unmet, key=lambda u: u.need):
        rules[unmet.rule].append(unmet)
    ranked = sorted(rules.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((rule, tuple(needs)) for rule, needs in ranked)

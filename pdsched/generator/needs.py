"""Who needs what: few needs for most, many for a few, some topics wanted by everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import fsum
from random import Random

from pdsched.generator.catalogue import TOPICS, Topic, course_id, topics_for
from pdsched.generator.streams import Streams, in_weighted_order, numbered, pick
from pdsched.problem import Need, Role, StaffMember

# A negative binomial of shape 0.5 cut off at 14, with its mean set so that 2.25 are left: TALIS
# 2018 has 2.25 high needs a teacher, median 1, most 14; 40 % of its teachers have none, here 41 %.
_SHAPE, _MEAN_UNCUT = 0.5, 2.681
STANDINGS = (0.45, 0.40, 0.15)
"""Shares of beginners, intermediate and advanced."""
CHAIN_SHARE = 0.35
"""Share of the needs below the top level where the next step is wanted too."""
TOPIC_NEED_SHARE = 0.3
"""Share of the single needs that name a topic and a level, and no course."""
DUE_SHARE = 0.25
PRIORITIES = (0.10, 0.25, 0.35, 0.20, 0.10)

_SUPPORT_BUNDLES: dict[str, tuple[tuple[str, ...], ...]] = {
    Role.DAY_CARE_EDUCATOR: ((), ("docs",), ("platform", "privacy")),
    Role.SPECIAL_EDUCATION_TECHNICIAN: (("aids",), ("aids", "slides"), ("video",)),
    Role.ADMINISTRATIVE_ASSISTANT: (("sheets", "privacy"), ("docs",), ("sheets", "data")),
}


def need_counts(people: int) -> list[int]:
    """How many topics each of so many people needs, from none upwards.

    The counts are the quantiles of the distribution and so do not depend on chance.

    >>> counts = need_counts(1000)
    >>> sum(counts) / 1000, counts[500], counts[-1]
    (2.25, 1, 14)
    """
    chances = _chances(len(TOPICS))
    counts, reached, topics = [], chances[0], 0
    for person in range(people):
        while reached < (person + 0.5) / people and topics < len(TOPICS):
            topics += 1
            reached += chances[topics]
        counts.append(topics)
    return counts


def _chances(most: int) -> list[float]:
    """Chance of each number of topics from 0 to `most`."""
    ratio = _MEAN_UNCUT / (_SHAPE + _MEAN_UNCUT)
    terms = [1.0]
    for k in range(1, most + 1):
        terms.append(terms[-1] * ratio * (k - 1 + _SHAPE) / k)
    whole = fsum(terms)
    return [term / whole for term in terms]


def draw_needs(
    staff: Sequence[StaffMember], days: Sequence[date], streams: Streams
) -> tuple[tuple[StaffMember, ...], tuple[Need, ...]]:
    """The staff with the levels at which they stand, and the needs of all of them."""
    teachers = [person for person in staff if person.role not in _SUPPORT_BUNDLES]
    topics = topics_for(len(teachers))
    counts = need_counts(len(teachers))
    streams.of("need counts").shuffle(counts)
    wanted = dict(zip((person.id for person in teachers), counts, strict=True))
    drawn = [
        _Wishes(person, topics, days, streams.of("needs", person.id)).draw(wanted.get(person.id))
        for person in staff
    ]
    needs = [need for _, needs_of_one in drawn for need in needs_of_one]
    return tuple(person for person, _ in drawn), tuple(
        need.model_copy(update={"id": numbered("n", number, len(needs), least=4)})
        for number, need in enumerate(needs, 1)
    )


class _Wishes:
    """Draws the needs of one person."""

    def __init__(
        self, person: StaffMember, topics: Sequence[Topic], days: Sequence[date], rng: Random
    ) -> None:
        self._person = person
        self._topics = topics
        self._days = days
        self._rng = rng

    def draw(self, count: int | None) -> tuple[StaffMember, list[Need]]:
        """The person with levels, and the needs; `count` is None for support staff."""
        if count is None:
            return self._person, self._bundle()
        open_topics = [t for t in self._topics if self._person.levels.get(t.id, 0) < t.levels]
        weights = [topic.weight for topic in open_topics]
        topics = in_weighted_order(self._rng, open_topics, weights)[:count]
        levels = {topic.id: self._standing(topic) for topic in topics}
        needs = [need for topic in topics for need in self._of_topic(topic, levels[topic.id])]
        stated = {topic: level for topic, level in levels.items() if level}
        merged = {**stated, **self._person.levels}
        return self._person.model_copy(update={"levels": dict(sorted(merged.items()))}), needs

    def _bundle(self) -> list[Need]:
        """Support staff of a role share a few bundles of needs, so that many are equal."""
        chosen = self._rng.choice(_SUPPORT_BUNDLES[self._person.role])
        topics = [topic for topic in TOPICS if topic.id in chosen]
        return [self._need(course=course_id(topic, 0), priority=2) for topic in topics]

    def _standing(self, topic: Topic) -> int:
        known = self._person.levels.get(topic.id)
        drawn = pick(self._rng, range(3), STANDINGS)
        return min(drawn, topic.levels - 1) if known is None else known

    def _of_topic(self, topic: Topic, standing: int) -> list[Need]:
        priority = pick(self._rng, range(1, 6), PRIORITIES)
        due = self._rng.choice(self._late_days()) if self._rng.random() < DUE_SHARE else None
        numbers = {step.level: n for n, step in reversed(list(enumerate(topic.steps)))}
        first = course_id(topic, numbers[standing + 1])
        if standing + 2 in numbers and self._rng.random() < CHAIN_SHARE:
            then = course_id(topic, numbers[standing + 2])
            return [
                self._need(course=first, priority=priority, due=due),
                self._need(course=then, priority=max(1, priority - 1)),
            ]
        if self._rng.random() < TOPIC_NEED_SHARE:
            target = standing + 1
            return [self._need(topic=topic.id, level_to=target, priority=priority, due=due)]
        return [self._need(course=first, priority=priority, due=due)]

    def _late_days(self) -> Sequence[date]:
        """Days on which something can be due: those after the first two fifths of the term."""
        return self._days[len(self._days) * 2 // 5 :]

    def _need(
        self,
        *,
        priority: int,
        course: str | None = None,
        topic: str | None = None,
        level_to: int | None = None,
        due: date | None = None,
    ) -> Need:
        return Need(
            id="numbered later",
            staff=self._person.id,
            course=course,
            topic=topic,
            level_to=level_to,
            priority=priority,
            due=due,
        )

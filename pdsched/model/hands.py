"""Which engaged substitute holds which lesson that no colleague holds.

Wherever counts suffice (see `pdsched.model.rules.cover`) going through the lessons in order and
matching those that begin together finds a holder for each; where covers were named, an exact
search does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np
from ortools.sat.python import cp_model

from pdsched.model.arrays import Ints, Ragged
from pdsched.model.index import Index
from pdsched.model.pauses import Hours, Pauses
from pdsched.model.world import Taken
from pdsched.plan import Cover, Engagement, Release
from pdsched.problem import CoverKind, Half

H = TypeVar("H", bound=Hashable)
Span = tuple[int, int]
"""Start and end of a lesson."""


class _Due(NamedTuple):
    """A lesson that has to be held."""

    person: str
    lesson: Taken


class _Hand(NamedTuple):
    """Somebody engaged for a half-day."""

    substitute: str
    half: Half
    qualifications: frozenset[str]


def covers_of(
    index: Index,
    releases: Iterable[Release],
    engagements: Iterable[Engagement],
    colleagues: Sequence[Cover] = (),
) -> list[Cover]:
    """The covers of all released lessons that need one, by ``colleagues`` or substitutes engaged.

    Raises:
        LookupError: if no way is found, which is a bug of ours.
    """
    due = _due(index, releases, {(c.staff, c.lesson, c.date) for c in colleagues})
    hands: dict[tuple[str, date], list[_Hand]] = defaultdict(list)
    qualified = {m: g.qualifications for g in index.substitutes for m in g.members}
    for engagement in engagements:
        own = qualified[engagement.substitute]
        hands[engagement.school, engagement.date].append(
            _Hand(engagement.substitute, engagement.half, own)
        )
    covers, pauses = [*colleagues], Pauses.of(index.world.policy)
    for (school, day), lessons in due.items():
        able = [[h.substitute for h in hands[school, day] if _able(d, h)] for d in lessons]
        soon = pairs_of(pauses.broken(_hours(index, lessons))) if pauses.longest else ()
        held = hold([(d.lesson.start, d.lesson.end) for d in lessons], able, soon)
        if held is None:
            raise LookupError(f"no covers at {school} on {day} by those engaged")
        covers.extend(
            Cover(staff=d.person, lesson=d.lesson.lesson, date=day, substitute=substitute)
            for d, substitute in zip(lessons, held, strict=True)
        )
    return covers


def _due(
    index: Index, releases: Iterable[Release], held: Container[tuple[str, str, date]]
) -> dict[tuple[str, date], list[_Due]]:
    taken: dict[tuple[str, date], dict[str, None]] = defaultdict(dict)
    for release in releases:
        taken[release.staff, release.date].update(dict.fromkeys(release.lessons))
    due: dict[tuple[str, date], list[_Due]] = defaultdict(list)
    spared: Counter[tuple[str, date]] = Counter()
    for (person, day), names in sorted(taken.items()):
        for lesson in index.world.lessons(person, day):
            due_now = lesson.lesson in names and lesson.cover is CoverKind.NEEDED
            if not due_now or (person, lesson.lesson, day) in held:
                continue
            if spared[lesson.lesson, day] < lesson.spare:
                spared[lesson.lesson, day] += 1
            else:
                due[lesson.school, day].append(_Due(person, lesson))
    for some in due.values():
        some.sort(key=lambda d: (d.lesson.start, d.lesson.end, d.person, d.lesson.lesson))
    return due


def _able(due: _Due, hand: _Hand) -> bool:
    asked = due.lesson.qualification
    return due.lesson.half is hand.half and (asked is None or asked in hand.qualifications)


def _hours(index: Index, due: Sequence[_Due]) -> Hours:
    """When lessons of one school and date are, and of which classes."""
    named = index.world.classes
    numbers: dict[tuple[str, str], int] = {}
    pairs = [
        (k, numbers.setdefault(one, len(numbers)))
        for k, d in enumerate(due)
        for one in [("class", c) for c in named[d.lesson.lesson]] or [("staff", d.person)]
    ]
    owner, item = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2).T
    rows = [(d.lesson.half is Half.PM, d.lesson.start, d.lesson.end) for d in due]
    place, start, end = np.array(rows, dtype=np.int64).reshape(len(rows), 3).T
    return Hours(place, start, end, Ragged.of(owner, item, len(due)))


def pairs_of(two: tuple[Ints, Ints]) -> list[tuple[int, int]]:
    """Pairs of positions, one by one."""
    return list(zip(two[0].tolist(), two[1].tolist(), strict=True))


def hold(
    spans: Sequence[Span],
    able: Sequence[Sequence[H]],
    soon: Sequence[tuple[int, int]] = (),
) -> list[H] | None:
    """Who of those able holds each lesson, nobody two at once; ``None`` if there is no way.

    Nobody holds two that are a pair in ``soon``, because one follows too soon on the other.

    >>> hold([(0, 2), (1, 3), (2, 4)], [["sue"], ["sue", "sam"], ["sue", "sam"]])
    ['sue', 'sam', 'sue']
    """
    held = _in_order(spans, able)
    if held is None or any(held[one] == held[other] for one, other in soon):
        held = _exactly(spans, able, soon)
    return None if held is None else [held[k] for k in range(len(spans))]


def _in_order(spans: Sequence[Span], able: Sequence[Sequence[H]]) -> dict[int, H] | None:
    """Start by start; who held a lesson last goes on, where qualifications do not ask otherwise."""
    until = {hand: 0 for hands in able for hand in hands}
    starts: dict[int, list[int]] = defaultdict(list)
    for k, (start, _) in enumerate(spans):
        starts[start].append(k)
    held: dict[int, H] = {}
    for start, together in sorted(starts.items()):
        matched = _match({k: [h for h in able[k] if until[h] <= start] for k in together})
        if matched is None:
            return None
        held.update(matched)
        for k, hand in matched.items():
            until[hand] = spans[k][1]
    return held


def _match(able: dict[int, list[H]]) -> dict[int, H] | None:
    """A matching of every lesson, by networkx where taking the first free one is not enough."""
    first: dict[int, H] = {}
    used: set[H] = set()
    for k in sorted(able, key=lambda k: len(able[k])):
        hand = next((h for h in able[k] if h not in used), None)
        if hand is None:
            return _maximum_match(able)
        used.add(hand)
        first[k] = hand
    return first


def _maximum_match(able: dict[int, list[H]]) -> dict[int, H] | None:
    import networkx as nx

    # Lessons and hands may both be numbers: the tag tells them apart.
    graph = nx.Graph((("lesson", k), ("hand", h)) for k, some in able.items() for h in some)
    lessons = [("lesson", k) for k in able]
    if not all(lesson in graph for lesson in lessons):
        return None
    pairs = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=lessons)
    if not all(lesson in pairs for lesson in lessons):
        return None
    return {lesson[1]: pairs[lesson][1] for lesson in lessons}


def _exactly(
    spans: Sequence[Span], able: Sequence[Sequence[H]], soon: Sequence[tuple[int, int]]
) -> dict[int, H] | None:
    """By a feasibility problem over lessons and hands; ``None`` if there is no way."""
    model = cp_model.CpModel()
    holds = {(k, h): model.new_bool_var("") for k, hands in enumerate(able) for h in hands}
    for k, hands in enumerate(able):
        model.add_exactly_one(holds[k, h] for h in hands)
    apart = [(k, j) for k, span in enumerate(spans) for j in _overlapping(spans[:k], span)]
    for k, j in (*apart, *soon):
        for h in able[k]:
            if (j, h) in holds:
                model.add_at_most_one(holds[k, h], holds[j, h])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {k: h for (k, h), variable in holds.items() if solver.boolean_value(variable)}


def _overlapping(before: Sequence[Span], span: Span) -> Iterator[int]:
    for j, (start, end) in enumerate(before):
        if start < span[1] and span[0] < end:
            yield j

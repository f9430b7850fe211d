"""Which engaged substitute holds which lesson.

Wherever counts suffice (see `pdsched.model.rules.cover`) going through the lessons in order and
matching those that begin together finds a holder for each; where covers were named, an exact
search does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from ortools.sat.python import cp_model

from pdsched.model.index import Index
from pdsched.model.world import Taken
from pdsched.plan import Cover, Engagement, Release
from pdsched.problem import CoverKind, Half


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
    index: Index, releases: Iterable[Release], engagements: Iterable[Engagement]
) -> list[Cover]:
    """The covers of all released lessons that need one, by the substitutes engaged.

    Raises:
        LookupError: if no way is found, which is a bug of ours.
    """
    due = _due(index, releases)
    hands: dict[tuple[str, date], list[_Hand]] = defaultdict(list)
    qualified = {m: g.qualifications for g in index.substitutes for m in g.members}
    for engagement in engagements:
        own = qualified[engagement.substitute]
        hands[engagement.school, engagement.date].append(
            _Hand(engagement.substitute, engagement.half, own)
        )
    covers: list[Cover] = []
    for (school, day), lessons in due.items():
        some = hands[school, day]
        held = _in_order(lessons, some) or _exactly(lessons, some)
        if held is None:
            raise LookupError(f"no covers at {school} on {day} by those engaged")
        covers.extend(
            Cover(staff=lessons[k].person, lesson=lessons[k].lesson.lesson, date=day, substitute=s)
            for k, s in held.items()
        )
    return covers


def _due(index: Index, releases: Iterable[Release]) -> dict[tuple[str, date], list[_Due]]:
    taken: dict[tuple[str, date], dict[str, None]] = defaultdict(dict)
    for release in releases:
        taken[release.staff, release.date].update(dict.fromkeys(release.lessons))
    due: dict[tuple[str, date], list[_Due]] = defaultdict(list)
    for (person, day), names in taken.items():
        for lesson in index.world.lessons(person, day):
            if lesson.lesson in names and lesson.cover is CoverKind.NEEDED:
                due[lesson.school, day].append(_Due(person, lesson))
    for some in due.values():
        some.sort(key=lambda d: (d.lesson.start, d.lesson.end, d.person, d.lesson.lesson))
    return due


def _able(due: _Due, hand: _Hand) -> bool:
    asked = due.lesson.qualification
    return due.lesson.half is hand.half and (asked is None or asked in hand.qualifications)


def _in_order(lessons: list[_Due], hands: list[_Hand]) -> dict[int, str] | None:
    """Start by start; who held a lesson last goes on, where qualifications do not ask otherwise."""
    until = dict.fromkeys((h.substitute for h in hands), 0)
    starts: dict[int, list[int]] = defaultdict(list)
    for k, due in enumerate(lessons):
        starts[due.lesson.start].append(k)
    held: dict[int, str] = {}
    for start, together in starts.items():
        able = {
            k: [
                h.substitute for h in hands if until[h.substitute] <= start and _able(lessons[k], h)
            ]
            for k in together
        }
        matched = _match(able)
        if matched is None:
            return None
        held.update(matched)
        for k, substitute in matched.items():
            until[substitute] = lessons[k].lesson.end
    return held


def _match(able: dict[int, list[str]]) -> dict[int, str] | None:
    """A matching of every lesson, by networkx where taking the first free one is not enough."""
    first: dict[int, str] = {}
    used: set[str] = set()
    for k in sorted(able, key=lambda k: len(able[k])):
        substitute = next((s for s in able[k] if s not in used), None)
        if substitute is None:
            return _maximum_match(able)
        used.add(substitute)
        first[k] = substitute
    return first


def _maximum_match(able: dict[int, list[str]]) -> dict[int, str] | None:
    import networkx as nx

    graph = nx.Graph((k, s) for k, some in able.items() for s in some)
    if not all(k in graph for k in able):
        return None
    pairs = nx.bipartite.hopcroft_karp_matching(graph, top_nodes=list(able))
    return {k: pairs[k] for k in able} if all(k in pairs for k in able) else None


def _exactly(lessons: list[_Due], hands: list[_Hand]) -> dict[int, str] | None:
    """By a feasibility problem over lessons and substitutes; ``None`` if there is no way."""
    model = cp_model.CpModel()
    holds = {
        (k, h.substitute): model.new_bool_var("")
        for k, due in enumerate(lessons)
        for h in hands
        if _able(due, h)
    }
    for k, due in enumerate(lessons):
        model.add_exactly_one(v for (j, _), v in holds.items() if j == k)
        for j in _overlapping(lessons[:k], due):
            for substitute in {h.substitute for h in hands}:
                if (k, substitute) in holds and (j, substitute) in holds:
                    model.add_at_most_one(holds[k, substitute], holds[j, substitute])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return {k: s for (k, s), variable in holds.items() if solver.boolean_value(variable)}


def _overlapping(before: list[_Due], due: _Due) -> Iterator[int]:
    for j, other in enumerate(before):
        if other.lesson.start < due.lesson.end and due.lesson.start < other.lesson.end:
            yield j

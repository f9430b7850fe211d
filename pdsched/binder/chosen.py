"""For whom a binder is: everybody, or single people, schools, trainers and substitutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import NamedTuple, TypeVar

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.plan import Plan
from pdsched.problem import Problem, School, StaffMember, Substitute, Trainer
from pdsched.problem.names import normal

V = TypeVar("V")
KINDS = ("person", "school", "trainer", "substitute")
"""What stands before the colon."""
_CODES = {"person": "PD201", "school": "PD202", "trainer": "PD204", "substitute": "PD206"}
_NEAREST = 3
_LOOKED_THROUGH = 5000
"""Most ids that are compared, for it is slow: two thousand take half a second."""


class Chosen(NamedTuple):
    """The ids of those whose leaves stand in a binder, by kind; ``None`` for all of them."""

    people: frozenset[str] | None = None
    schools: frozenset[str] | None = None
    trainers: frozenset[str] | None = None
    substitutes: frozenset[str] | None = None
    named: frozenset[str] = frozenset()
    """Those named one by one, as ``kind:id``: they have a leaf also where nothing is planned."""

    @property
    def is_all(self) -> bool:
        """Whether it is the binder of everybody, with the chapters that are about nobody alone."""
        return self.people is None

    def among(
        self, kind: str, views: Mapping[str, V], empty: Callable[[str], V]
    ) -> list[tuple[str, V]]:
        """The ids of those who are chosen, with their views: an empty one for who has none.

        Of everybody, and of a school, only those who have one.
        """
        by_kind = (self.people, self.schools, self.trainers, self.substitutes)
        ids = by_kind[KINDS.index(kind)]
        if ids is None:
            return list(views.items())
        named = (each for each in ids if f"{kind}:{each}" in self.named)
        return [(each, views.get(each) or empty(each)) for each in {*named, *(ids & views.keys())}]


def chosen(problem: Problem, plan: Plan, only: str | Iterable[str] | None) -> Chosen:
    """Those that a caller names, each as ``kind:id``, and who comes with a school.

    With a school come the people whose home school it is, the trainers who give sessions there,
    and the substitutes who are engaged there.

    Raises:
        ProblemError: with all faults: what is no kind, and ids that are none, with the nearest.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> problem = Problem(calendar=calendar, staff=[{"id": "t-017", "schools": ["north"]}])
    >>> chosen(problem, Plan(), None).is_all
    True
    >>> sorted(chosen(problem, Plan(), "person:t-017").people)
    ['t-017']
    """
    if only is None:
        return Chosen()
    wanted = _wanted(problem, [only] if isinstance(only, str) else list(only))
    schools = wanted["school"]
    teams = {trainer.id: trainer.people for trainer in problem.trainers}
    givers = {s.trainer for s in plan.sessions if s.school in schools and s.trainer is not None}
    trainers = wanted["trainer"] | givers
    return Chosen(
        people=frozenset(wanted["person"]).union(
            member.id for member in problem.staff if member.schools[0] in schools
        ),
        schools=frozenset(schools),
        trainers=frozenset(name for each in trainers for name in teams.get(each, (each,))),
        substitutes=frozenset(wanted["substitute"]).union(
            each.substitute for each in plan.engagements if each.school in schools
        ),
        named=frozenset(f"{kind}:{identity}" for kind in KINDS for identity in wanted[kind]),
    )


def _wanted(problem: Problem, only: Sequence[str]) -> dict[str, set[str]]:
    """The ids asked for, by kind."""
    known: dict[str, tuple[StaffMember | School | Trainer | Substitute, ...]] = {
        "person": problem.staff,
        "school": problem.schools,
        "trainer": problem.trainers,
        "substitute": problem.substitutes,
    }
    names = {kind: {each.id: each.name for each in known[kind]} for kind in KINDS}
    wanted: dict[str, set[str]] = {kind: set() for kind in KINDS}
    faults: list[Fault] = []
    for told in dict.fromkeys(only):
        kind, _, identity = normal(told).partition(":")
        if kind not in wanted:
            advice = f"write {', '.join(f'{each}:ID' for each in KINDS[:-1])} or {KINDS[-1]}:ID"
            faults.append(fault("PD110", "only", told, "says of no kind whom it means", advice))
        elif identity not in names[kind]:
            near = _nearest(identity, names[kind])
            advice = f"did you mean {near}?" if near else "give the id that it has in the problem"
            faults.append(fault(_CODES[kind], "only", told, f"is no {kind}", advice))
        else:
            wanted[kind].add(identity)
    if faults:
        raise ProblemError(faults)
    return wanted


def _nearest(word: str, names: Mapping[str, str]) -> str:
    """The ids that look or are called most like a word, with their names; empty for none."""
    ids = {text.casefold(): each for each, name in names.items() for text in (name, each) if text}
    words = list(ids)
    if len(words) > _LOOKED_THROUGH:
        words = [each for each in words if each[:1] == word[:1].casefold()][:_LOOKED_THROUGH]
    near = get_close_matches(word.casefold(), words, n=_NEAREST, cutoff=0.6)
    return " or ".join(
        f"{each} ({names[each]})" if names[each] not in ("", each) else each
        for each in dict.fromkeys(ids[text] for text in near)
    )

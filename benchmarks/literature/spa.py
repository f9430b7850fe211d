"""Student-project allocation: everybody in one team of a topic that they wished for.

Format, fields between ``;``, no head: ``projects.txt`` has a line for each team (topic; letter;
least size; greatest size; type of the topic), ``students.txt`` one for each person (group in which
they registered; person; type of the person), ``priorities.txt`` one for each wish (person; topic;
rank from 1; a weight that is not read), ``types.csv`` one for each type of person, with the types
of topics that it may take. A team that nobody is in is closed; any other keeps its sizes.
Chiarandini, Fagerberg and Gualandi, Annals of Operations Research 275 (2019) 39-78.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.literature.instance import Assignment, BadInstanceError, Known, Statement
from benchmarks.literature.program import Program
from pdsched import Plan, Policy, Problem

DATE = date(2026, 9, 8)
"""The one date of every problem."""
HOUR = {"start": "09:00", "end": "10:00"}


class Topic(NamedTuple):
    """A topic, whose teams are all alike."""

    least: int
    most: int
    """People of a team."""
    teams: tuple[int, ...]
    """Numbers of its teams."""
    kind: str


@dataclass(frozen=True)
class Spa:
    """People, what they wish for, and teams."""

    name: str
    people: tuple[str, ...]
    wishes: tuple[tuple[str, ...], ...]
    """By person, topics, the dearest first."""
    barred: frozenset[tuple[int, str]]
    """Person and topic, where the type of the person may not take that of the topic."""
    topics: Mapping[str, Topic]
    by_worst: bool = False
    """Whether the worst rank counts, in place of the sum."""
    maximise = False

    @cached_property
    def ranks(self) -> list[dict[str, int]]:
        """By person, the rank of each topic that they may take."""
        return [
            {t: rank for rank, t in enumerate(topics, 1) if (n, t) not in self.barred}
            for n, topics in enumerate(self.wishes)
        ]

    def known(self) -> Known:
        """Nobody has a better rank than that of the best wish that they may take."""
        best = [min(ranks.values()) for ranks in self.ranks]
        return Known(max(best) if self.by_worst else sum(best))

    # For pdsched

    def statement(self) -> Statement:
        """A topic is a course, a team somebody who gives it once, at the one hour that there is.

        What the type of a person bars is a pin, so that all other wishes keep their ranks.
        """
        problem: dict[str, Any] = {
            "calendar": {"time_zone": "UTC", "first": DATE, "last": DATE},
            "schools": [{"id": "site", "periods": [{"id": "1"} | HOUR]}],
            "courses": [
                {"id": name, "topic": name, "modality": "remote", "minutes": 60}
                | {"group_min": topic.least, "group_max": topic.most}
                for name, topic in self.topics.items()
            ],
            "staff": [{"id": person, "schools": ["site"]} for person in self.people],
            "needs": [
                {"id": f"n{n}", "staff": person, "wishes": self.wishes[n]}
                for n, person in enumerate(self.people)
            ],
            "trainers": [
                {"id": f"team-{number}", "courses": [name], "available": [HOUR]}
                for name, topic in self.topics.items()
                for number in topic.teams
            ],
            "session_pins": [
                {"id": f"p{n}-{name}", "kind": "forbid"} | {"staff": self.people[n], "course": name}
                for n, name in sorted(self.barred)
            ],
        }
        tier = "worst-wish-rank" if self.by_worst else "wish-ranks"
        policy = Policy(goals=("needs-met", tier))
        return Statement(Problem.model_validate(problem), policy, tier)

    def assignment(self, plan: Plan) -> Assignment:
        """In which team everybody is."""
        number = {person: n for n, person in enumerate(self.people)}
        return {
            number[person]: int((session.trainer or "").removeprefix("team-"))
            for session in plan.sessions
            for person in session.staff
        }

    # For others

    def program(self) -> Program:
        """A column for each person and wish, and one for the open teams of each topic.

        Nobody is in a topic beyond the open share of it: without these rows the relaxation is weak.
        """
        program = Program()
        worst = program.column(weight=1, most=max(map(len, self.wishes))) if self.by_worst else None
        held = {name: program.column(most=len(t.teams)) for name, t in self.topics.items()}
        takes = {
            pair: program.column(weight=0 if self.by_worst else self.ranks[pair[0]][pair[1]])
            for pair in self.pairs
        }
        for n, ranks in enumerate(self.ranks):
            columns = [takes[n, name] for name in ranks]
            program.row(columns, [1] * len(columns), 1, 1)
            if worst is not None:
                program.row([*columns, worst], [*ranks.values(), -1], most=0)
        for name, topic in self.topics.items():
            columns = [takes[pair] for pair in self.pairs if pair[1] == name]
            for column in columns:
                program.row([column, held[name]], [1, -1], most=0)
            ones = [1] * len(columns)
            program.row([*columns, held[name]], [*ones, -topic.least], least=0)
            program.row([*columns, held[name]], [*ones, -topic.most], most=0)
        return program

    @cached_property
    def pairs(self) -> list[tuple[int, str]]:
        """Person and topic that they may take: in `program` the columns after those of topics."""
        return [(n, name) for n, ranks in enumerate(self.ranks) for name in ranks]

    def dealt(self, values: Sequence[float]) -> Assignment:
        """In which team everybody is: those of a topic are dealt to its open teams in turn."""
        values = values[1:] if self.by_worst else values
        held = dict(zip(self.topics, map(round, values), strict=False))
        chosen = zip(self.pairs, values[len(held) :], strict=True)
        of_topic: dict[str, list[int]] = defaultdict(list)
        for (person, name), value in chosen:
            if value > 0.5:
                of_topic[name].append(person)
        return {
            person: self.topics[name].teams[turn % max(1, held[name])]
            for name, people in of_topic.items()
            for turn, person in enumerate(people)
        }

    # The checker

    def faults(self, assignment: Assignment) -> list[str]:
        """Who has no team or one that they may not have, and teams of another size."""
        faults = [f"{who} has no team" for n, who in enumerate(self.people) if n not in assignment]
        topic_of = {team: name for name, topic in self.topics.items() for team in topic.teams}
        for n, team in assignment.items():
            if topic_of.get(team) not in self.ranks[n]:
                faults.append(f"{self.people[n]} may not be in team {team}")
        for team, size in Counter(assignment.values()).items():
            if team in topic_of:
                topic = self.topics[topic_of[team]]
                if not topic.least <= size <= topic.most:
                    faults.append(
                        f"team {team} has {size} people, not {topic.least} to {topic.most}"
                    )
        return faults

    def value(self, assignment: Assignment) -> int:
        """The ranks of what everybody has, added up, or the worst of them."""
        topic_of = {team: name for name, topic in self.topics.items() for team in topic.teams}
        ranks = [self.ranks[n][topic_of[team]] for n, team in assignment.items()]
        return max(ranks, default=0) if self.by_worst else sum(ranks)


# Reading


def read(path: Path) -> Spa:
    """An instance from the file of its teams, with those beside it.

    Raises:
        BadInstanceError: if it is not in the format, or asks for what is not stated here.
    """
    before = path.name.removesuffix("projects.txt")
    try:
        teams = [_five(row) for row in _rows(path)]
        people = list(_rows(path.with_name(f"{before}students.txt")))
        wishes = list(_rows(path.with_name(f"{before}priorities.txt")))
        types = {row[0]: set(row[1:]) for row in _rows(path.with_name("types.csv"))}
        return _instance(path.parent.name, teams, people, wishes, types)
    except (OSError, ValueError, IndexError) as error:
        raise BadInstanceError(f"{path}: {error}") from None


def read_worst(path: Path) -> Spa:
    """The same, of which the worst rank counts.

    Raises:
        BadInstanceError: as of `read`.
    """
    return replace(read(path), by_worst=True)


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from (row for row in csv.reader(file, delimiter=";") if row)


def _five(row: list[str]) -> list[str]:
    if len(row) != 5:
        raise ValueError(f"line {';'.join(row)!r} has no five fields")
    return row


def _instance(
    name: str,
    teams: list[list[str]],
    people: list[list[str]],
    wishes: list[list[str]],
    types: dict[str, set[str]],
) -> Spa:
    topics: dict[str, Topic] = {}
    for number, (topic, _, least, most, kind) in enumerate(teams):
        new = Topic(int(least), int(most), (number,), kind)
        old = topics.get(topic, new._replace(teams=()))
        if old._replace(teams=new.teams) != new:
            raise ValueError(f"teams of topic {topic} differ in size or type")
        topics[topic] = new._replace(teams=(*old.teams, number))
    together = Counter(row[0] for row in people).most_common(1)
    if together and together[0][1] > 1:
        raise ValueError(f"people register together as {together[0][0]}, which is not stated here")
    ranked: dict[str, dict[int, str]] = {row[1]: {} for row in people}
    for person, topic, rank, *_ in wishes:
        if person not in ranked or topic not in topics:
            raise ValueError(f"there is no person {person}, or no topic {topic}")
        ranked[person][int(rank)] = topic
    counts = Counter(row[0] for row in wishes)
    for person, order in ranked.items():
        if sorted(order) != list(range(1, counts[person] + 1)):
            raise ValueError(f"the ranks of {person} are not 1, 2, 3 and so on")
    lists = tuple(tuple(order[rank] for rank in sorted(order)) for order in ranked.values())
    barred = frozenset(
        (n, topic)
        for n, row in enumerate(people)
        for topic in lists[n]
        if topics[topic].kind not in types[row[2]]
    )
    instance = Spa(name, tuple(ranked), lists, barred, topics)
    for person, ranks in zip(ranked, instance.ranks, strict=True):
        if not ranks:
            raise ValueError(f"{person} has no wish that their type may take")
    return instance

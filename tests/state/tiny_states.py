"""Tiny states whose best plans are found by brute force: two or three schools and a few hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from exhaustive import Exhaustive
from strategies import Case

from pdsched import Policy, Problem, State, Trainer, save

DATES = (date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9))
HOURS = [{"id": str(h), "start": f"{h:02d}:00", "end": f"{h + 1:02d}:00"} for h in (8, 9, 10)]
CALENDAR = {"time_zone": "Europe/London", "first": "2026-09-07", "last": "2026-09-09"}
LOCAL = {
    "id": "tim",
    "courses": ["local"],
    "available": [{"start": "08:00", "end": "09:00", "weekdays": ["mon"]}],
}


class Tiny(NamedTuple):
    """A state in memory."""

    districts: Mapping[str, Problem]
    trainers: tuple[Trainer, ...]

    def kept_in(self, folder: Path) -> State:
        """The state, with its districts in files."""
        for name, problem in self.districts.items():
            save(problem, folder / f"{name}.json")
        return State.model_validate(
            {
                "id": "tiny",
                "districts": [{"id": n, "path": str(folder / f"{n}.json")} for n in self.districts],
                "trainers": [trainer.model_dump() for trainer in self.trainers],
            }
        )

    def best(self, policy: Policy) -> int:
        """Most points of any plans in which nobody shared is in two districts on a date."""
        known: dict[tuple[str, tuple[Any, ...]], int] = {}

        def value(name: str, visits: tuple[tuple[Trainer, date], ...]) -> int:
            key = name, tuple((trainer.id, day) for trainer, day in visits)
            if key not in known:
                known[key] = best_of(visited(self.districts[name], visits), policy)
            return known[key]

        def whole(homes: Sequence[str]) -> int:
            at = list(zip(self.visits, homes, strict=True))
            return sum(
                value(name, tuple(visit for visit, home in at if home == name))
                for name in self.districts
            )

        return max(map(whole, product(self.districts, repeat=len(self.visits))))

    @property
    def visits(self) -> Sequence[tuple[Trainer, date]]:
        """Every date of every shared trainer."""
        return [
            (trainer, day)
            for trainer in self.trainers
            for day in DATES
            if any(window.on(day) for window in trainer.available)
        ]


def best_of(problem: Problem, policy: Policy) -> int:
    """Most points of the needs met in one district."""
    values = Exhaustive(Case(problem, policy)).best()
    assert values is not None
    return values[0]


def visited(problem: Problem, visits: Sequence[tuple[Trainer, date]]) -> Problem:
    """A district to which shared trainers come on some dates, said without the code under test."""
    days: dict[str, list[str]] = {}
    for trainer, day in visits:
        days.setdefault(trainer.id, []).append(day.isoformat())
    whole = {trainer.id: trainer for trainer, _ in visits}
    there = [
        Trainer.model_validate(
            whole[name].model_dump(mode="json")
            | {
                "available": [
                    window.model_dump(mode="json")
                    | {"dates": [d for d in on if window.on(date.fromisoformat(d))]}
                    for window in whole[name].available
                    if any(window.on(date.fromisoformat(d)) for d in on)
                ]
            }
        )
        for name, on in days.items()
    ]
    return problem.model_copy(update={"trainers": (*problem.trainers, *there)})


def tiny_state(seed: int) -> Tiny:
    """Two or three districts that share one or two trainers."""
    rng = Random(seed)
    names = ["east", "north", "west"][: rng.choice((2, 2, 3))]
    lengths = {"c1": 60, "c2": rng.choice((60, 120))}
    districts = {name: _district(rng, lengths) for name in names}
    return Tiny(districts, tuple(_trainers(rng)))


def _trainers(rng: Random) -> Iterator[Trainer]:
    for number in range(rng.choice((1, 2))):
        dates = rng.sample(DATES, rng.choice((1, 2) if number == 0 else (1,)))
        yield Trainer.model_validate(
            {
                "id": f"tess-{number}",
                "courses": rng.choice((["c1"], ["c1", "c2"])) if number == 0 else ["c2"],
                "available": [
                    {
                        "start": "08:00",
                        "end": rng.choice(("09:00", "10:00")),
                        "dates": sorted(day.isoformat() for day in dates),
                    }
                ],
                "max_minutes_per_day": rng.choice((None, 60, 120)),
            }
        )


def _district(rng: Random, lengths: Mapping[str, int]) -> Problem:
    people = ["p0", "p1"]
    needs = [
        {
            "id": f"n-{who}-{course}",
            "staff": who,
            "course": course,
            "priority": rng.randint(1, 5),
            "due": rng.choice((None, None, "2026-09-07")),
        }
        for who in people
        for course in ("c1", "c2", "local")
        if rng.random() < 0.7
    ]
    lessons = [
        {
            "id": f"l-{who}-{hour}",
            "school": "s",
            "staff": [who],
            "day": rng.choice(("mon", "tue")),
            "start": f"{hour:02d}:00",
            "end": f"{hour + 1:02d}:00",
            "cover": rng.choice(("needed", "impossible", "not-needed")),
        }
        for who in people
        for hour in (8, 9)
        if rng.random() < 0.4
    ]
    most = rng.choice((1, 2, 3))
    return Problem.model_validate(
        {
            "calendar": CALENDAR,
            "schools": [{"id": "s", "periods": HOURS}],
            "staff": [{"id": who, "schools": ["s"]} for who in people],
            "lessons": lessons,
            "courses": [
                {
                    "id": course,
                    "topic": course,
                    "modality": "coaching",
                    "minutes": length,
                    "group_min": rng.randint(1, min(2, most)),
                    "group_max": most,
                }
                for course, length in lengths.items()
            ]
            + [
                {
                    "id": "local",
                    "topic": "local",
                    "modality": "coaching",
                    "minutes": 60,
                    "group_max": 2,
                }
            ],
            "needs": rng.sample(needs, min(3, len(needs))),
            "trainers": [LOCAL],
            "substitutes": [{"id": "sue", "zones": ["all"], "available": [{}]}]
            if rng.random() < 0.5
            else [],
        }
    )

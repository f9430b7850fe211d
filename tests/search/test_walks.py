"""Series as a whole: walks at one time of the week, in the first plan and in neighbourhoods."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite
from strategies import scaled

from pdsched import Policy, Problem
from pdsched.engines.cpsat import SolveLimits
from pdsched.engines.part import solve_sub_mip
from pdsched.model import encode, enumerate_candidates
from pdsched.model.goals import tier_goals
from pdsched.model.solution.past import past_choice
from pdsched.params import WalkParams
from pdsched.search import Limits, Search, solve_here
from pdsched.search.locks import Locks
from pdsched.search.neighbourhoods import SERIES, Neighbourhoods
from pdsched.search.subproblem import SubMip
from pdsched.search.walks import ABSENT, PASSED, Walks

POLICY = Policy(goals=("needs-met", "off-cadence"))
PEOPLE = ("ada", "ben", "cleo")
FIRST = date(2026, 9, 7)


def club(meetings: int, weeks: int, **fields: Any) -> Problem:
    """Three people who meet every week in one of two free hours, remote."""
    hours = [{"start": "08:00", "end": "09:00"}, {"start": "15:00", "end": "16:00"}]
    last = FIRST + timedelta(days=7 * weeks - 3)
    given = {
        "calendar": {"time_zone": "UTC", "first": str(FIRST), "last": str(last)},
        "schools": [
            {"id": "north", "periods": [{"id": str(n), **hour} for n, hour in enumerate(hours)]}
        ],
        "staff": [{"id": name, "schools": ["north"]} for name in PEOPLE],
        "courses": [
            {"id": "club", "topic": "reading", "minutes": 60, "group_max": 3, "modality": "remote"}
        ],
        "series": [{"course": "club", "meetings": meetings, "cadence_days": 7}],
        "needs": [{"id": name, "staff": name, "course": "club"} for name in PEOPLE],
        "trainers": [{"id": "tom", "courses": ["club"], "available": [hours[0]]}],
    }
    return Problem.model_validate(given | fields)


@composite
def holes(draw: DrawFn) -> Problem:
    """A club of three meetings in five weeks, on some dates, at which some are away."""
    days = [FIRST + timedelta(days=n) for n in range(33) if n % 7 < 2]
    some = st.lists(st.sampled_from(days), max_size=4, unique=True)
    problem = club(3, 5)
    held = draw(st.lists(st.sampled_from(days), min_size=3, unique=True))
    window = {"start": "08:00", "end": "09:00", "dates": sorted(map(str, held))}
    away = {name: [str(day) for day in draw(some)] for name in PEOPLE}
    hours = {"start": "07:00", "end": "10:00"}
    staff = [
        {"id": name, "schools": ["north"]}
        | {"unavailable": [{**hours, "dates": days}] if days else []}
        for name, days in away.items()
    ]
    closed = [str(day) for day in draw(some)]
    document = problem.model_dump(mode="json", exclude_defaults=True)
    document["calendar"]["closed"] = closed
    document["trainers"][0]["available"] = [window]
    return Problem.model_validate(document | {"staff": staff})


class Told:
    """The worth of walks as the page of the module says, date by date."""

    def __init__(self, problem: Problem) -> None:
        trainer, calendar = problem.trainers[0].available[0], problem.calendar
        self.days = calendar.open_days()
        held = {day for day in self.days if day in (trainer.dates or ())}
        self.come = {
            day: sum(not any(w.on(day) for w in member.unavailable) for member in problem.staff)
            for day in held
        }
        self.most = max(self.come.values(), default=0)

    def due(self, day: date) -> date | None:
        """The first open date some weeks later."""
        later = (day + timedelta(days=7 * n) for n in range(1, 6))
        return next((due for due in later if due in self.days), None)

    def on(self, day: date | None, left: int) -> float:
        """Of a walk whose meetings left begin on a date."""
        if day is None:
            return -ABSENT * self.most * left
        if not self.come.get(day):
            return -np.inf
        worth = self.come[day] - ABSENT * (self.most - self.come[day])
        return worth + (self.best(self.due(day), left - 1) if left > 1 else 0.0)

    def best(self, day: date | None, left: int) -> float:
        """Of the best walk that is due on a date, where up to three may be passed over."""
        options = [self.on(None, left)]
        for passed in range(4):
            options.append(self.on(day, left) - PASSED * passed)
            day = None if day is None else self.due(day)
        return max(options)


@settings(max_examples=scaled(4))
@given(holes())
def test_walks_are_the_best_of_each_weekday(problem: Problem) -> None:
    """The worth of each walk is that of the best one that begins on its weekday."""
    candidates = enumerate_candidates(problem, POLICY)
    walks, around = Walks(candidates, WalkParams()), Neighbourhoods(candidates)
    if not walks.runs:
        return
    [run], nothing = walks.runs, past_choice(candidates)
    waiting = walks.attendances(run, around.unmet(nothing))
    ranked = walks.ranked(run, waiting, nothing, np.random.default_rng(0))
    told = Told(problem)
    best: dict[int, float] = {}
    for day in told.come:
        if (worth := told.on(day, 3)) > -np.inf:
            best[day.weekday()] = max(worth, best.get(day.weekday(), -np.inf))

    assert [walk.worth for walk in ranked] == sorted(best.values(), reverse=True)
    for walk in ranked:
        days = candidates.placements.day[walk.placements]
        assert (np.diff(days) > 0).all()
        assert (candidates.placements.course[walk.placements] == np.arange(len(days))).all()


def test_the_first_plan_has_a_series_in_rhythm() -> None:
    """A whole series is filled at once, with closed dates between, before anything is searched."""
    calendar = {"time_zone": "UTC", "first": str(FIRST), "last": "2026-12-18"}
    closed = [str(date(2026, 10, 5) + timedelta(days=n)) for n in range(5)]
    problem = club(12, 15, calendar=calendar | {"closed": closed})
    values: list[int | None] = []

    def listen(search: Search) -> None:
        search.on_progress = lambda progress: values.append(progress.value)

    _, goals, _ = solve_here(problem, POLICY, limits=Limits(seconds=30), on_search=listen)

    assert [goal.value for goal in goals[:2]] == [3 * 12 * 30, 0]
    assert values[:2] == [0, 3 * 12 * 30]


def test_a_neighbourhood_takes_a_series_into_its_rhythm() -> None:
    """From a plan with every meeting out of rhythm, one sub-MIP leads to one with none."""
    problem = club(6, 8)
    candidates = enumerate_candidates(problem, POLICY)
    goals = tier_goals(POLICY)
    plan, _, _ = solve_here(problem, POLICY, limits=Limits(seconds=30))
    assert plan is not None
    moved = {
        s.id: s.date + timedelta(days=n % 3 - s.date.weekday())
        for n, s in enumerate(sorted(plan.sessions, key=lambda session: session.date))
    }
    sessions = tuple(s.model_copy(update={"date": moved[s.id]}) for s in plan.sessions)
    releases = tuple(r.model_copy(update={"date": moved[r.session]}) for r in plan.releases)
    start = encode(candidates, plan.model_copy(update={"sessions": sessions, "releases": releases}))
    assert start is not None
    assert goals["off-cadence"].value(candidates, start) == 15
    around, rng = Neighbourhoods(candidates), np.random.default_rng(0)
    free = around.draw(SERIES, start, 1000, rng, Locks.of(candidates.index))
    held = [(goals["needs-met"], goals["needs-met"].value(candidates, start))]
    sub_mip = SubMip(candidates, start, free, goals["off-cadence"], held)
    result = solve_sub_mip(sub_mip.part(SolveLimits(20, None, 1, 0)))
    assert result.values is not None
    better = sub_mip.change(result.values).on(start)

    assert goals["off-cadence"].value(candidates, better) == 0
    assert goals["needs-met"].value(candidates, better) == held[0][1]


def test_without_a_series_there_is_no_such_neighbourhood() -> None:
    """Two courses after each other are none, and neither are meetings without a cadence."""
    for series in ([], [{"course": "club", "meetings": 2, "cadence_days": 7}]):
        candidates = enumerate_candidates(club(2, 3, series=series), POLICY)
        assert SERIES not in Neighbourhoods(candidates).kinds

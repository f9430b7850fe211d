"""What is scarce in a generated problem: substitutes, trainers, and days for both."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from statistics import mean

import pytest
from generated import _made, _medium, offered

from pdsched.generator import SIZES, generate
from pdsched.generator.cover import half_days_on_offer
from pdsched.generator.terms import usable_days, usable_teaching_days
from pdsched.problem import Modality, Problem, Weekday, minutes

__all__ = ["_made", "_medium"]  # fixtures


@pytest.mark.parametrize("tightness", [0.001, 0.005, 0.01, 0.04, 0.1])
@pytest.mark.parametrize("size", ["XS", "S"])
def test_substitutes_offer_what_the_tightness_says(size: str, tightness: float) -> None:
    """Half-days on offer are twice tightness x teachers x usable teaching days, rounded."""
    problem = generate(size=size, seed=2, tightness=tightness)
    days = len(usable_teaching_days(problem.calendar))
    assert offered(problem) == half_days_on_offer(SIZES[size].teachers, days, tightness)


def test_substitutes_offer_no_more_than_they_can() -> None:
    """With the greatest tightness everybody offers all they can, and nothing twice."""
    problem = generate(size="XS", seed=2, tightness=1)
    days = usable_teaching_days(problem.calendar)
    limits = [len(days) * s.max_half_days_per_day for s in problem.substitutes]
    assert offered(problem) == sum(limits)
    for substitute in problem.substitutes:
        named = [day for entry in substitute.available for day in entry.dates or ()]
        assert len(named) == len(set(named))


def test_substitutes_are_as_described(medium: Problem) -> None:
    """0.2 a teacher; 60 % of the home zone only; 20 % for half-days; some offer far more."""
    assert len(medium.substitutes) == 100
    assert sum(len(s.zones) == 1 for s in medium.substitutes) == 60
    assert sum(s.max_half_days_per_day == 1 for s in medium.substitutes) == 20
    offers = sorted(
        sum(len(entry.halves) * len(entry.dates or ()) for entry in s.available)
        for s in medium.substitutes
    )
    assert sum(offers[-25:]) > 4 * sum(offers[:25])


def test_every_qualification_has_a_substitute(made: Problem) -> None:
    """What a lesson asks for, somebody on the list has."""
    asked = {lesson.qualification for lesson in made.lessons if lesson.qualification}
    assert asked <= {name for s in made.substitutes for name in s.qualifications}


def test_substitutes_come_less_on_mondays(medium: Problem) -> None:
    """A usable Monday has fewer half-days on offer than a usable Tuesday to Thursday."""
    days = usable_teaching_days(medium.calendar)
    on: Counter[Weekday] = Counter()
    for substitute in medium.substitutes:
        for entry in substitute.available:
            for day in entry.dates or ():
                on[Weekday.of(day)] += len(entry.halves)
    rates = {w: on[w] / sum(Weekday.of(d) is w for d in days) for w in on}
    assert rates[Weekday.MON] < min(rates[w] for w in rates if w is not Weekday.MON)


@pytest.mark.parametrize(("size", "least"), [("XS", 8), ("S", 18), ("M", 133)])
def test_trainers_visit_eight_half_days_for_thirty_teachers(size: str, least: int) -> None:
    """At least two trainers, with different courses, are there often enough."""
    problem = generate(size=size, seed=3)
    visits = 0
    for trainer in problem.trainers:
        longest = max(minutes(w.end) - minutes(w.start) for w in trainer.available)
        for window in trainer.available:
            whole = minutes(window.end) - minutes(window.start) == longest
            visits += (2 if whole else 1) * len(window.dates or ())
    assert visits >= least
    assert len({trainer.courses for trainer in problem.trainers}) == len(problem.trainers) >= 2


def test_trainers_share_the_work(made: Problem) -> None:
    """Visitors give what is held at a school, the adviser all that is remote, weekly."""
    *visitors, adviser = made.trainers
    remote = {course.id for course in made.courses if course.modality is Modality.REMOTE}
    assert set(adviser.courses) == remote
    assert not remote & {course for visitor in visitors for course in visitor.courses}
    assert all(window.weekdays for window in adviser.available)


def test_substitutes_are_asked_first_when_a_trainer_visits() -> None:
    """Over twenty schools, an offer falls on a visiting day far more often than by chance."""
    share, chance = [], []
    for seed in range(20):
        problem = generate(size="XS", seed=seed)
        days = usable_teaching_days(problem.calendar)
        visits = {d for t in problem.trainers for w in t.available for d in w.dates or ()}
        dates = [d for s in problem.substitutes for e in s.available for d in e.dates or ()]
        share.append(mean(day in visits for day in dates))
        chance.append(len(visits) / len(days))
    assert mean(share) > 1.8 * mean(chance)


def test_blackouts_leave_the_middle_of_the_term() -> None:
    """First week, last week and Fridays are blacked out; one day is closed, two are pupil-free."""
    calendar = generate(size="XS", seed=1).calendar
    days = usable_days(calendar)
    assert days[0] >= calendar.first + timedelta(days=7)
    assert days[-1] <= calendar.last - timedelta(days=7)
    assert not any(Weekday.of(day) is Weekday.FRI for day in days)
    assert (len(calendar.closed), len(calendar.pupil_free)) == (1, 2)
    assert set(calendar.pupil_free) <= set(days)


@pytest.mark.parametrize("weeks", [4, 5, 20, 40])
def test_a_term_lasts_as_many_weeks_as_asked(weeks: int) -> None:
    """The calendar spans the weeks, and something can happen in them."""
    problem = generate(size="XS", weeks=weeks)
    span_of_days = (problem.calendar.last - problem.calendar.first).days
    assert span_of_days == 7 * weeks - 3
    assert offered(problem) > 0

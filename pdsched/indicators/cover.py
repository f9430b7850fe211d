"""Key figures of cover: who is released from lessons, and who holds these meanwhile."""

from __future__ import annotations

from pdsched.indicators.ground import Ground, Tally, share
from pdsched.indicators.registry import kpi


@kpi(
    "releases-from-lessons",
    "Releases from lessons",
    "releases",
    "neither",
    "Times that somebody leaves lessons that need cover.",
)
def releases_from_lessons(ground: Ground) -> Tally:
    """To attend or to lead."""
    tally = Tally()
    for one in ground.case.from_lessons:
        tally.add(1, week=ground.week(one.day), **ground.person(one.staff))
    return tally


@kpi(
    "lessons-without-teacher",
    "Lessons without their teacher",
    "lessons",
    "less",
    "Lessons that somebody else holds, or nobody.",
)
def lessons_without_teacher(ground: Ground) -> Tally:
    """Each lesson of each person on each date, whether it needs cover or not."""
    tally = Tally()
    taken = {
        (one.staff, held.lesson.id, one.day): held.lesson.school
        for one in ground.case.absences
        for held in one.away.taken
    }
    for (_, _, day), school in taken.items():
        tally.add(1, week=ground.week(day), **ground.place(school))
    return tally


@kpi(
    "lessons-by-substitutes",
    "Lessons held by substitutes",
    "lessons",
    "neither",
    "Lessons that a substitute holds.",
)
def lessons_by_substitutes(ground: Ground) -> Tally:
    """By the school of the lesson."""
    return _covers(ground, {(c.staff, c.lesson, c.date) for c in ground.case.covers_by_substitutes})


@kpi(
    "lessons-by-colleagues",
    "Lessons held by colleagues",
    "lessons",
    "less",
    "Lessons that colleagues hold in their free time; one that is divided counts once.",
)
def lessons_by_colleagues(ground: Ground) -> Tally:
    """By the school of the lesson."""
    return _covers(ground, {(c.staff, c.lesson, c.date) for c in ground.case.covers_by_colleagues})


def _covers(ground: Ground, covered: set[tuple[str, str, object]]) -> Tally:
    tally = Tally()
    for _, lesson, day in sorted(covered, key=str):
        where = ground.place(ground.facts.lessons[lesson].school)
        tally.add(1, week=ground.week(day), **where)  # type: ignore[arg-type]  # a date
    return tally


@kpi(
    "half-days",
    "Half-days of substitutes",
    "half-days",
    "less",
    "Half-days for which a substitute is engaged.",
)
def half_days(ground: Ground) -> Tally:
    """By school, zone and week."""
    tally = Tally()
    for one in ground.case.engagements:
        tally.add(1, week=ground.week(one.date), **ground.place(one.school))
    return tally


@kpi(
    "releases-per-half-day",
    "Releases per half-day",
    "releases",
    "more",
    "Releases from lessons for each half-day of a substitute: how well these are used.",
)
def releases_per_half_day(ground: Ground) -> Tally:
    """In all, and by zone, school and week."""
    return share(ground.of(releases_from_lessons), ground.of(half_days), of=1)


@kpi(
    "chance-filled",
    "Chance of being filled",
    "%",
    "more",
    "Share of half-days that will be filled, to be expected by school, weekday, notice and person.",
)
def chance_filled(ground: Ground) -> Tally:
    """Of those of the plan."""
    return share(_expected(ground, filled=True), ground.of(half_days))


@kpi(
    "unfilled-half-days",
    "Half-days to be expected unfilled",
    "half-days",
    "less",
    "Half-days for which, as is to be expected, nobody will come.",
)
def expected_unfilled(ground: Ground) -> Tally:
    """By school, zone and week."""
    return _expected(ground, filled=False)


def _expected(ground: Ground, *, filled: bool) -> Tally:
    tally = Tally()
    for one, chance in zip(ground.case.engagements, ground.chances, strict=True):
        amount = chance if filled else 1 - chance
        tally.add(amount, week=ground.week(one.date), **ground.place(one.school))
    return tally

"""A problem with what the history of a school says: covers so far, and chances of being filled."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.problem import Problem, Weekday
from pdsched.problem.calendar import WeekdayFill
from pdsched.timetables.history import History
from pdsched.timetables.naming import clean_id
from pdsched.timetables.timetable import Note, note

NOT_STAFF = "held lessons for others and is none of the staff"
NOT_BEFORE = "is a date on which lessons were held for others, and is not before the plan"
_MOST_COVERS = 10_000


def with_history(problem: Problem, history: History) -> tuple[Problem, tuple[Note, ...]]:
    """The problem with the figures of a history, and what of it could not be used.

    ``covers_before`` of the staff are the lessons that they held for others before the plan, and
    ``fill_probabilities`` the shares of missed lessons that were held, by open weekday.

    Args:
        problem: with the same people, known by the same ids.
        history: as a reader returned it.

    >>> problem = Problem.model_validate({
    ...     "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
    ...     "schools": [{"id": "s", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...     "staff": [{"id": "ben", "schools": ["s"]}]})
    >>> from pdsched.timetables import LessonMissed
    >>> missed = LessonMissed(date="2026-06-01", period=1, teacher="ada", substitute="ben")
    >>> more, _ = with_history(problem, History(name="x", lessons=(missed,)))
    >>> more.staff[0].covers_before, more.calendar.fill_probabilities[0].probability
    (1, 1.0)
    """
    first = problem.calendar.first
    covers: dict[str, int] = {}
    notes: list[Note] = []
    known = {member.id for member in problem.staff}
    for each in history.lessons:
        if who := clean_id(each.substitute):
            if each.date >= first:
                notes.append(note(history.name, each.date, NOT_BEFORE))
            elif who not in known:
                notes.append(note(history.name, who, NOT_STAFF))
            else:
                covers[who] = min(covers.get(who, 0) + 1, _MOST_COVERS)
    open_days = {Weekday.of(day) for day in problem.calendar.open_days()}
    chances = {day: told for day, told in history.chances().items() if day in open_days}
    fill = tuple(WeekdayFill(weekday=day, probability=told) for day, told in chances.items())
    fill = fill or problem.calendar.fill_probabilities
    said = (*problem.assumptions, *_sentences(history))
    return problem.model_copy(
        update={
            "assumptions": said,
            "calendar": problem.calendar.model_copy(update={"fill_probabilities": fill}),
            "staff": tuple(
                member.model_copy(update={"covers_before": covers[member.id]})
                if member.id in covers
                else member
                for member in problem.staff
            ),
        }
    ), tuple(notes)


def morning_periods(problem: Problem) -> frozenset[int]:
    """Numbers of the periods that begin before midday, where the periods are called by numbers.

    >>> problem = Problem.model_validate({
    ...     "calendar": {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"},
    ...     "schools": [{"id": "s", "periods": [{"id": "1", "start": "08:00", "end": "09:00"},
    ...                                         {"id": "2", "start": "13:00", "end": "14:00"}]}]})
    >>> sorted(morning_periods(problem))
    [1]
    """
    return frozenset(
        int(period.id)
        for school in problem.schools
        for period in school.periods
        if period.id.isascii() and period.id.isdigit() and period.start < school.midday
    )


def summary_of(history: History) -> str:
    """The history in a sentence.

    >>> summary_of(History(name="GPU014"))
    'GPU014: no lesson was missed'
    """
    if not history.lessons:
        return f"{history.name}: no lesson was missed"
    missed, days = len(history.lessons), len({each.date for each in history.lessons})
    held = sum(bool(each.substitute) for each in history.lessons)
    people = len({each.teacher for each in history.lessons})
    return (
        f"{history.name}: lessons missed: {missed:,}, people: {people:,}, dates: {days:,};"
        f" held by somebody else: {held:,} ({held / missed:.0%})"
    )


def _sentences(history: History) -> Iterator[str]:
    yield f"The past is taken from {summary_of(history)}."
    if history.lessons:
        yield (
            "The chance that an engagement is filled is the share of missed lessons that somebody"
            " else held, by weekday; 0.01 at least, and that of all where a weekday has fewer than"
            " ten."
        )

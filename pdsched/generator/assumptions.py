"""What was assumed, as sentences with the names of their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pdsched.generator.figures import Size
from pdsched.generator.terms import LONG_TERM, weeks_of
from pdsched.problem import Calendar, Problem, Role, Substitute, Trainer

_USUAL_ZONE_KM = 12


def of_invented(size: Size, weeks: int) -> tuple[str, ...]:
    """What was assumed about the schools and their timetables."""
    term = (
        "the dates of the school year, one closed day, the winter and the spring break"
        if weeks >= LONG_TERM
        else "the dates of the term, one closed day and the winter break"
    )
    sentences = [
        f"Schools, teachers and timetables are invented: {size.teachers} teachers in"
        f" {size.schools} school(s), the size of {size.what} (NCES).",
        "School sizes are drawn around 25 teachers (elementary) and 60 (secondary) and scaled to"
        " the district (shape assumed).",
        "Teachers teach about 80 % of the periods; 12.5 % of them work part-time (assumed).",
        "One lesson in a hundred cannot be covered, three need no cover; laboratory lessons and"
        " special education need a qualified substitute (assumed).",
        f"The time zone, {term} are invented.",
    ]
    if size.schools > 1:
        sentences.append(
            "4 % of the teachers work at two schools, on different days; travel takes five minutes"
            " and two a kilometre (assumed)."
        )
    if size.zone_km != _USUAL_ZONE_KM:
        sentences.append(f"A zone is a square with a side of {size.zone_km} kilometres (assumed).")
    return tuple(sentences)


def of_learning(
    teachers: int,
    tightness: float,
    days: Sequence[date],
    substitutes: Sequence[Substitute],
    problem: Problem,
) -> tuple[str, ...]:
    """What was assumed about learning and cover."""
    support = sum(person.role != Role.TEACHER for person in problem.staff)
    visitors = [t for t in problem.trainers if any(w.dates for w in t.available)]
    visits = sum(len(window.dates or ()) for t in visitors for window in t.available)
    return (
        "Topics needed by a teacher: a negative binomial distribution cut off at 14, with mean"
        " 2.25 and median 1, as the high needs in TALIS 2018.",
        "Topics are unequally popular, tools for teaching first (ICT is among the top needs in"
        " TALIS 2018); topics, courses, lengths and group sizes are invented; where there are few"
        " teachers, topics have fewer levels.",
        "45 % of the teachers are beginners in a topic, 40 % intermediate, 15 % advanced;"
        " priorities and due dates are drawn (assumed).",
        "A step follows the one before it in the same topic by 10 to 60 school days (assumed).",
        f"Support staff are added where the data name none: {support} here; 0.2 day-care educators"
        " a teacher (Montreal), 0.1 special-education technicians and 0.06 administrative"
        " assistants (assumed).",
        f"Trainers: one full-time for 450 teachers (RECIT, Quebec), at most 12 hours a week in"
        f" sessions; here {len(visitors)} with {visits} visiting days or half-days."
        f" {_advisers(len(problem.trainers) - len(visitors))} at a distance, on fixed half-days of"
        " the week (assumed).",
        *_regions(visitors),
        *_substitutes(teachers, tightness, days, substitutes, problem),
        "Where the data protect no time: a tenth of the teaching minutes falls on protected free"
        " periods (England), at most 240 minutes in five days (Ontario).",
        _blackouts(problem.calendar),
    )


def _substitutes(
    teachers: int,
    tightness: float,
    days: Sequence[date],
    substitutes: Sequence[Substitute],
    problem: Problem,
) -> Iterator[str]:
    """What was assumed of substitutes, unless the problem has its own."""
    if problem.substitutes:
        yield f"No substitutes are added to the {len(substitutes)} that the data have."
        return
    yield (
        f"Substitutes: 0.2 a teacher are registered (Quebec, Fordham Institute), but together they"
        f" offer {tightness:.2%} of the teaching days of {teachers} teachers on {len(days)} usable"
        f" days, very unequally and fewer on Mondays and Fridays (Frontline); they are asked first"
        " for the days on which a trainer visits (assumed)."
    )
    yield (
        f"60 % of the {len(substitutes)} substitutes serve their home zone only, 20 % work"
        " half-days only (assumed)."
    )


def _advisers(count: int) -> str:
    return "One more advises" if count == 1 else f"{count} more advise"


def _regions(visitors: Sequence[Trainer]) -> Iterator[str]:
    """What was assumed where a district has several regions."""
    regions = {trainer.schools for trainer in visitors}
    if len(regions) > 1:
        yield (
            f"The visiting trainers work in {len(regions)} regions of neighbouring zones, and each"
            " visits the hubs of one; a region has all topics, and five rooms for four trainers"
            " (assumed)."
        )


def _blackouts(calendar: Calendar) -> str:
    if len(weeks_of(calendar)) < LONG_TERM:
        return (
            "Where the calendar has no blackouts: the first and the last week and the last day of"
            " each week are blacked out (Jefferson City, Missouri, for Fridays); where it has no"
            " pupil-free days, one or two are drawn."
        )
    return (
        "Where the calendar has no blackouts: the first and the last two weeks, two times two weeks"
        " of exams and the last day of each week are blacked out (Jefferson City, Missouri, for"
        " Fridays); where it has no pupil-free days, eight are drawn (seven to ten in the United"
        " States)."
    )

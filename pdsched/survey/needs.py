"""From the answers of a survey to needs, with level and priority."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.checks import GivenPolicy, GivenProblem, policy_of, problem_of
from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.faces import Listed, in_short
from pdsched.policy import Policy
from pdsched.printable import several
from pdsched.problem import Course, Need, Problem
from pdsched.survey.answers import read_answers
from pdsched.survey.catalogue import Catalogue
from pdsched.survey.ids import need_id
from pdsched.survey.scales import SurveyScales
from pdsched.survey.suggestions import fitting
from pdsched.survey.table import Rows
from pdsched.survey.wishes import SurveyNote, Wishes, with_levels


@in_short
class SurveyReading(NamedTuple):
    """What a survey comes to."""

    problem: Problem
    """The problem with the needs, and with the levels that people gave themselves."""
    needs: tuple[Need, ...]
    """The needs of the survey, all of them in the problem now."""
    beyond: tuple[Need, ...]
    """Needs that no course leads to, and that are therefore not in the problem, which would be
    refused with them; `gap_report` takes them as ``needs``."""
    notes: tuple[SurveyNote, ...]
    """Answers that made no need in the problem."""
    unanswered: int
    """How many times a person was asked on a topic and answered nothing, which makes no need."""
    warnings: tuple[Fault, ...]
    """What is odd about the table, such as an encoding that had to be guessed."""

    def __repr__(self) -> str:
        """One line, whatever its size."""
        made, left = several(len(self.needs), "need"), several(len(self.beyond), "need")
        return f"<SurveyReading: {made}, {left} beyond the catalogue, {self.problem!r}>"

    def _repr_html_(self) -> str:
        from pdsched.survey.text import reading_to_html

        return reading_to_html(self)


def needs_from_survey(
    problem: GivenProblem,
    answers: str | Path | Rows,
    scales: SurveyScales | None = None,
    policy: GivenPolicy | None = None,
) -> SurveyReading:
    """The needs that the answers of a survey come to, and the problem with them.

    For each person and topic: skill and comfort make the level at which the person stands, which
    goes into the staff member's ``levels``; the level wanted, else the target of the scales, else
    the next that a course leads to, is that of the need; the wish makes its priority, else the
    number of levels missing. An empty answer makes no need, and neither does one at or above the
    level wanted, a wish of 0, or a wish left empty where the survey asks for it and no level is
    set. What comes before the nearest course that fits becomes a need as well, for that course.

    Needs have the ids ``staff:topic`` and, for what comes first, ``staff:topic:course``. Needs with
    these ids that the problem holds already are replaced: a survey read twice gives the same
    problem. All other needs stay; where one of them asks for as much, none is added.

    Args:
        problem: with the staff who answer and the courses on offer.
        answers: a CSV file, a workbook, or rows as mappings from heading to value, as
            ``DataFrame.to_dict("records")`` gives them. The table has a row for each person and
            topic, or one for each person with a column for each question.
        scales: what the answers mean; by default, those of `pdsched.survey.SurveyScales`.
        policy: whose rules ``level`` and ``prerequisites`` hold, if they do; the default one
            unless given.

    Raises:
        ProblemError: with all faults of the table: unknown people, topics, columns and answers,
            and what is answered twice, each with file, row, column, value and what to do.

    >>> from pdsched import Problem
    >>> from pdsched.survey import needs_from_survey
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ...   "staff": [{"id": "ada", "schools": ["north"]}],
    ...   "courses": [{"id": "sheets-1", "topic": "sheets", "minutes": 60, "group_max": 8}],
    ... })
    >>> rows = [{"staff": "ada", "topic": "Sheets", "skill": "never used it", "wish": "high"}]
    >>> found = needs_from_survey(problem, rows)
    >>> found.needs
    (Need(id='ada:sheets', staff='ada', course=None, wishes=(), topic='sheets', level_from=None,
    level_to=1, priority=4, due=None),)
    >>> found.problem.staff[0].levels
    {'sheets': 0}
    """
    problem, under = problem_of(problem), policy_of(policy)
    scales = scales or SurveyScales()
    read = read_answers(problem, answers, scales)
    placed = with_levels(problem, read.answers, scales)
    wishes = Wishes(placed, read.answers, scales)
    needs = tuple(_with_firsts(wishes, under))
    if faults := [*_faults(wishes.kept, (*needs, *wishes.beyond))]:
        raise ProblemError(faults)
    whole = placed.model_copy(update={"needs": _merged(problem.needs, wishes.kept, needs)})
    beyond, notes = tuple(wishes.beyond), tuple(wishes.notes)
    return SurveyReading(
        whole, needs, beyond, Listed(notes), read.unanswered, Listed(read.warnings)
    )


def _with_firsts(wishes: Wishes, policy: Policy) -> Iterator[Need]:
    """The needs, each followed by what comes before the nearest course for it."""
    problem = wishes.problem.model_copy(update={"needs": (*wishes.kept, *wishes.needs)})
    catalogue = Catalogue(problem, policy)
    asked = {(need.staff, need.course) for need in catalogue.needs}
    for need in wishes.needs:
        yield need
        yield from _firsts(catalogue, need, need.topic or "", asked)
    for need, topic in wishes.asked:
        yield from _firsts(catalogue, need, topic, asked)


def _firsts(
    catalogue: Catalogue, wish: Need, topic: str, asked: set[tuple[str, str | None]]
) -> Iterator[Need]:
    """Needs for the courses before the nearest one, which the person has no need left for."""
    chain = next(fitting(catalogue, wish), None)
    for course in chain.unasked if chain else ():
        if (wish.staff, course.id) not in asked:
            first = _first(wish, topic, course)
            catalogue.of[wish.staff].append(first)
            asked.add((wish.staff, course.id))
            yield first


def _first(wish: Need, topic: str, course: Course) -> Need:
    """The need for a course that comes before one that meets a wish."""
    name = need_id(wish.staff, topic, course.id)
    return Need(id=name, staff=wish.staff, course=course.id, priority=wish.priority, due=wish.due)


def _faults(kept: Sequence[Need], needs: Sequence[Need]) -> Iterator[Fault]:
    """Ids of the survey's needs that other needs have."""
    taken = {need.id for need in kept}
    for need in needs:
        if need.id in taken:
            message = "is the id of another need, and would be that of one from the survey"
            yield fault("PD210", "needs", need.id, message, "give the other need another id")


def _merged(
    before: Sequence[Need], kept: Sequence[Need], needs: Sequence[Need]
) -> tuple[Need, ...]:
    """The needs of the problem with those of the survey, which take the places of earlier ones."""
    new, staying = {need.id: need for need in needs}, {need.id for need in kept}
    held = {need.id for need in before}
    replaced = [need if need.id in staying else new.get(need.id) for need in before]
    added = [need for need in needs if need.id not in held]
    return (*(need for need in replaced if need is not None), *added)

"""The answers of a survey, each by person and topic, with every fault of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.hints import Hints
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.cells import Cell, read_cell
from pdsched.files.sheet import Row
from pdsched.problem import Problem
from pdsched.survey.layout import Layout, layout
from pdsched.survey.scales import Question, SurveyScales, plain
from pdsched.survey.table import Rows, Table, read_table
from pdsched.survey.topics import Topics


class Answer(NamedTuple):
    """What one person answered on one topic."""

    staff: str
    topic: str
    values: Mapping[Question, int]
    """Level or priority by question; those that were left empty are not there."""
    asked: frozenset[Question]
    """What the table asks on this topic."""


class Answers(NamedTuple):
    """All answers of a table, and what there is to say about it."""

    answers: tuple[Answer, ...]
    """By the order of the staff in the problem, then by that of the topics."""
    unanswered: int
    """How many times a person was asked on a topic and answered nothing."""
    warnings: tuple[Fault, ...]


def read_answers(problem: Problem, source: str | Path | Rows, scales: SurveyScales) -> Answers:
    """The answers in a table.

    Raises:
        ProblemError: with all faults of the table, if one of them is an error.
    """
    topics = Topics(problem, scales)
    table = read_table(source, scales)
    how = layout(table, scales, topics)
    reader = _Reader(problem, scales, topics, table, how)
    reader.read()
    faults = (*table.faults, *how.faults, *reader.faults)
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise ProblemError(faults)
    places = {member.id: place for place, member in enumerate(problem.staff)}
    answers = sorted(reader.answers, key=lambda a: (places[a.staff], topics.order[a.topic]))
    return Answers(tuple(answers), reader.unanswered, faults)


class _Reader:
    def __init__(
        self, problem: Problem, scales: SurveyScales, topics: Topics, table: Table, how: Layout
    ) -> None:
        self.answers: list[Answer] = []
        self.faults: list[Fault] = []
        self.unanswered = 0
        self._staff = {member.id: member for member in problem.staff}
        self._scales, self._topics, self._table, self._how = scales, topics, table, how
        self._hints = Hints()
        self._empty = {plain(text) for text in scales.no_answer}
        self._seen: dict[tuple[str, str], int] = {}
        self._asked: dict[str, dict[Question, str]] = {}
        """Headings by topic and question."""
        for heading, column in how.asks.items():
            self._asked.setdefault(column.topic, {})[column.question] = heading

    def read(self) -> None:
        """Every row, so far as it can be understood."""
        for row in self._table.rows:
            staff = self._person(row)
            answers = list((self._long if self._how.long else self._wide)(row, staff or ""))
            if staff is None:
                continue
            given = [answer for answer in answers if answer.values]
            self.unanswered += len(answers) - len(given)
            if given and not self._again(row, given[0]):
                self.answers += given

    def _person(self, row: Row) -> str | None:
        """The staff member whose row it is."""
        heading = self._scales.staff
        cell = row.cells.get(plain(heading))
        where = self._table.at(row.number, heading)
        if cell is None:
            if plain(heading) in map(plain, self._table.headings):
                self._blame("PD106", where, heading, "is empty", "say who answered")
            return None
        staff = str(read_cell(Cell.TEXT, cell))
        if staff not in self._staff:
            hint = self._hints.near(staff, self._staff)
            advice = f"{hint}add it to staff, or take the row out"
            self._blame("PD201", where, staff, "is no staff member", advice)
            return None
        return staff

    def _long(self, row: Row, staff: str) -> Iterator[Answer]:
        """The one answer of a row."""
        for headings in self._asked.values():
            topic, values = self._topic(row), dict(self._values(row, headings))
            if topic is not None:
                yield Answer(staff, topic, values, frozenset(headings))

    def _wide(self, row: Row, staff: str) -> Iterator[Answer]:
        """An answer for each topic that the table asks about, and for those that the row lists."""
        listed = self._listed(row)
        wish = {Question.WISH} if self._how.chosen else set()
        for topic in dict.fromkeys((*self._asked, *listed)):
            headings = self._asked.get(topic, {})
            values = dict(self._values(row, headings))
            if topic in listed:
                values[Question.WISH] = max(listed[topic], values.get(Question.WISH, 0))
            yield Answer(staff, topic, values, frozenset(wish.union(headings)))

    def _listed(self, row: Row) -> dict[str, int]:
        """The topics that a row lists as wishes, with the highest priority of each."""
        priorities: dict[str, int] = {}
        for heading, priority in self._how.chosen.items():
            cell = str(read_cell(Cell.TEXT, row.cells.get(plain(heading), "")))
            for word in filter(None, map(str.strip, cell.split(self._scales.separator))):
                topic = self._topics.find(word)
                if topic is not None:
                    priorities[topic] = max(priority, priorities.get(topic, 0))
                elif plain(word) not in self._empty:
                    where = self._table.at(row.number, heading)
                    self.faults.append(self._topics.unknown(where, word))
        return priorities

    def _topic(self, row: Row) -> str | None:
        """The topic of a row of a long table."""
        heading = self._scales.topic
        cell = row.cells.get(plain(heading))
        where = self._table.at(row.number, heading)
        if cell is None:
            self._blame("PD106", where, heading, "is empty", "say what the answer is about")
            return None
        word = str(read_cell(Cell.TEXT, cell))
        topic = self._topics.find(word)
        if topic is None:
            self.faults.append(self._topics.unknown(where, word))
        return topic

    def _values(self, row: Row, headings: Mapping[Question, str]) -> Iterator[tuple[Question, int]]:
        for question, heading in headings.items():
            cell = str(read_cell(Cell.TEXT, row.cells.get(plain(heading), "")))
            answer, scale = plain(cell), self._scales.scale(question)
            if answer in scale:
                yield question, scale[answer]
            elif answer and answer not in self._empty:
                self._no_answer(self._table.at(row.number, heading), cell, question)

    def _no_answer(self, where: str, cell: str, question: Question) -> None:
        scale = self._scales.scale(question)
        hint = self._hints.near(plain(cell), scale)
        advice = f"{hint}add it to [{question}] of the scales, or use one of: {', '.join(scale)}"
        self._blame("PD110", where, cell, f"is no answer on {question}", advice)

    def _again(self, row: Row, answer: Answer) -> bool:
        """Whether somebody has answered before; that is a fault."""
        key = (answer.staff, answer.topic if self._how.long else "")
        first = self._seen.setdefault(key, row.number)
        if first == row.number:
            return False
        heading = self._scales.topic if self._how.long else self._scales.staff
        value = f"{answer.staff}, {answer.topic}" if self._how.long else answer.staff
        message = f"has answered in row {first} already"
        self._blame(
            "PD104", self._table.at(row.number, heading), value, message, "keep one of them"
        )
        return True

    def _blame(self, code: str, where: str, value: str, message: str, advice: str) -> None:
        self.faults.append(fault(code, where, value, message, advice))

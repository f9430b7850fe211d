"""The answers of a survey, each by person and topic, with every fault of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.hints import Hints
from pdsched.errors import Fault, ProblemError, Severity
from pdsched.files.cells import Cell, read_cell
from pdsched.files.sheet import Row
from pdsched.problem import Problem
from pdsched.problem.names import normal
from pdsched.survey.layout import Layout, layout
from pdsched.survey.scales import Question, Repeated, SurveyScales, UnknownStaff, plain
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


Key = tuple[str, str]
"""A person, and the topic that a row of a long table is about."""

_UNTICKED = frozenset(("", "0", "false", "no"))
_MOST_TOLD = 5


def _by_name(problem: Problem) -> Mapping[str, Sequence[str]]:
    """Ids of the staff by their names, as these are compared."""
    called: dict[str, list[str]] = {}
    for member in problem.staff:
        if member.name:
            called.setdefault(plain(member.name), []).append(normal(member.id))
    return called


class _Reader:
    def __init__(
        self, problem: Problem, scales: SurveyScales, topics: Topics, table: Table, how: Layout
    ) -> None:
        self.answers: list[Answer] = []
        self.faults: list[Fault] = []
        self.unanswered = 0
        self._staff = {normal(member.id): member.id for member in problem.staff}
        self._called = _by_name(problem)
        self._scales, self._topics, self._table, self._how = scales, topics, table, how
        self._hints = Hints()
        self._empty = {plain(text) for text in scales.no_answer}
        self._seen: dict[Key, int] = {}
        self._asked: dict[str, dict[Question, str]] = {}
        """Headings by topic and question."""
        for heading, column in how.asks.items():
            self._asked.setdefault(column.topic, {})[column.question] = heading

    def read(self) -> None:
        """Every row that counts, so far as it can be understood."""
        for row in self._rows():
            staff = self._person(row)
            answers = list((self._long if self._how.long else self._wide)(row, staff or ""))
            if staff is None:
                continue
            given = [answer for answer in answers if answer.values]
            self.unanswered += len(answers) - len(given)
            if given and not self._again(row, given[0]):
                self.answers += given

    def _rows(self) -> Sequence[Row]:
        """The rows that count: not those of strangers or before a last answer, where that is so."""
        rows: Sequence[Row] = self._table.rows
        if self._scales.unknown_staff is UnknownStaff.SKIP:
            strangers = [r for r in rows if (name := self._name(r)) and not self._is_known(name)]
            self._tell("PD955", strangers, "is no staff member and was passed over")
            rows = _without(rows, strangers)
        if self._scales.repeated is Repeated.LAST:
            last = {self._key(r): r.number for r in rows if self._name(r) and self._has_answer(r)}
            before = [r for r in rows if last.get(self._key(r), r.number) != r.number]
            self._tell("PD954", before, "has answered more than once, and the last answer counts")
            rows = _without(rows, before)
        return rows

    def _tell(self, code: str, rows: Sequence[Row], message: str) -> None:
        """One warning for all of these rows."""
        if rows:
            names = list(dict.fromkeys(map(self._name, rows)))
            if others := [*names[1 : 1 + _MOST_TOLD], *["…"] * (len(names) > 1 + _MOST_TOLD)]:
                message += f"; likewise {len(names) - 1} more: {', '.join(others)}"
            where = self._table.at(rows[0].number, self._scales.staff)
            self._blame(code, where, names[0], message, "see whether that is meant")

    def _cell(self, row: Row, heading: str) -> str:
        return str(read_cell(Cell.TEXT, row.cells.get(plain(heading), "")))

    def _name(self, row: Row) -> str:
        """Who answered: an id, also told by a name that nobody else has; else what the row says."""
        told = normal(self._cell(row, self._scales.staff))
        if told in self._staff:
            return told
        called = self._called.get(plain(told), ())
        return called[0] if len(called) == 1 else told

    def _is_known(self, name: str) -> bool:
        return name in self._staff or plain(name) in self._called

    def _key(self, row: Row) -> Key:
        return self._name(row), plain(self._cell(row, self._scales.topic)) if self._how.long else ""

    def _has_answer(self, row: Row) -> bool:
        headings = (*self._how.asks, *self._how.chosen)
        return any(plain(self._cell(row, each)) not in self._empty | {""} for each in headings)

    def _person(self, row: Row) -> str | None:
        """The staff member whose row it is."""
        heading = self._scales.staff
        cell = row.cells.get(plain(heading))
        where = self._table.at(row.number, heading)
        if cell is None:
            if plain(heading) in map(plain, self._table.headings):
                self._blame("PD106", where, heading, "is empty", "say who answered")
            return None
        staff = self._name(row)
        if staff not in self._staff:
            if called := self._called.get(plain(staff), ()):
                message = f"is the name of {len(called)} staff members"
                self._blame("PD201", where, staff, message, f"write an id: {', '.join(called)}")
                return None
            hint = self._hints.near(staff, self._staff)
            advice = f"{hint}add it to staff, or say unknown_staff = 'skip' in the scales"
            self._blame("PD201", where, staff, "is no staff member", advice)
            return None
        return self._staff[staff]

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
        for heading, (priority, ticked) in self._how.chosen.items():
            cell = self._cell(row, heading)
            if ticked is not None:
                if plain(cell) not in self._empty | _UNTICKED:
                    priorities[ticked] = max(priority, priorities.get(ticked, 0))
                continue
            for word in self._topics.words(cell):
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
            cell = self._cell(row, heading)
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
        advice = "keep one of them, or say repeated = 'last' in the scales"
        self._blame("PD104", self._table.at(row.number, heading), value, message, advice)
        return True

    def _blame(self, code: str, where: str, value: str, message: str, advice: str) -> None:
        self.faults.append(fault(code, where, value, message, advice))


def _without(rows: Sequence[Row], others: Sequence[Row]) -> Sequence[Row]:
    numbers = {row.number for row in others}
    return [row for row in rows if row.number not in numbers]

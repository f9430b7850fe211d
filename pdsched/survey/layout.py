"""What each column of a survey's table asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from pdsched.checks.codes import fault
from pdsched.checks.hints import Hints
from pdsched.errors import Fault
from pdsched.survey.scales import Asked, Question, SurveyScales, plain
from pdsched.survey.table import Table
from pdsched.survey.topics import Topics

_OF_A_GRID = re.compile(r"(?P<text>.*\S)\s*\[(?P<topic>[^\[\]]*)\]\s*", re.DOTALL)
"""A question about several things, as survey programs export it: a column for each of them."""


class Chosen(NamedTuple):
    """A column in which topics are chosen."""

    priority: int
    """Of the wish."""
    topic: str | None
    """What is ticked in it; ``None`` where it lists topics."""


class Layout(NamedTuple):
    """How a table is to be read."""

    long: bool
    """Whether a row is of one person and topic, and not of one person."""
    asks: Mapping[str, Asked]
    """Headings of the columns that ask something; in a long table their topic is a blank."""
    chosen: Mapping[str, Chosen]
    """Headings of the columns in which topics are listed or ticked."""
    faults: tuple[Fault, ...]


def layout(table: Table, scales: SurveyScales, topics: Topics) -> Layout:
    """What each column asks, and a fault for each that cannot be understood.

    A table that has a column for the topic has a row for each person and topic, unless the scales
    say what single columns ask.
    """
    headings = {plain(heading): heading for heading in table.headings}
    is_long = plain(scales.topic) in headings and not (scales.columns or scales.chosen)
    reader = _Reader(table, scales, topics)
    key_columns = {plain(scales.staff), *([plain(scales.topic)] if is_long else [])}
    for name, heading in headings.items():
        if name not in key_columns:
            (reader.read_long if is_long else reader.read_wide)(heading)
    reader.missing(headings)
    return Layout(is_long, reader.asks, reader.chosen, tuple(reader.faults))


class _Reader:
    def __init__(self, table: Table, scales: SurveyScales, topics: Topics) -> None:
        self.asks: dict[str, Asked] = {}
        self.chosen: dict[str, Chosen] = {}
        self.faults: list[Fault] = []
        self._table, self._scales, self._topics = table, scales, topics
        self._hints = Hints()
        self._questions = {plain(scales.wording(question)): question for question in Question}
        self._columns = {plain(heading): asked for heading, asked in scales.columns.items()}
        self._lists = {plain(heading): value for heading, value in scales.chosen.items()}
        # The brackets of a grid's heading stand for themselves.
        self._ignored = [plain(pattern).replace("[", "[[]") for pattern in scales.ignored]

    def read_long(self, heading: str) -> None:
        """A column of a table with a row for each person and topic: one of the questions."""
        question = self._questions.get(plain(heading))
        if question is not None:
            self.asks[heading] = Asked(topic=" ", question=question)
        else:
            self._pass_over(heading)

    def read_wide(self, heading: str) -> None:
        """A column of a table with a row for each person: a question on one topic."""
        grid = _OF_A_GRID.fullmatch(heading)
        question = self._questions.get(plain(grid["text"])) if grid else None
        if asked := self._columns.get(plain(heading)):
            self._ask(heading, asked.topic, asked.question)
        elif plain(heading) in self._lists:
            self.chosen[heading] = Chosen(self._lists[plain(heading)], None)
        elif grid and plain(grid["text"]) in self._lists:
            self._tick(heading, grid["topic"].strip(), self._lists[plain(grid["text"])])
        elif grid and question is not None:
            self._grid(heading, grid["topic"].strip(), question)
        elif topic := self._topics.find(heading):
            self._ask(heading, topic, self._scales.question)
        else:
            self._pass_over(heading)

    def _grid(self, heading: str, word: str, question: Question) -> None:
        topic = self._topics.find(word)
        if topic is not None:
            self._ask(heading, topic, question)
        elif not self._is_ignored(heading):
            self.faults.append(self._topics.unknown(f"{self._table.file} column {heading}", word))

    def _tick(self, heading: str, word: str, priority: int) -> None:
        topic = self._topics.find(word)
        if topic is not None:
            self.chosen[heading] = Chosen(priority, topic)
        elif not self._is_ignored(heading):
            self.faults.append(self._topics.unknown(f"{self._table.file} column {heading}", word))

    def _ask(self, heading: str, topic: str, question: Question) -> None:
        asked = Asked(topic=topic, question=question)
        if asked in self.asks.values():
            message = f"asks for {question} of {topic} as another column does"
            self._blame("PD104", heading, message, "keep one of the two")
        self.asks[heading] = asked

    def _pass_over(self, heading: str) -> None:
        """Faults a column that nobody can understand, unless it is to be passed over."""
        if self._is_ignored(heading):
            return
        known = [*map(self._scales.wording, Question), *self._topics.order]
        hint = self._hints.near(heading, known)
        advice = f"{hint}say under [columns] of the scales what it asks, or list it as ignored"
        self._blame("PD107", heading, "is neither a question nor a topic", advice)

    def _is_ignored(self, heading: str) -> bool:
        return any(fnmatchcase(plain(heading), pattern) for pattern in self._ignored)

    def missing(self, headings: Mapping[str, str]) -> None:
        """Faults the columns that have to be there and are not."""
        grids = (_OF_A_GRID.fullmatch(heading) for heading in headings)
        there = {*headings, *(grid["text"] for grid in grids if grid)}
        for heading in (self._scales.staff, *self._scales.columns, *self._scales.chosen):
            if plain(heading) not in there:
                message = "is missing among the columns"
                self._blame("PD106", heading, message, "add it, or correct it in the scales")
        if not (self.asks or self.chosen or self.faults):
            wanted = ", ".join(map(self._scales.wording, Question))
            message, advice = "asks nothing", f"add a column, such as one of: {wanted}"
            self._blame("PD106", self._table.file, message, advice)

    def _blame(self, code: str, value: str, message: str, advice: str) -> None:
        self.faults.append(fault(code, self._table.file, value, message, advice))

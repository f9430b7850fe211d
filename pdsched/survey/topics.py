"""The topics that a survey may name, however its table words them."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.checks.codes import fault
from pdsched.checks.hints import Hints
from pdsched.errors import Fault
from pdsched.problem import Problem
from pdsched.survey.scales import SurveyScales, plain


class Topics:
    """Topics of the courses, and those that the scales name though no course has them yet."""

    def __init__(self, problem: Problem, scales: SurveyScales) -> None:
        asked = (column.topic for column in scales.columns.values())
        named = (*scales.topics.values(), *scales.targets, *scales.required, *asked)
        order = dict.fromkeys((*(course.topic for course in problem.courses), *named))
        self.order = {topic: place for place, topic in enumerate(order)}
        """Place of each topic: those of the catalogue first."""
        self._hints = Hints()
        self._separator = scales.separator
        self._empty = {plain(text) for text in scales.no_answer}
        known = (*scales.topics, *order, *scales.no_answer)
        self._longest = 1 + max((word.count(scales.separator) for word in known), default=0)
        """Parts of the longest wording, between separators."""
        self._aliases = {plain(word): topic for word, topic in scales.topics.items()}
        self._words = {plain(topic): topic for topic in reversed(list(order))} | self._aliases

    def find(self, word: str) -> str | None:
        """The topic that a word of the table means, if it means one."""
        if word in self.order and plain(word) not in self._aliases:
            return word
        return self._words.get(plain(word))

    def words(self, cell: str) -> Iterator[str]:
        """The words of a list of topics, the longest that is known first.

        A wording may hold what parts the list, as "Docs, comments and review" does.
        """
        parts, at = cell.split(self._separator), 0
        while at < len(parts):
            for count in range(self._longest, 0, -1):
                word = self._separator.join(parts[at : at + count]).strip()
                if self.find(word) is not None or plain(word) in self._empty:
                    break
            at += count
            if word:
                yield word

    def unknown(self, where: str, word: str) -> Fault:
        """The fault of a word that means no topic."""
        hint = self._hints.near(plain(word), self._words)
        advice = f"{hint}add a course, or name the topic under [topics] of the scales"
        return fault("PD207", where, word, "is the topic of no course", advice)

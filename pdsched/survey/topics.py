"""The topics that a survey may name, however its table words them."""

from __future__ import annotations

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
        self._aliases = {plain(word): topic for word, topic in scales.topics.items()}
        self._words = {plain(topic): topic for topic in reversed(list(order))} | self._aliases

    def find(self, word: str) -> str | None:
        """The topic that a word of the table means, if it means one."""
        if word in self.order and plain(word) not in self._aliases:
            return word
        return self._words.get(plain(word))

    def unknown(self, where: str, word: str) -> Fault:
        """The fault of a word that means no topic."""
        hint = self._hints.near(plain(word), self._words)
        advice = f"{hint}add a course, or name the topic under [topics] of the scales"
        return fault("PD207", where, word, "is the topic of no course", advice)

"""People in sentences: found by name and id, as whole words, whatever blanks stand between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from pdsched.problem import Problem
from pdsched.redaction.called import Person
from pdsched.views.names import Names

_PART = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_DIGITS = 4
"""A number with fewer is taken for a figure, where a person has a name to be called by."""
_ABOUT_PEOPLE = ("needs", "lessons", "protected", "pairs", "session_pins", "engagement_pins")
"""Tables whose ids may be made of those of people."""


class Mentions:
    """What stands for people, and for ids that may be made of theirs, in a text.

    >>> mentions = Mentions()
    >>> mentions.add("Ada King", "Teacher 1")
    >>> mentions.replaced("no day on which ADA  KING is free")
    'no day on which Teacher 1 is free'
    """

    def __init__(self) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], str]] = {}
        """By their first part: phrases, and what comes in their place."""
        self._longest: dict[str, int] = {}
        """By the same: parts of the longest of these phrases."""
        self._words: set[str] = set()

    def add(self, phrase: str, replacement: str) -> None:
        """From now on a phrase is replaced."""
        parts = tuple(_PART.findall(phrase.casefold()))
        if parts:
            self._by_first.setdefault(parts[0], {})[parts] = replacement
            self._longest[parts[0]] = max(len(parts), self._longest.get(parts[0], 0))

    def add_people(self, people: Iterable[Person], called: Mapping[str, str]) -> None:
        """From now on people are replaced by what they are called, found by id and by name."""
        for person in people:
            self._words.update(_WORD.findall(person.name.casefold()))
            is_figure = person.id.isdecimal() and len(person.id) < _FEWEST_DIGITS
            for phrase in (person.name, *(() if is_figure and person.name else (person.id,))):
                self.add(phrase, called[person.id])

    def is_in(self, text: str) -> bool:
        """Whether a text names somebody, be it by half a name."""
        words = _WORD.findall(text.casefold())
        return not self._words.isdisjoint(words) or self.replaced(text) != text

    def replaced(self, text: str) -> str:
        """A text with each phrase replaced, the longest first."""
        return "".join(self._pieces(text))

    def _pieces(self, text: str) -> Iterator[str]:
        matches = list(_PART.finditer(text))
        parts = [match[0].casefold() for match in matches]
        done = place = 0
        while place < len(parts):
            length, replacement = self._at(parts, place)
            if length:
                yield text[done : matches[place].start()] + replacement
                done = matches[place + length - 1].end()
            place += length or 1
        yield text[done:]

    def _at(self, parts: list[str], place: int) -> tuple[int, str]:
        """Of how many parts the longest phrase at a place is, and what comes instead."""
        known = self._by_first.get(parts[place], {})
        for length in range(self._longest.get(parts[place], 0), 0, -1):
            if (phrase := tuple(parts[place : place + length])) in known:
                return length, known[phrase]
        return 0, ""


def learn(mentions: Mentions, problem: Problem, hidden: Problem) -> None:
    """Learn from a problem, and from the same with pseudonyms, what stands for what."""
    for table in _ABOUT_PEOPLE:
        for record, other in zip(getattr(problem, table), getattr(hidden, table), strict=True):
            mentions.add(record.id, other.id)
    before, after = Names(problem), Names(hidden)
    people: tuple[Person, ...] = (*problem.substitutes, *problem.trainers, *problem.staff)
    others: tuple[Person, ...] = (*hidden.substitutes, *hidden.trainers, *hidden.staff)
    called = {p.id: after.person(o.id) for p, o in zip(people, others, strict=True)}
    mentions.add_people(people, called)
    for identity, shown in called.items():
        if (name := before.person(identity)) != identity:
            mentions.add(name, shown)

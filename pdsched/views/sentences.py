"""Sentences about a plan with names in place of ids, wherever in them an id stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pdsched.problem import Problem, StaffMember, Substitute, Trainer
from pdsched.views.names import Names

_WORD = re.compile(r"\w+|.")
_BEFORE = frozenset(" ([\n")
_GOES_ON = re.compile(r"[\w|]|[-./:#]\w")
"""What follows an id that is only the beginning of something else, such as of a date."""
_OF_A_TOPIC = re.compile(r"(level \d+|minutes) of $")
"""After which a topic stands, and no course that is called like it."""
_FEWEST_DIGITS = 4
"""A number with fewer is taken for a figure."""
_TO_FIGURE = re.compile(r"(allowed|needed|least|most|than|should have|its course) $")
_OF_FIGURE = re.compile(
    r"\d+ (minutes|hours|days|half-days|sessions|seats|people|before the plan)\b"
)
"""Before and after which a number is a figure, however many digits it has."""
_WORDS = frozenset(
    (
        *("a", "about", "after", "all", "allowed", "alone", "am", "an", "and", "any", "are", "as"),
        *(
            "at",
            "attend",
            "away",
            "be",
            "before",
            "beside",
            "besides",
            "but",
            "by",
            "class",
            "come",
        ),
        *("cover", "covers", "date", "day", "days", "each", "end", "ends", "engaged", "fewer"),
        *("first", "for", "from", "gives", "group", "groups", "had", "half", "has", "have", "held"),
        *("holds", "horizon", "hours", "if", "in", "is", "it", "its", "lead", "leads", "least"),
        *("less", "lesson", "lessons", "level", "levels", "lies", "lists", "met", "midday"),
        *("minutes", "more", "most", "names", "need", "needed", "needs", "no", "nobody", "none"),
        *("not", "of", "off", "on", "once", "one", "only", "or", "other", "others", "out", "over"),
        *("pair", "people", "period", "pin", "plan", "pm", "release", "released", "room", "row"),
        *("same", "school", "session", "sessions", "should", "since", "some", "staff", "stands"),
        *("step", "steps", "substitute", "taken", "takes", "term", "than", "that", "the", "their"),
        *("them", "then", "there", "they", "this", "those", "time", "times", "to", "today"),
        *("trainer", "twice", "two", "under", "unmet", "until", "venue", "was", "way", "week"),
        *("when", "where", "which", "while", "who", "whose", "will", "with", "without", "zones"),
    )
)
"""Words of the sentences themselves: an id that is spelt like one of them stays as it is."""


class Sentences:
    """Puts names into sentences that speak of the people, courses and places of a problem by ids.

    What is a figure, a word of the sentence or a topic, or stands for two different things, is left
    as it is; so are the ids of lessons, needs, pairs and pins, which are looked up.

    >>> told = Sentences(Problem(
    ...     calendar={"time_zone": "America/Toronto", "first": "2026-09-07", "last": "2026-09-11"},
    ...     rooms=[{"id": "n", "name": "Room 7", "school": "north", "capacity": 8}],
    ...     staff=[{"id": "t-1", "name": "Ada King", "schools": ["north"]}],
    ... ))
    >>> told.named("t-1 is released for lesson t-1-mon in n")
    'Ada King is released for lesson t-1-mon in Room 7'
    """

    def __init__(self, problem: Problem, names: Names | None = None) -> None:
        self._names = Names(problem) if names is None else names
        called = self._names
        people: tuple[StaffMember | Trainer | Substitute, ...] = (
            *problem.staff,
            *problem.trainers,
            *problem.substitutes,
        )
        shown: dict[str, set[str]] = {}
        for identity, name in (
            *((each.id, called.person(each.id)) for each in people),
            *((each.id, called.course(each.id)) for each in called.full_courses),
            *((each.id, called.school(each.id)) for each in problem.schools),
            *((each.id, called.room(each.id)) for each in problem.rooms),
        ):
            shown.setdefault(identity, set()).add(name)
        plain = _WORDS.union(*((member.role, member.department) for member in problem.staff))
        self._ids: dict[str, list[tuple[str, str]]] = {}
        """By the word with which they begin: ids, the longest first, with what they are called."""
        for identity in sorted(shown, key=lambda each: -len(each)):
            name, *others = shown[identity]
            is_figure = identity.isdecimal() and len(identity) < _FEWEST_DIGITS
            if not others and name != identity and identity not in plain and not is_figure:
                self._ids.setdefault(_word(identity), []).append((identity, name))

    def named(self, sentence: str, subjects: Iterable[str] = ()) -> str:
        """The sentence with names; ids of sessions only if they are among its subjects."""
        sessions = {s: self._names.session(s) for s in subjects if "|" in s}
        if not self._ids and not sessions:
            return sentence
        parts: list[str] = []
        place = 0
        while place < len(sentence):
            begins = place == 0 or sentence[place - 1] in _BEFORE
            if begins and (hit := self._at(sentence, place, sessions)) is not None:
                identity, name = hit
                parts.append(name)
                place += len(identity)
            else:
                parts.append(sentence[place])
                place += 1
        return "".join(parts)

    def _at(self, text: str, place: int, sessions: dict[str, str]) -> tuple[str, str] | None:
        """The id that stands at a place, with what it is called."""
        known = self._ids.get(_word(text, place), ())
        for identity, name in (*sessions.items(), *known):
            if text.startswith(identity, place) and not _GOES_ON.match(text, place + len(identity)):
                is_meant = not _OF_A_TOPIC.search(text[:place]) and not _is_figure(text, place)
                return (identity, name) if is_meant else None
        return None


def _is_figure(text: str, place: int) -> bool:
    """Whether the number at a place is an amount, and nobody's."""
    if not text[place].isdecimal():
        return False
    return bool(_TO_FIGURE.search(text[:place]) or _OF_FIGURE.match(text, place))


def _word(text: str, place: int = 0) -> str:
    match = _WORD.match(text, place)
    return match[0] if match else ""

"""Ids of the needs that a survey makes: of the people's own ids, and of no two alike."""

from __future__ import annotations

from pdsched.checks.codes import fault
from pdsched.errors import ProblemError

_LONGEST = 200


def need_id(staff: str, topic: str, course: str | None = None) -> str:
    """The id of a need of a survey: for a topic, or for a course that comes before one of it.

    What an id cannot hold, and what parts it, is written as in a web address.

    Raises:
        ProblemError: if it would be longer than an id can be.

    >>> need_id("ada", "sheets"), need_id("ada", "9:1 devices", "start")
    ('ada:sheets', 'ada:9%3A1 devices:start')
    """
    parts = (staff, topic) if course is None else (staff, topic, course)
    return _short_enough(":".join(map(_escaped, parts)))


def id_beyond(staff: str, topic: str, level: int) -> str:
    """The id of a need for a level to which no course leads.

    >>> id_beyond("ada", "sheets", 3)
    'ada:sheets>3'
    """
    return _short_enough(f"{need_id(staff, topic)}>{level}")


def topic_part(need: str) -> str:
    """The id without the course that comes first, if it has one.

    >>> topic_part("ada:9%3A1 devices:start"), topic_part("n17")
    ('ada:9%3A1 devices', 'n17')
    """
    return ":".join(need.split(":")[:2])


def _short_enough(name: str) -> str:
    if len(name) <= _LONGEST:
        return name
    message, advice = "is too long for the id of a need", "shorten the ids, or the topic"
    raise ProblemError([fault("PD111", "needs", name, message, advice)])


def _escaped(part: str) -> str:
    text = "".join(_mark(mark) for mark in part)
    return f"{text[:-1]}%20" if text.endswith(" ") else text


def _mark(mark: str) -> str:
    plain = mark == " " or not (mark in "%:>|" or mark.isspace())
    return mark if plain else "".join(f"%{byte:02X}" for byte in mark.encode())

"""Ids of the needs that a survey makes: of the people's own ids, and of no two alike."""

from __future__ import annotations


def need_id(staff: str, topic: str, course: str | None = None) -> str:
    """The id of a need of a survey: for a topic, or for a course that comes before one of it.

    What an id cannot hold, and what parts it, is written as in a web address.

    >>> need_id("ada", "sheets"), need_id("ada", "9:1 devices", "start")
    ('ada:sheets', 'ada:9%3A1 devices:start')
    """
    parts = (staff, topic) if course is None else (staff, topic, course)
    return ":".join(map(_escaped, parts))


def id_beyond(staff: str, topic: str, level: int) -> str:
    """The id of a need for a level to which no course leads.

    >>> id_beyond("ada", "sheets", 3)
    'ada:sheets>3'
    """
    return f"{need_id(staff, topic)}>{level}"


def topic_part(need: str) -> str:
    """The id without the course that comes first, if it has one.

    >>> topic_part("ada:9%3A1 devices:start"), topic_part("n17")
    ('ada:9%3A1 devices', 'n17')
    """
    return ":".join(need.split(":")[:2])


def _escaped(part: str) -> str:
    text = "".join(_mark(mark) for mark in part)
    return f"{text[:-1]}%20" if text.endswith(" ") else text


def _mark(mark: str) -> str:
    plain = mark == " " or not (mark in "%:>|" or mark.isspace())
    return mark if plain else "".join(f"%{byte:02X}" for byte in mark.encode())

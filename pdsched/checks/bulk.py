"""Documents with more records than could be told all their faults: only a beginning is looked at.

A fault of shape takes a kilobyte on its way into a sentence, so that a text of ten megabytes could
take ten gigabytes. Documents of an ordinary size, whatever is wrong with them, are read as a whole.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from pdsched.problem import Record

MOST_RECORDS = 500_000
"""In all lists together; a year of a district of 10,000 teachers has 350,000."""
MOST_ERRORS = 500_000
"""Faults of shape that are told one by one."""
_STEP = 20_000
_MOST_INSIDE = 1_000
"""Items of a list inside of a record; the longest are dates, of which a horizon has 800."""


def faulty_beginning(model: type[Record], document: object) -> dict[str, Any] | None:
    """The beginning of a vast document, up to the first records of the wrong shape.

    `None` if the document is not vast, or if all of it has the right shape.
    """
    if not isinstance(document, dict):
        return None
    lists = [part for part in document.values() if isinstance(part, list)]
    inside = [len(each) for part in document.values() for each in _lists_in(part)]
    if max(inside, default=0) > MOST_RECORDS:
        return beginning(document)
    if sum(map(len, lists)) <= MOST_RECORDS:
        return None
    for start in range(0, max(map(len, lists)), _STEP):
        try:
            model.model_validate_json(to_json(_sliced(document, start, start + _STEP)), strict=True)
        except (ValidationError, ValueError):
            return _sliced(document, 0, start + _STEP)
    return None


def _lists_in(part: Any) -> list[list[Any]]:
    return [x for x in part.values() if isinstance(x, list)] if isinstance(part, dict) else []


def _sliced(document: dict[str, Any], start: int, end: int) -> dict[str, Any]:
    return {
        name: part[start:end] if isinstance(part, list) else part for name, part in document.items()
    }


def beginning(document: dict[str, Any]) -> dict[str, Any]:
    """The first records of each list, with the first items of each list inside of them.

    >>> len(beginning({"needs": [1] * 30_000})["needs"])
    20000
    """
    return {name: _cut(part, _STEP) for name, part in document.items()}


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, dict):
        return {name: _cut(part, _MOST_INSIDE) for name, part in value.items()}
    return [_cut(part, _MOST_INSIDE) for part in value[:most]] if isinstance(value, list) else value

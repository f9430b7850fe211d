"""Answers about a record that are worked out once: records never change."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def once(question: Callable[[R], T]) -> Callable[[R], T]:
    """Ask a question about each object once, and keep the answer as long as the object lives.

    Objects are told apart by identity: comparing two districts takes seconds. A copy is asked anew.

    >>> class Record: ...
    >>> asked = []
    >>> size = once(lambda record: asked.append(record) or 1)
    >>> record = Record()
    >>> size(record), size(record), len(asked)
    (1, 1, 1)
    """
    known: dict[int, tuple[weakref.ref[R], T]] = {}

    @wraps(question)
    def ask(record: R) -> T:
        number = id(record)
        entry = known.get(number)
        if entry is not None and entry[0]() is record:
            return entry[1]
        answer = question(record)
        known[number] = (weakref.ref(record, lambda _: known.pop(number, None)), answer)
        return answer

    return ask

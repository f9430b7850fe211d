"""JSON text: refused where it is ambiguous, written one record a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from pdsched.checks.codes import fault
from pdsched.checks.depth import MOST_DEEP, is_deep
from pdsched.checks.sentences import json_path
from pdsched.errors import Fault, ProblemError

_MOST_DIGITS = 1000
DEEP = f"it is nested deeper than {MOST_DEEP}"


class _Twice(dict[str, Any]):
    """An object in which keys are given twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        times = Counter(name for name, _ in pairs)
        self.twice = sorted(name for name, number in times.items() if number > 1)


def parse(file: str, text: str) -> Any:
    """The document in a text.

    Raises:
        ProblemError: if it is no JSON, or an object has a key twice.

    >>> parse("a.json", '{"name": "x"')
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD103 a.json line 1 column 13: ... delimiter); correct it there
    """
    repeats: list[_Twice] = []

    def make(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) == len(pairs):
            return record
        repeats.append(_Twice(pairs))
        return repeats[-1]

    document = _loads(file, text, make)
    if repeats and is_deep(document):
        raise ProblemError([_no_json(file, file, DEEP)])
    if repeats:
        raise ProblemError(list(_twice(document, ())))
    return document


def _loads(file: str, text: str, make: Any) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=make, parse_constant=_no_constant, parse_float=fraction
        )
    except json.JSONDecodeError as error:
        where = f"{file} line {error.lineno} column {error.colno}"
        value = text[error.pos : error.pos + 20].split("\n")[0]
        raise ProblemError([_no_json(where, value, error.msg)]) from None
    except RecursionError:
        raise ProblemError([_no_json(file, file, DEEP)]) from None
    except ValueError as error:
        raise ProblemError([_no_json(file, file, str(error).split(";")[0])]) from None


def _no_json(where: str, value: str, reason: str) -> Fault:
    return fault("PD103", where, value, f"is no JSON ({reason})", "correct it there")


def fraction(text: str) -> float:
    """A number with a fraction, of a length that a number can have.

    Raises:
        ValueError: if it has more digits than any number needs.
    """
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"a number has {len(text):,} digits, more than {_MOST_DIGITS:,}")
    return float(text)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


def _twice(value: Any, loc: tuple[int | str, ...]) -> Iterator[Fault]:
    if isinstance(value, _Twice):
        for name in value.twice:
            where = json_path((*loc, name))
            yield fault("PD104", where, name, "is given twice in one object", "give it once")
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for step, part in parts:
        if isinstance(part, dict | list):
            yield from _twice(part, (*loc, step))


def write(document: dict[str, Any]) -> str:
    """A document as text: a line for each field, and one for each record of a list.

    >>> print(write({"name": "x", "needs": [{"id": "1"}, {"id": "2"}]}), end="")
    {
     "name": "x",
     "needs": [
      {"id": "1"},
      {"id": "2"}
     ]
    }
    """
    fields = (f" {_compact(name)}: {_field(value)}" for name, value in document.items())
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _field(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(f"  {_compact(item)}" for item in value) + "\n ]"
    return _compact(value)


def _compact(value: Any) -> str:
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False)

"""From a document to a problem, a plan or a policy, with every fault of its shape.

What has the wrong shape is left out, so that the rest can be checked in the same go: faults of
shape and faults of sense are reported together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError, from_json, to_json

from pdsched.checks.bulk import MOST_ERRORS, beginning, faulty_beginning
from pdsched.checks.depth import is_deep
from pdsched.checks.index import KINDS, Lost
from pdsched.checks.named_days import with_named_days
from pdsched.checks.run import check, check_remaining
from pdsched.checks.sentences import sentences
from pdsched.errors import Fault
from pdsched.plan import Plan
from pdsched.problem import Problem, Record

M = TypeVar("M", bound=Record)
_PLACEHOLDER = {"time_zone": "UTC", "first": "2000-01-03", "last": "2000-01-03"}
_PARTS = ("blackouts", "weekdays", "pupil_free", "closed")
"""Lists of the calendar."""


def read_problem(document: object) -> tuple[Problem | None, tuple[Fault, ...]]:
    """A problem from a JSON document (dicts, lists, texts, numbers), and all its faults.

    Returns:
        The problem, or ``None`` if the document has not the shape of one; and the faults of both
        shape and sense, with JSON paths as they are in the document.

    >>> problem, faults = read_problem({"calendar": {"time_zone": "UTC", "first": "today"}})
    >>> problem is None
    True
    >>> [(fault.code, fault.where, fault.value) for fault in faults]
    [('PD113', 'calendar.first', 'today'), ('PD106', 'calendar.last', 'last')]
    """
    problem, errors, document = _read(Problem, document)
    if problem is not None:
        problem = with_named_days(problem)
        return problem, check(problem)
    faults = sentences(Problem, errors)
    if not isinstance(document, dict):
        return None, faults
    lost = _leave_out(document, errors)
    rest, _, _ = _read(Problem, document)
    return None, faults + (check_remaining(with_named_days(rest), lost) if rest else ())


def read_plan(document: object) -> tuple[Plan | None, tuple[Fault, ...]]:
    """A plan from a JSON document, and all faults of its shape.

    >>> read_plan({"sessions": 3})[1][0].code
    'PD108'
    """
    plan, errors, _ = _read(Plan, document)
    return plan, sentences(Plan, errors)


def read_record(record: type[M], document: object) -> tuple[M | None, tuple[Fault, ...]]:
    """A record of any kind from a document, and all faults of its shape.

    >>> from pdsched.problem import Room
    >>> read_record(Room, {"id": "lab", "school": "north"})[1][0].where
    'capacity'
    """
    instance, errors, _ = _read(record, document)
    return instance, sentences(record, errors)


def _read(model: type[M], document: object) -> tuple[M | None, list[ErrorDetails], Any]:
    """The record, or the errors and a copy of the document that may be changed.

    The document goes through JSON because only there texts are dates and nothing else is.
    """
    try:
        text = to_json(document, inf_nan_mode="constants")
    except (PydanticSerializationError, UnicodeEncodeError, ValueError, RecursionError):
        return None, [_not_json(document)], None
    if (part := faulty_beginning(model, document)) is not None:
        return _excerpted(model, part, "this document")
    try:
        return model.__pydantic_validator__.validate_json(text, strict=True), [], None
    except ValidationError as error:
        if isinstance(document, dict) and error.error_count() > MOST_ERRORS:
            return _excerpted(model, beginning(document), f"{error.error_count():,} faults")
        errors = error.errors(include_url=False)
    try:
        copy = from_json(text)
    except ValueError:  # nested too deep, or a number beyond all limits
        return None, [_not_json(document)], None
    real = [error for error in _first_hand(errors) if not _mended(copy, error)]
    if real or not errors:
        return None, real, copy
    return _read(model, copy)


def _excerpted(
    model: type[M], part: dict[str, Any], shown: str
) -> tuple[M | None, list[ErrorDetails], Any]:
    """The errors of a part of a document, with one that says that there are more."""
    _, errors, rest = _read(model, part)
    more: ErrorDetails = {"type": "too_many", "loc": (), "msg": "", "input": shown}
    return None, [*errors, more], rest


def _not_json(document: object) -> ErrorDetails:
    kind = "json_deep" if is_deep(document) else "json_invalid"
    return {"type": kind, "loc": (), "msg": "", "input": type(document).__name__}


def _first_hand(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """The errors without lists that are too short only because of errors in their items."""
    if all(error["type"] != "too_short" for error in errors):
        return errors
    above = {error["loc"][:n] for error in errors for n in range(len(error["loc"]))}
    return [e for e in errors if e["type"] != "too_short" or e["loc"] not in above]


def _mended(document: Any, error: ErrorDetails) -> bool:
    """Whether an error was only a whole number written as ``5.0``; it is put right."""
    value = error["input"]
    if error["type"] != "int_type" or not isinstance(value, float) or not value.is_integer():
        return False
    *path, last = error["loc"]
    _at(document, path)[last] = int(value)
    return True


def _at(document: Any, path: Sequence[int | str]) -> Any:
    for step in path:
        document = document[step]
    return document


def _leave_out(document: dict[str, Any], errors: Sequence[ErrorDetails]) -> Lost:
    """Takes everything of the wrong shape out of the document; what was lost."""
    places: dict[str, set[int]] = {}
    nameless: set[str] = set()
    calendar = False
    for error in errors:
        loc = error["loc"]
        if not loc:  # about the whole document
            continue
        if error["type"] == "extra_forbidden":
            _at(document, loc[:-1]).pop(loc[-1])
        elif loc[0] == "calendar":
            calendar |= _repair_calendar(document, loc, places)
        elif loc[0] in KINDS and len(loc) > 1:
            places.setdefault(str(loc[0]), set()).add(int(loc[1]))
        else:
            document.pop(str(loc[0]), None)
            nameless.add(str(loc[0]))
    return _drop(document, places, nameless, calendar=calendar)


def _repair_calendar(
    document: dict[str, Any], loc: tuple[int | str, ...], places: dict[str, set[int]]
) -> bool:
    """Puts a placeholder for what cannot be read; whether dates of the calendar are unknown."""
    calendar = document.get("calendar")
    if not isinstance(calendar, dict):
        document["calendar"] = dict(_PLACEHOLDER)
        return True
    part = str(loc[1])
    if part == "blackouts" and len(loc) > 2:
        places.setdefault("calendar.blackouts", set()).add(int(loc[2]))
        return False
    if part in _PARTS:
        calendar.pop(part, None)
    elif part == "time_zone":
        calendar["time_zone"] = "UTC"
    else:
        calendar |= {"first": _PLACEHOLDER["first"], "last": _PLACEHOLDER["last"]}
    return part != "blackouts"


def _drop(
    document: dict[str, Any], places: dict[str, set[int]], nameless: set[str], *, calendar: bool
) -> Lost:
    """Drops the records at these places, and remembers their ids."""
    ids: dict[str, frozenset[str]] = {}
    remain: dict[str, tuple[int, ...]] = {}
    for kind, gone in places.items():
        *path, last = kind.split(".")
        holder = _at(document, path)
        names = [_name(holder[last][place]) for place in sorted(gone)]
        ids[kind] = frozenset(name for name in names if name is not None)
        if None in names:
            nameless.add(kind)
        remain[kind] = tuple(n for n in range(len(holder[last])) if n not in gone)
        holder[last] = [holder[last][place] for place in remain[kind]]
    return Lost(ids, frozenset(nameless), remain, calendar)


def _name(record: object) -> str | None:
    """The id of a record of the wrong shape, if it can be read."""
    name = record.get("id") if isinstance(record, dict) else None
    return str(name) if isinstance(name, str | int) else None

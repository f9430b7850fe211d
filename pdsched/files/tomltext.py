"""TOML text: parsed, or the fault that says where it is none."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from datetime import date, time
from pathlib import PurePath
from typing import Any, TypeVar

from pdsched.checks import read_record
from pdsched.checks.codes import fault
from pdsched.checks.depth import MOST_DEEP, is_deep
from pdsched.checks.sentences import json_path
from pdsched.errors import Fault, ProblemError
from pdsched.files.jsontext import DEEP, fraction
from pdsched.problem import Record

R = TypeVar("R", bound=Record)
_PLACED = re.compile(r"(?P<reason>.*) \(at (?P<place>line (?P<line>\d+).*|end of document)\)$")
"""How tomllib ends a message."""
_NUMBERS = re.compile(r"\[\d+\]")
_DEEP_KEY = re.compile(rf"(?:[^\s.=]{{1,40}}[ \t]*\.[ \t]*){{{MOST_DEEP + 1}}}")
"""A key of very many parts between dots."""


def read_named(
    record: type[R],
    file: str,
    text: str,
    *,
    dated: Collection[str] = (),
    worded: Callable[[Fault], Fault] = lambda fault: fault,
) -> R:
    """A record from the text of a file: its keys are the fields, and its name that of the file.

    Args:
        record: what the file says.
        file: its name, which begins the place of each fault.
        text: what it holds.
        dated: paths of fields that ask for a date, without the numbers of lists.
        worded: puts a fault into words that fit the record.

    Raises:
        ProblemError: if the text is no TOML; or with all faults of its keys and values.

    >>> from pdsched import Policy
    >>> read_named(Policy, "strict.toml", "late_tenths = 0").name
    'strict'
    """
    document = parse(file, text)
    instance, faults = read_record(record, {"name": PurePath(file).stem, **document})
    told = {one.where for one in faults}
    faults += tuple(
        one
        for one in dates(document)
        if one.where not in told and _NUMBERS.sub("", one.where) not in dated
    )
    if instance is None or faults:
        placed = map(worded, faults)
        raise ProblemError([one._replace(where=f"{file} {one.where}") for one in placed])
    return instance


def parse(file: str, text: str) -> dict[str, Any]:
    """The document in a text.

    Raises:
        ProblemError: if it is no TOML; with the line and column where reading ended.

    >>> parse("strict.toml", "name = strict")
    Traceback (most recent call last):
    pdsched.errors.ProblemError: PD103 strict.toml line 1 column 8: 'name = strict' is no TOML ...
    """
    if any(_DEEP_KEY.search(line) for line in text.splitlines() if line.count(".") > MOST_DEEP):
        raise ProblemError([_no_toml(file, text, DEEP)])  # to read it takes the square of the time
    try:
        document = tomllib.loads(text, parse_float=fraction)
    except RecursionError:
        raise ProblemError([_no_toml(file, text, DEEP)]) from None
    except ValueError as error:
        raise ProblemError([_no_toml(file, text, str(error).split(";")[0])]) from None
    if is_deep(document):
        raise ProblemError([_no_toml(file, text, DEEP)])
    return document


def _no_toml(file: str, text: str, message: str) -> Fault:
    match = _PLACED.match(message)
    if match is None:
        return fault("PD103", file, file, f"is no TOML ({message})", "correct it there")
    where = f"{file} {match['place'].replace(', ', ' ')}"
    line = text.splitlines()[int(match["line"]) - 1].strip() if match["line"] else file
    return fault("PD103", where, line, f"is no TOML ({match['reason']})", "correct it there")


def dates(value: Any, loc: tuple[int | str, ...] = ()) -> Iterator[Fault]:
    """A fault for each date or time in a document: TOML has them, and no field of ours takes one.

    Without this they would pass for texts.

    >>> print(*dates(parse("strict.toml", "name = 2026-09-01")))
    PD108 name: '2026-09-01' is a date or time, and none is asked for; put it in quotation marks ...
    """
    if isinstance(value, date | time):
        message = "is a date or time, and none is asked for"
        advice = "put it in quotation marks if a text is meant"
        yield fault("PD108", json_path(loc), str(value), message, advice)
    elif isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from dates(part, (*loc, step))

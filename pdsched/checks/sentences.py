"""What pydantic says about a shape, in the words of a fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, get_args

from pydantic_core import ErrorDetails

from pdsched.checks.codes import fault
from pdsched.checks.depth import MOST_DEEP
from pdsched.checks.hints import Hints
from pdsched.errors import Fault
from pdsched.policy import GOALS, RULES
from pdsched.problem import Record
from pdsched.problem.base import ID_FORM

_PLAIN = re.compile(r"[A-Za-z_]\w*")
Loc = tuple[int | str, ...]


def json_path(loc: Loc) -> str:
    """A place in a document as a JSON path.

    >>> json_path(("staff", 0, "levels", "spread sheets"))
    "staff[0].levels['spread sheets']"
    """
    path = ""
    for step in loc:
        if step == "[key]":  # The key before it is what is wrong.
            continue
        if isinstance(step, str) and _PLAIN.fullmatch(step):
            path += f".{step}" if path else step
        else:
            path += f"[{step!r}]"
    return path or "document"


def sentences(model: type[Record], errors: Iterable[ErrorDetails]) -> tuple[Fault, ...]:
    """The faults that say what errors of pydantic mean."""
    hints = Hints()
    return tuple(_sentence(model, error, hints) for error in errors)


def _sentence(model: type[Record], error: ErrorDetails, hints: Hints) -> Fault:
    code, message, advice = _words(model, error, hints)
    value = error["input"]
    if code in {"PD106", "PD107"}:
        value = str(error["loc"][-1])
    if error["type"] in {"limit", "goals_off"}:
        value = error["ctx"]["id"]
    # What a record as a whole says of one of its fields.
    loc = (*error["loc"], "goals") if error["type"] == "goals_off" else error["loc"]
    return fault(code, json_path(loc), _shown(value), message, advice)


def _shown(value: Any) -> str:
    """A value as JSON would show it, roughly; only the kind of large ones."""
    if isinstance(value, dict | list) and len(value) > 3:
        return f"{'object' if isinstance(value, dict) else 'list'} of {len(value)}"
    special = {None: "null", True: "true", False: "false"}
    return special[value] if value is None or isinstance(value, bool) else str(value)


def _words(model: type[Record], error: ErrorDetails, hints: Hints) -> tuple[str, str, str]:
    kind = error["type"]
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == "extra_forbidden":
        return "PD107", "is not a known field", _known(model, error["loc"], hints)
    for prefix, words in _BY_START:
        if kind.startswith(prefix):
            return words(error, hints)
    return "PD108", f"cannot be read here ({error['msg']})", "correct it"


_WORDS: dict[str, tuple[str, str, str]] = {
    "missing": ("PD106", "is missing", "add it"),
    "clock": ("PD112", "is no clock time", "write it as HH:MM, from 00:00 to 23:59"),
    "level": ("PD109", "has a level outside its limits", "use levels from 0 to 10"),
    "string_type": ("PD108", "is not a text", "put it in quotation marks"),
    "string_too_short": ("PD111", "is no id: it is empty", "give it at least one character"),
    "int_type": ("PD108", "is not a whole number", "write a whole number such as 5"),
    "int_from_float": ("PD108", "is not a whole number", "write a whole number such as 5"),
    "float_type": ("PD108", "is not a number", "write a number such as 0.8"),
    "bool_type": ("PD108", "is neither true nor false", "write true or false"),
    "tuple_type": ("PD108", "is not a list", "write a list, such as []"),
    "dict_type": ("PD108", "is no object of whole numbers by name", 'write it as {"name": 2}'),
    "model_type": ("PD108", "is not an object", "write an object with fields, such as {}"),
    "answer": (
        "PD104",
        "gives one answer two meanings",
        "keep one of the two: case and blanks do not tell answers apart",
    ),
    "heading": (
        "PD104",
        "gives one heading two meanings",
        "give staff, topic and each of the questions a heading of its own",
    ),
    "too_many": ("PD116", "has too many faults to tell each", "mend the first ones"),
    "json_deep": ("PD103", "is nested too deep", f"use {MOST_DEEP} lists in each other at most"),
    "json_invalid": ("PD103", "cannot be written as JSON", "use texts, numbers, lists and dicts"),
}
_DATE = ("PD113", "is no date, or can be read as two", "write it as YYYY-MM-DD")


def _form(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    """A text that is no id, or is not written as another has to be."""
    form = error["ctx"]["pattern"]
    if form == ID_FORM:
        advice = "use any text without |, line breaks, tabs, or blanks at either end"
        return "PD111", "is no id", advice
    return "PD108", "is not written as it has to be", f"write it as this pattern has it: {form}"


def _long(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    return "PD111", "is too long", f"use at most {error['ctx']['max_length']} characters"


def _date(_error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    return _DATE


def _choice(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    return "PD110", "is none of the choices", f"use {error['ctx']['expected']}".replace("'", "")


def _asked(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    """A column of a survey, of which a text stands where there should be what it asks."""
    column, told = error["loc"][-1], error["input"]
    if told in {"staff", "topic"}:
        advice = f'write {told} = "{column}" for the column with the {told}, before any [table]'
    else:
        advice = 'write it as {topic = "sheets", question = "wish"}'
    return "PD108", "is not what a column asks", advice


def _limit(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    name, least = {
        "greater_than": ("gt", "more than"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "less than"),
        "less_than_equal": ("le", "at most"),
    }[error["type"]]
    limit = error["ctx"][name]
    return "PD109", "is outside its limits", f"use {least} {limit:g}"


def _length(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    if error["type"] == "too_long":
        return "PD109", "names too many", f"list {error['ctx']['max_length']}"
    if error["ctx"]["min_length"] > 1:
        return "PD109", "names too few", f"list {error['ctx']['min_length']}"
    return "PD212", "is empty and allows nothing", "list at least one"


def _rule(error: ErrorDetails, hints: Hints) -> tuple[str, str, str]:
    """A rule that a policy switches off and cannot."""
    optional = [rule for rule, info in RULES.items() if info.optional]
    if error["input"] in RULES:
        advice = f"take it out; can be switched off: {', '.join(optional)}"
        return "PD110", "is a rule that always holds", advice
    return "PD110", "is no rule", _nearest(str(error["input"]), optional, hints)


_GOALS = {
    "goals_first": "begin with needs-met, or with a goal of equity and needs-met in a later tier",
    "goals_twice": "name each goal once",
    "goals_unset": "set them, or do not ask for it",
}


def _goal(error: ErrorDetails, hints: Hints) -> tuple[str, str, str]:
    """What stands among the goals of a policy and is none, or at the wrong place."""
    if error["type"] == "goal_insisted":
        remove = "remove insist = true from the limit, or the id from the goals"
        return "PD110", "is a limit that is insisted on", remove
    if error["type"] == "goal_hard":
        return "PD110", "is a limit that is not soft", "give it soft = true, or take it out"
    if error["type"] == "goals_off":
        return "PD110", "stands among the goals and is off", "take it out of goals, or out of off"
    if (advice := _GOALS.get(error["type"])) is not None:
        return "PD110", f"cannot be: {error['msg']}", advice
    soft = [rule for rule, info in RULES.items() if info.soft]
    if error["input"] in RULES:
        return (
            "PD110",
            "is a rule that cannot be soft",
            f"take it out; can be soft: {', '.join(soft)}",
        )
    return "PD110", "is no goal", _nearest(str(error["input"]), [*GOALS, *soft], hints)


def _lunch(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    return "PD110", f"cannot be: {error['msg']}", "give a longer time, or a shorter lunch"


_LIMITS = {
    "limit": "correct it, or leave it out",
    "limit_twice": "give each limit an id of its own",
    "limit_most": "write it so",
}


def _counted(error: ErrorDetails, _hints: Hints) -> tuple[str, str, str]:
    """A limit of a policy that cannot be as it is, all that is wrong with it at once."""
    return "PD110", f"cannot be: {error['msg']}", _LIMITS[error["type"]]


_BY_START: tuple[tuple[str, Callable[[ErrorDetails, Hints], tuple[str, str, str]]], ...] = (
    ("string_pattern", _form),
    ("string_too_long", _long),
    ("date", _date),
    ("enum", _choice),
    ("asked", _asked),
    ("literal", _choice),
    ("rule", _rule),
    ("goal", _goal),
    ("lunch", _lunch),
    ("limit", _counted),
    ("greater", _limit),
    ("less", _limit),
    ("too_short", _length),
    ("too_long", _length),
)


def _known(model: type[Record], loc: Loc, hints: Hints) -> str:
    """Advice that names the nearest known field at a place."""
    names = tuple(step for step in loc[:-1] if isinstance(step, str))
    return _nearest(str(loc[-1]), _fields(model, names), hints)


def _nearest(name: str, known: Sequence[str], hints: Hints) -> str:
    """Advice that names the nearest of some names, and all of them."""
    hint, advice = hints.near(name, known), _remove(tuple(known))
    return hint + advice if hint else advice


@lru_cache(maxsize=256)
def _remove(known: tuple[str, ...]) -> str:
    """One text for all faults that need it: there may be very many of them."""
    return f"remove it; known: {', '.join(known)}"


@lru_cache(maxsize=256)
def _fields(model: type[Record], names: Loc) -> tuple[str, ...]:
    """The fields of the record below some others, in order."""
    for name in names:
        if name in model.model_fields:  # no key of a dict
            model = _record_in(model.model_fields[str(name)].annotation) or model
    return tuple(sorted(model.model_fields))


def _record_in(annotation: Any) -> type[Record] | None:
    """The record type inside an annotation such as ``tuple[Need, ...] | None``."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    records = (_record_in(part) for part in get_args(annotation))
    return next((record for record in records if record is not None), None)

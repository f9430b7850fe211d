"""What is wrong with the shape of a request, as faults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pdsched.checks.codes import fault
from pdsched.checks.sentences import json_path, sentences
from pdsched.errors import Fault
from pdsched.problem.base import Record

_SHOWN = 40
"""Letters of what was sent that are shown."""
_AS_READ = {
    "model_attributes_type": "model_type",
    "int_parsing": "int_type",
    "float_parsing": "float_type",
    "bool_parsing": "bool_type",
}
"""Errors about texts in addresses and forms, by those about JSON, which say the same."""


def request_faults(errors: Sequence[Mapping[str, Any]]) -> tuple[Fault, ...]:
    """The faults that errors of FastAPI mean, whose places begin with the part of the request.

    >>> error = {"type": "int_parsing", "loc": ("query", "revision"), "msg": "", "input": "x"}
    >>> request_faults([error])[0].message
    'is not a whole number'
    """
    return tuple(_fault(error) for error in errors)


def _fault(error: Mapping[str, Any]) -> Fault:
    loc, given = error["loc"][1:] or error["loc"], error["input"]
    if error["type"] == "json_invalid":
        where = f"body character {loc[-1] + 1}"
        told = f"is no JSON ({error['ctx']['error']})"
        return fault("PD103", where, "body", told, "correct it there")
    if isinstance(given, bytes):
        told = given.decode(errors="replace")[:_SHOWN]
        advice = "send it with the header Content-Type: application/json"
        return fault("PD108", "body", told, "was not sent as JSON", advice)
    if "UploadFile" in error["msg"]:
        advice = "send a file in this field of a form"
        return fault("PD108", json_path(loc), f"{given}"[:_SHOWN], "is no file", advice)
    plain: Any = {**error, "loc": loc, "type": _AS_READ.get(error["type"], error["type"])}
    return sentences(Record, [plain])[0]

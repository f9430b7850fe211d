"""How policies write the values of their fields in TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def document(fields: Mapping[str, Any]) -> str:
    """The fields of a policy: a line each, and then what has headings of its own.

    >>> print(document({"name": "ours", "prices": {"half_day": 110.0}, "limits": []}))
    name = "ours"
    <BLANKLINE>
    [prices]
    half_day = 110.0
    <BLANKLINE>
    """
    told = lines({name: value for name, value in fields.items() if name not in _HEADED})
    if "prices" in fields:
        told += f"\n[prices]\n{lines(fields['prices'])}"
    for limit in fields["limits"]:
        told += f"\n[[limits]]\n{lines({key: v for key, v in limit.items() if v != {}})}"
    return told


_HEADED = ("prices", "limits")
"""What TOML lets stand behind all else alone."""


def lines(fields: Mapping[str, object]) -> str:
    """A line for each field."""
    return "".join(f"{field} = {toml_value(value)}\n" for field, value in fields.items())


def toml_value(value: object) -> str:
    """Texts, numbers and lists as JSON writes them (but for one letter), tables on one line.

    >>> toml_value({"sessions": 2, "changes": 1})
    '{ sessions = 2, changes = 1 }'
    """
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

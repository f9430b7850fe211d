"""How policies write the values of their fields in TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping


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

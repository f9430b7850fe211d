"""How policies write the values of their fields in TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping


def lines(fields: Mapping[str, object]) -> str:
    """A line for each field."""
    return "".join(f"{field} = {_toml(value)}\n" for field, value in fields.items())


def _toml(value: object) -> str:
    """Texts, numbers and lists as JSON writes them (but for one letter), tables on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(part)}" for key, part in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""JSON Schema, as far as our schemas use it, so that no package is needed to try them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

SAYS_NOTHING = {"$schema", "$defs", "title", "description", "default", "examples", "unit", "source"}
TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def breaches(schema: dict[str, Any], value: Any) -> list[str]:
    """What of a JSON value does not keep a schema, each as its path and the keyword.

    >>> breaches({"type": "array", "items": {"minimum": 1}}, [1, 0])
    ['$[1] minimum']
    """
    return list(_breaches(schema, schema, value, "$"))


def _breaches(root: dict[str, Any], schema: Any, value: Any, path: str) -> Iterator[str]:
    for keyword, told in schema.items():
        if keyword in SAYS_NOTHING:
            continue
        if keyword == "$ref":
            yield from _breaches(root, root["$defs"][told.rpartition("/")[2]], value, path)
        elif keyword == "anyOf":
            if all(any(_breaches(root, each, value, path)) for each in told):
                yield f"{path} anyOf"
        elif keyword in _PARTS:
            yield from _PARTS[keyword](root, schema, value, path)
        elif not _KEPT[keyword](told, value):  # an unknown keyword is a KeyError
            yield f"{path} {keyword}"


def _properties(root: Any, schema: Any, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in schema["properties"]:
                yield from _breaches(root, schema["properties"][name], part, f"{path}.{name}")


def _additional(root: Any, schema: Any, value: Any, path: str) -> Iterator[str]:
    for name, part in value.items() if isinstance(value, dict) else ():
        if name not in schema.get("properties", {}):
            if schema["additionalProperties"] is False:
                yield f"{path}.{name} additionalProperties"
            elif isinstance(schema["additionalProperties"], dict):
                yield from _breaches(root, schema["additionalProperties"], part, f"{path}.{name}")


def _names(root: Any, schema: Any, value: Any, path: str) -> Iterator[str]:
    for name in value if isinstance(value, dict) else ():
        yield from _breaches(root, schema["propertyNames"], name, f"{path}.{name}")


def _items(root: Any, schema: Any, value: Any, path: str) -> Iterator[str]:
    for number, part in enumerate(value) if isinstance(value, list) else ():
        yield from _breaches(root, schema["items"], part, f"{path}[{number}]")


def _is_of(kind: str, value: Any) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    whole = isinstance(value, float) and value.is_integer()
    return isinstance(value, TYPES[kind]) or (kind == "integer" and whole)


def _is_date(told: str, value: Any) -> bool:
    assert told == "date"
    try:
        return not isinstance(value, str) or bool(date.fromisoformat(value))
    except ValueError:
        return False


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_PARTS = {
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _items,
}
_KEPT: dict[str, Any] = {
    "type": _is_of,
    "enum": lambda told, value: value in told,
    "const": lambda told, value: value == told,
    "format": _is_date,
    "pattern": lambda told, value: not isinstance(value, str) or bool(re.search(told, value)),
    "required": lambda told, value: not isinstance(value, dict) or {*told} <= value.keys(),
    "minLength": lambda told, value: not isinstance(value, str) or len(value) >= told,
    "maxLength": lambda told, value: not isinstance(value, str) or len(value) <= told,
    "minItems": lambda told, value: not isinstance(value, list) or len(value) >= told,
    "maxItems": lambda told, value: not isinstance(value, list) or len(value) <= told,
    "minProperties": lambda told, value: not isinstance(value, dict) or len(value) >= told,
    "minimum": lambda told, value: not _number(value) or value >= told,
    "maximum": lambda told, value: not _number(value) or value <= told,
    "exclusiveMinimum": lambda told, value: not _number(value) or value > told,
}

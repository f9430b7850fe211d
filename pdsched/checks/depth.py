"""How deep a document is nested: looked at without recursion, which deep ones would exhaust."""

from __future__ import annotations

from typing import Any

MOST_DEEP = 50
"""Lists and objects in each other; a problem has six."""


def is_deep(value: Any) -> bool:
    """Whether lists and objects are nested deeper than anything that is read here.

    >>> is_deep([[]]), is_deep({"a": {"b": [1]}})
    (False, False)
    """
    level = [value]
    for _ in range(MOST_DEEP + 1):
        level = [
            part
            for each in level
            if isinstance(each, dict | list)
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True

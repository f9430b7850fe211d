"""Records in a row that a notebook shows as a table."""

from __future__ import annotations

from html import escape
from typing import Any, TypeVar

from pdsched.views.markup import block, table
from pdsched.views.words import count

T = TypeVar("T")
ROWS_SHOWN = 200


class Listed(tuple[T, ...]):
    """A tuple of records of one kind, shown with a column for each of their fields.

    >>> from pdsched.problem import Room
    >>> rooms = Listed([Room(id="<lab>", school="north", capacity=20)])
    >>> rooms == tuple(rooms), "<td>&lt;lab&gt;</td>" in rooms._repr_html_()
    (True, True)
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        if not self:
            return block("<p>none</p>")
        kind = type(self[0])
        fields: tuple[str, ...] = getattr(kind, "_fields", ()) or tuple(
            getattr(kind, "model_fields", ())
        )
        rows = (tuple(_cell(getattr(one, name)) for name in fields) for one in self[:ROWS_SHOWN])
        parts = [table(((name, "") for name in fields), rows)]
        if (more := len(self) - ROWS_SHOWN) > 0:
            parts.append(f'<p class="note">and {escape(count(more, "more row"))}</p>')
        return block("\n".join(parts))


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)

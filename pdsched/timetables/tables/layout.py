"""How a table is laid out: told by a file, by name, or in Python; the rest is guessed."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from pdsched import outside
from pdsched.errors import Fault, ProblemError
from pdsched.problem.base import Record
from pdsched.timetables.faults import fail, fault
from pdsched.timetables.tables.heads import ROLES, Role

Kind = Literal["long", "wide"]
Heads = str | int | tuple[str | int, ...]
"""A column by its head, its letters or its number from 1 on; several are read as one."""
CellRole = Literal["teacher", "class", "subject", "room", "week"]


class Layout(Record):
    """What is known of a table before it is read; what is left out is guessed."""

    program: str = ""
    """Which program writes such tables."""
    source: str = ""
    """The public description that it was made from."""
    kind: Kind | None = None
    """``long``: one row a lesson; ``wide``: days, periods or both side by side."""
    head: int | None = Field(default=None, ge=0, le=1000)
    """Row of the heads, from 1 on; 0 if there are none."""
    columns: dict[Role, Heads] = Field(default_factory=dict)
    """Which column holds what."""
    cell: str = ""
    """What a cell of a wide table says, such as ``{class} {subject} ({room})``; from the end on,
    parts may be missing."""
    lines: tuple[CellRole, ...] = ()
    """What the rows of a teacher hold, where a wide table has several for each."""
    separators: dict[Role, str] = Field(default_factory=dict)
    """Signs that part several names of one cell."""
    only: dict[str, str] = Field(default_factory=dict)
    """What a column has to hold in rows that can be used."""

    @field_validator("cell")
    @classmethod
    def _known_parts(cls, cell: str) -> str:
        try:
            parts = [(text, name) for text, name, *_ in string.Formatter().parse(cell)]
        except ValueError:
            parts = [("", "")]
        names = [name for _, name in parts if name is not None]
        apart = all(text for text, name in parts[1:] if name is not None)
        known = apart and set(names) <= set(CELL_ROLES) and len(set(names)) == len(names)
        if cell and not (names and known):
            listed = ", ".join(f"{{{name}}}" for name in CELL_ROLES)
            message = "has to consist of {known}, each once, with something between them"
            raise PydanticCustomError("cell", message, {"known": listed})
        return cell

    def but(self, other: Layout) -> Layout:
        """This layout, and in its place what the other one tells."""
        told = {name: getattr(other, name) for name in other.model_fields_set}
        for name in ("columns", "separators", "only"):
            if name in told:
                told[name] = {**getattr(self, name), **told[name]}
        return self.model_copy(update=told)


CELL_ROLES: tuple[str, ...] = ("teacher", "class", "subject", "room", "week")


@cache
def layout_names() -> tuple[str, ...]:
    """Names of the layouts of programs that come with the package.

    >>> "powerschool" in layout_names()
    True
    """
    folder = resources.files("pdsched.timetables").joinpath("layouts")
    names = (Path(file.name) for file in folder.iterdir())
    return tuple(sorted(name.stem for name in names if name.suffix == ".toml"))


def named_layout(name: str) -> Layout:
    """A layout that comes with the package, or a bare kind.

    Raises:
        ProblemError: there is none of this name (PD722).

    >>> named_layout("wide").kind
    'wide'
    """
    if name in ("long", "wide"):
        return Layout(kind="long" if name == "long" else "wide")
    if name not in layout_names():
        fail("PD722", "layout", name, f"there are long, wide, {', '.join(layout_names())}")
    file = resources.files("pdsched.timetables").joinpath("layouts", f"{name}.toml")
    return Layout.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def load_layout(path: str | Path) -> Layout:
    """The layout of a TOML file, whose tables and keys are the fields of `Layout`.

    A file that only says which columns hold what may name them without ``[columns]``.

    Raises:
        ProblemError: it cannot be read (PD701, PD711) or says something else (PD722, all at once).
    """
    try:
        content = outside.read_bytes(path)
        outside.check_settings(content)
        document = tomllib.loads(outside.decoded(content).text.removeprefix("\ufeff"))
    except outside.UnreadableError as error:
        code = "PD711" if isinstance(error, outside.TooLargeError) else "PD701"
        fail(code, str(path), Path(path).name, str(error))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        fail("PD722", str(path), Path(path).name, str(error))
    return layout_of(document, str(path))


def layout_of(document: Mapping[str, Any], where: str) -> Layout:
    """A layout from what was told, in Python or in a file.

    Raises:
        ProblemError: PD722, all at once.

    >>> layout_of({"teacher": "Wer", "day": "Tag"}, "columns").columns
    {'teacher': 'Wer', 'day': 'Tag'}
    """
    told = dict(document)
    bare = {name: told.pop(name) for name in list(told) if name in ROLES}
    if bare:
        told["columns"] = {**bare, **told.get("columns", {})}
    try:
        return Layout.model_validate(told)
    except ValidationError as error:
        raise ProblemError(list(_faults(error, where))) from None


def _faults(error: ValidationError, where: str) -> Iterator[Fault]:
    for each in error.errors():
        place = ".".join(str(part) for part in each["loc"] if part != "[key]")
        known = f"; columns are {', '.join(ROLES)}" if "columns" in each["loc"] else ""
        yield fault("PD722", f"{where} {place}", each["input"], each["msg"] + known)


def separators_of(told: str | Mapping[str, str] | None) -> dict[str, str]:
    """Separators by column: a text holds for teachers, classes and rooms alike.

    >>> separators_of("/")["class"]
    '/'
    """
    if told is None:
        return {}
    if isinstance(told, str):
        return dict.fromkeys(("teacher", "class", "room"), told)
    return dict(told)


def heads_of(heads: Heads) -> Sequence[str | int]:
    """The columns that are read as one.

    >>> heads_of("Prof"), heads_of(("Nom", "Prénom"))
    (('Prof',), ('Nom', 'Prénom'))
    """
    return heads if isinstance(heads, tuple) else (heads,)

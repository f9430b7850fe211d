"""The JSON Schemas that come with the package, for software in other languages.

They are files in the package, so that nobody needs Python to have them; ``python -m
pdsched.files.generated .`` writes them from the fields.
"""

from __future__ import annotations

from importlib.resources import files

ENDING = ".schema.json"
FOLDER = "data/schemas"
"""Where they are in the package."""


def schemas() -> tuple[str, ...]:
    """Of what there are schemas.

    >>> schemas()
    ('answer', 'approvals', 'changes', 'ledger', 'plan', 'policy', ..., 'simulation')
    """
    names = (entry.name for entry in files("pdsched").joinpath(FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


def schema(kind: str) -> str:
    """The JSON Schema (draft 2020-12) of one of `schemas`, as text.

    Files that pdsched writes keep it. It says what each field takes; what is asked of several
    fields together, such as that ids name something, only `pdsched.check` says.

    Raises:
        KeyError: if there is none of that kind.

    >>> import json
    >>> json.loads(schema("plan"))["title"]
    'Plan'
    """
    if kind not in schemas():
        raise KeyError(kind)
    place = files("pdsched").joinpath(FOLDER, kind + ENDING)
    return place.read_text(encoding="utf-8")

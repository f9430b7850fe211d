"""Files of the project that repeat what fields say: ``python -m pdsched.files.generated .``.

They are the JSON Schemas of all kinds of files, the table of figures on the page of policies, the
file of the default policy, and what the page of tables says of each column. A test compares each
with what would be written.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Callable, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import GenericAlias
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import Field, create_model

from pdsched.accounts import Ledger
from pdsched.answer import Answer, ReplanAnswer
from pdsched.files.columns_page import PAGE, copied
from pdsched.files.schemas import ENDING, FOLDER
from pdsched.plan import Approvals, Changes, Plan
from pdsched.policy import Policy
from pdsched.policy.tables import default_file, figure_table
from pdsched.problem import Problem, Record
from pdsched.result import Result
from pdsched.survey import SurveyScales
from pdsched.what_if import PriceList, Scenarios, Simulation

_BEGIN = "<!-- Written by `python -m pdsched.files.generated .` from the fields of a policy. -->"
_END = "<!-- End of what is written. -->"


def schema_text(kind: Any) -> str:
    """The JSON Schema of a record, or of a named tuple that is written like one, as text.

    >>> json.loads(schema_text(Plan))["title"]
    'Plan'
    """
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    record: type[Record] = kind if issubclass(kind, Record) else _as_record(kind)
    return json.dumps(draft | record.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


@cache
def _as_record(kind: Any) -> type[Record]:
    """A record with the fields of a named tuple, and with what is said of each."""
    said = _said_of_fields(kind)
    fields: dict[str, Any] = {
        name: (
            _of_records(hint),
            Field(kind._field_defaults.get(name, ...), description=said[name]),
        )
        for name, hint in get_type_hints(kind).items()
    }
    return create_model(kind.__name__, __base__=Record, __doc__=kind.__doc__, **fields)


def _of_records(hint: Any) -> Any:
    """An annotation with records in place of named tuples."""
    if get_origin(hint) is tuple:
        return GenericAlias(tuple, tuple(map(_of_records, get_args(hint))))
    return _as_record(hint) if hasattr(hint, "_fields") else hint


def _said_of_fields(kind: type) -> dict[str, str | None]:
    """The text below each field of a class, which Python does not keep."""
    [tree] = ast.parse(inspect.getsource(kind)).body
    assert isinstance(tree, ast.ClassDef)
    said: dict[str, str | None] = {}
    for field, below in pairwise([*tree.body, ast.Pass()]):
        if isinstance(field, ast.AnnAssign):
            text = ast.literal_eval(below.value) if isinstance(below, ast.Expr) else None
            # JSON has another word for it.
            said[ast.unparse(field.target)] = text and inspect.cleandoc(text).replace(
                "``None``", "``null``"
            )
    return said


def with_table(page: str) -> str:
    """The page of policies, with the table of figures between its two marks.

    Raises:
        ValueError: if the page does not have both marks.
    """
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise ValueError(f"the page of policies lacks a mark: give it {_BEGIN} and {_END}")
    # Without empty lines between, a mark would belong to the table.
    return f"{before}{_BEGIN}\n\n{figure_table()}\n\n{_END}{after}"


SCHEMAS: Mapping[str, Any] = {
    "problem": Problem,
    "plan": Plan,
    "result": Result,
    "answer": Answer,
    "replan": ReplanAnswer,
    "prices": PriceList,
    "scenarios": Scenarios,
    "simulation": Simulation,
    "ledger": Ledger,
    "approvals": Approvals,
    "changes": Changes,
    "policy": Policy,
    "scales": SurveyScales,
}
"""Of what there is a schema."""


def _writer(kind: Any) -> Callable[[str], str]:
    return lambda _: schema_text(kind)


FILES: Mapping[str, Callable[[str], str]] = {
    **{f"pdsched/{FOLDER}/{name}{ENDING}": _writer(kind) for name, kind in SCHEMAS.items()},
    "docs/policies.md": with_table,
    "pdsched/data/policies/default.toml": lambda _: default_file(),
    "pdsched/data/columns.json": lambda _: copied(PAGE.read_text(encoding="utf-8")),
}
"""For each file, by its place in the project: what is to stand in it, from what does."""


def main(root: str) -> None:
    """Writes the files anew into a working copy of the project."""
    for name, written in FILES.items():
        place = Path(root, name)
        text = written(place.read_text(encoding="utf-8") if place.exists() else "")
        place.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:2] or ["."])

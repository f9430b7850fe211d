"""Files of the project that repeat what fields say: ``python -m pdsched.files.generated .``.

They are the JSON Schemas of problems, plans, approvals and policies, the table of figures on the
page of policies, the file of the default policy, and what the page of tables says of each column. A
test compares each with what would be written.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pdsched.files.columns_page import PAGE, copied
from pdsched.plan import Approvals, Plan
from pdsched.policy import Policy
from pdsched.policy.tables import default_file, figure_table
from pdsched.problem import Problem, Record

_BEGIN = "<!-- Written by `python -m pdsched.files.generated .` from the fields of a policy. -->"
_END = "<!-- End of what is written. -->"


def schema(record: type[Record]) -> str:
    """The JSON Schema of a record as text.

    >>> json.loads(schema(Plan))["title"]
    'Plan'
    """
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(draft | record.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


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


FILES: Mapping[str, Callable[[str], str]] = {
    "docs/problem.schema.json": lambda _: schema(Problem),
    "docs/plan.schema.json": lambda _: schema(Plan),
    "docs/approvals.schema.json": lambda _: schema(Approvals),
    "docs/policy.schema.json": lambda _: schema(Policy),
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

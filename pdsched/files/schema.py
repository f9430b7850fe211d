"""The JSON Schema of problems, plans and policies: ``python -m pdsched.files.schema docs/``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, Record

SCHEMAS: dict[str, type[Record]] = {
    "problem.schema.json": Problem,
    "plan.schema.json": Plan,
    "policy.schema.json": Policy,
}
"""The record that each file describes."""


def schema(record: type[Record]) -> str:
    """The schema as text.

    >>> json.loads(schema(Plan))["title"]
    'Plan'
    """
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(draft | record.model_json_schema(), indent=1, ensure_ascii=False) + "\n"


def main(folder: str) -> None:
    """Writes the schemas into a folder."""
    for name, record in SCHEMAS.items():
        (Path(folder) / name).write_text(schema(record), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])

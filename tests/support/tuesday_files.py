"""Files of that Tuesday with something changed; see `tuesday` for the problem and the plan."""

from __future__ import annotations

import json
from pathlib import Path

from tuesday import PLAN, PROBLEM

STRICT = """
off = ["pins"]
releases_in_all = 0  # nobody leaves a class
"""


def write_problem(path: Path, **fields: object) -> None:
    """The problem of that Tuesday with some fields replaced, in a file."""
    document = {**json.loads(PROBLEM.to_json()), **fields}
    path.write_text(json.dumps(document), encoding="utf-8")


def write_plan(path: Path, **fields: object) -> None:
    """The plan of that Tuesday with some fields replaced, in a file."""
    path.write_text(json.dumps({**PLAN.model_dump(mode="json"), **fields}), encoding="utf-8")

"""What a task answers, in a file."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from pdsched.files.writing import write_files
from pdsched.serve.work import Line, Task, Told


def answer(arguments: dict[str, Any], told: Told) -> Line:
    """Do another task, with the files of a run besides its own arguments, and write its answer."""
    module, _, name = arguments["task"].partition(":")
    task: Task = getattr(import_module(module), name)
    value = task({**arguments, **arguments["arguments"]}, told)
    write_files({Path(arguments["target"]): json.dumps(value)})
    return {}

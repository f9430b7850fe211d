"""A file of scenarios: by name, the changes of each, as TOML or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files import jsontext, tomltext
from pdsched.files.text import is_json, read_settings

MOST = 100
"""Scenarios of a file, and changes of a scenario."""
_WRITE = 'write name = ["group:course-1=+1"]'


def read_scenarios(path: Path) -> dict[str, tuple[str, ...]]:
    """By name, the changes of each scenario.

    Raises:
        ProblemError: with all faults.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "s.toml"
    ...     _ = path.write_text('"a day more" = ["trainer:t-1=tue"]')
    ...     read_scenarios(path)
    {'a day more': ('trainer:t-1=tue',)}
    """
    text = read_settings(path)
    parse = jsontext.parse if is_json(path) else tomltext.parse
    document = parse(path.name, text)
    if faults := tuple(_faults(path.name, document)):
        raise ProblemError(faults)
    return {name: tuple(changes) for name, changes in document.items()}


def _faults(file: str, document: Any) -> Iterator[Fault]:
    if not isinstance(document, dict) or not document:
        yield fault("PD108", file, "", "names no scenario", _WRITE)
        return
    if len(document) > MOST:
        yield fault("PD115", file, f"{len(document)}", "scenarios are too many", f"give {MOST}")
        return
    for name, changes in document.items():
        where = f"{file}: {name}"
        if not name.strip():
            yield fault("PD106", file, name, "is no name", "give the scenario one")
        elif not isinstance(changes, list) or not all(isinstance(c, str) for c in changes):
            yield fault("PD108", where, str(changes)[:40], "is no list of changes", _WRITE)
        elif len(changes) > MOST:
            yield fault("PD115", where, f"{len(changes)}", "changes are too many", f"give {MOST}")

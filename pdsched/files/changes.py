"""Changes in a file of their own: JSON, or a table of one row for each."""

from __future__ import annotations

from pathlib import Path

from pdsched.files.listed import read_listed
from pdsched.files.tables import columns
from pdsched.plan import Change, Changes

_COLUMNS = columns(Change)


def load_changes(path: str | Path) -> Changes:
    r"""The changes in a JSON file, also a compressed one, or in a CSV file.

    Raises:
        ProblemError: with all faults, if it cannot be read or holds something else.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import load_changes
    >>> with TemporaryDirectory() as folder:
    ...     table = Path(folder, "changes.csv")
    ...     _ = table.write_text("kind,trainer,first,last\naway,tess,2026-10-06,2026-10-09\n")
    ...     [change.trainer for change in load_changes(table).changes]
    ['tess']
    """
    return read_listed(Changes, Path(path), _COLUMNS, "changes", "list of changes")

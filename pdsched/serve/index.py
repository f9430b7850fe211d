"""The index of a folder: SQLite, whose write-ahead log outlives every way to end.

A line has the entry as JSON, and in columns of its own what is asked by. All of it is small, and is
read and written in the thread that answers; only the faults of a problem may be many, and are in
a column that nobody reads but who asks for them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pdsched.errors import PdschedError
from pdsched.serve.entries import ProblemLine, RunEntry, Status
from pdsched.serve.troubles import TroubleError

VERSION = 2
LOCKED_SECONDS = 1.0
"""How long a write waits for whoever holds the index locked: nobody is answered meanwhile."""
_TABLES = """
CREATE TABLE IF NOT EXISTS problems (
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, added TEXT NOT NULL, entry TEXT NOT NULL,
  faults TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS runs (
  id TEXT PRIMARY KEY, owner TEXT NOT NULL, problem TEXT NOT NULL, status TEXT NOT NULL,
  submitted TEXT NOT NULL, ended TEXT, entry TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS runs_by_owner ON runs (owner, submitted);
CREATE INDEX IF NOT EXISTS runs_by_status ON runs (status);
"""
_OPEN = (Status.QUEUED, Status.SOLVING)


class Index:
    """Lines for problems and runs.

    Raises:
        PdschedError: if the file is no index of ours, or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # Made in one thread, and then used in that of the loop alone.
            self._db = sqlite3.connect(
                path, isolation_level=None, timeout=LOCKED_SECONDS, check_same_thread=False
            )
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            version: int = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, VERSION):
                raise PdschedError(
                    f"{path}: was written by another version of pdsched; use that, or name another "
                    "folder"
                )
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version={VERSION}; COMMIT;")
        except sqlite3.DatabaseError as error:
            raise PdschedError(
                f"{path}: is no index that can be read ({error}); name another folder, or put back "
                "a copy of this one"
            ) from None

    def close(self) -> None:
        """Write what is in the log into the index, and close it."""
        self._db.close()

    def is_whole(self) -> bool:
        """Whether SQLite finds nothing wrong with it."""
        return bool(self._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._db
        except sqlite3.Error as error:
            raise TroubleError(
                507,
                f"The index of the service cannot be written ({error}): is its disk full, or was "
                "its folder moved or locked? Nothing was changed; try again when that is mended.",
            ) from None

    # --- Problems ---

    def put_problem(self, owner: str, line: ProblemLine, faults: str) -> None:
        """Add or change a problem, with its faults as JSON.

        Raises:
            TroubleError: if that cannot be written; so do the other methods that change something.
        """
        entry = line.model_dump_json(exclude={"is_sound"})
        row = (line.id, owner, line.added.isoformat(), entry, faults)
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?, ?)", row)

    def problems(self, owner: str) -> Iterator[ProblemLine]:
        """Those of an owner, the newest first."""
        query = "SELECT entry FROM problems WHERE owner = ? ORDER BY added DESC LIMIT 1000"
        for (text,) in self._db.execute(query, (owner,)).fetchall():
            yield ProblemLine.model_validate_json(text)

    def problem(self, owner: str, identity: str) -> ProblemLine | None:
        """One of an owner."""
        query = "SELECT entry FROM problems WHERE id = ? AND owner = ?"
        row = self._db.execute(query, (identity, owner)).fetchone()
        return ProblemLine.model_validate_json(row[0]) if row else None

    def faults(self, problem: str) -> str:
        """All that is wrong with a problem, as JSON; nothing where it is gone."""
        query = "SELECT faults FROM problems WHERE id = ?"
        row = self._db.execute(query, (problem,)).fetchone()
        return str(row[0]) if row else "[]"

    def is_planned(self, problem: str) -> bool:
        """Whether a run is about it."""
        query = "SELECT 1 FROM runs WHERE problem = ? LIMIT 1"
        return self._db.execute(query, (problem,)).fetchone() is not None

    def problems_left(self, before: datetime) -> list[str]:
        """Problems that were added before then, and that no run is about."""
        query = "SELECT id FROM problems WHERE added < ? AND id NOT IN (SELECT problem FROM runs)"
        return [row[0] for row in self._db.execute(query, (before.isoformat(),)).fetchall()]

    # --- Runs ---

    def put_run(self, owner: str, entry: RunEntry) -> None:
        """Add or change a run."""
        ended = entry.ended.isoformat() if entry.ended else None
        row = (
            *(entry.id, owner, entry.problem, entry.status.value),
            *(entry.submitted.isoformat(), ended, entry.model_dump_json()),
        )
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def run(self, owner: str, identity: str) -> RunEntry | None:
        """One of an owner."""
        query = "SELECT entry FROM runs WHERE id = ? AND owner = ?"
        row = self._db.execute(query, (identity, owner)).fetchone()
        return RunEntry.model_validate_json(row[0]) if row else None

    def runs(self, owner: str, most: int) -> list[RunEntry]:
        """Those of an owner, the newest first."""
        query = "SELECT entry FROM runs WHERE owner = ? ORDER BY submitted DESC LIMIT ?"
        rows = self._db.execute(query, (owner, most)).fetchall()
        return [RunEntry.model_validate_json(text) for (text,) in rows]

    def unfinished(self) -> list[tuple[str, RunEntry]]:
        """Owner and entry of the runs that are not over, in the order in which they came."""
        query = "SELECT owner, entry FROM runs WHERE status IN (?, ?) ORDER BY submitted"
        rows = self._db.execute(query, [status.value for status in _OPEN]).fetchall()
        return [(owner, RunEntry.model_validate_json(text)) for owner, text in rows]

    def runs_ended(self, before: datetime) -> list[str]:
        """Runs that ended before then."""
        query = "SELECT id FROM runs WHERE ended < ?"
        return [row[0] for row in self._db.execute(query, (before.isoformat(),)).fetchall()]

    # --- Both ---

    def ids(self, table: str) -> set[str]:
        """All ids of ``problems`` or ``runs``."""
        assert table in ("problems", "runs")
        return {row[0] for row in self._db.execute(f"SELECT id FROM {table}").fetchall()}

    def owners(self, table: str) -> dict[str, str]:
        """The owner of each of ``problems`` or ``runs``, by id."""
        assert table in ("problems", "runs")
        return dict(self._db.execute(f"SELECT id, owner FROM {table}").fetchall())

    def remove(self, table: str, identity: str) -> None:
        """Take a line out of ``problems`` or ``runs``."""
        assert table in ("problems", "runs")
        with self._writing() as db:
            db.execute(f"DELETE FROM {table} WHERE id = ?", (identity,))

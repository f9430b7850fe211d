"""The folder of a service: everything that it was given and made, held by one service at a time.

``index.sqlite`` says what there is; ``problems/ID`` and ``runs/ID`` hold the files. A folder is
made before its line in the index, and taken away after it: whatever ends the process, no line
names a folder that was never there, and a folder without a line is swept when the next one starts.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from filelock import FileLock, Timeout
from starlette.concurrency import run_in_threadpool

from pdsched.errors import PdschedError
from pdsched.serve.entries import ProblemEntry, ProblemLine, RunEntry, Status, now
from pdsched.serve.index import Index
from pdsched.serve.made_files import MadeFiles
from pdsched.serve.troubles import TroubleError, absent

_LOCK, _SECRET, _WHERE = "lock", "secret", "address"
_KINDS = ("problems", "runs", "incoming")


class Store:
    """What is kept.

    Raises:
        PdschedError: if the folder cannot be used, or another service does.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        with _told(self.folder):
            for place in (self.folder, *(self.folder / kind for kind in _KINDS)):
                place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = self._locked()
            self.index = Index(self.folder / "index.sqlite")
            self.secret = self._secret()
            self._sweep()
        self._sizes: Counter[str] = Counter()

    def _locked(self) -> FileLock:
        lock = FileLock(self.folder / _LOCK, thread_local=False)  # The loop lets go of it.
        try:
            lock.acquire(timeout=0)
        except Timeout:
            with suppress(OSError):
                where = (self.folder / _WHERE).read_text(encoding="utf-8").strip()
                raise PdschedError(
                    f"{self.folder}: another service keeps its runs there, at {where}; use that "
                    "one, end it, or name another folder"
                ) from None
            raise PdschedError(
                f"{self.folder}: another service keeps its runs there; end it, or name another "
                "folder"
            ) from None
        return lock

    def say_where(self, address: str) -> None:
        """Tell another service that wants the folder where this one is."""
        with suppress(OSError):
            (self.folder / _WHERE).write_text(f"{address}\n", encoding="utf-8")

    def _secret(self) -> bytes:
        """What cookies are signed with; kept, so that nobody has to sign in again."""
        path = self.folder / _SECRET
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_hex(32), encoding="ascii")
            draft.replace(path)
        return path.read_bytes()

    @property
    def troubles(self) -> Path:
        """Where faults of ours are written down."""
        return self.folder / "troubles"

    def close(self) -> None:
        """Let go of the folder."""
        self.index.close()
        with suppress(OSError):
            (self.folder / _WHERE).unlink(missing_ok=True)
        self._lock.release()

    # --- Problems ---

    def problems(self, owner: str) -> tuple[ProblemLine, ...]:
        """Those of an owner, the newest first."""
        return tuple(self.index.problems(owner))

    def problem(self, owner: str, identity: str) -> ProblemLine:
        """One of them.

        Raises:
            TroubleError: if there is none.
        """
        line = self.index.problem(owner, identity)
        if line is None:
            raise absent("problem")
        return line

    def whole(self, owner: str, identity: str) -> ProblemEntry:
        """One of them, with its faults.

        Raises:
            TroubleError: if there is none.
        """
        return ProblemEntry.of(self.problem(owner, identity), self.index.faults(identity))

    def sound(self, owner: str, identity: str) -> ProblemLine:
        """One that can be planned: of others there is no file.

        Raises:
            TroubleError: if there is none, or it has errors.
        """
        line = self.problem(owner, identity)
        if not line.is_sound:
            faults = self.whole(owner, identity).faults
            raise TroubleError(422, "This problem has errors; mend them and send it again.", faults)
        return line

    def problem_file(self, identity: str) -> Path:
        """Where a problem is, as compressed JSON."""
        return self.folder / "problems" / identity / "problem.json.gz"

    def marked(self, identity: str) -> Path:
        """Where the workbook is that has each fault in its cell."""
        return self.folder / "problems" / identity / "marked.xlsx"

    def forget_problem(self, owner: str, identity: str) -> None:
        """Delete a problem that no run is about.

        Raises:
            TroubleError: if there is none, or a run is about it.
        """
        self.problem(owner, identity)
        if self.index.is_planned(identity):
            raise TroubleError(409, "There are runs of this problem; delete these first.")
        self.index.remove("problems", identity)
        self.drop("problems", identity)

    def drop(self, kind: str, identity: str) -> None:
        """Take away a folder, which is in no index or no longer."""
        shutil.rmtree(self.folder / kind / identity, ignore_errors=True)

    # --- Runs ---

    def run_folder(self, identity: str) -> Path:
        """The files of a run."""
        return self.folder / "runs" / identity

    def checkpoint(self, identity: str) -> Path:
        """Where the best plan so far is."""
        return self.run_folder(identity) / "checkpoint.json.gz"

    def moment(self, identity: str) -> int:
        """When the best plan so far was written, in nanoseconds; 0 where there is none."""
        path = self.checkpoint(identity)
        return path.stat().st_mtime_ns if path.exists() else 0

    def result(self, identity: str) -> Path:
        """Where the result is."""
        return self.run_folder(identity) / "result.json.gz"

    def points(self, identity: str) -> Path:
        """Where value and bound stand whenever they changed, a line each."""
        return self.run_folder(identity) / "points.jsonl"

    def made(self, identity: str) -> MadeFiles:
        """What is made of it, which can be made again."""
        return MadeFiles(self.run_folder(identity) / "made")

    def forget_run(self, identity: str) -> None:
        """Delete a run and all that was made of it."""
        self.index.remove("runs", identity)
        self.drop("runs", identity)

    # --- What comes in, and what goes ---

    @contextmanager
    def incoming(self) -> Iterator[Path]:
        """A folder for what is uploaded, which is gone afterwards."""
        folder = self.folder / "incoming" / secrets.token_hex(8)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def forget_old(self, days: float) -> None:
        """Delete what ended so many days ago, and problems as old that no run is about."""
        before = now() - timedelta(days=days)
        for identity in self.index.runs_ended(before):
            self.forget_run(identity)
        for identity in self.index.problems_left(before):
            self.index.remove("problems", identity)
            self.drop("problems", identity)
        for report in self.troubles.glob("*.txt"):
            if report.stat().st_mtime < before.timestamp():
                report.unlink(missing_ok=True)

    async def weigh(self) -> None:
        """See how much each owner keeps; others are answered meanwhile."""
        owners = {kind: self.index.owners(kind) for kind in ("problems", "runs")}
        self._sizes = await run_in_threadpool(self._weighed, owners)

    def _weighed(self, owners: Mapping[str, Mapping[str, str]]) -> Counter[str]:
        """Bytes by owner."""
        sizes: Counter[str] = Counter()
        for kind, known in owners.items():
            for identity, owner in known.items():
                sizes[owner] += size_of(self.folder / kind / identity)
        return sizes

    def check_room(self, owner: str, most: float) -> None:
        """Refuse what an owner wants to add who keeps more than so many GiB.

        Raises:
            TroubleError: if that is so, as `weigh` saw it last.
        """
        if (kept := self._sizes[owner] / 2**30) > most:
            raise TroubleError(
                507,
                f"You keep {kept:,.3f} GiB here, and no more than {most:g} may be; delete plans or "
                "data that you no longer need, and try again in a minute.",
            )

    def _sweep(self) -> None:
        """What the last service could not finish: folders that the index does not know."""
        for kind in _KINDS:
            known = self.index.ids(kind) if kind != "incoming" else set()
            for folder in (self.folder / kind).iterdir():
                if folder.name not in known:
                    shutil.rmtree(folder, ignore_errors=True)
        for owner, entry in self.index.unfinished():
            if not self.run_folder(entry.id).is_dir():
                self.index.put_run(owner, gone(entry))


def gone(entry: RunEntry) -> RunEntry:
    """A run whose files somebody took away."""
    told = "Its files are no longer in the folder of the service; send the problem again."
    return entry.model_copy(
        update={"status": Status.FAILED, "message": told, "ended": now(), "has_plan": False}
    )


def size_of(folder: Path) -> int:
    """Bytes of the files below a folder; of one that goes meanwhile, what was left."""
    size = 0
    with suppress(OSError):
        for file in folder.rglob("*"):
            with suppress(OSError):
                size += file.stat().st_size
    return size


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        name = error.filename or folder
        reason = error.strerror or os.strerror(error.errno or 0)
        raise PdschedError(f"{name}: {reason}; name another folder with --folder") from None

"""What a process that is killed leaves on disk, swept by the next one.

Who writes something that must not stay holds a lock on it: the system lets go of it when the
process ends, however that happens. So a lock that can be had says that nobody is there any more,
whatever numbers processes have by then, and in whichever container they ran. What belongs to other
users is left alone. Where there are no such locks (Windows), nothing has to be swept: workers have
no folder there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO

HAS_LOCKS = os.name != "nt"
OWNER = "pdsched-owner"
"""The file in a folder of ours that its owner holds locked."""
_CAREFULLY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
"""Neither another's file by way of a link, nor a pipe that nobody writes to."""
_ours: list[tuple[Path, IO[bytes]]] = []


def claim_workers_folder() -> None:
    """Mark the folder in which workers of this process meet as ours, before any worker is called.

    `multiprocessing` makes it in the temporary folder, and takes it away only where a process ends
    by itself.
    """
    if _ours or not HAS_LOCKS:
        return
    from multiprocessing.util import get_temp_dir

    folder = Path(get_temp_dir())
    with suppress(OSError):
        draft = folder / f"{OWNER}.new"
        file = draft.open("wb")
        lock(file)
        # Locked before it has its name: nobody sees it unlocked.
        draft.rename(folder / OWNER)
        _ours.append((folder, file))


def leave_nothing() -> None:
    """Take away the folder of this process, which is about to end at once."""
    for folder, _ in _ours:
        shutil.rmtree(folder, ignore_errors=True)


def sweep_workers_folders() -> None:
    """Take away folders of workers whose process is gone."""
    if not HAS_LOCKS:  # pragma: no cover - Windows
        return
    for owner in Path(tempfile.gettempdir()).glob(f"pymp-*/{OWNER}"):
        if _is_left(owner):
            shutil.rmtree(owner.parent, ignore_errors=True)


def sweep_drafts(of: Path) -> None:
    """Take away drafts of a file that were never finished, by processes that are gone."""
    with suppress(OSError):
        for draft in draft_of(of, 0).parent.iterdir():
            number = draft.name.removeprefix(f".{of.name}.").removesuffix(".tmp")
            if number.isdecimal() and draft == draft_of(of, int(number)) and _is_left(draft):
                draft.unlink()


def draft_of(path: Path, process: int) -> Path:
    """Where a process writes a file before it takes its name."""
    return path.with_name(f".{path.name}.{process}.tmp")


def lock(file: IO[bytes]) -> bool:
    """Hold a file locked as long as it is open; whether nobody else does."""
    if not HAS_LOCKS:  # pragma: no cover - Windows
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_left(path: Path) -> bool:
    """Whether nobody holds a file of ours; not what is no plain file, and no file of others."""
    try:
        number = os.open(path, os.O_RDONLY | _CAREFULLY)
    except OSError:
        return False
    with os.fdopen(number, "rb") as file:
        is_ours = os.fstat(number).st_uid == os.getuid() if hasattr(os, "getuid") else True
        return is_ours and lock(file)

"""What is made of a run, such as reports in several languages: what was not asked for long goes.

All of it can be made again, and whoever asks in many ways must not fill the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_FILES = 64
"""Of one run."""
MOST_BYTES = 256 * 2**20
"""Of one run, and one file besides, however large that is."""
KEPT_SECONDS = 60.0
"""In which nothing goes that was asked for: it may be about to be sent."""


class MadeFiles:
    """The files of one run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, name: str, ending: str, of: Any) -> Path:
        """Where a file is or would be; another one for everything else that it is made of."""
        mark = hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:16]
        return self.folder / f"{name}-{mark}.{ending}"

    def has(self, path: Path) -> bool:
        """Whether a file is there; it is then the one that was asked for last."""
        with suppress(OSError):
            # Its date stays: by that browsers see that it is the same.
            os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns))
            return True
        return False

    def forget_old(self) -> None:
        """Let go of those that were asked for longest ago, while there are too many."""
        files = []
        with suppress(OSError):
            for file in os.scandir(self.folder):
                state = file.stat()
                files.append((state.st_atime, state.st_size, Path(file.path)))
        before, size = time.time() - KEPT_SECONDS, 0
        for number, (asked, bytes_of_it, path) in enumerate(sorted(files, reverse=True)):
            size += bytes_of_it
            is_too_much = number >= MOST_FILES or (number and size > MOST_BYTES)
            if is_too_much and asked < before:
                with suppress(OSError):  # Such as that it is being sent, on Windows.
                    path.unlink()

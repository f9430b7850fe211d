"""What a service is told when it starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le
from pydantic import Field

from pdsched.problem.base import Record

DAY = 86_400.0
"""Seconds."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Settings(Record):
    """Folder, address, who comes in, and how much of everything.

    >>> Settings(folder="kept").is_open
    True
    """

    folder: Path
    """Where everything is kept; made where there is none."""
    host: str = "127.0.0.1"
    port: Annotated[int, Ge(0), Le(65_535)] = 8321
    hosts: tuple[str, ...] = ()
    """Names under which it is called besides, such as that of a proxy: a request for another host
    is refused."""
    tokens: Mapping[str, str] = Field(default_factory=dict, repr=False)
    """Secret of each owner; each sees their own runs alone. None: whoever is on this machine."""
    at_once: Annotated[int, Ge(1), Le(64)] = 2
    """Runs that go on at the same time; others queue."""
    queue: Annotated[int, Ge(1), Le(10_000)] = 100
    """Runs of one owner that may wait."""
    tasks: Annotated[int, Ge(1), Le(64)] = 2
    """Other tasks at the same time, such as reading a workbook or writing a report."""
    workers: Annotated[int, Ge(1), Le(64)] | None = None
    """Workers of a run that does not say; ``None`` shares the processors among the runs."""
    most_seconds: Annotated[float, Gt(0), Le(10 * DAY)] = 3600.0
    """Longest run, and longest look for an answer."""
    task_seconds: Annotated[float, Gt(0), Le(DAY)] = 600.0
    """Longest other task."""
    keep_days: Annotated[float, Gt(0), Le(10_000)] = 90.0
    """Days after which a run that has ended goes, and a problem that no run is about."""
    owner_gib: Annotated[float, Gt(0)] = 20.0
    """What one owner may keep, in GiB: whoever has more adds nothing until some of it is gone."""
    most_mib: Annotated[int, Ge(1)] = 64
    """Largest upload, in MiB; what is sent as JSON is read where requests are answered, and has at
    most 1 MiB."""
    most_files: Annotated[int, Ge(1), Le(1000)] = 100
    """Most files of one upload."""
    upload_seconds: Annotated[float, Gt(0)] = 120.0
    """Longest time that a request may take to come in."""
    most_connections: Annotated[int, Ge(1)] = 1000
    redaction_key: Path | None = None
    """Where the key of the pseudonyms is, if people are replaced by these; else names stay."""
    language: Literal["en", "fr", "de"] = "en"

    @property
    def is_open(self) -> bool:
        """Whether no token is asked for."""
        return not self.tokens

    @property
    def most_bytes(self) -> int:
        """Largest upload."""
        return self.most_mib * 2**20

    @property
    def workers_a_run(self) -> int:
        """Workers of a run that does not say."""
        return self.workers or max(1, (os.cpu_count() or 1) // self.at_once)

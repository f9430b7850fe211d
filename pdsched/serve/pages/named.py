"""A run as pages ask for it and tell it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pdsched.serve.entries import FaultEntry, RunEntry, Status
from pdsched.serve.service import Service
from pdsched.serve.troubles import TroubleError


class RunLine(NamedTuple):
    """What pages say of a run."""

    id: str
    status: Status
    name: str
    policy: str
    """What it calls itself."""
    problem: str
    submitted: datetime
    """In the time zone of the machine."""
    position: int | None
    has_plan: bool
    result: str | None
    message: str
    faults: tuple[FaultEntry, ...]
    seconds: float
    needs: int | None
    needs_met: int | None


def run_line(run: RunEntry) -> RunLine:
    """A run as pages ask for it and tell it."""
    policy = run.options.policy
    name = policy if isinstance(policy, str) else f"{policy.get('name', 'default')}"
    kept = {
        field: getattr(run, field)
        for field in RunLine._fields
        if field not in ("policy", "submitted")
    }
    return RunLine(policy=name, submitted=run.submitted.astimezone(), **kept)


def ended_run(service: Service, owner: str, identity: str) -> RunEntry:
    """A run whose plan does not change any more: what is made of it is made once.

    Raises:
        TroubleError: if it goes on, or there is none.
    """
    entry = service.runs.get(owner, identity)
    if not entry.status.is_over:
        raise TroubleError(409, "This plan is still being made; stop that, or wait.")
    return entry

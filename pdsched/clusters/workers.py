"""What a cluster says of its workers, which no executor does."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, Protocol, runtime_checkable

PATIENCE = 5.0
"""Seconds in which every worker should have answered a question."""


@runtime_checkable
class Workers(Protocol):
    """The workers behind an executor."""

    ends_tasks: bool
    """Whether to cancel a future ends its task, even if it has begun."""

    @property
    def is_there(self) -> bool:
        """Whether the cluster is connected now."""

    def threads(self) -> int:
        """Tasks that all workers carry at once."""

    def each(self, function: Callable[[], Any]) -> Mapping[str, Any]:
        """What each worker says, by its name: an exception where it raises or cannot even load it.

        Workers that do not answer in time are left out.
        """


class DaskWorkers:
    """Those of the client behind `distributed.Client.get_executor`."""

    ends_tasks = False

    def __init__(self, client: Any) -> None:
        self._client = client

    @property
    def is_there(self) -> bool:
        """Whether the scheduler is connected: without one, a client takes calls and keeps them."""
        return bool(self._client.status == "running")

    def threads(self) -> int:
        """Threads of all workers."""
        return sum(self._client.nthreads().values())

    def each(self, function: Callable[[], Any]) -> Mapping[str, Any]:
        """What each worker says, also one that is busy."""
        said: dict[str, Any] = {}

        def ask() -> None:
            said.update(self._client.run(function, on_error="return"))

        # A worker that is stuck would keep everybody waiting.
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(PATIENCE)
        return dict(said)


def workers_of(executor: Executor) -> Workers | None:
    """The workers behind an executor, where it is that of a cluster."""
    if isinstance(executor, Workers):
        return executor
    # There is no public way from Dask's executor to its client.
    client = getattr(executor, "_client", None)
    if type(client).__module__.startswith("distributed."):
        return DaskWorkers(client)
    return None

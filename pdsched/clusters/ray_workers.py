"""Ray as an executor: it has tasks and futures, but no `concurrent.futures.Executor`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from pdsched.clusters.workers import PATIENCE

T = TypeVar("T")


class RayExecutor(Executor):
    """Runs calls as Ray tasks; `ray_executor` makes one."""

    ends_tasks = True

    def __init__(self, **options: Any) -> None:
        import ray

        self._ray = ray
        # A piece that is lost is drawn again from the best plan of that moment: Ray need not.
        self._options = {"max_retries": 0, **options}
        self._call = ray.remote(_call)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run it as a task; to cancel the future ends the task, even if it has begun."""
        if not self.is_there:
            # Asked now, Ray would begin a cluster of its own on this machine.
            raise RuntimeError("Ray is not connected")
        ref = self._call.options(**self._options).remote(fn, args, kwargs)
        future: Future[T] = Future()

        def cancel(over: Future[T]) -> None:
            if over.cancelled() and self.is_there:
                self._ray.cancel(ref, force=True)

        future.add_done_callback(cancel)
        ref.future().add_done_callback(lambda done: _hand_on(done, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Do nothing: the cluster belongs to whoever connected it."""

    # --- What an executor does not say (`pdsched.clusters.workers.Workers`) ---

    @property
    def is_there(self) -> bool:
        """Whether Ray is connected."""
        return bool(self._ray.is_initialized())

    def threads(self) -> int:
        """Processors of all nodes."""
        return int(self._ray.cluster_resources().get("CPU", 0))

    def each(self, function: Callable[[], Any]) -> Mapping[str, Any]:
        """What each node says, also one that is busy."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        nodes = [node["NodeID"] for node in self._ray.nodes() if node["Alive"]]
        tasks = {
            self._call.options(
                num_cpus=0, scheduling_strategy=NodeAffinitySchedulingStrategy(node, soft=False)
            ).remote(function, (), {}): node
            for node in nodes
        }
        done, _ = self._ray.wait(list(tasks), num_returns=len(tasks), timeout=PATIENCE)
        return {tasks[ref]: self._said(ref) for ref in done}

    def _said(self, ref: Any) -> Any:
        try:
            return self._ray.get(ref)
        except Exception as error:  # noqa: BLE001 - that is what the node says
            return error


def _call(function: Callable[..., T], args: tuple[Any, ...], named: dict[str, Any]) -> T:
    """Run in a worker of Ray."""
    return function(*args, **named)


def _hand_on(done: Future[T], future: Future[T]) -> None:
    """Give one future what came of another, unless somebody has cancelled it meanwhile."""
    if future.set_running_or_notify_cancel():
        error = done.exception()
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(done.result())


def ray_executor(**options: Any) -> Executor:
    """Ray as an `executor` of `pdsched.solve`; Ray is connected by you, before.

    Args:
        **options: What Ray's tasks take as options, such as ``num_cpus=1`` (their default) or
            ``resources={"planning": 1}``.

    Raises:
        ModuleNotFoundError: if Ray is not installed; the extra ``pdsched[ray]`` brings it.

    >>> import pdsched
    >>> executor = pdsched.ray_executor(num_cpus=1)  # doctest: +SKIP
    """
    return RayExecutor(**options)

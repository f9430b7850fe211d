"""A cluster that is told by its address, as a command is."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from pdsched.clusters.ray_workers import RayExecutor
from pdsched.errors import PdschedError

CONNECT_SECONDS = 10
"""Seconds in which a scheduler has to answer."""


@contextmanager
def connected(address: str) -> Iterator[Executor]:
    """The cluster at ``dask://HOST:PORT`` or ``ray://HOST:PORT``; the connection ends with it.

    Raises:
        PdschedError: if the address names no such cluster, nobody answers there, or what speaks to
            it is not installed.
    """
    kind, _, place = address.partition("://")
    host, _, port = place.rpartition(":")
    if kind not in _KINDS or not host or not port.isdecimal():
        raise PdschedError(
            f"{address!r} is no address of a cluster: give dask://HOST:PORT or ray://HOST:PORT"
        )
    try:
        executor, close = _KINDS[kind](place)
    except ModuleNotFoundError as error:
        told = f"{address}: {error.name} is not installed: pip install 'pdsched[{kind}]'"
        raise PdschedError(told) from error
    except (OSError, RuntimeError) as error:
        last = str(error).strip().splitlines()[-1:] or [type(error).__name__]
        raise PdschedError(f"{address}: no cluster answers there: {last[0]}") from error
    try:
        yield executor
    finally:
        close()


def _dask(place: str) -> tuple[Executor, Callable[[], Any]]:
    from distributed import Client

    client = Client(f"tcp://{place}", timeout=CONNECT_SECONDS)
    return client.get_executor(), client.close


def _ray(place: str) -> tuple[Executor, Callable[[], Any]]:
    import ray

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # It warns of what it raises next.
        ray.init(f"ray://{place}", log_to_driver=False)
    return RayExecutor(), ray.shutdown


_KINDS: dict[str, Callable[[str], tuple[Executor, Callable[[], Any]]]] = {
    "dask": _dask,
    "ray": _ray,
}

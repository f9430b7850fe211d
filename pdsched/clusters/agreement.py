"""Workers of other versions are refused before any work begins."""

from __future__ import annotations

import logging
from concurrent.futures import Executor

from pdsched.clusters.attempt import differences, versions
from pdsched.clusters.workers import workers_of
from pdsched.errors import PdschedError

_LOG = logging.getLogger(__name__)


def refuse_other_versions(executor: Executor) -> None:
    """See that every worker of a cluster has our versions of pdsched, Python and OR-Tools.

    An executor that cannot be asked is on this machine, or says so with its first piece.

    Raises:
        PdschedError: if one has not; each is told with what differs.
    """
    workers = workers_of(executor)
    if workers is None or not workers.is_there:
        return
    said, here = workers.each(versions), versions()
    wrong: dict[str, list[str]] = {}
    for name, there in said.items():
        told = (
            (f"{type(there).__name__}: {str(there).strip().splitlines()[-1]}",)
            if isinstance(there, Exception)
            else differences(there, here)
        )
        if told:
            wrong.setdefault(", ".join(told), []).append(name)
    if wrong:
        lines = "\n".join(
            f"{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}: {told}"
            for told, names in wrong.items()
        )
        advice = "install the same pdsched, Python and ortools on the workers as here"
        raise PdschedError(f"the workers cannot take what this process sends:\n{lines}\n{advice}")
    _LOG.info("%d workers of the same versions", len(said))

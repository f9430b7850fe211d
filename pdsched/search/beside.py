"""Work beside the search, in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Beside(threading.Thread, Generic[T]):
    """A thread that keeps what its work gives, or raises.

    >>> thread = Beside(lambda: 6 * 7)
    >>> thread.start()
    >>> thread.join()
    >>> thread.result()
    42
    """

    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._given: T | None = None
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            self._given = self._work()
        except BaseException as error:  # noqa: BLE001 - who waits raises it again
            self._error = error

    def result(self) -> T | None:
        """What the work gave so far; ``None`` while it goes on.

        Raises:
            BaseException: what the work raised.
        """
        if self._error is not None:
            raise self._error
        return self._given

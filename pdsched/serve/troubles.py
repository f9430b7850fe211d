"""What goes wrong, as problem details (RFC 9457): a status, sentences, and every fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from pdsched.errors import Fault, PdschedError
from pdsched.problem.base import Record
from pdsched.serve.entries import FaultEntry

MEDIA = "application/problem+json"
_WRONG = "What was given has faults; mend them and send it again."


class ProblemDetails(Record):
    """What is answered in place of what was asked for."""

    type: str = "about:blank"
    title: str
    """What it is, the same for all of its kind."""
    status: int
    """As the status of HTTP."""
    detail: str
    """What happened here, and what to do."""
    faults: tuple[FaultEntry, ...] = ()
    """Everything wrong with what was given."""


class TroubleError(PdschedError):
    """A request that cannot be answered as it was meant."""

    def __init__(
        self,
        status: int,
        detail: str,
        faults: Iterable[FaultEntry] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail, self.faults = status, detail, tuple(faults)
        self.headers = dict(headers or {})
        super().__init__(detail)

    def _given(self) -> tuple[Any, ...]:
        return self.status, self.detail, self.faults, self.headers

    @property
    def details(self) -> ProblemDetails:
        """The same for the answer."""
        known = self.status in set(HTTPStatus)
        title = HTTPStatus(self.status).phrase if known else "Client Closed Request"
        return ProblemDetails(
            title=title, status=self.status, detail=self.detail, faults=self.faults
        )


def wrong(faults: Iterable[Fault], detail: str = "") -> TroubleError:
    """What was given has faults."""
    told = tuple(map(FaultEntry.of, faults))
    return TroubleError(422, detail or _WRONG, told)


def absent(what: str) -> TroubleError:
    """There is no such thing, or it belongs to somebody else."""
    old = "; it may have been old enough to go" if what in ("run", "problem") else ""
    return TroubleError(404, f"There is no such {what}{old}.")


def too_long(name: str, asked: float, most: float) -> TroubleError:
    """A longer search is asked for than the service allows."""
    return TroubleError(422, f"{name} = {asked:g} is more than this service allows: {most:g}.")

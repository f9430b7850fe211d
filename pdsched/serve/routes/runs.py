"""Runs: queue, look at, listen to, stop and delete."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event

from pdsched.serve.entries import RunEntry
from pdsched.serve.routes.shapes import PathId, RunList, RunRequest, told
from pdsched.serve.service import Service
from pdsched.serve.steps import Steps
from pdsched.serve.troubles import TroubleError

PING_SECONDS = 15.0
"""After which a listener is told that the service is still there."""
_EVENTS = (
    "Events `point`, `progress` and `status`; it ends after the `status` of a run that is over."
)


def router(service: Service) -> APIRouter:
    """The routes of runs."""
    routes = APIRouter(tags=["runs"])
    runs = service.runs

    @routes.post("/runs", status_code=202, response_model=RunEntry, summary="Begin a run")
    async def begin(request: Request, asked: RunRequest) -> Response:
        """Queues a run; `GET /runs/{id}` says how it stands."""
        owner, problem = request.state.owner, asked.problem
        options = asked.options
        runs.check(owner, options)
        if not isinstance(problem, str):
            problem = (await service.add_document(owner, problem)).id
        return accepted(runs.submit(owner, problem, options))

    @routes.get("/runs", response_model=RunList, summary="List runs")
    async def listed(request: Request) -> Response:
        """The newest 500, the newest first."""
        return told(RunList(runs=runs.listed(request.state.owner)))

    @routes.get("/runs/{run}", response_model=RunEntry, summary="Look at a run")
    async def look(request: Request, run: PathId) -> Response:
        """Its status, its goals so far, and what came of it."""
        return told(runs.get(request.state.owner, run))

    @routes.delete("/runs/{run}", response_model=RunEntry, summary="Stop a run, or delete it")
    async def stop(
        request: Request,
        run: PathId,
        forget: Annotated[
            bool, Query(description="Whether to delete a run that has ended, and all of it.")
        ] = False,
    ) -> Response:
        """Asks a run to end soon; its best plan is kept. One that waits ends at once."""
        owner = request.state.owner
        if not forget:
            return told(runs.stop(owner, run))
        entry = runs.get(owner, run)
        runs.forget(owner, run)
        return told(entry)

    @routes.get(
        "/runs/{run}/events",
        response_class=StreamingResponse,
        responses={200: {"description": _EVENTS, "content": {"text/event-stream": {}}}},
        summary="Listen to a run",
    )
    async def listen(
        request: Request,
        run: PathId,
        last_event_id: Annotated[
            str | None, Header(description="The point that was heard last.")
        ] = None,
    ) -> Response:
        """Server-sent events: what was said so far, and then all that is said."""
        runs.get(request.state.owner, run)
        heard = last_event_id or ""
        after = int(heard) + 1 if heard.isascii() and heard.isdigit() and len(heard) < 9 else 0
        events = _events(service, request.state.owner, run, after)
        return StreamingResponse(events, media_type="text/event-stream")

    return routes


def accepted(entry: RunEntry) -> Response:
    """The answer to a run that was queued."""
    return told(entry, 202, {"Location": f"/runs/{entry.id}"})


def _steps(service: Service, owner: str, run: str) -> Steps | None:
    """What a run says; ``None`` where it was deleted."""
    with suppress(TroubleError):
        return service.runs.steps(owner, run)
    return None


async def _events(service: Service, owner: str, run: str, at: int) -> AsyncIterator[bytes]:
    """Points from one on, the newest step, and how the run stands whenever that changes."""
    step = status = ""
    while (steps := _steps(service, owner, run)) is not None:
        for number in range(at, len(steps.points)):
            yield format_sse_event(event="point", data_str=steps.points[number], id=str(number))
        at = max(at, len(steps.points))
        if steps.progress and steps.progress != step:
            step = steps.progress
            yield format_sse_event(event="progress", data_str=step)
        entry = steps.entry
        if (now := f"{entry.status} {entry.position} {entry.message}") != status:
            status = now
            yield format_sse_event(event="status", data_str=entry.model_dump_json())
        if entry.status.is_over or service.runs.is_closed:
            return
        if not await steps.wait(PING_SECONDS):
            yield format_sse_event(comment="still here")

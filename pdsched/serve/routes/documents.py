"""What is made of a plan: pages, workbooks, calendars, absences, JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import FileResponse

from pdsched.serve.entries import Id
from pdsched.serve.guarded import DOCUMENT_POLICY
from pdsched.serve.routes.shapes import Format, Language, PathId
from pdsched.serve.service import Service

_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {
    "html": "text/html",
    "xlsx": _SHEETS,
    "zip": "application/zip",
    "json": "application/json",
}
"""Kinds of content, by how a file ends."""
Before = Annotated[
    Id | None, Query(description="A run whose plan was told before: only what changed since.")
]
Told = Annotated[Language | None, Query(description="Language of the page.")]
Revision = Annotated[int, Query(ge=1, le=1_000_000, description="Least SEQUENCE of what moved.")]
Shown = Callable[[Callable[..., Any]], Callable[..., Any]]
Responses = dict[int | str, dict[str, Any]]
Reason = Annotated[
    str,
    Query(pattern="^[A-Za-z0-9 _.-]{1,40}$", description="What that system calls the reason."),
]


def router(service: Service) -> APIRouter:
    """The routes of documents."""
    routes = APIRouter(tags=["documents"])
    documents = _Documents(routes, service)
    _for_people(documents)
    _for_systems(documents)
    _as_json(documents)
    return routes


class _Documents:
    """Routes that answer with a file."""

    def __init__(self, routes: APIRouter, service: Service) -> None:
        self._routes, self._service = routes, service

    def at(self, kind: str, ending: str, summary: str) -> Shown:
        """Makes a function the route of a kind of document."""
        answer: Responses = {200: {"content": {MEDIA[ending]: {}}, "description": summary}}
        path = f"/runs/{{run}}/{kind}"
        return self._routes.get(
            path, response_class=FileResponse, responses=answer, summary=summary
        )

    async def file(self, request: Request, run: str, kind: str, **options: Any) -> FileResponse:
        """The file, streamed from the disk."""
        path = await self._service.made(request.state.owner, run, kind, **options)
        media = MEDIA[path.suffix[1:]]
        headers = {"content-security-policy": DOCUMENT_POLICY} if media == "text/html" else None
        name = None if media in ("text/html", "application/json") else f"{kind}{path.suffix}"
        return FileResponse(path, media_type=media, filename=name, headers=headers)


def _for_people(documents: _Documents) -> None:
    @documents.at("report", "html", "One page for a head of school")
    async def report(request: Request, run: PathId, language: Told = None) -> Response:
        """It loads nothing and runs no script."""
        return await documents.file(request, run, "report", **_language(language))

    @documents.at("binder", "html", "The binder that a school keeps")
    async def binder(request: Request, run: PathId, language: Told = None) -> Response:
        """A leaf for each person, school and day, trainer and substitute."""
        return await documents.file(request, run, "binder", **_language(language))

    @documents.at("workbook", "xlsx", "The plan in sheets")
    async def workbook(request: Request, run: PathId) -> Response:
        """For people, with names."""
        return await documents.file(request, run, "workbook")


def _for_systems(documents: _Documents) -> None:
    @documents.at("calendar", "zip", "Calendars of everybody")
    async def calendar(
        request: Request, run: PathId, before: Before = None, revision: Revision = 1
    ) -> Response:
        """An archive of iCalendar files, for each person, trainer, substitute and school."""
        more = {"before": before, "revision": revision}
        return await documents.file(request, run, "calendar", **more)

    @documents.at("absences", "zip", "Absences and who comes for them")
    async def absences(
        request: Request,
        run: PathId,
        format: Annotated[Format, Query(description="Of which system.")] = "neutral",
        reason: Reason = "PD",
        before: Before = None,
    ) -> Response:
        """An archive of files for the system in which a school enters absences."""
        more = {"format": format, "reason": reason, "before": before}
        return await documents.file(request, run, "absences", **more)


def _as_json(documents: _Documents) -> None:
    @documents.at("plan", "json", "The plan")
    async def plan(request: Request, run: PathId) -> Response:
        """As `/schema/plan` has it; of a run that goes on, the best so far."""
        return await documents.file(request, run, "plan")

    @documents.at("result", "json", "The whole result")
    async def result(request: Request, run: PathId) -> Response:
        """As `/schema/result` has it: the plan, and what is proven about it."""
        return await documents.file(request, run, "result")

    @documents.at("problem", "json", "What was planned")
    async def problem(request: Request, run: PathId) -> Response:
        """As `/schema/problem` has it, on the date of the run and with its past."""
        return await documents.file(request, run, "problem")


def _language(language: Language | None) -> dict[str, Any]:
    return {"language": language} if language else {}

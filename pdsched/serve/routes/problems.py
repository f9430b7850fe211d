"""Problems: send, list and delete."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Query, Request, Response, UploadFile
from fastapi.responses import FileResponse

from pdsched.files import ready_policies
from pdsched.serve.entries import ProblemEntry
from pdsched.serve.policies import check_policy
from pdsched.serve.routes.shapes import PathId, ProblemList, told
from pdsched.serve.routes.waiting import while_there
from pdsched.serve.service import Service
from pdsched.serve.troubles import absent

Uploads = Annotated[
    list[UploadFile],
    File(
        description="A JSON file, also compressed, a workbook, or the CSV files of a folder, also "
        "as a zip archive.",
        min_length=1,
    ),
]
PolicyName = Annotated[
    str, Query(description="A ready policy.", json_schema_extra={"enum": [*ready_policies()]})
]


def router(service: Service) -> APIRouter:
    """The routes of problems."""
    routes = APIRouter(tags=["problems"])
    store = service.store

    @routes.post(
        "/problems", status_code=201, response_model=ProblemEntry, summary="Send a problem"
    )
    async def send(request: Request, file: Uploads, policy: PolicyName = "default") -> Response:
        """Reads, checks and keeps a problem; one with errors is refused, with all of them."""
        check_policy(policy)
        owner = request.state.owner
        adding = service.add_problem(owner, file, policy=policy, keep_unsound=False)
        entry = await while_there(request, adding)
        return told(entry, 201, {"Location": f"/problems/{entry.id}"})

    @routes.get("/problems", response_model=ProblemList, summary="List problems")
    async def listed(request: Request) -> Response:
        """The newest 1,000, the newest first, with the numbers of their faults."""
        return told(ProblemList(problems=store.problems(request.state.owner)))

    @routes.get("/problems/{problem}", response_model=ProblemEntry, summary="Look at a problem")
    async def look(request: Request, problem: PathId) -> Response:
        """What it holds, and its faults."""
        return told(store.whole(request.state.owner, problem))

    @routes.get(
        "/problems/{problem}/marked",
        response_class=FileResponse,
        summary="A workbook with its faults",
    )
    async def marked(request: Request, problem: PathId) -> Response:
        """The workbook that was sent, with each fault in its cell."""
        entry = store.problem(request.state.owner, problem)
        if not entry.marked:
            raise absent("marked workbook")
        return FileResponse(store.marked(entry.id), filename="marked.xlsx")

    @routes.delete("/problems/{problem}", status_code=204, summary="Delete a problem")
    async def forget(request: Request, problem: PathId) -> Response:
        """Deletes a problem that no run is about."""
        store.forget_problem(request.state.owner, problem)
        return Response(status_code=204)

    return routes

"""Check a problem, and judge a plan; nothing of them is kept."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from pdsched.files import ready_policies
from pdsched.serve.entries import Id
from pdsched.serve.policies import check_policy
from pdsched.serve.routes.documents import MEDIA, Responses
from pdsched.serve.routes.problems import PolicyName, Uploads
from pdsched.serve.routes.shapes import Checked, Verified, told
from pdsched.serve.routes.waiting import while_there
from pdsched.serve.service import Service
from pdsched.serve.troubles import TroubleError
from pdsched.serve.uploads import keep_uploads

_SHEETS: Responses = {200: {"content": {MEDIA["xlsx"]: {}}}}
_NO_WORKBOOK = "This is no workbook, and only a workbook is given back with its faults."
_ONE = "Give the problem as the file `problem`, or its id: one of both."
_VERIFY = "pdsched.serve.tasks.judging:verify"
_READ = "pdsched.serve.tasks.reading:problem"
Policy = Annotated[str, Form(json_schema_extra={"enum": [*ready_policies()]})]


def router(service: Service) -> APIRouter:
    """The routes of checks."""
    routes = APIRouter(tags=["checks"])
    store = service.store

    @routes.post("/check", response_model=Checked, summary="Check a problem")
    async def check(request: Request, file: Uploads, policy: PolicyName = "default") -> Response:
        """Everything wrong or odd about a problem, and what no plan can do; nothing is kept."""
        check_policy(policy)
        with store.incoming() as folder:
            path, names = await run_in_threadpool(keep_uploads, file, folder)
            arguments = {"path": str(path), "names": names, "policy": policy}
            value = await while_there(request, service.task(request.state.owner, _READ, arguments))
        return told(_checked(value))

    @routes.post(
        "/check/workbook",
        response_class=FileResponse,
        responses=_SHEETS,
        summary="Check a workbook, and take it back",
    )
    async def mark(request: Request, file: Uploads, policy: PolicyName = "default") -> Response:
        """The workbook with each fault in its cell, and a sheet that leads to them."""
        check_policy(policy)
        with ExitStack() as stack:
            folder = stack.enter_context(store.incoming())
            path, names = await run_in_threadpool(keep_uploads, file, folder)
            target = folder / "marked.xlsx"
            arguments = {"path": str(path), "names": names, "policy": policy}
            marking = service.task(request.state.owner, _READ, {**arguments, "marked": str(target)})
            await while_there(request, marking)
            if not target.exists():
                raise TroubleError(422, _NO_WORKBOOK)
            gone = BackgroundTask(stack.pop_all().close)
            return FileResponse(target, filename="marked.xlsx", background=gone)

    @routes.post("/verify", response_model=Verified, summary="Judge a plan")
    async def verify(
        request: Request,
        plan: Annotated[UploadFile, File(description="A plan or a result, as JSON.")],
        problem: Annotated[
            UploadFile | None, File(description="The problem, in one file; or give its id.")
        ] = None,
        problem_id: Annotated[Id | None, Form(description="A problem that was sent.")] = None,
        policy: Policy = "default",
    ) -> Response:
        """Every rule that a plan breaks, and its value in each goal, by the referee."""
        check_policy(policy)
        if (problem is None) is (problem_id is None):
            raise TroubleError(422, _ONE)
        with store.incoming() as folder:
            arguments: dict[str, Any] = {"policy": policy, "names": {}}
            uploads = [plan] if problem is None else [plan, problem]
            for upload, field in zip(uploads, ("plan", "path"), strict=False):
                (folder / field).mkdir()
                path, names = await run_in_threadpool(keep_uploads, [upload], folder / field)
                arguments[field], arguments["names"][field] = str(path), names
            if problem_id is not None:
                entry = store.sound(request.state.owner, problem_id)
                arguments["problem"] = str(store.problem_file(entry.id))
            value = await while_there(
                request, service.task(request.state.owner, _VERIFY, arguments)
            )
        return told(Verified.model_validate(value))

    return routes


def _checked(value: dict[str, Any]) -> Checked:
    kept = ("errors", "warnings", "counts", "faults")
    is_sound = bool(value["digest"]) and not value["errors"]
    return Checked(is_sound=is_sound, **{name: value[name] for name in kept})

"""Pages on which data is given: the first one, and that of a problem with its policy."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from pdsched.files import load_policy, ready_policies
from pdsched.serve.entries import ProblemEntry, RunOptions
from pdsched.serve.pages.answering import add_pages, answer, as_faults, language_of
from pdsched.serve.pages.faults import fault_table
from pdsched.serve.pages.named import run_line
from pdsched.serve.pages.policy_form import filled_in, policy_form
from pdsched.serve.pages.rendering import asset
from pdsched.serve.service import READING, Service
from pdsched.serve.troubles import TroubleError, absent
from pdsched.serve.uploads import keep_uploads

if TYPE_CHECKING:
    from pdsched.policy import Policy

DEMO_SECONDS = 30.0
"""In which the plan of the demo is proven on a small machine, or nearly so."""
MOST_WEEKS = 114
MOST_NAME = 100
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_routes(router: APIRouter, service: Service) -> None:
    """The first page, uploads, problems and their policy."""
    giver = Giver(service)
    get: dict[str, Any] = {
        "/": giver.home,
        "/page/problems/{identity}": giver.problem,
        "/page/problems/{identity}/marked.xlsx": giver.marked,
        "/page/problems/{identity}/data.xlsx": giver.workbook,
        "/page/template.xlsx": giver.template,
        "/page/static/{name}": static,
    }
    post: dict[str, Any] = {
        "/page/demo": giver.demo,
        "/page/problems": giver.add,
        "/page/problems/{identity}/runs": giver.plan,
        "/page/problems/{identity}/survey": giver.survey,
        "/page/problems/{identity}/forget": giver.forget,
    }
    add_pages(router, get, post)


def static(name: str) -> Response:
    """What pages are drawn with."""
    told = asset(name)
    if told is None:
        raise absent("file")
    kind, text = told
    return Response(text, media_type=kind, headers={"Cache-Control": "max-age=3600"})


class Giver:
    """Answers requests with these pages."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def home(self, request: Request) -> Response:
        """All that somebody has here, and how to begin."""
        owner = request.state.owner
        runs, problems = self._service.runs.listed(owner), self._service.store.problems(owner)
        lines = [run_line(run) for run in runs]
        told: dict[str, Any] = {"runs": lines, "problems": problems, "zones": _zones()}
        # A thousand lines take a while, in which others are answered.
        return await run_in_threadpool(answer, request, "home.html", **told)

    async def demo(self, request: Request) -> Response:
        """Plan the district that comes with the package."""
        owner = request.state.owner
        options = RunOptions(seconds=min(DEMO_SECONDS, self._service.settings.most_seconds))
        self._service.runs.check(owner, options)
        problem = await self._service.add_demo(owner)
        run = self._service.runs.submit(owner, problem.id, options)
        return _to(f"/page/runs/{run.id}")

    async def add(self, request: Request) -> Response:
        """Read what was uploaded: a problem, or a timetable if it is said when that holds."""
        async with self._form(request) as form:
            uploads = [each for each in form.getlist("files") if isinstance(each, UploadFile)]
            if f"{form.get('first', '')}".strip():
                entry = await self._timetable(request.state.owner, uploads, form)
            else:
                entry = await self._service.add_problem(request.state.owner, uploads)
        return _to(f"/page/problems/{entry.id}")

    async def _timetable(
        self, owner: str, uploads: list[UploadFile], form: FormData
    ) -> ProblemEntry:
        if len(uploads) != 1:
            raise TroubleError(422, "A timetable is one file; choose that alone.")
        try:
            first = date.fromisoformat(f"{form.get('first')}").isoformat()
            weeks = min(MOST_WEEKS, max(1, int(f"{form.get('weeks') or 12}")))
        except ValueError:
            raise TroubleError(422, "Give the first date and the number of weeks.") from None
        with self._service.store.incoming() as folder:
            path, names = await run_in_threadpool(keep_uploads, uploads, folder)
            arguments: dict[str, Any] = {"path": str(path), "names": names}
            arguments |= {"first": first, "weeks": weeks}
            arguments["time_zone"] = f"{form.get('time_zone') or 'UTC'}".strip()
            arguments["name"] = PurePath(uploads[0].filename or "").stem[:MOST_NAME]
            task = "pdsched.serve.pages.tasks:timetable"
            return await self._service.add_made(owner, task, arguments)

    async def survey(self, request: Request, identity: str) -> Response:
        """Add the answers of a survey to a problem."""
        owner = request.state.owner
        self._service.store.sound(owner, identity)
        async with self._form(request) as form:
            upload = form.get("files")
            if not isinstance(upload, UploadFile):
                raise TroubleError(422, "There is no file in this; choose the table of answers.")
            with self._service.store.incoming() as folder:
                path, names = await run_in_threadpool(keep_uploads, [upload], folder)
                problem = str(self._service.store.problem_file(identity))
                arguments = {"problem": problem, "path": str(path), "names": names}
                entry = await self._service.add_made(owner, f"{READING}:survey", arguments)
        return _to(f"/page/problems/{entry.id}")

    async def problem(self, request: Request, identity: str, policy: str = "default") -> Response:
        """What a problem holds, what is wrong with it, and a policy to plan it under."""
        if policy not in ready_policies():
            raise absent("policy")
        entry = self._service.store.whole(request.state.owner, identity)
        return await run_in_threadpool(self._problem, request, entry, policy, load_policy(policy))

    def _problem(
        self, request: Request, entry: ProblemEntry, base: str, policy: Policy, **more: Any
    ) -> Response:
        language = language_of(request)
        values = {"minutes": "1", "policy_faults": (), **more}
        faults = fault_table(as_faults(entry.faults), language)
        return answer(
            request,
            "problem.html",
            here=f"/page/problems/{entry.id}",
            problem=entry,
            faults=faults._replace(errors=entry.errors, warnings=entry.warnings),
            form=policy_form(policy, base, language),
            ready=ready_policies(),
            most_minutes=f"{self._service.settings.most_seconds / 60:g}",
            zones=_zones(),
            **values,
        )

    async def plan(self, request: Request, identity: str) -> Response:
        """Begin a run under a policy that was filled in, or show how that reads now."""
        owner = request.state.owner
        entry = self._service.store.whole(owner, identity)
        async with self._form(request) as form:
            filled = {key: [f"{value}" for value in form.getlist(key)] for key in form}
        base = filled.get("policy", ["default"])[0]
        if base not in ready_policies():
            raise absent("policy")
        begun = load_policy(base)
        policy, faults = filled_in(begun, filled)
        minutes, seconds = _minutes(filled)
        if policy is None or seconds is None or filled.get("do") == ["read"]:
            told = {"minutes": minutes, "policy_faults": faults}
            return await run_in_threadpool(
                self._problem, request, entry, base, policy or begun, **told
            )
        fields = base if policy == begun else policy.model_dump(mode="json", exclude_none=True)
        seconds = min(seconds, self._service.settings.most_seconds)
        run = self._service.runs.submit(owner, identity, RunOptions(policy=fields, seconds=seconds))
        return _to(f"/page/runs/{run.id}")

    async def forget(self, request: Request, identity: str) -> Response:
        """Delete a problem that no run is about."""
        self._service.store.forget_problem(request.state.owner, identity)
        return _to("/")

    async def marked(self, request: Request, identity: str) -> Response:
        """The workbook with its faults."""
        entry = self._service.store.problem(request.state.owner, identity)
        if not entry.marked:
            raise absent("workbook")
        path = self._service.store.marked(identity)
        return FileResponse(path, media_type=_EXCEL, filename="marked.xlsx")

    async def workbook(self, request: Request, identity: str) -> Response:
        """The data of a problem as a workbook, to go on with."""
        self._service.store.sound(request.state.owner, identity)
        problem = {"problem": str(self._service.store.problem_file(identity))}
        return await self._written(request, "workbook", problem, "data.xlsx")

    async def template(self, request: Request) -> Response:
        """A workbook to fill in."""
        return await self._written(request, "template", {}, "template.xlsx")

    async def _written(
        self, request: Request, task: str, arguments: dict[str, str], name: str
    ) -> Response:
        with ExitStack() as stack:
            path = stack.enter_context(self._service.store.incoming()) / name
            told = {**arguments, "target": str(path)}
            owner = request.state.owner
            await self._service.task(owner, f"pdsched.serve.pages.tasks:{task}", told)
            gone = BackgroundTask(stack.pop_all().close)
            return FileResponse(path, media_type=_EXCEL, filename=name, background=gone)

    def _form(self, request: Request) -> Any:
        return request.form(max_files=self._service.settings.most_files, max_fields=1000)


def _minutes(filled: dict[str, list[str]]) -> tuple[str, float | None]:
    """The minutes that a form says, and as seconds; ``None`` where they are no number above 0."""
    told = filled.get("minutes", ["1"])[0]
    try:
        seconds = 60 * float(told.replace(",", "."))
    except ValueError:
        return told, None
    return told, seconds if 0 < seconds < float("inf") else None


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


@cache
def _zones() -> tuple[str, ...]:
    """Names of time zones that a field offers; others can be typed."""
    return tuple(sorted(zone for zone in available_timezones() if "/" in zone))

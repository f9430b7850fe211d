"""Pages of a run: how far it is, its plan as lists, questions, who is away, and two compared."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from pdsched.checks import policy_of
from pdsched.result import TracePoint
from pdsched.serve.pages.answering import add_pages, answer, language_of
from pdsched.serve.pages.kept_lists import KeptLists
from pdsched.serve.pages.listing import KINDS, Wanted, shown
from pdsched.serve.pages.mending import whom_to_tell
from pdsched.serve.pages.named import ended_run, run_line
from pdsched.serve.pages.progress import progress
from pdsched.serve.troubles import TroubleError, absent

if TYPE_CHECKING:
    from pdsched.serve.entries import RunEntry
    from pdsched.serve.service import Service

_TASKS = "pdsched.serve.pages.tasks"
_QUESTIONS = ("why", "why-not", "alternatives")
_FIELDS = ("need", "staff", "session")
MOST_ALTERNATIVES = 5


def add_routes(router: APIRouter, service: Service) -> None:
    """Everything below one run, and two compared."""
    pages = Shower(service)
    get: dict[str, Any] = {
        "/page/runs/{identity}": pages.run,
        "/page/runs/{identity}/{part}": pages.listed,
        "/page/compare": pages.compare,
    }
    post: dict[str, Any] = {
        "/page/runs/{identity}/stop": pages.stop,
        "/page/runs/{identity}/forget": pages.forget,
        "/page/runs/{identity}/ask": pages.ask,
        "/page/runs/{identity}/{part}": pages.listed,
    }
    add_pages(router, get, post)


class Shower:
    """Answers requests with these pages."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lists = KeptLists()

    def _entry(self, request: Request, identity: str) -> RunEntry:
        return self._service.runs.get(request.state.owner, identity)

    def _ended(self, request: Request, identity: str) -> RunEntry:
        return ended_run(self._service, request.state.owner, identity)

    async def run(self, request: Request, identity: str) -> Response:
        """How far a run is or what came of it, and all that can be fetched."""
        entry, language = self._entry(request, identity), language_of(request)
        policy = policy_of(entry.options.policy)
        told = self._service.runs.steps(request.state.owner, identity).points
        points = [TracePoint.model_validate_json(point) for point in told]
        overview = None
        if entry.status.is_over and entry.has_plan:
            overview = await self._kept(request, identity, "overview", {"language": language})
        return answer(
            request,
            "run.html",
            run=run_line(entry),
            part="",
            overview=overview,
            goals=progress(policy, points, entry.goals, language, entry.seconds),
            sentences=policy.sentences(language=language),
            mended=whom_to_tell(self._service, identity),
        )

    async def stop(self, request: Request, identity: str) -> Response:
        """End a run with its best plan."""
        self._service.runs.stop(request.state.owner, identity)
        return RedirectResponse(f"/page/runs/{identity}", 303)

    async def forget(self, request: Request, identity: str) -> Response:
        """Delete a run that is over."""
        self._service.runs.forget(request.state.owner, identity)
        return RedirectResponse("/", 303)

    async def listed(self, request: Request, identity: str, part: str) -> Response:
        """One list of the plan; a search is sent by POST, for it may name somebody."""
        if part not in KINDS:
            raise absent("page")
        entry, language = self._ended(request, identity), language_of(request)
        form = await request.form() if request.method == "POST" else {}
        wanted = _wanted({key: f"{form[key]}" for key in form})
        told = {"name": part, "language": language}
        path = await self._service.kept(request.state.owner, identity, part, f"{_TASKS}:rows", told)
        listing = await run_in_threadpool(self._lists.read, path, part)
        view = await run_in_threadpool(shown, listing, wanted)
        template = "rows.html" if form.get("part") == "rows" else "list.html"
        return answer(request, template, run=run_line(entry), part=part, shown=view)

    async def ask(self, request: Request, identity: str) -> Response:
        """A question about the plan, by the button that was pressed."""
        entry = self._ended(request, identity)
        form = await request.form()
        kind, about = _asked(f"{form.get('ask', '')}")
        if kind == "alternatives":
            about |= {"most": MOST_ALTERNATIVES}
        told = await self._service.ask(request.state.owner, identity, kind, about)
        back = "people" if kind == "why" else "open-needs"
        template = "told.html" if form.get("part") == "told" else "answer.html"
        here = f"/page/runs/{identity}/{back}"
        return answer(
            request, template, here=here, run=run_line(entry), part=back, back=back, answer=told
        )

    async def compare(self, request: Request, before: str = "", after: str = "") -> Response:
        """Two plans beside each other."""
        owner = request.state.owner
        runs = self._service.runs.listed(owner)
        choices = [run for run in runs if run.has_plan and run.status.is_over]
        told = None
        if before and after:
            self._ended(request, before)
            self._ended(request, after)
            paths = self._service.paths(owner, before)
            arguments = {"before": paths, "language": language_of(request)}
            told = await self._kept(request, after, "difference", arguments)
        latest = [run.id for run in choices]
        return answer(
            request,
            "compare.html",
            choices=[run_line(run) for run in choices],
            before=before or (latest[1] if len(latest) > 1 else ""),
            after=after or (latest[0] if latest else ""),
            told=told,
        )

    async def _kept(
        self, request: Request, identity: str, task: str, arguments: dict[str, Any]
    ) -> Any:
        """What a task answers about a run, asked once."""
        path = await self._service.kept(
            request.state.owner, identity, task, f"{_TASKS}:{task}", arguments
        )
        return json.loads(path.read_text(encoding="utf-8"))


def _wanted(form: dict[str, str]) -> Wanted:
    """What a form says: another order where the head of a column was pressed, else that of now."""
    page = form.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return Wanted(form.get("search", ""), form.get("sort") or form.get("order", ""), number)


def _asked(text: str) -> tuple[str, dict[str, Any]]:
    """Which question, and about which ids.

    Raises:
        TroubleError: if it is none of those that pages offer.
    """
    kind, _, about = text.partition(" ")
    try:
        fields = json.loads(about)
    except (ValueError, RecursionError):
        fields = None
    if kind not in _QUESTIONS or not isinstance(fields, dict) or not {*fields} <= {*_FIELDS}:
        raise TroubleError(422, "This question cannot be asked; choose one in a list of the plan.")
    return kind, {key: f"{value}" for key, value in fields.items()}

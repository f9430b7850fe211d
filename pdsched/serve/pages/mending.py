"""The page on which somebody says who is away, and what is kept of the plan after that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from pdsched.serve.entries import RunEntry, RunOptions, new_id, now
from pdsched.serve.pages.answering import add_pages, answer, as_faults, language_of
from pdsched.serve.pages.named import ended_run, run_line
from pdsched.serve.runs import ended
from pdsched.serve.troubles import TroubleError

if TYPE_CHECKING:
    from pdsched.serve.service import Service

LINES = 4
"""People of whom one form can say that they are away."""
SECONDS = 30.0
WHOM = "told.json"
"""In the folder of a run: whom to tell that the plan before does not hold."""
_TASKS = "pdsched.serve.pages.tasks"


class AwayLine(NamedTuple):
    """One person who is away, as it was filled in."""

    who: str = ""
    first: str = ""
    last: str = ""
    half: str = ""


def add_routes(router: APIRouter, service: Service) -> None:
    """The page of those who are away."""
    mender = Mender(service)
    path = "/page/runs/{identity}/away"
    add_pages(router, {path: mender.asked}, {path: mender.mended})


def whom_to_tell(service: Service, identity: str) -> dict[str, Any] | None:
    """Whom to tell that the plan before does not hold; ``None`` of a plan that was searched."""
    path = service.store.run_folder(identity) / WHOM
    if not path.exists():
        return None
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


class Mender:
    """Answers requests with this page."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def asked(self, request: Request, identity: str) -> Response:
        """The form."""
        return await self._form(request, identity, [AwayLine()] * LINES)

    async def _form(
        self, request: Request, identity: str, lines: list[AwayLine], **more: Any
    ) -> Response:
        owner = request.state.owner
        entry = ended_run(self._service, owner, identity)
        path = await self._service.kept(owner, identity, "people", f"{_TASKS}:people", {})
        known = json.loads(path.read_text(encoding="utf-8"))
        first, last, today = known["dates"]
        return answer(
            request,
            "away.html",
            run=run_line(entry),
            part="away",
            lines=lines,
            people=known["people"],
            **{"first": first, "last": last, "as_of": today, "away_faults": (), **more},
        )

    async def mended(self, request: Request, identity: str) -> Response:
        """Mend the plan, and go to what becomes of it."""
        owner = request.state.owner
        entry = ended_run(self._service, owner, identity)
        form = await request.form()
        lines, on = _lines(form), f"{form.get('as_of', '')}"
        with self._service.store.incoming() as folder:
            arguments = {
                **self._service.paths(owner, identity),
                "made": str(folder / "result.json.gz"),
                "told": str(folder / WHOM),
                "lines": [line._asdict() for line in lines if line.who],
                "on": on,
                "language": language_of(request),
                "seconds": min(SECONDS, self._service.settings.most_seconds),
            }
            try:
                problem = await self._service.add_made(owner, f"{_TASKS}:mended", arguments)
            except TroubleError as trouble:
                if not trouble.faults:
                    raise
                told = {"as_of": on, "away_faults": as_faults(trouble.faults)}
                return await self._form(request, identity, lines, **told)
            told = json.loads((folder / WHOM).read_text(encoding="utf-8"))
            (folder / WHOM).write_text(json.dumps({**told, "before": identity}), encoding="utf-8")
            kept = self._keep(owner, problem.id, entry, folder, told["run"])
        return RedirectResponse(f"/page/runs/{kept.id}", 303)

    def _keep(
        self, owner: str, problem: str, before: RunEntry, folder: Path, told: Mapping[str, Any]
    ) -> RunEntry:
        """Keep the plan as a run that is done."""
        store, at = self._service.store, now()
        options = RunOptions(policy=before.options.policy, workers=before.options.workers)
        entry = RunEntry(
            id=new_id(),
            problem=problem,
            name=before.name,
            options=options,
            **{"submitted": at, "started": at, "ended": at, **ended(told)},
        )
        store.run_folder(entry.id).mkdir(mode=0o700)
        shutil.copyfile(folder / "result.json.gz", store.result(entry.id))
        shutil.copyfile(folder / WHOM, store.run_folder(entry.id) / WHOM)
        store.index.put_run(owner, entry)
        return entry


def _lines(form: FormData) -> list[AwayLine]:
    """What was filled in; as many lines as the form has."""
    columns = [[f"{each}".strip() for each in form.getlist(name)] for name in AwayLine._fields]
    lines = [AwayLine(*told) for told in zip(*columns, strict=False)][:LINES]
    return lines + [AwayLine()] * (LINES - len(lines))

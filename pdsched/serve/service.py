"""The service: its folder, its processes, its runs, and what is made of them."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from pdsched.serve.crew import Crew
from pdsched.serve.entries import ProblemEntry, RunEntry, new_id, now
from pdsched.serve.gate import Gate
from pdsched.serve.made_files import MadeFiles
from pdsched.serve.runs import SECONDS, Runs
from pdsched.serve.settings import Settings
from pdsched.serve.store import Store
from pdsched.serve.troubles import TroubleError, too_long
from pdsched.serve.uploads import keep_uploads

_LOG = logging.getLogger(__name__)
READING = "pdsched.serve.tasks.reading"
HOUSE_SECONDS = 60.0
"""Between two looks at what is old, and what could not be written."""
ENDINGS = {
    "report": "html", "binder": "html", "workbook": "xlsx", "calendar": "zip", "absences": "zip",
    "plan": "json", "result": "json", "problem": "json",
}  # fmt: skip
"""What is made of a run, and how its file ends."""
_LANGUAGES = ("report", "binder")


class Service:
    """All of it, from the start to the end of the server.

    Raises:
        PdschedError: if the folder cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store(settings.folder)
        self.crew = Crew(settings.tasks, settings.task_seconds, self.store.troubles)
        self.runs = Runs(settings, self.store, self.crew)
        self.gate = Gate(settings, self.store.secret)
        self._housekeeping: asyncio.Task[None] | None = None
        self._makings: dict[Path, asyncio.Task[None]] = {}

    async def start(self) -> None:
        """Go on with what the last service had not finished."""
        self.store.forget_old(self.settings.keep_days)
        self.runs.resume()
        self._housekeeping = asyncio.create_task(self._keep_house())

    async def leave(self) -> None:
        """End all processes, and everything that somebody waits for."""
        if self._housekeeping is not None:
            self._housekeeping.cancel()
        for making in [*self._makings.values()]:
            making.cancel()
        await self.runs.close()
        await self.crew.close()

    async def close(self) -> None:
        """End all of it, and let go of the folder."""
        await self.leave()
        self.store.close()

    async def _keep_house(self) -> None:
        while True:
            # It is tried again, and whoever asks is told.
            with suppress(TroubleError, OSError, sqlite3.Error):
                await self.store.weigh()
            await asyncio.sleep(HOUSE_SECONDS)
            with suppress(TroubleError, OSError, sqlite3.Error):
                self.runs.write_late()
                self.store.forget_old(self.settings.keep_days)

    async def task(self, owner: str, task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Have something done for an owner, in a process of its own.

        Raises:
            TroubleError: what went wrong there.
        """
        return await self.crew.do(owner, task, {**arguments, "key": self._key})

    @property
    def _key(self) -> str | None:
        path = self.settings.redaction_key
        return None if path is None else str(path)

    # --- Problems ---

    async def add_problem(
        self,
        owner: str,
        uploads: Sequence[UploadFile],
        *,
        policy: str = "default",
        keep_unsound: bool = True,
    ) -> ProblemEntry:
        """Read a problem that was uploaded, and keep it.

        Args:
            owner: whose it is.
            uploads: one workbook or JSON file, or the tables of a folder.
            policy: a ready one, of which it is told what no plan can do under it.
            keep_unsound: whether one with errors is kept, too, with its marked workbook.

        Raises:
            TroubleError: if it cannot be kept, or has errors and is not to be.
        """
        with self.store.incoming() as folder:
            path, names = await run_in_threadpool(keep_uploads, uploads, folder)
            arguments = {"path": str(path), "names": names, "policy": policy}
            return await self._add(
                owner, f"{READING}:problem", arguments, keep_unsound=keep_unsound
            )

    async def add_document(self, owner: str, problem: Mapping[str, Any]) -> ProblemEntry:
        """Keep a problem that is a document, if it has no errors.

        Raises:
            TroubleError: if it has.
        """
        with self.store.incoming() as folder:
            path = folder / "problem.json"
            path.write_text(json.dumps(problem), encoding="utf-8")
            return await self._add(
                owner, f"{READING}:problem", {"path": str(path)}, keep_unsound=False
            )

    async def add_demo(self, owner: str) -> ProblemEntry:
        """Keep the small district that comes with pdsched."""
        return await self._add(owner, f"{READING}:demo", {}, keep_unsound=False)

    async def add_made(self, owner: str, task: str, arguments: Mapping[str, Any]) -> ProblemEntry:
        """Keep a problem that a task makes, which answers as `pdsched.serve.tasks.reading.kept`.

        Raises:
            TroubleError: what went wrong there.
        """
        return await self._add(owner, task, arguments, keep_unsound=True)

    async def _add(
        self, owner: str, task: str, arguments: Mapping[str, Any], *, keep_unsound: bool
    ) -> ProblemEntry:
        self.store.check_room(owner, self.settings.owner_gib)
        identity = new_id()
        target = self.store.problem_file(identity)
        target.parent.mkdir(mode=0o700)
        files: dict[str, Any] = {"target": str(target)}
        if keep_unsound and self.settings.redaction_key is None:
            files["marked"] = str(self.store.marked(identity))
        try:
            told = await self.task(owner, task, {**arguments, **files})
            marked = self.store.marked(identity).exists()
            entry = ProblemEntry(id=identity, added=now(), marked=marked, **told)
            if not (entry.is_sound or keep_unsound):
                raise TroubleError(
                    422, "The problem has errors; mend them and send it again.", entry.faults
                )
            self.store.index.put_problem(owner, *entry.in_parts())
        except BaseException:
            self.store.drop("problems", identity)
            raise
        return entry

    # --- What is made of a run ---

    def paths(self, owner: str, identity: str) -> dict[str, Any]:
        """The files of a run, for a task; `pdsched.serve.tasks.given` reads them.

        Raises:
            TroubleError: if there is no such run.
        """
        return self.runs.paths(self.runs.get(owner, identity))

    async def made(self, owner: str, identity: str, kind: str, **options: Any) -> Path:
        """A file that is made of a run: once of each plan.

        Args:
            owner: who asks.
            identity: the run.
            kind: one of `ENDINGS`.
            options: ``language``, of a report or binder; ``format`` and ``reason``, of absences;
                ``before``, a run whose plan was told before, and ``revision``, of calendars and
                absences.

        Raises:
            TroubleError: if there is no such run, or it has no plan.
        """
        entry = self._with_plan(owner, identity, kind)
        if kind in _LANGUAGES:
            options.setdefault("language", self.settings.language)
        if (before := options.get("before")) is not None:
            if self._with_plan(owner, before, "plan").result is None:
                raise TroubleError(409, f"Run {before} (before) has not ended with a plan.")
            options["before"] = str(self.store.result(before))
        task = f"pdsched.serve.tasks.documents:{kind}"
        return await self._kept(owner, entry, kind, ENDINGS[kind], task, options)

    def _with_plan(self, owner: str, identity: str, kind: str) -> RunEntry:
        entry = self.runs.get(owner, identity)
        if kind == "problem" or entry.has_plan or (kind == "result" and entry.result):
            return entry
        if entry.status.is_over:
            raise TroubleError(
                409, f"The run is {entry.status} and has no plan. {entry.message}".strip()
            )
        raise TroubleError(409, f"The run is {entry.status} and has no plan yet; ask again later.")

    async def kept(
        self, owner: str, identity: str, name: str, task: str, arguments: Mapping[str, Any]
    ) -> Path:
        """A JSON file with what a task answers about a run: asked once of each plan.

        Raises:
            TroubleError: if there is no such run, or what went wrong in the task.
        """
        entry = self.runs.get(owner, identity)
        answered = {"task": task, "arguments": dict(arguments)}
        return await self._kept(
            owner, entry, name, "json", "pdsched.serve.tasks.answering:answer", answered
        )

    async def _kept(
        self,
        owner: str,
        entry: RunEntry,
        name: str,
        ending: str,
        task: str,
        options: Mapping[str, Any],
    ) -> Path:
        """What a task makes; who asks meanwhile for the same waits for the same."""
        moment = None if entry.status.is_over else self.store.moment(entry.id)
        made = self.store.made(entry.id)
        path = made.path(name, ending, [task, options, moment])
        if made.has(path):
            return path
        if path not in self._makings:
            arguments = {**options, **self.runs.paths(entry), "target": str(path)}
            making = asyncio.create_task(self._make(owner, task, arguments, made))
            self._makings[path] = making
            making.add_done_callback(lambda _: self._makings.pop(path, None))
        await asyncio.shield(self._makings[path])
        return path

    async def _make(
        self, owner: str, task: str, arguments: Mapping[str, Any], made: MadeFiles
    ) -> None:
        made.folder.mkdir(exist_ok=True)
        await self.task(owner, task, arguments)
        made.forget_old()

    async def ask(
        self, owner: str, identity: str, question: str, asked: Mapping[str, Any]
    ) -> dict[str, Any]:
        """An answer about the plan of a run.

        Args:
            owner: who asks.
            identity: the run.
            question: ``why``, ``why-not``, ``alternatives``, ``unmet``, ``explain``, ``price``,
                ``scenarios``, ``simulate`` or ``replan``.
            asked: the fields of the question, as in the JSON.

        Raises:
            TroubleError: if there is no such run, it has no plan, or the question is wrong.
        """
        kind = "problem" if question == "explain" else "plan"
        entry = self._with_plan(owner, identity, kind)
        name = question.replace("-", "_")
        arguments = {
            **self.runs.paths(entry),
            "question": {**asked, "seconds": self._seconds(asked.get("seconds"))},
            "policy": entry.options.model_dump(mode="json")["policy"],
            "workers": entry.options.workers,
        }
        return await self.task(owner, f"pdsched.serve.tasks.asking:{name}", arguments)

    def _seconds(self, asked: float | None) -> float | None:
        """How long to look for an answer: no longer than a run may last; ``None`` as it is usual.

        Raises:
            TroubleError: if more is asked for.
        """
        most = self.settings.most_seconds
        if asked is not None and asked > most:
            raise too_long("seconds", asked, most)
        return most if asked is None and most < SECONDS else asked

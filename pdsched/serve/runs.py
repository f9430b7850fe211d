"""The queue of runs: so many at once, fair among owners, resumed when the service starts again."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from typing import Any

from pdsched.runner.time_shares import WORK_PER_SECOND
from pdsched.serve.crew import Crew, Working, answer
from pdsched.serve.entries import GoalEntry, RunEntry, RunOptions, Status, new_id, now
from pdsched.serve.fairness import fair
from pdsched.serve.policies import check_policy
from pdsched.serve.settings import Settings
from pdsched.serve.steps import Steps, kept_points
from pdsched.serve.store import Store
from pdsched.serve.troubles import TroubleError, absent, too_long

_LOG = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
"""How often a run is begun, where the service is ended each time: one may be what ends it."""
MOST_LISTED = 500
SECONDS = 60.0
_AGAIN = "The service was ended meanwhile; the run goes on from the best plan that it had."
_ENOUGH = f"The service was ended {MOST_ATTEMPTS} times during this run, which is not begun again."


class Runs:
    """All runs of a service."""

    def __init__(self, settings: Settings, store: Store, crew: Crew) -> None:
        self._settings, self._store, self._crew = settings, store, crew
        self._live: dict[str, tuple[str, Steps]] = {}
        """Owner and steps of what waits or goes on, in the order in which it came; and of what has
        ended, where that could not be written."""
        self._working: dict[str, Working] = {}
        self._stopped: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: dict[str, int] = {}
        """Number of the run that was begun last for an owner."""
        self._begun = count(1)
        self.is_closed = False
        """Whether the service is being ended: nobody is to wait for anything more."""

    # --- What is asked for ---

    def submit(self, owner: str, problem: str, options: RunOptions) -> RunEntry:
        """Queue a run.

        Raises:
            TroubleError: if the problem or a run is not there, the problem cannot be planned, the
                options are wrong, or too many runs of the owner wait.
        """
        about = self._store.sound(owner, problem)
        self.check(owner, options)
        entry = RunEntry(
            id=new_id(), status=Status.QUEUED, problem=problem, name=about.name,
            options=self._whole(options), submitted=now(),
        )  # fmt: skip
        try:
            self._make_folder(entry)
            self._store.index.put_run(owner, entry)
        except BaseException:
            self._store.drop("runs", entry.id)
            raise
        self._live[entry.id] = owner, Steps(entry, [])
        self._schedule()
        return self.get(owner, entry.id)

    def check(self, owner: str, options: RunOptions) -> None:
        """Refuse a run before its problem is read.

        Raises:
            TroubleError: if its options are wrong, or too many runs of the owner wait.
        """
        self._store.check_room(owner, self._settings.owner_gib)
        check_policy(options.policy)
        if options.seconds is not None and options.work_limit is not None:
            raise TroubleError(
                422, "seconds and work_limit both say when to end: give one of them."
            )
        most = self._settings.most_seconds
        limits = {"seconds": most, "work_limit": most * WORK_PER_SECOND}
        for name, limit in limits.items():
            if (asked := getattr(options, name)) is not None and asked > limit:
                raise too_long(name, asked, limit)
        waiting = sum(of == owner for of, _ in self._waiting())
        if waiting >= self._settings.queue:
            told = f"{waiting} runs of yours wait, and no more may; wait for some of them."
            raise TroubleError(429, told, headers={"Retry-After": "60"})
        for name in ("previous", "initial"):
            if (other := getattr(options, name)) is not None:
                entry = self.get(owner, other)
                if not (entry.status.is_over and entry.has_plan and entry.result):
                    raise TroubleError(409, f"Run {other} ({name}) has not ended with a plan.")

    def _whole(self, options: RunOptions) -> RunOptions:
        """The options with what was left out."""
        most = min(SECONDS, self._settings.most_seconds)
        seconds = None if options.work_limit is not None else options.seconds or most
        workers = options.workers or self._settings.workers_a_run
        return options.model_copy(update={"seconds": seconds, "workers": workers})

    def _make_folder(self, entry: RunEntry) -> None:
        """The folder of a run, with the plans that it begins with: their runs may go before it."""
        folder = self._store.run_folder(entry.id)
        folder.mkdir(mode=0o700)
        for name in ("previous", "initial"):
            if (other := getattr(entry.options, name)) is not None:
                shutil.copyfile(self._store.result(other), folder / f"{name}.json.gz")

    def get(self, owner: str, identity: str) -> RunEntry:
        """A run as it stands.

        Raises:
            TroubleError: if the owner has none of that id.
        """
        if identity in self._live and self._live[identity][0] == owner:
            return self._live[identity][1].entry
        entry = self._store.index.run(owner, identity)
        if entry is None:
            raise absent("run")
        return entry

    def listed(self, owner: str) -> tuple[RunEntry, ...]:
        """The runs of an owner, the newest first."""
        entries = self._store.index.runs(owner, MOST_LISTED)
        return tuple(
            self._live[entry.id][1].entry if entry.id in self._live else entry for entry in entries
        )

    def stop(self, owner: str, identity: str) -> RunEntry:
        """Ask a run to end soon with its best plan, which is kept; one that waits ends at once."""
        entry = self.get(owner, identity)
        if entry.status is Status.QUEUED:
            has_plan = self._store.checkpoint(identity).exists()
            self._end(identity, {"status": Status.STOPPED, "has_plan": has_plan})
            self._schedule()
        elif entry.status is Status.SOLVING:
            self._stopped.add(identity)
            if identity in self._working:
                self._working[identity].stop()
        return self.get(owner, identity)

    def forget(self, owner: str, identity: str) -> None:
        """Delete a run that has ended, with all that was made of it.

        Raises:
            TroubleError: if there is none, or it goes on.
        """
        if not self.get(owner, identity).status.is_over:
            raise TroubleError(409, "The run has not ended; stop it first.")
        self._store.forget_run(identity)
        self._live.pop(identity, None)

    def steps(self, owner: str, identity: str) -> Steps:
        """What a run says: all of it so far, and how to wait for more."""
        entry = self.get(owner, identity)
        if identity in self._live:
            return self._live[identity][1]
        return Steps(entry, kept_points(self._store.points(identity)))

    # --- What goes on ---

    def resume(self) -> None:
        """Queue again what the last service had not finished."""
        for owner, entry in self._store.index.unfinished():
            steps = Steps(entry, kept_points(self._store.points(entry.id)))
            self._live[entry.id] = owner, steps
            if entry.attempts >= MOST_ATTEMPTS:
                has_plan = self._store.checkpoint(entry.id).exists()
                fields = {"status": Status.STOPPED, "message": _ENOUGH, "has_plan": has_plan}
                self._end(entry.id, fields)
            else:
                told = _AGAIN if entry.status is Status.SOLVING else entry.message
                steps.stands(status=Status.QUEUED, message=told)
        self._schedule()

    def _waiting(self) -> list[tuple[str, str]]:
        """Owner and id of what waits."""
        return self._with_status(Status.QUEUED)

    def _with_status(self, status: Status) -> list[tuple[str, str]]:
        live = self._live.items()
        return [(owner, run) for run, (owner, steps) in live if steps.entry.status is status]

    def _schedule(self) -> None:
        """Begin what may be begun, and tell the others their places."""
        going = self._with_status(Status.SOLVING)
        order = fair(self._waiting(), Counter(owner for owner, _ in going), self._last)
        free = max(0, self._settings.at_once - len(going))
        for identity in order[:free]:
            owner, steps = self._live[identity]
            self._last[owner] = next(self._begun)
            begun, attempts = steps.entry.started or now(), steps.entry.attempts + 1
            steps.stands(status=Status.SOLVING, position=None, started=begun, attempts=attempts)
            task = asyncio.create_task(self._run(identity))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        for position, identity in enumerate(order[free:], 1):
            if (steps := self._live[identity][1]).entry.position != position:
                steps.stands(position=position)

    async def _run(self, identity: str) -> None:
        """Plan one problem, and write down what came of it."""
        fields = await self._outcome(*self._live[identity], identity)
        self._working.pop(identity, None)
        self._stopped.discard(identity)
        self._end(identity, fields)
        self._schedule()

    def _end(self, identity: str, fields: Mapping[str, Any]) -> None:
        steps = self._live[identity][1]
        steps.stands(**fields, ended=now(), position=None)
        _LOG.info("run %s: %s", identity, steps.entry.status)
        self.write_late()

    async def _outcome(self, owner: str, steps: Steps, identity: str) -> dict[str, Any]:
        """How a run ended."""
        try:
            self._store.index.put_run(owner, steps.entry)
            task, arguments = "pdsched.serve.tasks.solving:solve", self._arguments(steps.entry)
            async with self._crew.begun(task, arguments) as working:
                self._working[identity] = working
                if identity in self._stopped:
                    working.stop()
                return ended(await answer(working, steps.heard))
        except Exception as error:  # noqa: BLE001 - a run that is left open would never end
            trouble = error if isinstance(error, TroubleError) else _fault_of_ours(error)
            has_plan = self._store.checkpoint(identity).exists()
            status = Status.INVALID if trouble.status == 422 else Status.FAILED
            told = {"message": trouble.detail, "faults": trouble.faults}
            return {"status": status, "has_plan": has_plan, **told}

    def _arguments(self, entry: RunEntry) -> dict[str, Any]:
        options = entry.options
        plain = options.model_dump(mode="json", include={"policy", "seconds", "work_limit", "seed"})
        return {**plain, "workers": options.workers, **self.paths(entry)}

    def paths(self, entry: RunEntry) -> dict[str, Any]:
        """The files of a run, and what they are read with, for a task."""
        folder = self._store.run_folder(entry.id)
        paths = {
            "folder": folder,
            "problem": self._store.problem_file(entry.problem),
            "checkpoint": self._store.checkpoint(entry.id),
            "result": self._store.result(entry.id),
            "points": self._store.points(entry.id),
        }
        for name in ("previous", "initial"):
            if getattr(entry.options, name) is not None:
                paths[name] = folder / f"{name}.json.gz"
        on = entry.options.as_of
        return {**{n: str(p) for n, p in paths.items()}, "as_of": on and on.isoformat()}

    def write_late(self) -> None:
        """Write what has ended; what cannot be written now is tried again."""
        for identity, (owner, steps) in [*self._live.items()]:
            if steps.entry.status.is_over:
                try:
                    self._store.index.put_run(owner, steps.entry)
                except TroubleError as trouble:
                    _LOG.error("run %s: %s", identity, trouble.detail)
                else:
                    del self._live[identity]

    async def close(self) -> None:
        """End all processes; the runs go on when a service is started in the folder again."""
        self.is_closed = True
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for _, identity in self._with_status(Status.SOLVING):
            owner, steps = self._live[identity]
            begun = steps.entry.attempts - 1  # It was no fault of the run.
            steps.stands(status=Status.QUEUED, attempts=begun, message=_AGAIN)
            with suppress(TroubleError):
                self._store.index.put_run(owner, steps.entry)
        for _, steps in self._live.values():
            steps.wake()


def _fault_of_ours(error: Exception) -> TroubleError:
    reason = error.strerror if isinstance(error, OSError) else None
    return TroubleError(500, f"The run could not be planned ({reason or type(error).__name__}).")


def ended(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a run stands at when its search has ended by itself or was stopped."""
    status = Status.STOPPED if value["interrupted"] else Status.DONE
    goals = tuple(GoalEntry.model_validate(goal) for goal in value["goals"])
    kept = ("result", "needs", "needs_met", "has_plan", "message")
    return {"status": status, "goals": goals, **{name: value[name] for name in kept}}

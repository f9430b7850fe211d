"""The service: runs, problems and plans kept in a folder, as JSON over HTTP and as pages.

``pdsched serve`` starts it; ``pip install "pdsched[serve]"`` brings what it needs. Nothing heavy
happens in the process that answers: what reads, plans, writes or explains is a *task*, in a process
of its own (`pdsched.serve.work`), so that answers come at once and memory goes back.

From the bottom up, each importing only from those before it:

- `settings`      what a service is told when it starts
- `entries`       records of a run and a problem, as the index and the JSON have them
- `troubles`      what goes wrong, as problem details (RFC 9457)
- `work`          the process of a task: a job in, steps and an end out
- `tasks`         what is done there: read, solve, judge, ask, write documents
- `made_files`    what is made of a run, and goes when it was not asked for long
- `store`         the folder and its index
- `fairness`      which run or task is begun next
- `crew`          processes for tasks, so many at once
- `steps`         what a run says while it goes on, for any number of listeners
- `runs`          the queue: fair among owners, resumed after the service was killed
- `service`       all of it together
- `gate`          who may come in: Host, Origin, token
- `routes`        the JSON
- `pages`         the HTML
- `guarded`       the gate in front of the application; headers of safety, limits of time
- `request_faults` what is wrong with the shape of a request
- `application`   FastAPI, put together
- `server`        uvicorn, patient with nobody

INTERFACE, for the pages
------------------------

``pages.router(service: Service) -> fastapi.APIRouter`` is included by `application`; it is
``GET /`` and ``/page/...`` (also ``POST``), with its own files below ``/page/static``. The routes
of the JSON are all the others. A page takes `Service` and calls:

- ``owner = request.state.owner``: whose runs are shown; every call takes it.
- ``await service.add_problem(owner, uploads) -> ProblemEntry``: reads what was uploaded (a list of
  ``UploadFile``: one workbook or JSON, or the CSV files of a folder) and keeps it. It has ``id``,
  ``name``, ``faults`` (all of them), ``counts`` and ``is_sound``; ``marked`` says whether there is
  a marked workbook, whose path is ``service.store.marked(owner, id)``.
- ``service.store.problems(owner)``, ``service.store.problem(owner, id)``: the same without
  ``faults``, whose numbers are ``errors`` and ``warnings``; ``service.store.whole(owner, id)`` has
  these, too.
- ``await service.add_demo(owner) -> ProblemEntry``.
- ``service.runs.submit(owner, problem_id, RunOptions(policy=..., seconds=...)) -> RunEntry``:
  queues a run. ``policy`` is the name of a ready one or a dictionary of the fields of a policy.
- ``service.runs.get(owner, id)``, ``.listed(owner)``, ``.stop(owner, id)``, ``.forget(owner, id)``.
  A `RunEntry` has ``status``, ``goals`` (value, bound and gap of each, live), ``result`` (optimal,
  feasible, ...), ``needs_met``, ``faults``, ``message``, ``has_plan``.
- ``GET /runs/{id}/events`` is what a curve listens to (``EventSource``): events ``point`` (a
  `TracePoint`), ``progress`` (``seconds``, ``goal``, ``value``, ``bound``, ``pieces``) and
  ``status`` (a `RunEntry`); it ends after the last ``status``. ``service.runs.points(owner, id)``
  has the points so far.
- ``await service.made(owner, id, "report", language="fr") -> Path``: ``report``, ``binder``,
  ``workbook``, ``calendar``, ``absences`` (``format=...``), ``plan``, ``result``; made once, then
  kept. Links to ``/runs/{id}/report?language=fr`` do the same.
- ``await service.ask(owner, id, "why-not", {"need": "n1"}) -> dict``: an `Answer` as JSON.
- ``await service.task(owner, "pdsched.serve.pages.tasks:tables", {...}) -> dict``: any function
  of yours ``def tables(arguments: dict[str, Any], told: Told) -> dict[str, Any]``, in a process;
  hand it ``service.paths(owner, id)`` (``problem``, ``result``: files) and read them there with
  `pdsched.serve.tasks.given`. What it returns is JSON; cache by ``service.kept(owner, id, name,
  task, arguments) -> Path`` (made once for a run that has ended).
- Errors: raise nothing of your own; `TroubleError` is shown as problem details for ``/runs/...``,
  and below ``/page`` by ``pages.trouble_page(request, trouble) -> Response``.
- Signing in: ``GET /page/sign-in`` is open to all; ``POST`` there with the field ``token`` calls
  ``service.gate.sign_in(token) -> str | None``, the value of the cookie ``pdsched`` (``HttpOnly``,
  ``SameSite=Strict``). Whoever comes to a page without it is sent there; ``POST /page/sign-out``
  takes it away.
- Content-Security-Policy of pages: ``default-src 'none'; script-src 'self'; style-src 'self';
  img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors
  'none'``: no inline script or style; forms carry no secret, for Origin and Sec-Fetch-Site are
  checked.
- No id of a person in a URL: ask with ``POST``.
- ``Settings.language`` is the language of a page unless ``?language=`` says another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pdsched.serve.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Settings", "app"]


def app(settings: Settings) -> FastAPI:
    """The service as an ASGI application; it opens its folder when it is started."""
    from pdsched.serve.application import make_app

    return make_app(settings)

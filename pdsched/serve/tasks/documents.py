"""Write what is made of a plan: pages, a workbook, calendars, absences."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pdsched.files import save
from pdsched.plan import Plan
from pdsched.serve.tasks.given import kept_and_planned, kept_plan, kept_problem, kept_result
from pdsched.serve.work import Line, Told

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of files in an archive, so that the same plan makes the same bytes."""


def report(arguments: dict[str, Any], told: Told) -> Line:
    """One page for a head of school."""
    from pdsched.report import save_report

    del told
    problem, result, _ = kept_and_planned(arguments)
    save_report(problem, result, arguments["target"], language=arguments["language"])
    return {}


def binder(arguments: dict[str, Any], told: Told) -> Line:
    """What a school prints and keeps."""
    from pdsched.binder import save_binder

    del told
    problem, result, _ = kept_and_planned(arguments)
    save_binder(problem, result, arguments["target"], language=arguments["language"])
    return {}


def workbook(arguments: dict[str, Any], told: Told) -> Line:
    """The plan for people, in sheets."""
    del told
    problem, result, _ = kept_and_planned(arguments)
    save(result, arguments["target"], problem)
    return {}


def calendar(arguments: dict[str, Any], told: Told) -> Line:
    """A calendar for each person, trainer, substitute and school, in an archive."""
    from pdsched.ical import calendars

    del told
    problem, _, plan = kept_and_planned(arguments)
    before, revision = kept_plan(arguments.get("before")), arguments["revision"]
    files = calendars(problem, plan, before=before, revision=revision)
    _archive(arguments["target"], ((each.file, each.content) for each in files))
    return {}


def absences(arguments: dict[str, Any], told: Told) -> Line:
    """Who is away and who comes, as a system of absences takes it, in an archive."""
    from pdsched.absences import absence_files

    del told
    problem, _, plan = kept_and_planned(arguments)
    before = kept_plan(arguments.get("before"))
    more: dict[str, Any] = {"format": arguments["format"], "reason": arguments["reason"]}
    files = absence_files(problem, plan, before=before, **more)
    _archive(arguments["target"], ((each.file, each.content) for each in files))
    return {}


def plan(arguments: dict[str, Any], told: Told) -> Line:
    """The plan, as JSON: of a run that goes on the best so far."""
    del told
    value: Plan = kept_and_planned(arguments)[2]
    save(value, arguments["target"])
    return {}


def result(arguments: dict[str, Any], told: Told) -> Line:
    """The whole result, as JSON."""
    del told
    save(kept_result(arguments), arguments["target"])
    return {}


def problem(arguments: dict[str, Any], told: Told) -> Line:
    """The problem, as JSON."""
    del told
    save(kept_problem(arguments), arguments["target"])
    return {}


def _archive(target: str, files: Iterable[tuple[str, bytes]]) -> None:
    draft = Path(f"{target}.draft")
    with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    draft.replace(target)

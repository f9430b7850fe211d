"""What pages ask for that takes time: tasks, as `pdsched.serve.work` has them.

Each takes the files of a run by their names in `pdsched.serve.tasks.given`, besides what it says.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pdsched.checks import check
from pdsched.serve.tasks.given import kept_and_planned, kept_problem
from pdsched.serve.tasks.reading import kept, told_as_called
from pdsched.serve.work import Line, Told


def rows(arguments: dict[str, Any], told: Told) -> Line:
    """The rows of the list called ``name``, in a ``language``."""
    from pdsched.serve.pages.plan_lists import plan_list

    del told
    problem, result, plan = kept_and_planned(arguments)
    name, language = arguments["name"], arguments["language"]
    return {"rows": plan_list(name, problem, plan, result.policy, language).rows}


def overview(arguments: dict[str, Any], told: Told) -> Line:
    """The key figures that stand first in a report, in a ``language``."""
    from pdsched.indicators import kpis
    from pdsched.report.reached import tiles

    del told
    problem, result, plan = kept_and_planned(arguments)
    shown = tiles(kpis(problem, plan, result.policy), arguments["language"])
    return {"tiles": [tile._asdict() for tile in shown]}


def difference(arguments: dict[str, Any], told: Told) -> Line:
    """What differs between a plan and the one ``before``, whose files these are."""
    from pdsched.serve.pages.differing import differing

    del told
    before, after = kept_and_planned(arguments["before"]), kept_and_planned(arguments)
    return differing(before, after, arguments["language"])


def people(arguments: dict[str, Any], told: Told) -> Line:
    """Whom a problem knows, as pages call them, with its first date, its last and today."""
    from pdsched.serve.pages.being_away import called

    del told
    problem = kept_problem(arguments)
    calendar = problem.calendar
    dates = (calendar.first, calendar.last, calendar.today or calendar.first)
    names = sorted(called(problem), key=str.casefold)
    return {"people": names, "dates": [day.isoformat() for day in dates]}


def mended(arguments: dict[str, Any], told: Told) -> Line:
    """Keep what becomes of a plan after people are away: ``lines`` of who, first, last and half.

    Also ``on``, a date or nothing, ``language``, ``seconds``, and the files to which the result
    (``made``) and whom to tell (``told``) go.
    """
    from pdsched.serve.pages.being_away import mend

    del told
    problem, result, _ = kept_and_planned(arguments)
    return mend(problem, result, arguments)


def timetable(arguments: dict[str, Any], told: Told) -> Line:
    """Keep the problem that the file of a timetabling program makes, from ``path``.

    Also ``first``, a date, ``weeks``, ``time_zone`` and the ``name`` that the file came with.
    """
    from pdsched.timetables import guess_kind, import_timetable

    del told
    path = Path(arguments["path"])
    with told_as_called(arguments):
        problem, _ = import_timetable(
            guess_kind(path),
            path,
            first=date.fromisoformat(arguments["first"]),
            weeks=arguments["weeks"],
            time_zone=arguments["time_zone"],
        )
    problem = problem.model_copy(update={"name": problem.name or arguments["name"]})
    return kept(problem, check(problem), arguments)


def workbook(arguments: dict[str, Any], told: Told) -> Line:
    """A problem as a workbook to go on with, into ``target``."""
    from pdsched.files import save

    del told
    save(kept_problem(arguments), arguments["target"])
    return {}


def template(arguments: dict[str, Any], told: Told) -> Line:
    """An empty workbook to fill in, into ``target``."""
    from pdsched.files.template import save_template

    del told
    save_template(Path(arguments["target"]))
    return {}

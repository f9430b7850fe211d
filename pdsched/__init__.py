"""pdsched plans release time for professional development in schools.

The rooms, each importing only from those below it:

- `pdsched.cli`         the command line
- `pdsched.survey`      a survey of the staff made into needs; gaps of the catalogue; suggestions
- `pdsched.runner`      Problem -> Result: the solving process, its limits, the certificate
- `pdsched.generator`   problems drawn from a seed, around a real timetable or not
- `pdsched.timetables`  readers of Untis, XHSTT and FET timetables
- `pdsched.files`       JSON, CSV and TOML, in and out
- `pdsched.model`       the problem stated for CP-SAT (the only room, with the solving process,
                        that knows OR-Tools)
- `pdsched.accounts`    what a plan uses up, and the figures with which the next one begins
- `pdsched.reasons`     why a need stays unmet
- `pdsched.referee`     every rule and goal again, in plain Python, sharing no code with the model
- `pdsched.checks`      what is wrong with a problem, before anything is solved
- `pdsched.views`       a plan by person, school, day, trainer, substitute; differences; HTML
- `pdsched.result`      status, value and bound of each goal, certificate
- `pdsched.plan`        what is wanted: sessions, releases, covers, engagements, unmet needs
- `pdsched.policy`      which rules hold, with which figures; the ids of rules and goals
- `pdsched.problem`     what is given
- `pdsched.outside`     the bytes of files, within limits; tables that no spreadsheet computes
- `pdsched.errors`      the exception tree
- `pdsched.printable`   text of others, without letters that a terminal obeys

Names load when first used, so that ``import pdsched`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdsched.accounts import ledger as ledger
    from pdsched.checks import check as check
    from pdsched.errors import Fault as Fault
    from pdsched.errors import PdschedError as PdschedError
    from pdsched.errors import PlanRejectedError as PlanRejectedError
    from pdsched.errors import ProblemError as ProblemError
    from pdsched.files import load as load
    from pdsched.files import load_policy as load_policy
    from pdsched.files import save as save
    from pdsched.generator import generate as generate
    from pdsched.plan import Plan as Plan
    from pdsched.plan import keep as keep
    from pdsched.policy import Policy as Policy
    from pdsched.problem import Problem as Problem
    from pdsched.referee import score as score
    from pdsched.referee import verify as verify
    from pdsched.result import Result as Result
    from pdsched.result import Status as Status
    from pdsched.runner.solve import solve as solve
    from pdsched.survey import gap_report as gap_report
    from pdsched.survey import load_scales as load_scales
    from pdsched.survey import needs_from_survey as needs_from_survey
    from pdsched.survey import suggestions as suggestions
    from pdsched.views import difference as difference

_HOMES = {
    "Fault": "errors",
    "PdschedError": "errors",
    "Plan": "plan",
    "PlanRejectedError": "errors",
    "Policy": "policy",
    "Problem": "problem",
    "ProblemError": "errors",
    "Result": "result",
    "Status": "result",
    "check": "checks",
    "difference": "views",
    "gap_report": "survey",
    "generate": "generator",
    "keep": "plan",
    "ledger": "accounts",
    "load": "files",
    "load_policy": "files",
    "load_scales": "survey",
    "needs_from_survey": "survey",
    "save": "files",
    "score": "referee",
    "solve": "runner",
    "suggestions": "survey",
    "verify": "referee",
}

__version__ = "0.1.0"
__all__ = sorted(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'pdsched' has no attribute {name!r}")
    value = getattr(import_module(f"pdsched.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

"""The command line: files in, plans and sentences out.

Heavy rooms are loaded inside the commands that need them, so that help comes at once.
"""

from __future__ import annotations

from pdsched.cli.absenting import absences
from pdsched.cli.accounting import ledger
from pdsched.cli.app import app
from pdsched.cli.approving import approvals, approve
from pdsched.cli.asking import explain, why_not
from pdsched.cli.asking_places import alternatives, unmet, why
from pdsched.cli.calendaring import calendar
from pdsched.cli.comparing import compare
from pdsched.cli.guard import careful
from pdsched.cli.importing import import_
from pdsched.cli.key_figures import kpis
from pdsched.cli.looking import check, verify
from pdsched.cli.making import convert, generate, template
from pdsched.cli.merging import merge
from pdsched.cli.policies import policies, rules, show_policy
from pdsched.cli.pricing import price, scenarios, simulate
from pdsched.cli.redacting import redactable
from pdsched.cli.redacting_files import redact
from pdsched.cli.replanning import replan
from pdsched.cli.reporting import report
from pdsched.cli.schemas import schema
from pdsched.cli.serving import serve
from pdsched.cli.showing import show
from pdsched.cli.solving import demo, solve
from pdsched.cli.stating import solve_state
from pdsched.cli.streams import run
from pdsched.cli.surveying import gaps, suggest, survey

__all__ = ["app", "main"]

# In the order in which a newcomer meets them.
_COMMANDS = (
    demo, template, generate, import_, merge, survey, gaps, suggest, check, solve, solve_state,
    verify, show, report, kpis, compare, why, why_not, alternatives, unmet, explain, price,
    scenarios, simulate, replan, calendar, absences, approve, approvals, ledger, redact, convert,
    schema, rules, serve
)  # fmt: skip
# With --redact: they tell people about people, and read all of it through `given`.
_REDACTABLE = (
    survey, gaps, suggest, verify, show, report, kpis, compare, why, why_not, alternatives, unmet,
    explain, price, scenarios, simulate, replan, calendar, absences, approvals, ledger
)  # fmt: skip
for _command in _COMMANDS:
    _told = redactable(_command) if _command in _REDACTABLE else _command
    app.command(_command.__name__.rstrip("_").replace("_", "-"))(careful(_told))
policies.command("show")(careful(show_policy))
app.add_typer(policies)


def main() -> None:
    """Run the command line and leave with its exit code."""
    run(lambda: app(prog_name="pdsched"))

"""The application, its help and its exit codes."""

from __future__ import annotations

from enum import IntEnum
from typing import Annotated

import typer

import pdsched
from pdsched.outside import codepages
from pdsched.outside.limits import GREATEST_MIB, MOST_MIB, VARIABLE, lifted


class Exit(IntEnum):
    """How a command ends."""

    DONE = 0
    BROKEN = 1
    """A plan breaks a rule, or no plan keeps them all."""
    WRONG = 2
    """A file or an option is wrong."""
    BUG = 3
    """A fault of pdsched."""
    NOTHING_YET = 4
    """The time ended before a plan was found."""
    UNTOLD = 5
    """All is done and written, but stdout could not be: its disk is full."""
    INTERRUPTED = 130
    """Ctrl-C, before there was anything to write."""


HELP = """Plan release time for professional development in schools: who learns what, when, with
which trainer, and which substitute holds the class.

Begin with: pdsched demo
"""

EPILOG = """Exit codes: 0 done; 1 a plan breaks a rule, or no plan keeps them all; 2 a file or an
option is wrong; 3 a fault of pdsched; 4 the time ended before a plan was found; 5 done, but
stdout could not be written to; 130 interrupted with nothing to write."""

app = typer.Typer(
    name="pdsched",
    help=HELP,
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    # Sentences, not tracebacks: `guard.careful` reports what is unexpected.
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pdsched {pdsched.__version__}")
        raise typer.Exit(Exit.DONE)


class Asked:
    """What the options before the command ask for."""

    every_fault = False
    quiet = False


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    every_fault: Annotated[
        bool,
        typer.Option(
            "--every-fault", help="Report every fault, not only the first ones of each kind."
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Show no progress on stderr.")
    ] = False,
    most_mib: Annotated[
        int | None,
        typer.Option(
            "--most-mib",
            metavar="N",
            min=1,
            max=GREATEST_MIB,
            envvar=VARIABLE,
            help=f"Largest input file in MiB, unpacked; {MOST_MIB} by default.",
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            metavar="NAME",
            envvar=codepages.VARIABLE,
            help="Code page of tables that are not in Unicode, such as cp1250; guessed by default.",
        ),
    ] = None,
) -> None:
    Asked.every_fault, Asked.quiet = every_fault, quiet
    if encoding is not None:
        try:
            codepages.told_from_now_on(encoding)
        except codepages.UnknownEncodingError:
            raise typer.BadParameter(
                f"{encoding!r} is no code page: say cp1250, cp1251, mac-roman, ..."
            ) from None
    if most_mib is not None:
        lifted(most_mib)

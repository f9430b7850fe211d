"""The contents of a report put into words by templates."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

from pdsched.checks.codes import fault
from pdsched.errors import Fault, ProblemError
from pdsched.files.text import cannot
from pdsched.report.contents import Contents
from pdsched.report.dates import long_date, month, short_date, weekday

if TYPE_CHECKING:
    from jinja2 import Environment, TemplateError

PAGE = "report.html"
"""The template that is filled; the others are included by it."""
_PACKAGED = "pdsched"
"""Folder under which a template of a district finds ours, to extend one of the same name."""

_OF_EXPRESSIONS = (
    *(ArithmeticError, AttributeError, LookupError, OSError),
    *(RecursionError, TypeError, ValueError),
)
"""What a template of a district can raise by what it computes, includes or is written in."""


def page(contents: Contents, templates: str | Path | None, logo: str) -> str:
    """The whole report as HTML.

    Args:
        contents: what it tells.
        templates: a folder with templates in place of ours, of the same names; each can extend
            ours as ``pdsched/report.html``.
        logo: a data URI, or empty.

    Raises:
        ProblemError: if a template has a fault, or the folder has none.
    """
    from jinja2 import TemplateError

    folder = None if templates is None else _checked(Path(templates))
    try:
        return _environment(folder).get_template(PAGE).render(c=contents, logo=logo) + "\n"
    except (TemplateError, *_OF_EXPRESSIONS) as error:
        if folder is None:
            raise
        raise ProblemError([_of_template(folder, error)]) from None


def _checked(folder: Path) -> Path:
    if not folder.is_dir():
        advice = "name a folder with templates"
        raise ProblemError([fault("PD105", str(folder), folder.name, "is no folder", advice)])
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        raise ProblemError([cannot("read", folder, error)]) from None
    known = {path.name for path in _packaged().iterdir()}
    if not names & known:
        message = "holds no template of a report"
        advice = f"give it one of {', '.join(sorted(known))}"
        raise ProblemError([fault("PD105", str(folder), folder.name, message, advice)])
    return folder


def _packaged() -> Path:
    return Path(__file__).parent / "templates"


def _environment(folder: Path | None) -> Environment:
    """Ours: all that is filled in is escaped, and templates reach nothing but what they are given.

    Words are marked for gettext by ``trans``, and are those of the templates themselves until there
    is another language.
    """
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    ours = FileSystemLoader(_packaged())
    loaders = [] if folder is None else [FileSystemLoader(folder)]
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*loaders, ours, PrefixLoader({_PACKAGED: ours})]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # i18n adds it
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters |= {
        "clock": _clock,
        "long_date": long_date,
        "month": month,
        "short_date": short_date,
        "weekday": weekday,
    }
    return environment


def _clock(value: time) -> str:
    return f"{value:%H:%M}"


def _of_template(folder: Path, error: TemplateError | Exception) -> Fault:
    """What is wrong with a template, and where that is known."""
    name = getattr(error, "name", None) or PAGE
    line = getattr(error, "lineno", None)
    where = f"{folder / name}" + (f" line {line}" if line else "")
    message = " ".join(str(getattr(error, "message", None) or error).split())
    advice = "correct the template; that of the package shows what there is to tell"
    return fault("PD103", where, name, f"cannot be filled in ({message})", advice)

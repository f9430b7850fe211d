"""Templates of Jinja, ours and those of a district, filled in the words of a language."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from pdsched.errors import Fault, ProblemError

if TYPE_CHECKING:
    from jinja2 import Environment

    from pdsched.wording.languages import Wording

_PACKAGED = "pdsched"
"""Folder under which a template of a district finds ours, to extend one of the same name."""

_OF_EXPRESSIONS = (
    *(ArithmeticError, AttributeError, LookupError, OSError),
    *(RecursionError, TypeError, ValueError),
)
"""What a template of a district can raise by what it computes, includes or is written in."""


def environment(wording: Wording, ours: Path, folder: Path | None = None) -> Environment:
    """Where templates are found, and what they can use.

    All that is filled in is escaped, and templates of a district reach nothing but what they are
    given. Words are marked for gettext by ``{% trans %}`` or ``_()``. Filters: ``clock``,
    ``long_date``, ``month``, ``number``, ``percent``, ``short_date``, ``weekday``, as in `Wording`.

    Args:
        wording: the language.
        ours: the folder of the templates of a package.
        folder: that of a district, whose templates come in place of ours of the same names; each
            can extend ours under ``pdsched/``.

    Raises:
        ProblemError: if the folder of the district is none, or has no such template.
    """
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    packaged = FileSystemLoader(ours)
    loaders = [] if folder is None else [FileSystemLoader(_checked(folder, ours))]
    # Ours alone need no sandbox, which looks twice at every name: a binder has millions.
    kind = Environment if folder is None else ImmutableSandboxedEnvironment
    made = kind(
        loader=ChoiceLoader([*loaders, packaged, PrefixLoader({_PACKAGED: packaged})]),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.extend(folder=folder)
    made.install_gettext_callables(wording.text, wording.plural, newstyle=True)  # type: ignore[attr-defined]  # i18n adds it
    made.policies["ext.i18n.trimmed"] = True
    made.globals["language"] = wording.language.value
    names = ("clock", "long_date", "month", "number", "percent", "short_date", "weekday")
    made.filters |= {name: getattr(wording, name) for name in names}
    return made


def fill(environment: Environment, name: str, **values: Any) -> str:
    """A template filled with values, as HTML.

    Args:
        environment: of `environment`.
        name: the file of the template, such as ``report.html``.
        values: what it is given, by name.

    Raises:
        ProblemError: if a template of a district has a fault; those of ours have none.
    """
    from jinja2 import TemplateError

    folder: Path | None = environment.folder  # type: ignore[attr-defined]  # extended by it
    try:
        return environment.get_template(name).render(values)
    except (TemplateError, *_OF_EXPRESSIONS) as error:
        if folder is None:
            raise
        raise ProblemError([_of_template(folder, name, error)]) from None


def _checked(folder: Path, ours: Path) -> Path:
    if not folder.is_dir():
        advice = "name a folder with templates"
        raise ProblemError([Fault("PD105", str(folder), folder.name, "is no folder", advice)])
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError as error:
        message, advice = f"cannot be read ({error.strerror})", "check the name and the permissions"
        raise ProblemError([Fault("PD101", str(folder), folder.name, message, advice)]) from None
    known = {path.name for path in ours.iterdir()}
    if not names & known:
        message = "holds no template of these pages"
        advice = f"give it one of {', '.join(sorted(known))}"
        raise ProblemError([Fault("PD105", str(folder), folder.name, message, advice)])
    return folder


def _of_template(folder: Path, asked: str, error: Exception) -> Fault:
    """What is wrong with a template, and where that is known.

    Jinja tells of what cannot be computed in a traceback alone, of templates by file and line.
    """
    frames = extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).parent == folder]
    last = (Path(inside[-1].filename).name, inside[-1].lineno) if inside else (asked, None)
    name = getattr(error, "name", None) or last[0]
    line = getattr(error, "lineno", None) or last[1]
    where = f"{folder / name}" + (f" line {line}" if line else "")
    message = " ".join(str(getattr(error, "message", None) or error).split())
    advice = "correct the template; that of the package shows what there is to tell"
    return Fault("PD103", where, name, f"cannot be filled in ({message})", advice)

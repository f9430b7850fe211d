"""The contents of a report put into words by templates."""

from __future__ import annotations

from pathlib import Path

from pdsched.report.contents import Contents
from pdsched.wording import environment, fill, wording

PAGE = "report.html"
"""The template that is filled; the others are included by it."""


def page(contents: Contents, templates: str | Path | None, logo: str, language: str = "en") -> str:
    """The whole report as HTML.

    Args:
        contents: what it tells.
        templates: a folder with templates in place of ours, of the same names; each can extend
            ours as ``pdsched/report.html``.
        logo: a data URI, or empty.
        language: that of the words; that of the contents, too.

    Raises:
        ProblemError: if a template has a fault, or the folder has none.
    """
    folder = None if templates is None else Path(templates)
    made = environment(wording(language), Path(__file__).parent / "templates", folder)
    return fill(made, PAGE, c=contents, logo=logo) + "\n"

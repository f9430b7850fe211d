"""A binder put into words by templates, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pdsched.report
from pdsched.binder.chapter import Chapter
from pdsched.stages import counted
from pdsched.wording import Wording, environment, fill

if TYPE_CHECKING:
    from jinja2 import Environment

OURS = Path(__file__).parent / "templates"
_REPORT = Path(pdsched.report.__file__).parent / "templates"


class Binder(NamedTuple):
    """What every template sees as ``b``."""

    name: str
    """Of the problem; empty where it has none."""
    logo: str
    """A data URI, or empty."""
    chapters: tuple[Chapter, ...]
    """Those that have leaves."""
    is_all: bool
    """Whether it is that of everybody."""
    version: str
    """Of the pdsched that writes it."""


def pieces(binder: Binder, wording: Wording, templates: Path | None) -> Iterator[str]:
    """The HTML of a binder, one leaf after the other.

    Raises:
        ProblemError: if a template of the district has a fault, or its folder has none.
    """
    made = _environment(wording, templates)
    yield fill(made, "begin.html", b=binder)
    for chapter in binder.chapters:
        yield from _leaves(made, binder, chapter)
        if chapter is binder.chapters[0]:
            yield fill(made, "contents.html", b=binder)
    yield fill(made, "end.html", b=binder)


def _leaves(made: Environment, binder: Binder, chapter: Chapter) -> Iterator[str]:
    if len(chapter.leaves) > 1:
        yield fill(made, "chapter.html", b=binder, chapter=chapter)
    leaves = counted(chapter.leaves, f"leaves of {chapter.name}")
    for number, (leaf, page) in enumerate(zip(leaves, chapter.pages, strict=True), 1):
        yield fill(made, "leaf.html", b=binder, chapter=chapter, number=number, leaf=leaf, p=page)


def _environment(wording: Wording, templates: Path | None) -> Environment:
    """That of all pages, with the templates of the report under ``report/``."""
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

    made = environment(wording, OURS, templates)
    report = PrefixLoader({"report": FileSystemLoader(_REPORT)})
    assert made.loader is not None
    made.loader = ChoiceLoader([made.loader, report])
    made.auto_reload, made.trim_blocks = False, True
    return made

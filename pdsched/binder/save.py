"""A binder, made and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from pdsched.binder.chosen import chosen
from pdsched.binder.contents import CHAPTERS
from pdsched.binder.matter import Matter
from pdsched.binder.write import Binder, pieces
from pdsched.checks import GivenPolicy, GivenProblem, problem_of
from pdsched.files.writing import write_files
from pdsched.plan import Plan
from pdsched.report.answer import GivenAnswer, answer_of
from pdsched.report.logo import data_uri
from pdsched.wording import wording


def binder_pieces(
    problem: GivenProblem,
    answer: GivenAnswer,
    policy: GivenPolicy | None = None,
    *,
    only: str | Iterable[str] | None = None,
    templates: str | Path | None = None,
    logo: str | Path | None = None,
    language: str = "en",
) -> Iterator[str]:
    """The binder that `save_binder` writes, as pieces of HTML."""
    given, told, words = problem_of(problem), answer_of(answer, policy), wording(language)
    whom = chosen(given, told.plan or Plan(), only)
    picture = "" if logo is None else data_uri(logo)
    matter = Matter(given, told, whom, logo=picture, language=language)
    chapters = (make(matter) for make in CHAPTERS)
    binder = Binder(
        name=given.name,
        logo=matter.logo,
        chapters=tuple(chapter for chapter in chapters if chapter.leaves),
        is_all=whom.is_all,
        version=version("pdsched"),
    )
    return pieces(binder, words, None if templates is None else Path(templates))


def save_binder(
    problem: GivenProblem,
    answer: GivenAnswer,
    path: str | Path,
    policy: GivenPolicy | None = None,
    *,
    only: str | Iterable[str] | None = None,
    templates: str | Path | None = None,
    logo: str | Path | None = None,
    language: str = "en",
) -> None:
    """Writes the hard copy that a school keeps, as one page of HTML to print.

    Each person, school and day, trainer and substitute has a leaf of their own. It loads nothing,
    runs no script, and is written leaf by leaf, whole or not at all.

    Args:
        problem: What is given.
        answer: A result, or a plan alone.
        path: Where it goes, such as ``binder.html``.
        policy: The policy that a plan answers, the default policy if left out; a result has its
            own.
        only: For whom it is, instead of everybody: ``person:ID``, ``school:ID``, ``trainer:ID`` or
            ``substitute:ID``, or several of these. With a school come its days, the people whose
            home school it is, and the trainers and substitutes who come there.
        templates: A folder of Jinja templates that come in place of those of the package of the
            same names; they see what these see, and each may extend ``pdsched/leaf.html``.
        logo: A picture, PNG, JPEG or SVG, of at most 1 MiB, which stands on the cover.
        language: ``en``, ``fr`` or ``de``.

    Raises:
        ProblemError: if ``only`` names nobody, if the logo or a template cannot be used, or if the
            binder cannot be written.
        PdschedError: if the plan names what it or the problem does not hold.
        ValueError: if a policy is given for a result, or the language is none of these.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, save_binder
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with TemporaryDirectory() as folder:
    ...     save_binder({"calendar": calendar}, Plan(), f"{folder}/binder.html")
    ...     Path(folder, "binder.html").read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    told = binder_pieces(
        problem, answer, policy, only=only, templates=templates, logo=logo, language=language
    )
    write_files({Path(path): told})

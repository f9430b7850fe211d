"""A report, made and written."""

from __future__ import annotations

from pathlib import Path

from pdsched.checks import GivenPolicy, GivenProblem, problem_of
from pdsched.files.writing import write_files
from pdsched.report.answer import GivenAnswer, answer_of
from pdsched.report.contents import contents
from pdsched.report.logo import data_uri
from pdsched.report.page import page


def report_page(
    problem: GivenProblem,
    answer: GivenAnswer,
    policy: GivenPolicy | None = None,
    *,
    templates: str | Path | None = None,
    logo: str | Path | None = None,
    language: str = "en",
) -> str:
    """The report that `save_report` writes, as HTML."""
    given, told = problem_of(problem), answer_of(answer, policy)
    picture = "" if logo is None else data_uri(logo)
    return page(contents(given, told, language=language), templates, picture, language)


def save_report(
    problem: GivenProblem,
    answer: GivenAnswer,
    path: str | Path,
    policy: GivenPolicy | None = None,
    *,
    templates: str | Path | None = None,
    logo: str | Path | None = None,
    language: str = "en",
) -> None:
    """Writes one page to open, print and send: what was reached, and what is to be done.

    It tells the goals with value, bound and gap, the needs met by school, the substitutes asked for
    by week and half-day, what stays open, why, and what would help, what needs a decision, the next
    two weeks, and the certificate. It loads nothing and runs no script, and its first sheet is one
    of A4. Long lists are cut, and the rest is counted.

    Args:
        problem: What is given.
        answer: A result, or a plan alone, of which no bounds are known.
        path: Where the page goes, such as ``report.html``.
        policy: The policy that a plan answers, the default policy if left out; a result has its
            own.
        templates: A folder of Jinja templates that come in place of those of the package of the
            same names; they see what these see, and each may extend ``pdsched/report.html``.
        logo: A picture, PNG, JPEG or SVG, of at most 1 MiB, which stands at the head.
        language: ``en``, ``fr`` or ``de``.

    Raises:
        ProblemError: if the logo or a template cannot be used, or the page not be written.
        ValueError: if a policy is given for a result, or there is no such language.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, save_report
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with TemporaryDirectory() as folder:
    ...     save_report({"calendar": calendar}, Plan(), f"{folder}/report.html")
    ...     Path(folder, "report.html").read_text(encoding="utf-8")[:15]
    '<!doctype html>'
    """
    html = report_page(problem, answer, policy, templates=templates, logo=logo, language=language)
    write_files({Path(path): html})

"""A report in its file, with the logo and the templates of a district."""

from __future__ import annotations

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from reported import RESULT, Page
from tuesday import PROBLEM

from pdsched import ProblemError, save_report
from pdsched.report import report_page

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_result_writes_its_report(tmp_path: Path) -> None:
    """By its own method and by the function the same bytes."""
    RESULT.report(tmp_path / "a.html", PROBLEM)
    save_report(PROBLEM, RESULT, tmp_path / "b.html")

    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
        (SVG, "image/svg+xml"),
        (b'<?xml version="1.0"?>\n' + SVG, "image/svg+xml"),
    ],
)
def test_a_logo_stands_in_the_page(tmp_path: Path, data: bytes, kind: str) -> None:
    """As a picture, whole, whatever its name: a script in it is none of the page."""
    logo = tmp_path / "logo"
    logo.write_bytes(data)
    read = Page(report_page(PROBLEM, RESULT, logo=logo))
    [place] = [value for tag, name, value in read.attributes if (tag, name) == ("img", "src")]
    head, _, content = place.partition(",")

    assert head == f"data:{kind};base64"
    assert b64decode(content) == data
    assert b64encode(data).decode() == content
    assert "script" not in read.tags


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><svg></svg></html>", "PNG, JPEG or SVG"),
        (b"GIF89a", "PNG, JPEG or SVG"),
        (b"", "PNG, JPEG or SVG"),
        (PNG + bytes(2**20), "too large for a logo"),
    ],
)
def test_what_is_no_logo_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """With what can be done, and nothing is written."""
    logo = tmp_path / "logo.png"
    logo.write_bytes(data)

    with pytest.raises(ProblemError, match=words):
        save_report(PROBLEM, RESULT, tmp_path / "r.html", logo=logo)
    assert not (tmp_path / "r.html").exists()


def test_a_district_changes_what_it_wants(tmp_path: Path) -> None:
    """One template comes in place of ours, and one extends ours; the others stay."""
    (tmp_path / "figures.html").write_text("<p>{{ c.problem.name }}: ours</p>", encoding="utf-8")
    extended = '{% extends "pdsched/report.html" %}{% block foot %}<p>{{ 1 + 1 }} feet</p>'
    (tmp_path / "report.html").write_text(extended + "{% endblock %}", encoding="utf-8")
    text = Page(report_page(PROBLEM, RESULT, templates=tmp_path)).text

    assert "one Tuesday: ours" in text
    assert "2 feet" in text
    assert "Key figures" not in text
    assert "Certificate" in text


def test_templates_of_a_district_are_escaped_too(tmp_path: Path) -> None:
    """Whoever writes a template need not think of it."""
    (tmp_path / "figures.html").write_text("{{ '<script>' }}", encoding="utf-8")

    assert "script" not in Page(report_page(PROBLEM, RESULT, templates=tmp_path)).tags


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("\n{% if %}", r"figures.html line 2"),
        ("{{ c.nonsense }}", "nonsense"),
        ("{{ unknown }}", "unknown"),
        ("{% include 'no.html' %}", "no.html"),
        ("{{ ''.__class__.__mro__ }}", "unsafe|attribute"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ 'today'|long_date }}", "weekday"),
        ("{% include 'figures.html' %}", "recursion"),
        ("{{ c.goals[0] + 1 }}", "can"),
    ],
)
def test_a_fault_in_a_template_is_told(tmp_path: Path, template: str, words: str) -> None:
    """With the file, and with the line where that is known; no traceback, and no way out of it."""
    (tmp_path / "figures.html").write_text(template, encoding="utf-8")

    with pytest.raises(ProblemError, match=words):
        report_page(PROBLEM, RESULT, templates=tmp_path)


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    """What it may hold is told; so is a folder that is not there."""
    with pytest.raises(ProblemError, match=r"report\.html"):
        report_page(PROBLEM, RESULT, templates=tmp_path)
    with pytest.raises(ProblemError, match="is no folder"):
        report_page(PROBLEM, RESULT, templates=tmp_path / "gone")

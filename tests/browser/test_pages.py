"""What a browser makes of our pages: sheets of A4, no request, no script, nothing unreadable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import pytest
from listening import listened
from pages import EVIL, PAGES, REPORTS, opened, page
from playwright.sync_api import Browser, Page
from quick import slow
from skipping import needs_chromium, needs_real_data

FEW_ROWS = """
    for (const list of document.querySelectorAll("tbody, ul"))
        [...list.children].slice(3).forEach(row => row.remove())
    for (const leaf of document.querySelectorAll(".leaf"))
        if (Number(leaf.id.split("-").pop()) > 3) leaf.remove()"""
"""Rows are alike, and leaves of a chapter; axe-core looks at each for long."""
DESK, PHONE = (1200, 800), (360, 740)
SIGHTS: tuple[tuple[tuple[int, int], Literal["light", "dark"]], ...] = (
    (DESK, "light"),
    (DESK, "dark"),
    (PHONE, "light"),
)
QUICK = "report of Tuesday"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Started when the first test asks."""
    with opened() as started:
        yield started


def cases(names: list[str]) -> list[Any]:
    """Pages as cases: all but the first are slow, those of real data skip without it."""
    return [
        pytest.param(
            name,
            marks=[
                *([] if name == QUICK else [slow]),
                *([needs_real_data] if "real" in name else []),
            ],
        )
        for name in names
    ]


@contextmanager
def shown(browser: Browser, html: str, folder: Path) -> Iterator[tuple[Page, list[str]]]:
    """A page in the browser, opened as a file, and everything that went wrong or went out."""
    source = folder / "page.html"
    source.write_text(html, encoding="utf-8")
    context = browser.new_context()
    view = context.new_page()
    told = listened(view, lambda url: url.partition("#")[0] == source.as_uri())
    view.route(
        "**/*", lambda route: route.continue_() if "file:" in route.request.url else route.abort()
    )
    view.goto(source.as_uri(), wait_until="load")
    yield view, told
    context.close()


def test_every_report_is_a_page() -> None:
    """What is looked at here are whole pages."""
    assert {f"report of {name}" for name in REPORTS} < set(PAGES)
    assert '<section class="sheet">' in page(QUICK)


@needs_chromium
def test_a_page_that_asks_or_acts_is_seen(browser: Browser, tmp_path: Path) -> None:
    """So that the tests below can fail: a picture from elsewhere, a script, a refused picture."""
    loads = '<!doctype html><img src="http://example.invalid/a.png"><script>alert(1)</script>'
    rule = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"
    for html, words in ((loads, ("asks for http", "dialog: 1")), (rule + loads, ("console: ",))):
        with shown(browser, html, tmp_path) as (_, told):
            assert all(any(line.startswith(word) for line in told) for word in words)


@needs_chromium
def test_what_nobody_can_read_is_seen(browser: Browser, tmp_path: Path) -> None:
    """So that the test of contrast below can fail."""
    with shown(browser, "<!doctype html><p style='color:#bbb'>pale", tmp_path) as (view, _):
        assert "color-contrast" in str(faults(view))


@needs_chromium
@pytest.mark.parametrize("name", cases([*PAGES]))
def test_a_page_needs_nothing_but_itself(browser: Browser, tmp_path: Path, name: str) -> None:
    """It asks for nothing, runs nothing, and nothing of it is refused; names are text."""
    with shown(browser, page(name), tmp_path) as (view, told):
        assert told == []
        assert view.locator("script").count() == 0
        if "evil" in name:
            assert EVIL in view.inner_text("h1 >> nth=0")


def leaves(view: Page) -> int:
    """How many sheets of A4 are printed."""
    return len(
        re.findall(rb"/Type\s*/Page\b(?!s)", view.pdf(format="A4", prefer_css_page_size=True))
    )


@needs_chromium
@pytest.mark.parametrize("name", cases([f"report of {name}" for name in REPORTS]))
def test_the_first_sheet_is_one_of_a4(browser: Browser, tmp_path: Path, name: str) -> None:
    """However much is on it; what follows begins on the next."""
    with shown(browser, page(name), tmp_path) as (view, _):
        whole = leaves(view)
        view.add_style_tag(content="main>:not(.sheet),footer{display:none}")

        assert view.locator("section.sheet").count() == 1
        assert leaves(view) == 1
        assert whole > 1


@needs_chromium
@pytest.mark.parametrize("name", cases([*PAGES]))
def test_everybody_can_read_a_page(browser: Browser, tmp_path: Path, name: str) -> None:
    """axe-core finds no serious fault, in contrast or tables or keys; a phone is wide enough."""
    with shown(browser, page(name), tmp_path) as (view, _):
        view.evaluate(FEW_ROWS)
        for (width, height), scheme in SIGHTS:
            view.set_viewport_size({"width": width, "height": height})
            view.emulate_media(color_scheme=scheme)

            assert faults(view) == []
            assert view.evaluate("document.documentElement.scrollWidth") <= width


def faults(view: Page) -> list[tuple[str, str]]:
    """What axe-core finds serious or critical, with the first place of each."""
    view.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    result = view.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
    ]

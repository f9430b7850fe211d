"""The pages of the service as somebody in an office uses them, in a browser, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from listening import listened
from pages import EVIL, evil, opened
from playwright.sync_api import Browser, Page, expect
from quick import slow
from serving import serving_here
from skipping import needs_chromium
from test_pages import SIGHTS, faults
from tuesday import PROBLEM

from pdsched import Problem, save
from pdsched.serve.pages.rendering import asset
from pdsched.wording import LANGUAGES, wording

PATIENCE = 60_000
"""Milliseconds that a test waits: the machine may be busy."""
NOBODYS = "0123456789abcdef"
"""Id of no run: a browser says that its page is not there."""
LOCALHOST = re.compile(r"^http://127\.0\.0\.1:\d+/")


def given(*, room_at: str = "north") -> Problem:
    """That Tuesday, without anybody who gives one of the courses."""
    document = PROBLEM.model_dump(mode="json")
    document["trainers"][0]["courses"] = ["sheets"]
    document["rooms"][0]["school"] = room_at
    return Problem.model_validate(document)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Started when the first test asks."""
    with opened() as started:
        yield started


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service."""
    with serving_here(tmp_path_factory.mktemp("kept"), workers=1) as client:
        yield str(client.base_url)


class Visitor:
    """Somebody who reads one language."""

    def __init__(self, view: Page, address: str, language: str) -> None:
        self.view, self.address = view, address
        self.language, self._words = language, wording(language)

    def begin(self) -> None:
        """Open the first page in the language."""
        self.view.goto(f"{self.address}/?language={self.language}")

    def press(self, label: str) -> None:
        """Press a button or follow a link, by its English words."""
        words = self._words.text(label)
        button = self.view.get_by_role("button", name=words, exact=True)
        button.or_(self.view.get_by_role("link", name=words, exact=True)).first.click()

    def sees(self, label: str) -> None:
        """Wait for words, in English here."""
        expect(self.view.get_by_text(self._words.text(label)).first).to_be_visible()

    def gives(self, path: Path) -> None:
        """Upload a file on the page that is open, and wait for what is said of it."""
        self.view.set_input_files("#files", path)
        self.press("Read and check")
        expect(self.view.locator("#faults")).to_be_visible()

    def fetches(self, label: str) -> Path:
        """Fetch a file."""
        with self.view.expect_download() as download:
            self.press(label)
        return Path(download.value.path())

    def plans(self) -> None:
        """Begin a run, and wait for its end."""
        self.press("Make the plan")
        expect(self.view.locator(".verdict")).to_be_visible()


@contextmanager
def visiting(
    browser: Browser, address: str, language: str = "en", **how: bool
) -> Iterator[Visitor]:
    """A visitor, and nothing that goes elsewhere, fails, or speaks up."""
    context = browser.new_context(accept_downloads=True, **how)  # type: ignore[arg-type]  # two switches
    context.set_default_timeout(PATIENCE)
    view = context.new_page()
    told = listened(view, lambda url: LOCALHOST.match(url) is not None)
    yield Visitor(view, address, language)
    context.close()
    assert [line for line in told if NOBODYS not in line] == []


@pytest.fixture(autouse=True, scope="module")
def _patience() -> None:
    expect.set_options(timeout=PATIENCE)


def test_pages_are_drawn_with_what_the_package_has() -> None:
    """No file of them names another place."""
    for name in ("pages.js", "style.css", "icon.svg"):
        told = asset(name)
        assert told is not None
        assert {*re.findall(r"https?://[^\s\"')]+", told[1])} <= {"http://www.w3.org/2000/svg"}


@needs_chromium
@pytest.mark.parametrize(
    "language", [LANGUAGES[0], *(pytest.param(each, marks=slow) for each in LANGUAGES[1:])]
)
def test_an_office_gets_from_a_workbook_to_a_plan(
    browser: Browser, service: str, tmp_path: Path, language: str
) -> None:
    """Faults by place and cure, the marked workbook, a policy, a run, why not, and the files."""
    save(given(room_at="norht"), wrong := tmp_path / "wrong.xlsx")
    save(given(), right := tmp_path / "right.xlsx")
    with visiting(browser, service, language) as visitor:
        view = visitor.view
        visitor.begin()
        visitor.gives(wrong)
        row = view.locator(".faults tbody tr").first
        expect(row).to_contain_text("PD202")
        expect(row).to_contain_text("sheet rooms row 2 column school")
        expect(row).to_contain_text("norht")
        marked = visitor.fetches("Your workbook, each fault marked in its cell")
        assert any("comments" in name for name in ZipFile(marked).namelist())

        visitor.gives(right)
        view.select_option("select[name=policy]", "quebec")
        visitor.press("Read this one")
        view.locator("#policy summary").nth(1).click()
        view.fill("[name='figure.releases_per_week']", "3")
        visitor.press("Read it again")
        expect(view.locator("[name='figure.releases_per_week']")).to_have_value("3")
        visitor.plans()
        expect(view.locator(".curve svg").first).to_be_visible()

        view.locator(".tabs a[href$=open-needs]").click()
        expect(view.locator(".lines tbody tr")).to_have_count(2)
        visitor.press("Why not?")
        expect(view.locator("dialog .told")).to_contain_text("trainer")
        view.keyboard.press("Escape")
        expect(view.locator("dialog")).not_to_be_visible()

        view.locator(".tabs a").first.click()
        report = visitor.fetches("Report").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in report
        for label in ("Workbook", "Calendars", "Fetch"):
            assert ZipFile(visitor.fetches(label)).testzip() is None
        assert "ada" in visitor.fetches("Binder").read_text(encoding="utf-8")


@needs_chromium
@slow
def test_the_demo_leads_to_a_plan_that_can_be_stopped(browser: Browser, service: str) -> None:
    """Its curve is drawn while it goes on; what was there by then is kept, and can be searched."""
    with visiting(browser, service) as visitor:
        view = visitor.view
        visitor.begin()
        visitor.press("Try the demo")
        expect(view.locator(".curve svg").first).to_be_visible()
        visitor.press("Stop, and keep the best plan")
        expect(view.locator(".verdict")).to_be_visible()
        assert view.locator(".points tbody tr").count() > 0

        view.locator(".tabs a[href$=people]").click()
        count = view.locator(".count")
        expect(count).to_be_visible()
        before = count.inner_text()
        name = view.locator(".lines tbody td").first.inner_text()
        view.fill("input[type=search]", name.upper())
        expect(count).not_to_have_text(before)
        assert {*view.locator(".lines tbody td:first-child").all_inner_texts()} == {name}
        assert name.split()[0].casefold() not in view.url.casefold()

        head = view.get_by_role("button", name="Date", exact=True)
        head.focus()
        view.keyboard.press("Enter")
        expect(view.locator("th[aria-sort=ascending]")).to_have_text("Date")
        assert view.evaluate("document.activeElement.textContent") == "Date"


@needs_chromium
def test_names_are_text(browser: Browser, service: str, tmp_path: Path) -> None:
    """Even those that are scripts, on every page and in answers."""
    save(evil(), place := tmp_path / "evil.json")
    with visiting(browser, service) as visitor:
        view = visitor.view
        visitor.begin()
        visitor.gives(place)
        expect(view.locator("h1")).to_have_text(EVIL)
        visitor.plans()
        for part in ("people", "sessions", "cover", "substitutes", "open-needs"):
            view.locator(f".tabs a[href$={part}]").click()
            expect(view.locator(".count")).to_be_visible()
            assert EVIL in view.inner_text("main")
        view.locator(".tabs a[href$=sessions]").click()
        view.fill("input[type=search]", "<script>")
        expect(view.locator(".lines tbody tr").first).to_be_visible()
        visitor.press("Why so?")
        expect(view.locator("dialog .told h2")).to_contain_text(EVIL)
        assert view.locator("main script").count() == 0


@needs_chromium
@slow
def test_everything_works_without_script(browser: Browser, service: str, tmp_path: Path) -> None:
    """Forms and links do it all: only curves are missing, whose table is there."""
    save(given(), place := tmp_path / "given.xlsx")
    with visiting(browser, service, java_script_enabled=False) as visitor:
        view = visitor.view
        visitor.begin()
        visitor.gives(place)
        visitor.press("Make the plan")
        expect(view.locator(".verdict")).to_be_visible()  # the page comes anew by itself
        view.locator("#progress summary").click()
        expect(view.locator(".points tbody tr").first).to_be_visible()
        view.locator(".tabs a[href$=people]").click()
        view.fill("input[type=search]", "ADA")
        visitor.press("Search")
        expect(view.locator(".lines tbody tr")).to_have_count(1)
        visitor.press("Date")
        expect(view.locator("th[aria-sort=ascending]")).to_have_text("Date")
        expect(view.locator(".lines tbody tr")).to_have_count(1)
        visitor.press("Why so?")
        expect(view.locator("h2").first).to_contain_text("ada")


@needs_chromium
@slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_can_read_every_page(
    browser: Browser, service: str, tmp_path: Path, language: str
) -> None:
    """axe-core finds no serious fault, in light or dark; a phone is wide enough.

    Colours are those of English; of the other languages words may be too long, or lack.
    """
    sights = SIGHTS if language == LANGUAGES[0] else SIGHTS[-1:]
    save(given(room_at="norht"), wrong := tmp_path / "wrong.xlsx")
    save(given(), right := tmp_path / "right.xlsx")
    with visiting(browser, service, language, bypass_csp=True) as visitor:
        view = visitor.view
        visitor.begin()
        readable(view, sights)
        visitor.gives(wrong)
        readable(view, sights)
        visitor.gives(right)
        view.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        readable(view, sights)
        visitor.plans()
        readable(view, sights)
        for part in ("people", "sessions", "cover", "substitutes", "open-needs", "away"):
            view.locator(f".tabs a[href$={part}]").click()
            expect(view.locator("main form").first).to_be_visible()
            readable(view, sights)
        view.goto(f"{service}/page/compare")
        readable(view, sights)
        view.goto(f"{service}/page/runs/{NOBODYS}")
        readable(view, sights)


def readable(view: Page, sights: Sequence[Any]) -> None:
    """Look at a page as desk and phone show it, or one of both."""
    for (width, height), scheme in sights:
        view.set_viewport_size({"width": width, "height": height})
        view.emulate_media(color_scheme=scheme)
        assert faults(view) == [], view.url
        assert view.evaluate("document.documentElement.scrollWidth") <= width, view.url
    view.set_viewport_size({"width": 1200, "height": 800})

"""The pages of the service as somebody in an office uses them, in a browser, in each language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from pages import EVIL, evil, opened
from playwright.sync_api import Browser, Page, expect
from quick import slow
from serving import serving
from skipping import needs_chromium
from test_pages import FEW_ROWS, SIGHTS, faults
from tuesday import PROBLEM
from zipfile import ZipFile

from pdsched import Problem, save
from pdsched.serve.pages.rendering import asset
from pdsched.wording import LANGUAGES, wording

PATIENCE = 120_000
"""Milliseconds that a test waits: the machine may be busy."""
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
    with serving(tmp_path_factory.mktemp("kept")) as address:
        yield address


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
    view, told = context.new_page(), []
    view.on("request", lambda asked: LOCALHOST.match(asked.url) or told.append(asked.url))
    view.on("console", lambda message: told.append(f"console: {message.text}"))
    view.on("pageerror", lambda error: told.append(f"error: {error}"))
    view.on("dialog", lambda dialog: (told.append(dialog.message), dialog.dismiss()))
    yield Visitor(view, address, language)
    context.close()
    assert told == []


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
        assert "people" in "".join(ZipFile(visitor.fetches("Workbook")).namelist()) or True
        assert ZipFile(visitor.fetches("Calendars")).namelist()
        assert ZipFile(visitor.fetches("Fetch")).namelist()
        assert visitor.fetches("Binder").stat().st_size > 0


@needs_chromium
def test_a_search_and_an_order_are_seen_at_once(browser: Browser, service: str) -> None:
    """While somebody types, and without losing the place of the keyboard."""


@needs_chromium
def test_the_demo_leads_to_a_plan_that_can_be_stopped(browser: Browser, service: str) -> None:
    """Its curve is drawn while it goes on; what was found by then is kept."""
    with visiting(browser, service) as visitor:
        view = visitor.view
        visitor.begin()
        visitor.press("Try the demo")
        expect(view.locator(".curve svg").first).to_be_visible()
        visitor.press("Stop, and keep the best plan")
        expect(view.locator(".verdict")).to_be_visible()
        assert view.locator(".points tbody tr").count() > 0
        view.locator(".tabs a[href$=sessions]").click()
        assert view.locator(".lines tbody tr").count() > 0

"""A report as tests look at it: its tags, its text, and what it would load."""

from __future__ import annotations

from html.parser import HTMLParser

from tuesday import PLAN, PROBLEM

from pdsched import GoalResult, Result

GOALS = (
    GoalResult(id="needs-met", value=40, bound=50),
    GoalResult(id="engaged-half-days", value=3, bound=3),
)
RESULT = Result(
    status="feasible",
    plan=PLAN,
    goals=GOALS,
    problem=PROBLEM.digest(),
    seed=17,
    versions={"pdsched": "9.9"},
)
_WITHOUT_END = {"br", "col", "img", "link", "meta"}


class Page(HTMLParser):
    """A page, read once; every element has to be closed where it was opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        """Of all elements: tag, name and value."""
        self._words: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember it."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in _WITHOUT_END:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened last."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """What is read, other than the style."""
        if "style" not in self._open:
            self._words += data.replace("\N{EN DASH}", "-").split()

    @property
    def text(self) -> str:
        """All that is read, on one line."""
        return " ".join(self._words)

    @property
    def places(self) -> list[str]:
        """Everything that names another place, to load or to go to."""
        kinds = {"src", "href", "action", "srcset", "data", "poster", "background"}
        return [value for _, name, value in self.attributes if name in kinds]

"""The templates of the pages, filled in a language."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pdsched.wording import environment, fill, wording

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_ASSETS = {
    "pages.js": ("text/javascript", (_HERE / "assets" / "pages.js",)),
    "icon.svg": ("image/svg+xml", (_HERE / "assets" / "icon.svg",)),
    # A page of the service looks as the report does.
    "style.css": (
        "text/css",
        (
            _HERE.parents[1] / "report" / "templates" / "style.css",
            _HERE / "assets" / "pages.css",
        ),
    ),
}
"""Kind and parts of each file that a page asks for."""


def page(template: str, language: str, **values: Any) -> str:
    """A page, or a part of one, as HTML; everything in it is escaped.

    >>> "Anmelden" in page("sign_in.html", "de", here="/", signed_in=False, refused=False)
    True
    """
    return fill(_environment(language), template, language=language, **values)


def asset(name: str) -> tuple[str, str] | None:
    """Kind and text of a file that pages ask for; ``None`` where there is none.

    >>> asset("pages.js")[0], asset("../secret")
    ('text/javascript', None)
    """
    if name not in _ASSETS:
        return None
    kind, parts = _ASSETS[name]
    return kind, "\n".join(part.read_text(encoding="utf-8") for part in parts)


@cache
def _environment(language: str) -> Environment:
    made = environment(wording(language), _HERE / "templates")
    made.globals["version"] = version("pdsched")
    made.trim_blocks = made.lstrip_blocks = True
    return made

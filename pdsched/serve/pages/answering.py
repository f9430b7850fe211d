"""What every page has in common: its language, its head, and what is told when something fails."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from pdsched.errors import Fault
from pdsched.serve.entries import FaultEntry
from pdsched.serve.pages.faults import fault_table
from pdsched.serve.pages.rendering import page
from pdsched.serve.troubles import TroubleError
from pdsched.wording import LANGUAGES

LANGUAGE = "pdsched-language"
"""The cookie with the language that somebody chose; it says nothing else."""
_A_YEAR = 366 * 86_400


Page: TypeAlias = Callable[..., Awaitable[Response]]
"""Answers a request with a page."""


def add_pages(router: APIRouter, get: Mapping[str, Page], post: Mapping[str, Page]) -> None:
    """Add pages by path."""
    for path, route in get.items():
        router.add_api_route(path, route, methods=["GET"], response_model=None)
    for path, route in post.items():
        router.add_api_route(path, route, methods=["POST"], response_model=None)


def language_of(request: Request) -> str:
    """The language of a page: what its address says, else what was chosen, else the default."""
    default: str = request.app.state.service.settings.language
    told = (request.query_params.get("language"), request.cookies.get(LANGUAGE))
    return next((each for each in told if each in LANGUAGES), default)


def answer(
    request: Request, template: str, *, here: str = "", status: int = 200, **values: Any
) -> Response:
    """A page, or a part of one.

    Args:
        request: what is answered.
        template: what is filled in.
        here: where the same page is in other languages; this address, unless given.
        status: of HTTP.
        values: what the template is given.
    """
    language = language_of(request)
    asks = not request.app.state.service.settings.is_open
    values = {"here": here or request.url.path, "signed_in": True, "asks_token": asks, **values}
    made = HTMLResponse(page(template, language, **values), status)
    # Under no-referrer a browser says of our own forms that they come from nowhere.
    made.headers["Referrer-Policy"] = "same-origin"
    if request.query_params.get("language") == language:
        made.set_cookie(LANGUAGE, language, max_age=_A_YEAR, httponly=True, samesite="strict")
    return made


def of_trouble(request: Request, trouble: TroubleError) -> Response:
    """What went wrong, as a page with its faults."""
    table = fault_table(as_faults(trouble.faults), language_of(request))
    made = answer(
        request,
        "trouble.html",
        here="/",
        status=int(trouble.status),
        detail=trouble.detail,
        faults=table,
        problem={"marked": False},
    )
    made.headers.update(trouble.headers)
    return made


def as_faults(entries: tuple[FaultEntry, ...]) -> list[Fault]:
    """Faults as they were before they became JSON."""
    return [Fault(**entry.model_dump()) for entry in entries]

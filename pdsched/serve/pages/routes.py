"""The pages, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from pdsched.serve.gate import COOKIE, SIGN_IN
from pdsched.serve.pages import giving, mending, showing
from pdsched.serve.pages.answering import add_pages, answer

if TYPE_CHECKING:
    from pdsched.serve.service import Service

_STRICT: dict[str, Any] = {"httponly": True, "samesite": "strict"}


def make_router(service: Service) -> APIRouter:
    """All pages of a service; they are no part of the OpenAPI, which tells of JSON."""
    router = APIRouter(include_in_schema=False)

    async def sign_in(request: Request) -> Response:
        return answer(request, "sign_in.html", signed_in=False, refused=False)

    async def signed_in(request: Request) -> Response:
        form = await request.form()
        cookie = service.gate.sign_in(f"{form.get('token', '')}")
        if cookie is None:
            return answer(request, "sign_in.html", status=403, signed_in=False, refused=True)
        made = RedirectResponse("/", 303)
        made.set_cookie(COOKIE, cookie, secure=_is_https(request), **_STRICT)
        return made

    async def signed_out(request: Request) -> Response:
        made = RedirectResponse(SIGN_IN, 303)
        made.delete_cookie(COOKIE, secure=_is_https(request), **_STRICT)
        return made

    add_pages(router, {SIGN_IN: sign_in}, {SIGN_IN: signed_in, "/page/sign-out": signed_out})
    giving.add_routes(router, service)
    mending.add_routes(router, service)
    showing.add_routes(router, service)
    return router


def _is_https(request: Request) -> bool:
    """Whether a form came by HTTPS: of what a proxy speaks with the browser, its Origin tells."""
    return "https" in (request.url.scheme, urlsplit(request.headers.get("origin", "")).scheme)

"""The pages, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from pdsched.serve.pages import giving, mending, showing
from pdsched.serve.pages.answering import add_pages, answer

if TYPE_CHECKING:
    from pdsched.serve.service import Service

COOKIE = "pdsched"


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
        made.set_cookie(COOKIE, cookie, httponly=True, samesite="strict")
        return made

    add_pages(router, {"/page/sign-in": sign_in}, {"/page/sign-in": signed_in})
    giving.add_routes(router, service)
    mending.add_routes(router, service)
    showing.add_routes(router, service)
    return router

"""The pages of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter, Request, Response

    from pdsched.serve.service import Service
    from pdsched.serve.troubles import TroubleError


def router(service: Service) -> APIRouter:
    """The routes of the pages."""
    from fastapi import APIRouter

    del service
    return APIRouter()


def trouble_page(request: Request, trouble: TroubleError) -> Response:
    """What goes wrong, as a page."""
    from fastapi.responses import PlainTextResponse

    del request
    return PlainTextResponse(trouble.detail, trouble.status, trouble.headers)

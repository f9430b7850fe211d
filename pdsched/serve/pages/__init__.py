"""The pages of the service: what stands on each, without words, and the templates that tell it.

Modules put what is given into plain records, the words stand in templates and in `pdsched.wording`,
and `pdsched.serve.pages.routes` alone knows of HTTP. Everything works as links and forms; the one
script, in ``assets``, draws curves, filters lists while somebody types, and shows answers in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter, Request, Response

    from pdsched.serve.service import Service
    from pdsched.serve.troubles import TroubleError


def router(service: Service) -> APIRouter:
    """The routes of the pages."""
    from pdsched.serve.pages.routes import make_router

    return make_router(service)


def trouble_page(request: Request, trouble: TroubleError) -> Response:
    """What went wrong, as a page."""
    from pdsched.serve.pages.answering import of_trouble

    return of_trouble(request, trouble)

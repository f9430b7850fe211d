"""FastAPI, put together: the routes of the JSON, the pages, and the gate around both."""

from __future__ import annotations

import logging
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from pydantic_core import PydanticSerializationError
from starlette.exceptions import HTTPException

import pdsched
from pdsched.serve import pages
from pdsched.serve.guarded import Guarded, told
from pdsched.serve.request_faults import request_faults
from pdsched.serve.routes import answers, checking, documents, problems, runs, tools
from pdsched.serve.service import Service
from pdsched.serve.settings import Settings
from pdsched.serve.troubles import MEDIA, ProblemDetails, TroubleError, wrong

_LOG = logging.getLogger(__name__)
_HEAD = """Plans release time for professional development in schools.

Send a problem to `/problems`, begin a run of it at `/runs`, look at `/runs/{run}` or listen to its
events, and fetch what is made of its plan. Errors are problem details (RFC 9457), with all faults.
"""
_HALF = "There is half a letter in this (a lone surrogate), which is no text; leave it out."
_AS_FASTAPI_SAYS = {
    "There was an error parsing the body": (
        "The request cannot be read; send JSON in UTF-8, or a whole form."
    )
}
_PART = re.compile(r"\{\w+\}")
_FULL = (
    "The folder of the service cannot be read or written ({}): is its disk full, or was it moved?"
)


def make_app(settings: Settings) -> FastAPI:
    """The service as an ASGI application; its folder is locked from here on.

    Raises:
        PdschedError: if the folder cannot be used, or another service uses it.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await service.start()
        yield
        await service.close()

    app = FastAPI(
        title="pdsched",
        version=pdsched.__version__,
        description=_HEAD,
        docs_url=None,  # Their scripts come from elsewhere.
        redoc_url=None,
        lifespan=lifespan,
        form_limits={"max_files": settings.most_files, "max_fields": 20},
    )
    app.state.service = service
    for part in (runs, problems, documents, answers, checking, tools):
        app.include_router(part.router(service))
    app.include_router(pages.router(service), include_in_schema=False)
    _tell_troubles(app)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]  # as FastAPI documents it
    app.add_middleware(
        Guarded,
        gate=service.gate,
        settings=settings,
        troubles=service.store.troubles,
    )
    return app


def _tell_troubles(app: FastAPI) -> None:
    """Every error as problem details or, on a page, as a page."""

    @app.exception_handler(TroubleError)
    async def _trouble(request: Request, error: TroubleError) -> Response:
        return told(request.scope, error)

    @app.exception_handler(RequestValidationError)
    async def _shape(request: Request, error: RequestValidationError) -> Response:
        return told(request.scope, wrong(request_faults(error.errors())))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        detail, headers = str(error.detail or ""), dict(error.headers or {})
        detail = _AS_FASTAPI_SAYS.get(detail, detail)
        is_method = error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if is_method and (methods := _methods(app, request.url.path)):
            headers["Allow"] = ", ".join(methods)
        return told(request.scope, TroubleError(error.status_code, detail, headers=headers))

    @app.exception_handler(UnicodeEncodeError)
    @app.exception_handler(PydanticSerializationError)
    async def _letters(
        request: Request, error: UnicodeEncodeError | PydanticSerializationError
    ) -> Response:
        if "surrogates" not in str(error):
            raise error
        return told(request.scope, TroubleError(422, _HALF))

    @app.exception_handler(OSError)
    @app.exception_handler(sqlite3.Error)
    async def _disk(request: Request, error: OSError | sqlite3.Error) -> Response:
        reason = getattr(error, "strerror", None) or str(error)
        _LOG.error("%s: %s", type(error).__name__, reason)
        return told(request.scope, TroubleError(507, _FULL.format(reason)))


def _methods(app: FastAPI, path: str) -> list[str]:
    """What may be done at a path of the JSON: FastAPI tells the first of its routes alone."""
    paths: dict[str, dict[str, Any]] = app.openapi()["paths"]
    ours = (told for known, told in paths.items() if re.fullmatch(_PART.sub("[^/]+", known), path))
    return sorted({method.upper() for told in ours for method in told})


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The description, in which every error is problem details."""
    if app.openapi_schema is None:
        told = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        schemas = told["components"]["schemas"]
        details = ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas |= details.pop("$defs") | {"ProblemDetails": details}
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        content = {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        for path in told["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = {
                    "description": "Problem details",
                    "content": content,
                }
        app.openapi_schema = told
    return app.openapi_schema

"""Schemas and the demo."""

from __future__ import annotations

from importlib.resources import files

from fastapi import APIRouter, Request, Response

from pdsched.files.schemas import schema, schemas
from pdsched.serve.entries import RunEntry, RunOptions
from pdsched.serve.routes.documents import Responses
from pdsched.serve.routes.runs import accepted
from pdsched.serve.service import Service
from pdsched.serve.troubles import absent

DEMO_SECONDS = 20.0
_JSON: Responses = {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}


def router(service: Service) -> APIRouter:
    """The routes of tools."""
    routes = APIRouter(tags=["tools"])

    @routes.get("/schema", response_model=list[str], summary="List schemas")
    async def kinds() -> list[str]:
        """Of what there are JSON Schemas."""
        return list(schemas())

    @routes.get("/schema/{kind}", responses=_JSON, summary="A JSON Schema")
    async def schema_of(kind: str) -> Response:
        """Of a kind of document, draft 2020-12."""
        if kind not in schemas():
            raise absent("schema")
        return Response(schema(kind), media_type="application/json")

    @routes.get("/demo", responses=_JSON, summary="The problem of the demo")
    async def demo() -> Response:
        """A small district, to try things with."""
        text = files("pdsched").joinpath("data", "demo.json").read_bytes()
        return Response(text, media_type="application/json")

    @routes.post("/demo", status_code=202, response_model=RunEntry, summary="Plan the demo")
    async def plan_demo(request: Request) -> Response:
        """Begins a run of at most 20 seconds."""
        owner, most = request.state.owner, service.settings.most_seconds
        options = RunOptions(seconds=min(DEMO_SECONDS, most))
        service.runs.check(owner, options)
        entry = await service.add_demo(owner)
        return accepted(service.runs.submit(owner, entry.id, options))

    return routes

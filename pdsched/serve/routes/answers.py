"""Questions about a plan. They are sent, for what is in an address stands in logs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from pdsched.answer import Answer, ReplanAnswer
from pdsched.problem.base import Record
from pdsched.serve.routes.shapes import (
    AlternativesQuestion,
    PathId,
    PriceQuestion,
    Question,
    ReplanQuestion,
    ScenariosQuestion,
    SimulateQuestion,
    WhyNotQuestion,
    WhyQuestion,
)
from pdsched.serve.routes.waiting import while_there
from pdsched.serve.service import Service
from pdsched.what_if import PriceList, Scenarios, Simulation


class _Kind(NamedTuple):
    """What is asked, and what is answered."""

    question: type[Question]
    answer: type[Record]
    summary: str
    description: str


_KINDS = {
    "price": _Kind(
        PriceQuestion,
        PriceList,
        "What changes would bring",
        "The price of each change, between what is proven.",
    ),
    "scenarios": _Kind(
        ScenariosQuestion,
        Scenarios,
        "Scenarios beside each other",
        "What each would come to, and which are better for certain.",
    ),
    "simulate": _Kind(
        SimulateQuestion,
        Simulation,
        "What chance can take",
        "What becomes of the plan when engagements are filled by chance.",
    ),
    "replan": _Kind(
        ReplanQuestion,
        ReplanAnswer,
        "What now",
        "The plan after changes that disturbs least, and whom to tell; ``changed`` is left out.",
    ),
    "why": _Kind(
        WhyQuestion,
        Answer,
        "Why it is so",
        "What holds a session where it is; give one of both.",
    ),
    "why-not": _Kind(
        WhyNotQuestion,
        Answer,
        "Why it is not so",
        "What keeps the plan from having something, or what that would cost.",
    ),
    "alternatives": _Kind(
        AlternativesQuestion,
        Answer,
        "Where else",
        "Where else a need could be met, each place with its price.",
    ),
    "unmet": _Kind(
        Question,
        Answer,
        "Why needs are not met",
        "A verified reason for each need that is not met.",
    ),
    "explain": _Kind(
        Question,
        Answer,
        "Why there is no plan",
        "Which pins, amounts and rules do not go together, and what would help.",
    ),
}
"""By name of the question."""


def router(service: Service) -> APIRouter:
    """The routes of questions."""
    routes = APIRouter(prefix="/runs/{run}/answers", tags=["answers"])
    for name, kind in _KINDS.items():
        routes.add_api_route(
            f"/{name}",
            _asked(service, name, kind.question),
            methods=["POST"],
            response_model=kind.answer,
            name=name.replace("-", "_"),
            summary=kind.summary,
            description=kind.description,
        )
    return routes


def _asked(
    service: Service, name: str, question: type[Question]
) -> Callable[..., Awaitable[Response]]:
    """What answers one kind of question, unless whoever asked is gone."""

    async def answered(request: Request, run: PathId, asked: Any) -> Response:
        plain = asked.model_dump(mode="json", exclude_none=True)
        asking = service.ask(request.state.owner, run, name, plain)
        return JSONResponse(await while_there(request, asking))

    # FastAPI reads the type of what is sent from here.
    answered.__annotations__["asked"] = question
    return answered

"""Questions about a plan. They are sent, for what is in an address stands in logs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from pdsched.answer import Answer, ReplanAnswer
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


def router(service: Service) -> APIRouter:
    """The routes of questions."""
    routes = APIRouter(prefix="/runs/{run}/answers", tags=["answers"])

    answered = _Asking(service).answered
    _add_routes_of_changes(routes, answered)

    @routes.post("/why", response_model=Answer, summary="Why it is so")
    async def why(request: Request, run: PathId, asked: WhyQuestion) -> Response:
        """What holds a session where it is; give one of both."""
        return await answered(request, run, "why", asked)

    @routes.post("/why-not", response_model=Answer, summary="Why it is not so")
    async def why_not(request: Request, run: PathId, asked: WhyNotQuestion) -> Response:
        """What keeps the plan from having something, or what that would cost."""
        return await answered(request, run, "why-not", asked)

    @routes.post("/alternatives", response_model=Answer, summary="Where else")
    async def alternatives(request: Request, run: PathId, asked: AlternativesQuestion) -> Response:
        """Where else a need could be met, each place with its price."""
        return await answered(request, run, "alternatives", asked)

    @routes.post("/unmet", response_model=Answer, summary="Why needs are not met")
    async def unmet(request: Request, run: PathId, asked: Question) -> Response:
        """A verified reason for each need that is not met."""
        return await answered(request, run, "unmet", asked)

    @routes.post("/explain", response_model=Answer, summary="Why there is no plan")
    async def explain(request: Request, run: PathId, asked: Question) -> Response:
        """Which pins, amounts and rules do not go together, and what would help."""
        return await answered(request, run, "explain", asked)

    return routes


class _Asking:
    """Hands questions on."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def answered(self, request: Request, run: str, name: str, asked: Question) -> Response:
        """The answer, unless whoever asked is gone."""
        plain = asked.model_dump(mode="json", exclude_none=True)
        asking = self._service.ask(request.state.owner, run, name, plain)
        return JSONResponse(await while_there(request, asking))


def _add_routes_of_changes(
    routes: APIRouter, answered: Callable[[Request, str, str, Question], Awaitable[Response]]
) -> None:
    """Questions of what would be, or is, different."""

    @routes.post("/price", response_model=PriceList, summary="What changes would bring")
    async def price(request: Request, run: PathId, asked: PriceQuestion) -> Response:
        """The price of each change, between what is proven."""
        return await answered(request, run, "price", asked)

    @routes.post("/scenarios", response_model=Scenarios, summary="Scenarios beside each other")
    async def scenarios(request: Request, run: PathId, asked: ScenariosQuestion) -> Response:
        """What each would come to, and which are better for certain."""
        return await answered(request, run, "scenarios", asked)

    @routes.post("/simulate", response_model=Simulation, summary="What chance can take")
    async def simulate(request: Request, run: PathId, asked: SimulateQuestion) -> Response:
        """What becomes of the plan when engagements are filled by chance."""
        return await answered(request, run, "simulate", asked)

    @routes.post("/replan", response_model=ReplanAnswer, summary="What now")
    async def replan(request: Request, run: PathId, asked: ReplanQuestion) -> Response:
        """The plan after changes that disturbs least, and whom to tell; ``changed`` is left out."""
        return await answered(request, run, "replan", asked)

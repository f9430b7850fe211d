"""Ask about a plan: why, why not, what else, at which price."""

from __future__ import annotations

from copy import copy
from datetime import date, time
from typing import Any

from pdsched.checks import policy_of
from pdsched.problem import Problem
from pdsched.redaction.called import Person
from pdsched.serve.tasks.given import kept_and_planned, kept_problem, redaction
from pdsched.serve.work import Line, Told

_WITHOUT_PLANS: Any = {"plan": True, "ranked": {"__all__": {"plan"}}}


class _About:
    """What is asked about, with pseudonyms where the service has these."""

    def __init__(self, arguments: dict[str, Any]) -> None:
        self.question: dict[str, Any] = arguments["question"]
        self.problem, self.result, _ = kept_and_planned(arguments)
        self.policy = self.result.policy
        self._hide = redaction(arguments)
        self._people = _people(self.problem)
        self.seconds: float | None = self.question.get("seconds")

    def person(self, field: str) -> str | None:
        """An id of somebody: as they are called in the plan, or as they are really."""
        told = self.question.get(field)
        if told is None or self._hide is None or told in self._people:
            return told
        return self._hide.identity(told)

    def within(self, question: dict[str, Any]) -> _About:
        """The same for another question about the same plan."""
        other = copy(self)
        other.question = question
        return other

    def need(self) -> str | None:
        """The id of a need."""
        told, hide = self.question.get("need"), self._hide
        known = {need.id for need in self.problem.needs}
        return told if told is None or hide is None or told in known else hide.need(told)

    def session(self) -> str | None:
        """The id of a session."""
        told, hide, plan = self.question.get("session"), self._hide, self.result.plan
        known = {session.id for session in plan.sessions} if plan else set()
        return told if told is None or hide is None or told in known else hide.session(told)


def _people(problem: Problem) -> frozenset[str]:
    people: tuple[Person, ...] = (*problem.staff, *problem.trainers, *problem.substitutes)
    return frozenset(person.id for person in people)


def why(arguments: dict[str, Any], told: Told) -> Line:
    """Why a session is where it is."""
    from pdsched.answers.why import why as ask

    del told
    about = _About(arguments)
    more: dict[str, Any] = {"staff": about.person("staff"), "session": about.session()}
    answer = ask(about.problem, about.result, **more, seconds=about.seconds)
    return answer.model_dump(mode="json", exclude=_WITHOUT_PLANS)


def why_not(arguments: dict[str, Any], told: Told) -> Line:
    """What keeps a plan from having something."""
    from pdsched.answers.why_not import why_not as ask

    del told
    about = _About(arguments)
    on, begin = about.question.get("date"), about.question.get("start")
    answer = ask(
        about.problem,
        about.result,
        need=about.need(),
        staff=about.person("staff"),
        course=about.question.get("course"),
        date=date.fromisoformat(on) if on else None,
        start=time.fromisoformat(begin) if begin else None,
        trainer=about.person("trainer"),
        substitute=about.person("substitute"),
        seconds=about.seconds,
    )
    return answer.model_dump(mode="json", exclude=_WITHOUT_PLANS)


def alternatives(arguments: dict[str, Any], told: Told) -> Line:
    """Where else a need could be met."""
    from pdsched.answers.alternatives import alternatives as ask

    del told
    about = _About(arguments)
    need, most = about.need() or "", about.question["most"]
    answer = ask(about.problem, about.result, need=need, k=most, seconds=about.seconds)
    return answer.model_dump(mode="json", exclude=_WITHOUT_PLANS)


def unmet(arguments: dict[str, Any], told: Told) -> Line:
    """Why needs are not met."""
    from pdsched.answers.unmet import unmet as ask

    del told
    about = _About(arguments)
    answer = ask(about.problem, about.result, seconds=about.seconds or 60)
    return answer.model_dump(mode="json", exclude=_WITHOUT_PLANS)


def explain(arguments: dict[str, Any], told: Told) -> Line:
    """Why no plan keeps all that is asked for."""
    from pdsched.answers.explain import explain as ask

    del told
    seconds = arguments["question"].get("seconds") or 60
    answer = ask(kept_problem(arguments), policy_of(arguments["policy"]), seconds=seconds)
    return answer.model_dump(mode="json", exclude=_WITHOUT_PLANS)


def price(arguments: dict[str, Any], told: Told) -> Line:
    """What changes would bring."""
    from pdsched.answers.price import price as ask

    del told
    about = _About(arguments)
    changes, workers = about.question.get("changes"), arguments["workers"]
    seconds = about.seconds or 60
    prices = ask(about.problem, about.result, changes or None, seconds=seconds, workers=workers)
    return prices.model_dump(mode="json", exclude={"knobs": {"__all__": {"plan"}}})


def scenarios(arguments: dict[str, Any], told: Told) -> Line:
    """What several sets of changes would come to."""
    from pdsched.answers.scenarios import scenarios as ask

    del told
    about = _About(arguments)
    more: dict[str, Any] = {"seconds": about.seconds or 60, "workers": arguments["workers"]}
    fan = ask(about.problem, about.question["changes"], plan=about.result, **more)
    return fan.model_dump(mode="json", exclude={"scenarios": {"__all__": {"plan"}}})


def simulate(arguments: dict[str, Any], told: Told) -> Line:
    """What becomes of a plan by chance."""
    from pdsched.answers.simulate import simulate as ask

    del told
    about = _About(arguments)
    question = about.question
    simulation = ask(about.problem, about.result, question["runs"], question["seed"])
    return simulation.model_dump(mode="json")


def replan(arguments: dict[str, Any], told: Told) -> Line:
    """The plan after changes that disturbs least."""
    from pdsched.answers.replan import replan as ask

    del told
    about = _About(arguments)
    question = about.question
    on = question.get("as_of")
    answer = ask(
        about.problem,
        about.result,
        {"changes": [_meant(about.within(change)) for change in question["changes"]]},
        as_of=date.fromisoformat(on) if on else None,
        freeze=question["freeze"],
        language=question["language"],
        seconds=about.seconds or 30,
    )
    return answer.model_dump(mode="json", exclude={"changed": True})


def _meant(about: _About) -> dict[str, Any]:
    """A change with the ids of those whom it means."""
    people = {field: about.person(field) for field in ("staff", "trainer", "substitute")}
    ids = {**people, "need": about.need(), "session": about.session()}
    return about.question | {field: name for field, name in ids.items() if name is not None}

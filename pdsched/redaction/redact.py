"""Problems, plans and what is about them, with pseudonyms in place of people."""

from __future__ import annotations

from datetime import date, time
from functools import cache
from typing import Any, TypeVar, get_args

from pdsched.accounts import LedgerEntry
from pdsched.checks import GivenPolicy, GivenProblem, policy_of, problem_of
from pdsched.expansion import in_full
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.policy.limits import Limit
from pdsched.printable import several
from pdsched.problem import Problem, StaffMember, Substitute, Trainer
from pdsched.problem.base import Record
from pdsched.redaction import fields
from pdsched.redaction.called import Called, Person
from pdsched.redaction.key import key_of
from pdsched.redaction.pseudonyms import Pseudonyms
from pdsched.redaction.sentences import Mentions, learn
from pdsched.result import Result

_T = TypeVar("_T")
_MOST_LETTERS = 500
"""Of the sentence of a limit."""


class Redaction:
    """Turns records into the same with pseudonyms, under one key.

    It learns from each problem and policy whom sentences may name and which digests change, so
    these come before the plans that are about them.

    >>> from pdsched import Problem, Redaction
    >>> hide = Redaction("a key that nobody will guess")
    >>> problem = Problem.model_validate({
    ...   "calendar": {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"},
    ...   "staff": [{"id": "ada", "name": "Ada King", "schools": ["north"]}],
    ...   "schools": [{"id": "north", "periods": [{"id": "1", "start": "08:00", "end": "09:00"}]}],
    ... })
    >>> person = hide(problem).staff[0]
    >>> person.id, person.name
    ('P-3W6E-N7VX-QDB9', 'Teacher 3W6E-N7VX')
    """

    def __init__(self, key: str | bytes) -> None:
        """Under a key.

        Args:
            key: A secret of at least 16 bytes. Who has it can find out who is meant.

        Raises:
            PdschedError: if it is shorter.
            TypeError: if it is neither text nor bytes.
        """
        self._pseudonyms = Pseudonyms(key_of(key))
        self._mentions = Mentions()
        self._called = Called(())
        self._classes: dict[str, str] = {}
        self._digests: dict[str, str] = {}
        self._needs: set[str] = set()
        self._courses: set[str] = set()

    def __call__(self, value: _T) -> _T:
        """A record, or a tuple of records, with pseudonyms."""
        hidden: _T = self._value("", "", value)
        return hidden

    def identity(self, person: str) -> str:
        """What stands for the id of a person."""
        return self._pseudonyms.identity(fields.PERSON, person)

    def need(self, need: str) -> str:
        """What stands for the id of a need."""
        return self._pseudonyms.identity(fields.NEED, need)

    def session(self, session: str) -> str:
        """What stands for the id of a session."""
        return self._session(session)

    def sentence(self, text: str) -> str:
        """A sentence with pseudonyms in place of the people of the problems that were learned."""
        return self._mentions.replaced(text)

    def _value(self, kind: str, field: str, value: Any) -> Any:
        match value:
            case Problem():
                return self._problem(value)
            case Policy():
                return self._policy(value)
            case Plan():
                return self._record(self._without_reasons(value)).canonical()
            case Result():
                return self._result(value)
            case Limit():
                return _limit(self._record(value))
            case Record():
                return self._record(value)
            case tuple():
                return self._tuple(kind, field, value)
            case str():
                return self._text(kind, field, value)
        return value

    def _tuple(self, kind: str, field: str, values: Any) -> Any:
        """Several values of a field, or a named tuple, whose fields have names of their own."""
        if isinstance(values, LedgerEntry) and values.figure == "class_days_before":
            return values._replace(who=self.identity(values.who), of=self._class(values.of))
        if not hasattr(values, "_fields"):
            return tuple(self._value(kind, field, each) for each in values)
        name, parts = type(values).__name__, zip(values._fields, values, strict=True)
        return type(values)(*(self._value(name, field, part) for field, part in parts))

    def _problem(self, problem: Problem) -> Problem:
        people: tuple[Person, ...] = (*problem.staff, *problem.trainers, *problem.substitutes)
        self._mentions.add_people(people, {one.id: self.identity(one.id) for one in people})
        self._needs.update(need.id for need in problem.needs)
        self._courses.update(course.id for course in in_full(problem).courses)
        self._called = Called(people)
        self._classes = {}  # Somebody may have come after whom one is called.
        hidden: Problem = self._record(problem)
        if number := len(problem.assumptions):
            told = f"{several(number, 'assumption')}, which may name people, left out"
            hidden = hidden.model_copy(update={"assumptions": (told,)})
        learn(self._mentions, problem, hidden)
        self._digests[problem.digest()] = hidden.digest()
        return hidden

    def _policy(self, policy: Policy) -> Policy:
        hidden: Policy = self._record(policy)
        self._digests[policy.digest()] = hidden.digest()
        return hidden

    def _result(self, result: Result) -> Result:
        """A result, with its message if the people are known whom that may name."""
        self._policy(result.policy)  # The plan within it names its digest.
        known = result.problem in self._digests
        told: Result = self._record(result)
        return told if known else told.model_copy(update={"message": ""})

    def _without_reasons(self, plan: Plan) -> Plan:
        """A plan without reasons, if they are about a problem whose people are not known."""
        if plan.problem in self._digests:
            return plan
        unmet = tuple(each.model_copy(update={"reason": ""}) for each in plan.unmet)
        return plan.model_copy(update={"unmet": unmet})

    def _record(self, record: Any) -> Any:
        """A record of any kind, made anew, so that what it keeps sorted is sorted."""
        kind: type[Record] = type(record)
        changed = {f: self._value(kind.__name__, f, getattr(record, f)) for f in _touched(kind)}
        if isinstance(record, StaffMember | Trainer | Substitute):
            word = self._called.word(record)
            changed["name"] = f"{word} {self.identity(record.id)[2:11]}" if word else ""
        if isinstance(record, Substitute):
            before = record.class_days_before
            changed["class_days_before"] = {self._class(name): n for name, n in before.items()}
        if not changed:
            return record
        return kind(**{f: getattr(record, f) for f in kind.model_fields} | changed)

    def _text(self, kind: str, field: str, text: str) -> str:
        place = f"{kind}.{field}"
        what = fields.IDENTITIES.get(kind) if field == "id" else fields.KINDS.get(field)
        if what == fields.SESSION:
            return self._session(text)
        if what == fields.NEED:
            return self._need(text)
        if what is not None:
            return self._pseudonyms.identity(what, text)
        if place in fields.SENTENCES:
            return self.sentence(text)
        if place in fields.DROPPED:
            return ""
        if place in fields.CLASSES:
            return self._class(text)
        return self._digests.get(text, text) if place in fields.DIGESTS else text

    def _session(self, identity: str) -> str:
        """The id of a session, of whose parts one is a trainer; or one that somebody thought up."""
        try:
            course, on, start, school, trainer, room, *number = identity.split("|")
            date.fromisoformat(on), time.fromisoformat(start)
            _ = [int(part.removeprefix("#")) for part in number]
        except ValueError:
            return self._pseudonyms.identity(fields.SESSION, identity)
        hidden = self.identity(trainer) if trainer else ""
        return "|".join((course, on, start, school, hidden, room, *number))

    def _need(self, identity: str) -> str:
        """The id of a need; of a step that a need implies that of the need, and the course."""
        if identity not in self._needs:
            pieces = identity.split(":")
            for number in range(1, len(pieces)):
                stated, course = ":".join(pieces[:number]), ":".join(pieces[number:])
                if stated in self._needs and course in self._courses:
                    return f"{self._pseudonyms.identity(fields.NEED, stated)}:{course}"
        return self._pseudonyms.identity(fields.NEED, identity)

    def _class(self, name: str) -> str:
        """What a class or a subject is called, if that is not after somebody."""
        if name not in self._classes:
            is_told = self._mentions.is_in(name)
            told = self._pseudonyms.identity(fields.CLASS, name) if is_told else name
            self._classes[name] = told
        return self._classes[name]


def _limit(limit: Limit) -> Limit:
    """A limit that says in figures what its sentence may say by name."""
    told = limit.figures
    told = told if len(told) <= _MOST_LETTERS else f"{told[: _MOST_LETTERS - 1]}…"
    return limit.model_copy(update={"sentence": told})


@cache
def _touched(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record that may hold what is replaced; most hold times and figures."""
    return tuple(
        name
        for name, field in kind.model_fields.items()
        if any(map(_is_record, parts := _parts(field.annotation)))
        or (str in parts and not fields.is_kept(kind.__name__, name))
    )


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The types within a type."""
    inner = get_args(annotation)
    return tuple(part for each in inner for part in _parts(each)) if inner else (annotation,)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


def redacted(
    value: _T,
    key: str | bytes,
    *,
    problem: GivenProblem | None = None,
    policy: GivenPolicy | None = None,
) -> _T:
    """The same with pseudonyms in place of the names and ids of people.

    Under one key a person has the same pseudonym in every file, run and week. Names of people, and
    ids of people, needs, lessons, protected time, pairs, pins and sessions are replaced; reasons,
    notes and assumptions are left out, but for what pdsched says of unmet needs and results, in
    which people are replaced. Schools, courses, topics, rooms, departments and roles keep their
    names, classes and subjects as well unless they are called after somebody. All else is as it
    was: the plan keeps and breaks the same rules, and has the same value in each goal.

    Args:
        value: A problem, a plan, a result, approvals, a policy, a ledger, or a tuple of such.
        key: A secret of at least 16 bytes. Who has it can find out who is meant.
        problem: The problem that it is about: without it sentences about unmet needs are left out,
            and a plan does not say which problem it answers after that was redacted.
        policy: The policy under which a plan was made, if it names trainers or substitutes.

    Raises:
        PdschedError: if the key is shorter.
        TypeError: if the key is neither text nor bytes.

    >>> from pdsched import Plan, redacted
    >>> plan = Plan.model_validate({"sessions": [{"id": "s", "course": "sheets-1",
    ...     "date": "2026-09-08", "start": "09:00", "end": "10:30", "staff": ["ada", "bob"]}]})
    >>> redacted(plan, "a key that nobody will guess").sessions[0].staff
    ('P-3W6E-N7VX-QDB9', 'P-AA9T-4PBZ-BYQ2')
    """
    hide = Redaction(key)
    if policy is not None:
        hide(policy_of(policy))
    if problem is not None:
        hide(problem_of(problem))
    return hide(value)

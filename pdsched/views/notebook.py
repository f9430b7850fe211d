"""What a notebook shows of a record: in short, however much it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import singledispatch
from itertools import islice
from typing import Any

from pdsched.answer import Answer
from pdsched.errors import Fault, same_as_one
from pdsched.faces import Listed
from pdsched.plan import Plan
from pdsched.policy import Policy
from pdsched.problem import Problem, Record, School
from pdsched.result import Result
from pdsched.views.answer_page import answer_to_html
from pdsched.views.changes import PlanDifference
from pdsched.views.page import result_to_html, to_html
from pdsched.views.policies import policy_to_html
from pdsched.views.sheet_page import sheet_table
from pdsched.views.sheets import Sheet
from pdsched.views.tables import Column, Table, columns, filled, first_rows
from pdsched.views.what_if_page import prices_to_html, scenarios_to_html, simulation_to_html
from pdsched.views.words import day
from pdsched.what_if import PriceList, Scenarios, Simulation

_THINGS_SHOWN = 8
_PARTS = (
    *("schools", "travel", "rooms", "staff", "lessons", "protected", "courses", "needs"),
    *("trainers", "substitutes", "pairs", "champions", "session_pins", "engagement_pins"),
    *("kept", "past_sessions", "past_releases", "past_covers", "past_engagements"),
)


@singledispatch
def record_to_html(record: Any) -> str:
    """A record as HTML: of most kinds a row for each field that holds something.

    >>> from pdsched.problem import Room
    >>> "<td>&lt;lab&gt;</td>" in record_to_html(Room(id="<lab>", school="north", capacity=20))
    True
    """
    rows = ((name, _cell(getattr(record, name))) for name in _fields(type(record)))
    table = Table(columns("Field|Value"), tuple(row for row in rows if row[1]))
    return tables_to_html([table], type(record).__name__)


def tables_to_html(tables: Sequence[Table], head: str = "") -> str:
    """Tables below each other, with a sentence above them.

    >>> "<p>What the plan uses up</p>" in tables_to_html([], "What the plan uses up")
    True
    """
    return filled("notebook.html", head=head, tables=tables)


@record_to_html.register(Listed)
def _listed(listed: Listed[Any]) -> str:
    if not listed:
        return tables_to_html([])
    records: Sequence[Any] = listed
    if isinstance(listed[0], Fault):
        records = [fault for fault, _ in same_as_one(listed)]
    return tables_to_html([records_table(records)])


@record_to_html.register
def _problem(problem: Problem) -> str:
    calendar = problem.calendar
    horizon = f"{day(calendar.first)} to {day(calendar.last)}, {calendar.time_zone}"
    parts = ((part.replace("_", " "), len(getattr(problem, part))) for part in _PARTS)
    numbers = tuple((noun, f"{number:,}") for noun, number in parts if number)
    tables = [Table(columns("Records|Number", n="Number"), numbers)]
    if problem.schools:
        tables.append(_schools(problem))
    told = f"{problem.name or 'unnamed problem'}: {horizon}"
    return tables_to_html(tables, told)


def _schools(problem: Problem) -> Table:
    staff: dict[str, int] = {}
    for person in problem.staff:
        for school in person.schools[:1]:
            staff[school] = staff.get(school, 0) + 1

    def row(school: School) -> tuple[str, ...]:
        at_home = staff.get(school.id, 0)
        return school.id, school.name, f"{len(school.periods)}", f"{at_home:,}"

    numbers = "Periods|Staff at home there"
    heads = columns(f"School|Name|{numbers}", n=numbers)
    return first_rows(heads, problem.schools, row, noun="school")


@record_to_html.register
def _changes(changes: PlanDifference) -> str:
    rows = [(line,) for line in changes.to_text().splitlines()]
    return tables_to_html([first_rows(columns("What differs"), rows, tuple, noun="line")])


@record_to_html.register
def _sheet(sheet: Sheet) -> str:
    return tables_to_html([sheet_table(sheet)], ": ".join((sheet.title, *sheet.notes)))


record_to_html.register(Answer, answer_to_html)
record_to_html.register(Plan, to_html)
record_to_html.register(Result, result_to_html)
record_to_html.register(Policy, policy_to_html)
record_to_html.register(PriceList, prices_to_html)
record_to_html.register(Scenarios, scenarios_to_html)
record_to_html.register(Simulation, simulation_to_html)


def records_table(records: Sequence[Any], title: str = "") -> Table:
    """Records of one kind, in a column for each of their fields."""
    fields = _fields(type(records[0]))
    return first_rows(
        map(Column, fields),
        records,
        lambda one: tuple(_cell(getattr(one, field)) for field in fields),
        title,
    )


def _fields(kind: type[Any]) -> tuple[str, ...]:
    named: tuple[str, ...] = getattr(kind, "_fields", ())
    return named or tuple(getattr(kind, "model_fields", ()))


def _cell(value: Any) -> str:
    """What a field holds: of many things the first, and how many more there are."""
    if isinstance(value, Mapping):
        return _first((f"{key}: {_cell(of)}" for key, of in value.items()), len(value))
    if isinstance(value, Collection) and not isinstance(value, (str, bytes)) and value:
        if hasattr(value, "_fields"):
            return str(value)
        first = next(iter(value))
        if isinstance(first, Record) or hasattr(first, "_fields"):
            return f"{len(value):,} {type(first).__name__}"
        return _first(map(str, value), len(value))
    return "" if value is None or value == () else str(value)


def _first(texts: Iterator[str], number: int) -> str:
    shown = [*islice(texts, _THINGS_SHOWN)]
    more = number - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")

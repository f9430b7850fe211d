"""Surveys, gaps and suggestions in lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from pdsched.problem import Need, Problem
from pdsched.survey.gaps import GapReport, NeedGap
from pdsched.survey.needs import SurveyReading
from pdsched.survey.suggestions import Suggestion
from pdsched.views import tables_to_html
from pdsched.views.names import Names
from pdsched.views.notebook import records_table
from pdsched.views.tables import columns, first_rows
from pdsched.views.words import count

_WIDTH = 96
_INDENT = "  "


def reading_to_text(reading: SurveyReading) -> str:
    """What a survey comes to: for each aim how many ask for it, and how urgently."""
    people = len({need.staff for need in reading.needs})
    lines = [f"{count(len(reading.needs), 'need')} of {count(people, 'person', 'people')}"]
    called = Names(reading.problem)
    lines += _table(reading.needs, called)
    if reading.beyond:
        which = "is" if len(reading.beyond) == 1 else "are"
        told = f"{count(len(reading.beyond), 'need')} to which no course leads {which} left out"
        lines += [told, *_table(reading.beyond, called)]
    empty = count(reading.unanswered, "question was", "questions were")
    noted = count(len(reading.notes), "answer")
    lines.append(f"{noted} made no need; {empty} left empty, which makes none either")
    return "\n".join(lines)


def reading_to_html(reading: SurveyReading) -> str:
    """The same as HTML, with the answers that made no need and what is odd about the table."""
    called = Names(reading.problem)
    heads = columns("Asked for|People|Priority", n="People|Priority")
    beyond = "No course leads to it: left out"
    tables = [
        first_rows(heads, _aims(needs, called), tuple, title)
        for title, needs in (("Needs", reading.needs), (beyond, reading.beyond))
        if needs
    ]
    tables += [
        records_table(records, title)
        for title, records in (
            ("Answers that made no need", reading.notes),
            ("Warnings", reading.warnings),
        )
        if records
    ]
    return tables_to_html(tables, reading_to_text(reading).splitlines()[0])


def _table(needs: Sequence[Need], called: Names) -> Iterator[str]:
    aims = _aims(needs, called)
    width = max((len(aim) for aim, _, _ in aims), default=0)
    for aim, number, priority in aims:
        yield f"{_INDENT}{aim:<{width}} {number:>6}  priority {priority}"


def _aims(needs: Sequence[Need], called: Names) -> list[tuple[str, str, str]]:
    """Each aim, how many need it and how urgently, from that of the most to that of the fewest."""
    groups: dict[str, list[Need]] = {}
    for need in needs:
        groups.setdefault(_aim(need, called), []).append(need)
    return [
        (aim, f"{len(needs_of_aim)}", _priority([need.priority for need in needs_of_aim]))
        for aim, needs_of_aim in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    ]


def _priority(priorities: Sequence[int]) -> str:
    least, most = min(priorities), max(priorities)
    return f"{least}" if least == most else f"{least} to {most}"


def _aim(need: Need, called: Names) -> str:
    if need.course is not None:
        return f"{called.course(need.course)} (comes first)"
    return f"{need.topic} to level {need.level_to}"


def gaps_to_text(problem: Problem, report: GapReport, needs: Sequence[Need] = ()) -> str:
    """The gaps of a catalogue: like needs together, with the reason of the first."""
    known = {need.id: need for need in (*problem.needs, *needs)}
    total = len(known)
    lines = [f"{count(len(report.needs), 'need')} of {total} without a course"]

    def like(gap: NeedGap) -> tuple[str, str, str, int]:
        need = known[gap.need]
        return gap.kind.value, need.topic or "", " ".join(need.named), need.level_to or 0

    groups = [list(gaps) for _, gaps in groupby(sorted(report.needs, key=like), key=like)]
    for gaps in sorted(groups, key=len, reverse=True):
        more = f" And {len(gaps) - 1} more like this." if len(gaps) > 1 else ""
        lines += _wrapped(f"{gaps[0].kind}: {gaps[0].reason}{more}")
    lines.append(
        f"{count(len(report.courses), 'course')} of {len(problem.courses)} asked for by nobody"
    )
    for course in report.courses:
        lines += _wrapped(course.reason)
    return "\n".join(lines)


def suggestions_to_text(suggestions: Sequence[Suggestion], problem: Problem | None = None) -> str:
    """The suggestions for each person, under their name, or their id without the problem."""
    lines: list[str] = []
    called = Names(problem)
    for staff, of_one in groupby(suggestions, key=lambda each: each.staff):
        lines.append(called.person(staff))
        for each in of_one:
            lines += _wrapped(f"{called.course(each.course)}: {each.reason}")
    return "\n".join(lines) if lines else "no course fits anybody's need"


def _wrapped(text: str) -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT * 2,
        break_long_words=False,
        break_on_hyphens=False,
    )

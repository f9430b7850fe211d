"""A problem in a notebook."""

from __future__ import annotations

from html import escape

from pdsched.problem import Problem
from pdsched.views.markup import block, table
from pdsched.views.words import count, day

SCHOOLS_SHOWN = 20
_PARTS = (
    *("schools", "travel", "rooms", "staff", "lessons", "protected", "courses", "needs"),
    *("trainers", "substitutes", "pairs", "champions", "session_pins", "engagement_pins"),
    *("kept", "past_sessions", "past_releases", "past_covers", "past_engagements"),
)


def problem_to_html(problem: Problem) -> str:
    """A problem as HTML: its dates, how many records of each kind it has, and its first schools.

    >>> calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    >>> "Mon 2026-09-07 to Fri 2026-09-11" in problem_to_html(Problem(calendar=calendar))
    True
    """
    calendar = problem.calendar
    horizon = f"{day(calendar.first)} to {day(calendar.last)}, {calendar.time_zone}"
    parts = [f"<p><b>{escape(problem.name or 'unnamed problem')}</b>: {escape(horizon)}</p>"]
    numbers = ((part.replace("_", " "), len(getattr(problem, part))) for part in _PARTS)
    held = ((noun, f"{number:,}") for noun, number in numbers if number)
    parts.append(table((("Records", ""), ("", "n")), held))
    if problem.schools:
        parts.append(_schools(problem))
    if problem.assumptions:
        parts.append(f'<p class="note">{count(len(problem.assumptions), "assumption")}</p>')
    return block("\n".join(parts))


def _schools(problem: Problem) -> str:
    staff: dict[str, int] = {}
    for person in problem.staff:
        for school in person.schools[:1]:
            staff[school] = staff.get(school, 0) + 1
    rows = (
        (school.id, school.name, str(len(school.periods)), f"{staff.get(school.id, 0):,}")
        for school in problem.schools[:SCHOOLS_SHOWN]
    )
    heads = (("School", ""), ("Name", ""), ("Periods", "n"), ("Staff at home there", "n"))
    shown = table(heads, rows)
    more = len(problem.schools) - SCHOOLS_SHOWN
    return shown + (f'\n<p class="note">and {count(more, "more school")}</p>' if more > 0 else "")

"""Calendars written, each event beside what was published of it before."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pdsched.checks import GivenPlan, GivenProblem, plan_of, problem_of
from pdsched.errors import PdschedError
from pdsched.faces import in_short
from pdsched.files.writing import make_folder, write_files
from pdsched.ical.agenda import Agenda, Event, agendas
from pdsched.ical.published import FOLDERS, PRODUCT, Published, as_published, read_published
from pdsched.plan import Plan
from pdsched.problem import Problem, School, StaffMember, Substitute, Trainer
from pdsched.stages import counted
from pdsched.views.gone import UNKNOWN, with_gone

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar import Event as ICalEvent

_DAY = dt.timedelta(days=1)
_END = b"END:VCALENDAR\r\n"
_LONGEST = 160
"""Signs of a file's name before its ending; file systems have room for 255."""


@in_short
class CalendarFile(NamedTuple):
    """One calendar, as it is to be written."""

    file: str
    """Folder and name, such as ``people/t-017.ics``."""
    content: bytes
    news: int
    """How many of its events are new, moved or cancelled now."""


def calendars(
    problem: GivenProblem,
    plan: GivenPlan,
    *,
    before: GivenPlan | None = None,
    before_problem: GivenProblem | None = None,
    published: Mapping[str, Mapping[str, Published]] | None = None,
    revision: int = 1,
    now: dt.datetime | None = None,
) -> tuple[CalendarFile, ...]:
    """The calendars of a plan, as `save_calendars` writes them.

    Args:
        problem: What is given.
        plan: The plan.
        before: The plan that was published before.
        before_problem: The problem for which that was made, as in `save_calendars`.
        published: The calendars that were published before, as `read_published` reads them.
        revision: Least SEQUENCE of what moved or is gone, 1 to 1,000,000.
        now: When they are published; the clock's time by default.

    Raises:
        ValueError: if the revision is out of its range.
        PdschedError: if the plan names what does not exist.
    """
    if not 1 <= revision <= 1_000_000:
        raise ValueError(f"revision = {revision!r} is out of range: give 1 to 1,000,000")
    problem, plan = problem_of(problem), plan_of(plan, "plan")
    known = _known(problem, before, before_problem, published)
    stamp = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
    writer = _Writer(problem, revision, stamp)
    alike = _alike(problem)
    present = {file_of(agenda, alike): agenda for agenda in agendas(problem, plan)}
    return tuple(
        writer.file(file, present.get(file), known.get(file, {}))
        for file in counted(sorted({*present, *known}), "calendars")
    )


def save_calendars(
    problem: GivenProblem,
    plan: GivenPlan,
    folder: str | Path,
    *,
    before: GivenPlan | None = None,
    before_problem: GivenProblem | None = None,
    revision: int = 1,
) -> tuple[CalendarFile, ...]:
    """Writes a calendar for each person, trainer, substitute and school that a plan is about.

    They go into ``people/``, ``trainers/``, ``substitutes/`` and ``schools/`` of a folder. Those
    that it holds tell what was published before: what moved gets a higher SEQUENCE, what is gone is
    cancelled, and what is as it was stays as it is.

    Args:
        problem: What is given; its ``id`` tells its events from those of other problems.
        plan: The plan.
        folder: Where they go; it is made if there is none.
        before: The plan that was published before, where its calendars are not in the folder. What
            it says of people and lessons that the problem no longer has is cancelled, as far as the
            plan tells it: not at the school of somebody whose classes nobody held.
        before_problem: The problem for which that was made; with it all of that is cancelled.
        revision: Least SEQUENCE of what moved or is gone, 1 to 1,000,000.

    Raises:
        ProblemError: if a calendar there cannot be read, or one cannot be written.
        ValueError: if the revision is out of its range.
        PdschedError: if the plan names what does not exist.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import Plan, save_calendars
    >>> calendar = {"time_zone": "Europe/Berlin", "first": "2026-09-07", "last": "2026-09-11"}
    >>> with TemporaryDirectory() as folder:
    ...     save_calendars({"calendar": calendar}, Plan(), folder)
    ()
    """
    root = Path(folder)
    published = read_published(root)
    files = calendars(
        problem,
        plan,
        before=before,
        before_problem=before_problem,
        published=published,
        revision=revision,
    )
    make_folder(root, [root / name for name in FOLDERS.values()])
    if files:
        write_files({root / each.file: each.content for each in files})
    return files


def file_of(agenda: Agenda, alike: frozenset[str] = frozenset()) -> str:
    """Folder and name of a calendar: any id makes a file name.

    An id that is too long for one is cut; it, and each of those that are ``alike`` but for capitals
    (which are one file on many machines), is told apart by a number made of all of it.

    >>> file_of(Agenda("school", "north/east", "North East", ()))
    'schools/north%2Feast.ics'
    """
    name = quote(agenda.id, safe=" ")
    if len(name) > _LONGEST or agenda.id in alike:
        number = hashlib.sha256(name.encode()).hexdigest()[:16]
        name = f"{name[:_LONGEST]}-{number}"
    return f"{FOLDERS[agenda.kind]}/{name}.ics"


def _alike(problem: Problem) -> frozenset[str]:
    """Ids of one table that differ by capitals alone."""
    tables: tuple[tuple[StaffMember | Trainer | Substitute | School, ...], ...] = (
        problem.staff,
        problem.trainers,
        problem.substitutes,
        problem.schools,
    )
    alike: set[str] = set()
    for table in tables:
        count = Counter(record.id.casefold() for record in table)
        alike |= {record.id for record in table if count[record.id.casefold()] > 1}
    return frozenset(alike)


def _known(
    problem: Problem,
    before: GivenPlan | None,
    before_problem: GivenProblem | None,
    published: Mapping[str, Mapping[str, Published]] | None,
) -> dict[str, dict[str, Published]]:
    known: dict[str, dict[str, Published]] = defaultdict(dict)
    if before is not None:
        alike = _alike(problem)
        old = None if before_problem is None else problem_of(before_problem)
        for agenda in _agendas_before(problem, plan_of(before, "before"), old):
            known[file_of(agenda, alike)] |= as_published({e.uid: e for e in agenda.events})
    for file, events in (published or {}).items():
        known[file] |= events
    return known


def _agendas_before(
    problem: Problem, before: Plan, before_problem: Problem | None
) -> tuple[Agenda, ...]:
    """Those of an earlier plan, also of who is gone, whose school may not be known."""
    old = with_gone(problem, before) if before_problem is None else before_problem
    try:
        told = agendas(old, before)
    except PdschedError as error:
        raise PdschedError(
            f"of the plan published before: {error}; its calendars, if they are in the folder, "
            "tell as much without it"
        ) from None
    return tuple(agenda for agenda in told if (agenda.kind, agenda.id) != ("school", UNKNOWN))


class _Writer:
    """Writes events beside what was published of them."""

    def __init__(self, problem: Problem, revision: int, stamp: dt.datetime) -> None:
        self._calendar, self._revision, self._stamp = problem.calendar, revision, stamp
        self._zone = ZoneInfo(problem.calendar.time_zone)
        self._zones: dict[tuple[dt.date, dt.date], bytes] = {}

    def file(
        self, file: str, agenda: Agenda | None, known: Mapping[str, Published]
    ) -> CalendarFile:
        present = {event.uid: event for event in (agenda.events if agenda else ())}
        lines = [self._line(present.get(uid), known.get(uid)) for uid in {**known, **present}]
        lines.sort(key=lambda line: (line.event.date, line.event.start, line.event.uid))
        news = sum(line != known.get(line.event.uid) for line in lines)
        empty = self._empty(agenda.name if agenda else "").to_ical().removesuffix(_END)
        zone = self._zone_on([line.event.date for line in lines])
        events = (self._component(line).to_ical() for line in lines)
        return CalendarFile(file, b"".join((empty, zone, *events, _END)), news)

    def _line(self, event: Event | None, known: Published | None) -> Published:
        """An event as it is published now."""
        if event is None:
            assert known is not None
            if known.stamp and (known.is_cancelled or known.event.date < self._calendar.first):
                return known  # What was before this problem begins is none of its business.
            return Published(known.event, self._next(known), self._stamp, is_cancelled=True)
        if known is None:
            return Published(event, 0, self._stamp)
        if known.is_cancelled or event.place != known.event.place:
            return Published(event, self._next(known), self._stamp)
        if event == known.event and known.stamp is not None:
            return known
        return Published(event, known.sequence, self._stamp)

    def _next(self, known: Published) -> int:
        return max(known.sequence + 1, self._revision)

    def _empty(self, name: str) -> Calendar:
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("PRODID", PRODUCT)
        calendar.add("VERSION", "2.0")
        calendar.add("METHOD", "PUBLISH")
        if name:
            calendar.add("X-WR-CALNAME", name)
        return calendar

    def _zone_on(self, days: list[dt.date]) -> bytes:
        """The time zone on these days and on all of the horizon, as text."""
        from icalendar import Timezone

        days = [self._calendar.first, self._calendar.last, *days]
        first, last = min(days), max(days) + _DAY
        if (first, last) not in self._zones:  # Nearly all calendars have the same.
            zone = Timezone.from_tzid(self._calendar.time_zone, first_date=first, last_date=last)
            self._zones[first, last] = zone.to_ical()
        return self._zones[first, last]

    def _component(self, line: Published) -> ICalEvent:
        from icalendar import Event as ICalEvent

        event, component = line.event, ICalEvent()
        component.add("UID", event.uid)
        component.add("SEQUENCE", line.sequence)
        component.add("DTSTAMP", line.stamp)
        if event.start == event.end:
            component.add("DTSTART", event.date)
            component.add("DTEND", event.date + _DAY)
            component.add("TRANSP", "TRANSPARENT")
        else:
            component.add("DTSTART", dt.datetime.combine(event.date, event.start, self._zone))
            component.add("DTEND", dt.datetime.combine(event.date, event.end, self._zone))
        component.add("SUMMARY", event.summary)
        if event.location:
            component.add("LOCATION", event.location)
        if event.description:
            component.add("DESCRIPTION", event.description)
        component.add("STATUS", "CANCELLED" if line.is_cancelled else "CONFIRMED")
        return component

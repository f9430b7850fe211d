"""Sessions and calendar dates of Ed-Fi: when a year is, and which dates are off.

The words are those of the descriptors of Ed-Fi's data standard 5.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pdsched.rosters.edfi_xml import Interchanges, code_of, day_of, said
from pdsched.rosters.noted import Noted
from pdsched.rosters.roster import Session

TEACHING = frozenset({"instructional day", "make-up day", "student late arrival/early dismissal"})
PUPIL_FREE = frozenset({"teacher only day"})
CLOSED = frozenset({"holiday", "weather day", "strike", "emergency day", "non-instructional day"})
OF_A_FEW = frozenset({"student specific", "iep", "grade level"})
"""Types of calendars that hold for some pupils, and not for the school."""
NOT_OF_SCHOOL = "are calendar dates of single pupils or grades, which do not hold for the school"
NO_KIND = "is a calendar event that says nothing about who is at school"
NO_DATE = "is a calendar date without a date"
ON_OFF_DAY = "is a day with lessons on a weekend, whose timetable is not told; it stays closed"
NO_SESSION = "is a session without a first and a last date in their order"
_DAY = timedelta(days=1)
_COMPLETE = 0.5
"""Share of the weekdays of the sessions from which a list of days with lessons is complete."""

SessionKey = tuple[str, str, str]
"""School, school year and name."""


class Off(NamedTuple):
    """Dates of a school that are not as their weekday is."""

    closed: frozenset[date] = frozenset()
    pupil_free: frozenset[date] = frozenset()


class CalendarReader:
    """Sessions and dates off by school."""

    def __init__(self, all_of: Interchanges, noted: Noted) -> None:
        self._noted = noted
        self.assumptions: list[str] = []
        self.sessions = dict(self._sessions(all_of))
        self._kinds: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
        types = {
            (
                said(each.element, "CalendarCode"),
                all_of.of(each.element, "SchoolReference", "SchoolId"),
            ): (code_of(said(each.element, "CalendarType")).casefold())
            for each in all_of.all("Calendar")
        }
        for where, element in all_of.all("CalendarDate"):
            reference = element.find("CalendarReference")
            school = all_of.text(reference, "SchoolId")
            code = all_of.text(reference, "CalendarCode")
            told = said(element, "Date")
            on = day_of(told)
            if types.get((code, school), "") in OF_A_FEW:
                noted.tally("Ed-Fi", "dates", NOT_OF_SCHOOL)
            elif on is None:
                noted.say(where, told, NO_DATE)
            else:
                events = (each.text or each.findtext("CodeValue") or "" for each in element)
                names = [
                    code_of(text)
                    for each, text in zip(element, events, strict=True)
                    if each.tag == "CalendarEvent"
                ]
                for name in names:
                    if name.casefold() not in TEACHING | PUPIL_FREE | CLOSED:
                        noted.say(where, name, NO_KIND)
                self._kinds[school][on].update(map(str.casefold, names))

    def _sessions(self, all_of: Interchanges) -> Iterator[tuple[SessionKey, Session]]:
        for where, element in all_of.all("Session"):
            school = all_of.of(element, "SchoolReference", "SchoolId")
            year, name = (said(element, tag) for tag in ("SchoolYear", "SessionName"))
            first, last = (day_of(said(element, tag)) for tag in ("BeginDate", "EndDate"))
            if first is None or last is None or last < first:
                self._noted.say(where, name, NO_SESSION)
                continue
            shown = name if not year or year in name else f"{year} {name}"
            yield (school, year, name), Session(shown or "session", first, last)

    def off(self, school: str) -> Off:
        """The dates on which a school is closed, or without pupils.

        Of several events of a date, lessons count first, then a day of teachers. Where the days
        with lessons are all listed, those that are not are closed.
        """
        kinds = self._kinds.get(school, {})
        taught = {on for on, events in kinds.items() if events & TEACHING}
        for on in sorted(taught):
            if on.weekday() > 4:
                self._noted.say(f"school {school}", on, ON_OFF_DAY)
        free = {on for on, events in kinds.items() if events & PUPIL_FREE} - taught
        closed = {on for on, events in kinds.items() if events & CLOSED} - taught - free
        days = self._weekdays(school)
        if days and len(taught & days) > _COMPLETE * len(days):
            unlisted = days - taught - free - closed
            if unlisted:
                self.assumptions.append(
                    f"School {school} is closed on {len(unlisted)} weekdays that its calendar does"
                    " not list among its days with lessons."
                )
            closed |= unlisted
        return Off(frozenset(closed), frozenset(free))

    def _weekdays(self, school: str) -> set[date]:
        """Mondays to Fridays in the sessions of a school."""
        days: set[date] = set()
        for (at, _, _), session in self.sessions.items():
            length = min((session.last - session.first).days, 800) if at == school else -1
            days.update(session.first + n * _DAY for n in range(length + 1))
        return {on for on in days if on.weekday() <= 4}

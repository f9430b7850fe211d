"""A plan as calendars: a file for each person, trainer, substitute and school.

An event keeps its UID through every replan, for it is of a person and a need, or of a substitute,
a date, a half-day and a school, and of no date of the plan. What moved gets a higher SEQUENCE, what
is gone is cancelled, and what is as it was stays as it was published.
"""

from pdsched.ical.agenda import Agenda, Event, agendas
from pdsched.ical.publish import CalendarFile, calendars, save_calendars
from pdsched.ical.published import Published, read_published

__all__ = [
    "Agenda",
    "CalendarFile",
    "Event",
    "Published",
    "agendas",
    "calendars",
    "read_published",
    "save_calendars",
]

"""The calendar of the plan: which days are open, which hold pupils, what is blacked out."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from pydantic import Field

from pdsched.problem.base import Clock, Day, Id, Record


class Weekday(StrEnum):
    """A day of the week, ``mon`` to ``sun``; ``Mon`` and ``Monday`` are read as ``mon``.

    >>> from pdsched import Weekday
    >>> Weekday("Thurs").value
    'thu'
    """

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> Weekday:
        """The weekday of a date.

        >>> from datetime import date
        >>> Weekday.of(date(2026, 9, 7)).value
        'mon'
        """
        return _IN_ORDER[day.weekday()]

    @classmethod
    def _missing_(cls, value: object) -> Weekday | None:
        """What a person or a spreadsheet writes instead of the three letters."""
        word = value.strip().removesuffix(".").lower() if isinstance(value, str) else ""
        return next((day for day in cls if word in (day.value, *_LONGER[day.value])), None)


_LONGER = {
    "mon": ("monday",),
    "tue": ("tues", "tuesday"),
    "wed": ("weds", "wednesday"),
    "thu": ("thur", "thurs", "thursday"),
    "fri": ("friday",),
    "sat": ("saturday",),
    "sun": ("sunday",),
}
_IN_ORDER = tuple(Weekday)
WORKING_WEEK = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)


class DayKind(StrEnum):
    """What a date is for a school."""

    TEACHING = "teaching"
    PUPIL_FREE = "pupil-free"
    CLOSED = "closed"


class Window(Record):
    """A clock interval on some dates: on named weekdays, on named dates, or (with neither) daily.

    >>> from datetime import time
    >>> from pdsched import Weekday, Window
    >>> window = Window(start=time(8), end=time(12), weekdays=(Weekday.TUE,))
    >>> window.model_dump_json(exclude_defaults=True)
    '{"start":"08:00","end":"12:00","weekdays":["tue"]}'
    """

    start: Clock
    """First minute inside."""
    end: Clock
    """First minute outside; later than ``start``."""
    weekdays: tuple[Weekday, ...] | None = None
    """Only on these weekdays; ``null`` means on every weekday."""
    dates: tuple[Day, ...] | None = None
    """Only on these dates; ``null`` means on every date."""
    first: Day | None = None
    """Not before this date."""
    last: Day | None = None
    """Not after this date."""

    def on(self, day: date) -> bool:
        """Whether the window applies on a date.

        >>> from datetime import date
        >>> Window(start="08:00", end="12:00", weekdays=("tue",)).on(date(2026, 9, 8))
        True
        """
        return (
            (self.weekdays is None or Weekday.of(day) in self.weekdays)
            and (self.dates is None or day in self.dates)
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )


class Blackout(Record):
    """Dates (or hours of them) in which nobody is released and no session with an hour is held."""

    id: Id
    first: Day
    """First date."""
    last: Day
    """Last date, included."""
    weekdays: tuple[Weekday, ...] | None = None
    """Only these weekdays of the span; ``null`` means all."""
    start: Clock | None = None
    """From this time of day; ``null`` means from midnight."""
    end: Clock | None = None
    """Until this time of day; ``null`` means until midnight."""
    schools: tuple[Id, ...] | None = None
    """Only for these schools; ``null`` means for the whole district."""
    reason: str = ""


class Term(Record):
    """A part of the school year in which releases and half-days are counted together."""

    id: Id
    first: Day
    """First date."""
    last: Day
    """Last date, included."""


class WeekdayFill(Record):
    """How likely an engagement on a weekday is really filled."""

    weekday: Weekday
    probability: float = Field(gt=0, le=1)


class NoticeFill(Record):
    """How likely an engagement that is known so long before is really filled, as a factor."""

    days: int = Field(ge=0, le=800)
    """School days from the day on which the plan is made, or more."""
    probability: float = Field(gt=0, le=1)


class Calendar(Record):
    """The horizon of the plan and its days.

    >>> from datetime import date
    >>> from pdsched import Calendar
    >>> calendar = Calendar(time_zone="Europe/Berlin", first=date(2026, 9, 7),
    ...                     last=date(2026, 9, 18), closed=(date(2026, 9, 9),))
    >>> len(calendar.open_days())
    9
    """

    time_zone: str
    """IANA name, such as ``America/Toronto``; all clock times are local times of this zone."""
    first: Day
    """First date of the horizon."""
    last: Day
    """Last date of the horizon, included; at most 800 days after ``first``."""
    weekdays: tuple[Weekday, ...] = WORKING_WEEK
    """Weekdays on which schools open at all."""
    week_begins: Weekday = Weekday.MON
    """First day of a week, wherever weeks are counted: in limits and in cycles of days."""
    pupil_free: tuple[Day, ...] = ()
    """Days on which staff work and pupils stay away, so that no lesson takes place."""
    closed: tuple[Day, ...] = ()
    """Days on which nobody works."""
    opened: tuple[Day, ...] = ()
    """Days that are open though their weekday is not, such as a Saturday made up for."""
    blackouts: tuple[Blackout, ...] = Field(default=())
    terms: tuple[Term, ...] = ()
    """Terms, which do not overlap."""
    key_times: tuple[Window, ...] = ()
    """Times at which learning is wanted most, for goal ``outside-key-times``."""
    today: Day | None = None
    """Date on which the plan is made: notice is counted from it, and what lies before it is past.
    ``null`` for no notice and no past."""
    fill_probabilities: tuple[WeekdayFill, ...] = ()
    """Chance that an engagement is really filled, by weekday; 1 where it is not given."""
    fill_by_notice: tuple[NoticeFill, ...] = ()
    """The same by school days of notice, counted from ``today``: that of the most days that are
    reached; 1 where none are, or without ``today``."""

    def is_past(self, day: date) -> bool:
        """Whether a date lies before ``today``.

        >>> from datetime import date
        >>> calendar = Calendar(time_zone="UTC", first="2026-09-07", last="2026-09-18",
        ...                     today="2026-09-09")
        >>> calendar.is_past(date(2026, 9, 8)), calendar.is_past(date(2026, 9, 9))
        (True, False)
        """
        return self.today is not None and day < self.today

    def open_days(self) -> tuple[date, ...]:
        """Dates on which somebody works: the *school days* in which lags are counted."""
        closed, opened = set(self.closed), set(self.opened)
        span = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        return tuple(
            d for d in span if (Weekday.of(d) in self.weekdays or d in opened) and d not in closed
        )

"""Languages, and how each tells sentences, dates, clock times and numbers."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pdsched.wording.catalogues import catalogue

if TYPE_CHECKING:
    from gettext import NullTranslations

    from babel import Locale


class Language(StrEnum):
    """A language in which reports and binders are written."""

    EN = "en"
    FR = "fr"
    DE = "de"


LANGUAGES: tuple[str, ...] = tuple(Language)
"""Their codes."""

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Forms(NamedTuple):
    """How a language writes what the common locale data leave open."""

    locale: str
    long_date: str
    short_date: str
    clock: str
    percent: str
    first: str = "1"
    """The first day of a month."""


_FORMS = {
    Language.EN: _Forms(
        "en", "{weekday} {day} {month} {year}", "{day} {month}", "{:%H:%M}", "{} %"
    ),
    # As schools of Québec write it, with spaces at which no line breaks.
    Language.FR: _Forms(
        "fr_CA",
        "{weekday} {day} {month} {year}",
        "{day}\N{NO-BREAK SPACE}{month}",
        "{:%H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M}",
        "{}\N{NO-BREAK SPACE}%",
        first="1er",
    ),
    Language.DE: _Forms(
        "de",
        "{weekday}, {day}. {month} {year}",
        "{day}.\N{NO-BREAK SPACE}{month}",
        "{:%H:%M}",
        "{}\N{NO-BREAK SPACE}%",
    ),
}


class Wording:
    """How a language tells sentences, dates, clock times and numbers; `wording` gives it."""

    def __init__(self, language: Language) -> None:
        self.language = language
        """The code stands in ``<html lang>``."""
        self._forms = _FORMS[language]

    @cached_property
    def locale(self) -> Locale:
        """Its locale of Babel; German that of Germany, French that of Canada."""
        from babel import Locale

        return Locale.parse(self._forms.locale)

    @cached_property
    def _catalogue(self) -> NullTranslations:
        return catalogue(self.language)

    def text(self, message: str) -> str:
        """A sentence or word, by its English; what is in no catalogue stays as it is.

        >>> wording("de").text("School"), wording("de").text("ours"), wording("fr").text("")
        ('Schule', 'ours', '')
        """
        return self._catalogue.gettext(message) if message else ""

    def plural(self, singular: str, plural: str, n: int) -> str:
        """The same for one or several; places such as ``%(count)s`` are left to be filled in.

        >>> wording("de").plural("%(n)s school", "%(n)s schools", 2) % {"n": 2}
        '2 Schulen'
        """
        return self._catalogue.ngettext(singular, plural, n)

    def long_date(self, day: date) -> str:
        """A date with its weekday and year.

        >>> [wording(language).long_date(date(2026, 9, 8)) for language in LANGUAGES]
        ['Tue 8 Sep 2026', 'mar. 8 sept. 2026', 'Di., 8. Sept. 2026']
        """
        return self._forms.long_date.format(
            weekday=self.weekday(day), day=self._day(day), month=self.month(day), year=day.year
        )

    def short_date(self, day: date) -> str:
        """A date without weekday and year.

        >>> wording().short_date(date(2026, 9, 8))
        '8 Sep'
        """
        return self._forms.short_date.format(day=self._day(day), month=self.month(day))

    def weekday(self, day: date | str) -> str:
        """The short name of the weekday of a date, or of ``mon`` to ``sun``.

        >>> wording().weekday(date(2026, 9, 8)), wording("fr").weekday("tue")
        ('Tue', 'mar.')
        """
        if isinstance(day, str) and day not in _WEEKDAYS:
            raise ValueError(f"{day!r} is neither a date nor a weekday: {', '.join(_WEEKDAYS)}")
        return self._weekdays[_WEEKDAYS.index(day) if isinstance(day, str) else day.weekday()]

    def month(self, day: date) -> str:
        """The short name of the month of a date.

        >>> wording().month(date(2026, 9, 8)), wording("fr").month(date(2026, 7, 1))
        ('Sep', 'juill.')
        """
        return self._months[day.month - 1]

    def clock(self, at: time) -> str:
        r"""A clock time, in hours and minutes.

        >>> [wording(language).clock(time(8, 30)) for language in LANGUAGES]
        ['08:30', '08\xa0h\xa030', '08:30']
        """
        return self._forms.clock.format(at)

    def number(self, value: float, digits: int = 0) -> str:
        r"""A number with so many decimals, its thousands apart.

        >>> [wording(language).number(12345.5, 1) for language in LANGUAGES]
        ['12,345.5', '12\xa0345,5', '12.345,5']
        """
        return f"{value:,.{digits}f}".translate(self._marks)

    def percent(self, share: float, digits: int = 0) -> str:
        r"""A share of 1 in per cent.

        >>> wording().percent(0.256), wording("de").percent(0.256, 1)
        ('26 %', '25,6\xa0%')
        """
        return self._forms.percent.format(self.number(100 * share, digits))

    def _day(self, day: date) -> str:
        return self._forms.first if day.day == 1 else str(day.day)

    @cached_property
    def _weekdays(self) -> tuple[str, ...]:
        return tuple(self.locale.days["format"]["abbreviated"][number] for number in range(7))

    @cached_property
    def _months(self) -> tuple[str, ...]:
        return tuple(self.locale.months["format"]["abbreviated"][number] for number in range(1, 13))

    @cached_property
    def _marks(self) -> dict[int, str]:
        """Python's marks of numbers, and what stands in their place."""
        if self.language is Language.EN:
            return {}  # the same, and Babel need not be loaded for a figure on the command line
        symbols = self.locale.number_symbols["latn"]
        return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def wording(language: Language | str = "en") -> Wording:
    """How a language tells things.

    Args:
        language: one of `LANGUAGES`.

    Raises:
        ValueError: if it is none of them; with what there is.

    >>> wording("nl")
    Traceback (most recent call last):
    ValueError: no language is called 'nl'; known: en, fr, de
    """
    if language not in LANGUAGES:
        raise ValueError(f"no language is called {language!r}; known: {', '.join(LANGUAGES)}")
    return _worded(Language(language))


@lru_cache
def _worded(language: Language) -> Wording:
    return Wording(language)

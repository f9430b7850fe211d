"""Names of weekdays in the languages of timetables that people are likely to bring."""

from __future__ import annotations

from collections.abc import Sequence

from pdsched.problem import Weekday

_NAMES = (
    "monday mon montag lundi lunes lunedi lunedì segunda segunda-feira maandag mandag måndag",
    "tuesday tue tues dienstag mardi martes martedi martedì terça terça-feira dinsdag tirsdag",
    "wednesday wed mittwoch mercredi miércoles miercoles mercoledi mercoledì quarta quarta-feira"
    " woensdag onsdag",
    "thursday thu thur thurs donnerstag jeudi jueves giovedi giovedì quinta quinta-feira"
    " donderdag torsdag",
    "friday fri freitag vendredi viernes venerdi venerdì sexta sexta-feira vrijdag fredag",
    "saturday sat samstag sonnabend samedi sábado sabado sabato zaterdag lørdag lördag",
    "sunday sun sonntag dimanche domingo domenica zondag søndag söndag",
)
_WEEKDAYS = {
    word: weekday for weekday, words in zip(Weekday, _NAMES, strict=True) for word in words.split()
}


def weekdays_of(names: Sequence[str]) -> tuple[Weekday, ...] | None:
    """The weekdays that the names are, if each name is one and none comes twice.

    >>> [day.value for day in weekdays_of(["Lundi", "mardi", "jeudi"])]
    ['mon', 'tue', 'thu']
    >>> weekdays_of(["Day 1", "Day 2"]) is None
    True
    """
    weekdays = [_WEEKDAYS.get(name.strip().casefold()) for name in names]
    known = tuple(day for day in weekdays if day is not None)
    return known if len(set(known)) == len(names) else None

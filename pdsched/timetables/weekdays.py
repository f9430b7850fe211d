"""Names of weekdays: in many languages also short or among other words, in others as in CLDR."""

# ruff: noqa: RUF001 - letters of several alphabets are meant
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources

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
_SHORT = (
    "mo mon m|tu tue tues t|we wed weds w|th thu thur thurs r|fr fri f|sa sat|su sun",
    "mo mon|di die|mi mit|do don|fr fre|sa sam|so son",
    "lu lun l|ma mar|me mer|je jeu j|ve ven v|sa sam s|di dim d",
    "lu lun l|ma mar m|mi mie mié x|ju jue j|vi vie v|sa sab sáb s|do dom d",
    "lu lun|ma mar|me mer|gi gio|ve ven|sa sab|do dom",
    "seg|ter|qua|qui|sex|sab sáb|dom",
    "dl dilluns|dm dimarts|dc dimecres|dj dijous|dv divendres|ds dissabte|dg diumenge",
    "ma maa|di din|wo woe|do don|vr vri|za zat|zo zon",
    "ma man må mån|ti tir tis|on ons|to tor|fr fre|lø lør lö lör|sø søn sö sön",
    "ma maanantai|ti tiistai|ke keskiviikko|to torstai|pe perjantai|la lauantai|su sunnuntai",
    "pn pon poniedziałek|wt wto wtorek|śr śro środa|cz czw czwartek|pt pią piątek|so sob sobota"
    "|nd nie niedziela",
    "po pondělí|út úterý|st středa|čt čtvrtek|pá pátek|so sobota|ne neděle",
    "po pondelok|ut utorok|st streda|št štvrtok|pi piatok|so sobota|ne nedeľa",
    "hé hétfő h|ke kedd k|sze szerda|cs csü csütörtök|pé pén péntek p|szo szombat|vas vasárnap",
    "lu lun luni l|ma mar marți|mi mie miercuri|jo joi j|vi vin vineri v|sâ sâm sâmbătă|du dum"
    " duminică",
    "pon ponedjeljak ponedeljek ponedeljak|uto utorak tor torek|sri srijeda sre sreda"
    "|čet četvrtak četrtek|pet petak petek|sub subota sob sobota|ned nedjelja nedelja",
    "pzt pazartesi|sal salı|çar çarşamba|per perşembe|cum cuma|cmt cumartesi|paz pazar",
    "пн понедельник|вт вторник|ср среда|чт четверг|пт пятница|сб суббота|вс воскресенье",
    "пн понеделник понеділок|вт вторник вівторок|ср сряда середа|чт четвъртък четвер"
    "|пт петък ятниця|сб събота субота|нд неделя неділя",
    "δε δευ δευτερα|τρ τρι τριτη|τε τετ τεταρτη|πε πεμ πεμπτη|πα παρ παρασκευη|σα σαβ σαββατο"
    "|κυ κυρ κυριακη",
)
"""A language a line, its weekdays from Monday on; ``Di`` is a Tuesday in one, a Sunday in another.

English, German, French, Spanish, Italian, Portuguese, Catalan, Dutch, Scandinavian, Finnish,
Polish, Czech, Slovak, Hungarian, Romanian, South Slavic, Turkish, Russian, Bulgarian with
Ukrainian, and Greek.
"""
MOST_WEEKS_OF_CYCLE = 4
"""Weeks over which days whose names are weekdays can recur."""
_WORD = re.compile(r"[^\W\d_]+")


def _plain(name: str) -> str:
    """The name without accents and case, and without the dot of what is shortened."""
    parts = unicodedata.normalize("NFKD", name.strip().rstrip(".").casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _words(text: str) -> list[str]:
    """Its words without accents, which short names often lack."""
    return _WORD.findall(_plain(text))


_WEEKDAYS = {
    _words(word)[0]: weekday
    for weekday, words in zip(Weekday, _NAMES, strict=True)
    for word in words.split()
}
_LANGUAGES = tuple(
    _WEEKDAYS
    | {
        word: weekday
        for weekday, words in zip(Weekday, language.split("|"), strict=True)
        for word in _words(words)
    }
    for language in _SHORT
)


def weekdays_of(names: Sequence[str]) -> tuple[Weekday, ...] | None:
    """The weekdays that the names are, if each name tells one and none comes twice.

    Short names count where all languages that know all of them mean the same by them. Other words
    of a name, and numbers, do not matter in the languages of `_SHORT`; in those of CLDR, asked
    after these, a name has to be the whole name of a weekday.

    >>> [day.value for day in weekdays_of(["Lundi", "mardi", "jeudi"])]
    ['mon', 'tue', 'thu']
    >>> [day.value for day in weekdays_of(["Mo*Montag", "Di*Dienstag"])]
    ['mon', 'tue']
    >>> [day.value for day in weekdays_of(["\u0627\u0644\u0623\u062d\u062f"])]
    ['sun']
    >>> weekdays_of(["Day 1", "Day 2"]) is weekdays_of(["Ma", "Di"]) is None
    True
    """
    readings = {tuple(_weekday(name, language) for name in names) for language in _LANGUAGES}
    told = _whole(readings, len(names))
    if not told:
        plain = [_plain(name) for name in names]
        told = _whole({tuple(map(week.get, plain)) for week in _cldr()}, len(names))
    return told[0] if len(told) == 1 else None


def weekdays_of_weeks(days: Sequence[str]) -> tuple[Weekday, ...] | None:
    """The weekdays of days over one week or several, each week of the same ones in its own order.

    >>> [day.value for day in weekdays_of_weeks(["Mo A", "Di A", "Mo B", "Di B"])]
    ['mon', 'tue', 'mon', 'tue']
    """
    for weeks in range(1, MOST_WEEKS_OF_CYCLE + 1):
        width, rest = divmod(len(days), weeks)
        if width and not rest:
            told = [weekdays_of(days[at : at + width]) for at in range(0, len(days), width)]
            known = [week for week in told if week is not None]
            if len(known) == weeks and len({frozenset(week) for week in known}) == 1:
                return tuple(day for week in known for day in week)
    return None


def _whole(readings: Iterable[tuple[Weekday | None, ...]], count: int) -> list[tuple[Weekday, ...]]:
    """Readings in which each name is a weekday, and each another one."""
    known = [tuple(day for day in reading if day is not None) for reading in readings]
    return [each for each in known if len(each) == len(set(each)) == count]


@cache
def _cldr() -> tuple[Mapping[str, Weekday], ...]:
    """The names of weekdays in each language of CLDR."""
    text = resources.files("pdsched").joinpath("data", "weekdays.txt").read_text(encoding="utf-8")
    weeks = [line.partition(" ")[2] for line in text.splitlines() if line[:1] not in ("#", "")]
    return tuple(
        {
            _plain(name): weekday
            for weekday, names in zip(Weekday, week.split("|"), strict=True)
            for name in names.split(",")
            # "A1" to "A5" are days of a cycle, whatever language counts its weekdays so
            if not any(map(str.isdigit, name))
        }
        for week in weeks
    )


def _weekday(name: str, language: Mapping[str, Weekday]) -> Weekday | None:
    """The one weekday that a name tells; a single letter tells one only where it stands alone."""
    words = _words(name)
    told = {language[word] for word in words if word in language and len(word) > 1}
    if len(name.strip(" .")) == 1 and words and words[0] in language:
        told = {language[words[0]]}
    return told.pop() if len(told) == 1 else None


@cache
def _all_of_cldr() -> frozenset[str]:
    return frozenset(name for week in _cldr() for name in week)


def may_be_weekday(name: str) -> bool:
    """Whether a name is that of a weekday in any language, alone or among other words.

    >>> may_be_weekday("Di"), may_be_weekday("Klasse")
    (True, False)
    """
    if any(_weekday(name, language) for language in _LANGUAGES):
        return True
    return _plain(name) in _all_of_cldr()

"""Words, dates and numbers of the languages, and the templates that use them."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from pdsched import Policy, ProblemError, save_report
from pdsched.policy import GOALS, RULES
from pdsched.wording import LANGUAGES, Language, environment, fill, wording


def test_dates_are_told_as_a_language_writes_them() -> None:
    """With its order, its points and its names of months; the first of a month in French."""
    days = [date(2026, 7, 1), date(2026, 3, 31)]

    assert [wording("en").long_date(day) for day in days] == ["Wed 1 Jul 2026", "Tue 31 Mar 2026"]
    assert [wording("fr").long_date(day) for day in days] == [
        "mer. 1er juill. 2026",
        "mar. 31 mars 2026",
    ]
    assert [wording("de").long_date(day) for day in days] == [
        "Mi., 1. Juli 2026",
        "Di., 31. März 2026",
    ]
    assert [wording(each).short_date(days[0]) for each in LANGUAGES] == [
        "1 Jul",
        "1er\xa0juill.",
        "1.\xa0Juli",
    ]
    assert [wording(each).month(days[1]) for each in LANGUAGES] == ["Mar", "mars", "März"]


def test_weekdays_are_told_by_date_and_by_value() -> None:
    """As a problem has them; anything else is refused."""
    for each in LANGUAGES:
        assert wording(each).weekday(date(2026, 9, 13)) == wording(each).weekday("sun")
    with pytest.raises(ValueError, match="'today' is neither a date nor a weekday"):
        wording().weekday("today")


def test_numbers_are_told_as_a_language_writes_them() -> None:
    """Signs, thousands, decimals and per cent."""
    told = [
        (w.number(-1234567.891, 2), w.number(999), w.percent(1), w.percent(0.0051, 2))
        for w in map(wording, LANGUAGES)
    ]

    assert told == [
        ("-1,234,567.89", "999", "100 %", "0.51 %"),
        ("-1\xa0234\xa0567,89", "999", "100\xa0%", "0,51\xa0%"),
        ("-1.234.567,89", "999", "100\xa0%", "0,51\xa0%"),
    ]


def test_clock_times_are_told_as_a_language_writes_them() -> None:
    """In French with an h."""
    assert [wording(each).clock(time(13, 5)) for each in LANGUAGES] == [
        "13:05",
        "13\xa0h\xa005",
        "13:05",
    ]


def test_a_language_is_itself() -> None:
    """By name or by value, made once; one that there is not is refused, a catalogue name too."""
    assert wording(Language.FR) is wording("fr")
    assert wording("de").language == "de"
    for unknown in ("fr_CA", "", "../fr"):
        with pytest.raises(ValueError, match="known: en, fr, de"):
            wording(unknown)


def test_a_plural_goes_by_the_language() -> None:
    """None of something is one in French and several elsewhere."""
    english = ("and %(count)s other rule", "and %(count)s other rules")

    assert [wording(each).plural(*english, 0) % {"count": 0} for each in LANGUAGES] == [
        "and 0 other rules",
        "et 0 autre règle",
        "und 0 weitere Regeln",
    ]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_rule_and_goal_has_its_sentence(language: str) -> None:
    """With the figures of the policy in it, told in that language too."""
    policy = Policy(avoided_weekdays=("mon",), away_at_once=0.125, goals=("needs-met",))
    for identity in (*RULES, *GOALS):
        assert policy.sentence(identity, language=language) != policy.sentence(identity), identity
    told = [policy.sentence(each, language="fr") for each in ("release-weekdays", "away-at-once")]

    assert "lun." in told[0]
    assert "12,5\xa0%" in told[1]


def test_a_district_says_things_its_own_way(tmp_path: Path) -> None:
    """Its sentences stay as they are where no catalogue has them, and ours are in the language."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, text in ((ours, "{{ _('School') }}"), (theirs, "{{ _('Our school') }} | ")):
        folder.mkdir()
        text += "{% include 'pdsched/a.html' %}" if folder is theirs else ""
        (folder / "a.html").write_text(text, encoding="utf-8")

    assert fill(environment(wording("fr"), ours, theirs), "a.html") == "Our school | École"


def test_a_fault_of_ours_is_no_fault_of_a_district(tmp_path: Path) -> None:
    """It is raised as it is: only a folder of a district is told to be corrected."""
    (tmp_path / "a.html").write_text("{{ 1 / 0 }}", encoding="utf-8")

    with pytest.raises(ZeroDivisionError):
        fill(environment(wording(), tmp_path), "a.html")
    with pytest.raises(ProblemError, match="division"):
        fill(environment(wording(), tmp_path, tmp_path), "a.html")


def test_a_report_in_no_known_language_is_refused(tmp_path: Path) -> None:
    """Before anything is written."""
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    target = tmp_path / "r.html"
    with pytest.raises(ValueError, match="no language is called 'nl'"):
        save_report({"calendar": calendar}, {}, target, language="nl")
    assert not target.exists()

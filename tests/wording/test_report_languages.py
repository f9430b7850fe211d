"""A report in French and German has no word of English but what is data."""

from __future__ import annotations

import pytest
from crowded import crowded
from messages import TRANSLATED, entries
from reported import RESULT, Page
from tuesday import PLAN, PROBLEM, changed

from pdsched import Policy, Problem, Result
from pdsched.report import report_page
from pdsched.report.answer import GivenAnswer

_NO_PLAN = Result(status="infeasible", problem=PROBLEM.digest(), message="no plan keeps pin p1")
_NOT_YET = Result(status="unknown", problem=PROBLEM.digest(), interrupted=True)
_BROKEN = changed(sessions=[], policy={"name": "other", "digest": "0"})
_SMALL = tuple(room.model_copy(update={"capacity": 5}) for room in PROBLEM.rooms)
_ODD = PROBLEM.model_copy(update={"assumptions": ("Angenommen.",), "rooms": _SMALL})

CASES: dict[str, tuple[Problem, GivenAnswer]] = {
    "result": (PROBLEM, RESULT),
    "plan": (PROBLEM, PLAN),
    "crowded": crowded(),
    "broken": (PROBLEM, _BROKEN),
    "odd data": (_ODD, PLAN),
    "no plan": (PROBLEM, _NO_PLAN),
    "not yet": (PROBLEM, _NOT_YET),
    "every rule": (PROBLEM, RESULT.model_copy(update={"policy": Policy(reserve=1, off=("pins",))})),
}


def english(text: str, language: str) -> list[str]:
    """Messages that stand in a text in English, of several words, so that no name is like one."""
    messages = (entry.english[0].replace("\N{EN DASH}", "-") for entry in entries(language))
    return [m for m in messages if len(m.split()) > 2 and "%(" not in m and m in text]


def test_english_is_seen() -> None:
    """Else the test below would find none anywhere."""
    assert len(english(Page(report_page(*CASES["result"])).text, "fr")) > 30


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("case", CASES)
def test_no_message_is_left_in_english(case: str, language: str) -> None:
    """Whatever is reported: the page says its language, and each sentence is in it."""
    html = report_page(*CASES[case], language=language)

    assert html.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert english(Page(html).text, language) == []


def test_what_is_broken_is_told_by_rule() -> None:
    """The sentences of the referee are in English: in another language each rule is told once."""
    text = Page(report_page(*CASES["broken"], language="de")).text

    assert "records (" in text
    assert "Jeder Eintrag eines Plans verweist auf Vorhandenes" in text
    assert "Der Plan verstößt an" in text


def test_what_is_odd_is_told_by_code() -> None:
    """With the first place, and an assumption as it was written."""
    text = Page(report_page(*CASES["odd data"], language="de")).text

    assert "PD906 (1): Kein Raum fasst die größte Gruppe eines Kurses. (courses[0]" in text
    assert "Angenommen." in text


def test_a_message_of_the_search_is_marked_as_english() -> None:
    """It says which pins clash, so that it is not left out."""
    html = report_page(*CASES["no plan"], language="fr")

    assert '<span lang="en">no plan keeps pin p1</span>' in html
    assert "en anglais" in Page(html).text


def test_reasons_stand_in_english_pages_alone() -> None:
    """In others the rule says why a need stays open."""
    problem, result = crowded()
    reason = "why " * 5
    unmet = [{"need": "n1", "rule": "trainer", "reason": reason}]
    said = result.model_copy(update={"plan": changed(unmet=unmet)})

    assert reason.strip() in Page(report_page(problem, said)).text
    french = Page(report_page(problem, said, language="fr")).text
    assert reason.strip() not in french
    assert "Un formateur est qualifié" in french

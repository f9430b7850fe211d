"""Reports and binders in French and German have no sentence of English but what is data."""

from __future__ import annotations

import pytest
from bound import busy
from crowded import crowded
from messages import TRANSLATED, entries
from quick import first_quick
from reported import RESULT, Page
from tuesday import PLAN, PROBLEM, changed

from pdsched import Policy, Problem, Result, generate
from pdsched.binder import binder_pieces
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
@pytest.mark.parametrize("case", first_quick(CASES, 2))
def test_no_message_is_left_in_english(case: str, language: str) -> None:
    """Whatever is reported: the page says its language, and each sentence is in it."""
    html = report_page(*CASES[case], language=language)

    assert html.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert english(Page(html).text, language) == []


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("case", first_quick(["result", "no plan", "crowded", "busy"]))
def test_no_message_of_a_binder_is_left_in_english(case: str, language: str) -> None:
    """On any leaf of it."""
    problem, answer = _busy() if case == "busy" else CASES[case]
    html = "".join(binder_pieces(problem, answer, language=language))

    assert html.startswith(f'<!doctype html>\n<html lang="{language}">')
    assert english(Page(html).text, language) == []


def _busy() -> tuple[Problem, GivenAnswer]:
    """A small district whose plan has all that a plan can have."""
    problem = generate(size="XS", seed=3)
    return problem, busy(problem)


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
    reason = "why, why, and why"
    unmet = [{"need": "n-bo-2", "rule": "trainer", "reason": reason}]
    said = RESULT.model_copy(update={"plan": changed(unmet=unmet)})

    assert reason in Page(report_page(PROBLEM, said)).text
    told = (report_page, lambda *args, **more: "".join(binder_pieces(*args, **more)))
    for french in (Page(write(PROBLEM, said, language="fr")).text for write in told):
        assert reason not in french
        assert "Un formateur est qualifié" in french

"""The catalogues have every message of the package, and say of it what its English says."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from messages import TRANSLATED, entries, lacking, left_over, messages

from pdsched.wording import LANGUAGES
from pdsched.wording.catalogues import FOLDER

_PLACES = re.compile(r"%\((\w+)\)s|\{(\w*)\}")


def places(text: str) -> Counter[str]:
    """The places of a text that are filled in, each as often as it stands there."""
    return Counter(match.group() for match in _PLACES.finditer(text))


def test_messages_come_from_everywhere() -> None:
    """Templates, Python, and tables; else the other tests would hold of nothing."""
    told = messages()

    assert told["All schools, worst first"].place.startswith("report/templates/")
    assert told["Practice bank"].place.startswith("binder/templates/")
    assert told["yes"].place.startswith("policy/telling.py:")
    assert told["Pinned decisions are respected."].place == "rule pins"
    assert told["Inequality of hours"].place == "key figure gini"
    assert told["%(n)s school"].plural == "%(n)s schools"
    assert len(told) > 300


def test_every_language_has_a_catalogue() -> None:
    """And every catalogue is of a language."""
    assert {path.stem for path in FOLDER.glob("*.po")} == set(TRANSLATED)
    assert set(TRANSLATED) < set(LANGUAGES)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    """``python tests/wording/messages.py`` prints what is to be added and translated."""
    assert [message.id for message in lacking(language) if message.id] == []
    assert left_over(language) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_message_is_translated_whole(language: str) -> None:
    """In all its forms, none of them a guess, with the same plural beside it as in English."""
    known = messages()
    for entry in entries(language):
        told = known[entry.english[0]]
        english = (told.singular, told.plural) if told.plural else (told.singular,)

        assert entry.english == english
        assert len(entry.forms) == len(english), told
        assert all(entry.forms), told
        assert not entry.is_fuzzy, told


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_places_of_their_english(language: str) -> None:
    """Each as often: a place too many would fail when it is filled in, one too few say less."""
    for entry in entries(language):
        for english, form in zip(entry.english, entry.forms, strict=True):
            assert places(form) == places(english), english


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_hold_no_markup(language: str) -> None:
    """They stand in pages as text, and a per cent sign is none of a place."""
    for form in (form for entry in entries(language) for form in entry.forms):
        assert not re.search(r"[<>&]|%(?!\(\w+\)s)", form), form

"""Every message that a catalogue has to have, and where it stands.

As a program it prints what each catalogue lacks, to be appended and translated, and what it has too
much: ``python tests/wording/messages.py``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

import pdsched
from pdsched.checks.codes import CODES
from pdsched.indicators import kpis
from pdsched.plan import Plan
from pdsched.policy import GOALS, RULES
from pdsched.policy.cover import ColleagueCover
from pdsched.problem import Problem
from pdsched.wording import LANGUAGES
from pdsched.wording.catalogues import FOLDER

ROOT = Path(pdsched.__file__).parent
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


class Message(NamedTuple):
    """A message, in English."""

    singular: str
    plural: str
    """Empty where there is none."""
    place: str
    """The first of them."""


@cache
def messages() -> dict[str, Message]:
    """All of them, by the singular."""
    every: dict[str, Message] = {}
    for message in (*_of_templates(), *_of_calls(), *_of_tables()):
        known = every.setdefault(message.singular, message)
        assert known.plural == message.plural, f"once with a plural, once without: {message}"
    return every


def _of_templates() -> Iterator[Message]:
    for path in sorted(ROOT.rglob("templates/*.html")):
        with path.open("rb") as file:
            marked = babel_extract(
                file, ("_", "gettext", "ngettext"), (), {"trimmed": "true", "silent": "false"}
            )
            for line, _, told, _ in marked:
                # What is no literal is looked up by a value, of a table.
                words = [
                    word for word in ((told,) if isinstance(told, str) else told or ()) if word
                ]
                if words:
                    plural = words[1] if len(words) > 1 else ""
                    yield Message(words[0], plural, f"{path.relative_to(ROOT)}:{line}")


def _of_calls() -> Iterator[Message]:
    """Texts in ``words.text("...")`` and ``words.plural("...", "...", n)``."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if not ast.unparse(node.func.value).endswith(("words", "wording(language)")):
                continue
            told = [a.value for a in node.args if isinstance(a, ast.Constant)]
            words = [word for word in told if isinstance(word, str) and word]
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            if node.func.attr == "text" and len(words) == 1:
                yield Message(words[0], "", place)
            if node.func.attr == "plural" and len(words) == 2:
                yield Message(words[0], words[1], place)


def _of_tables() -> Iterator[Message]:
    """What is looked up by a value: each table is the place where it is written once."""
    for identity, rule in RULES.items():
        yield Message(rule.sentence, "", f"rule {identity}")
        if rule.remedy:
            yield Message(rule.remedy, "", f"remedy of {identity}")
    for identity, goal in GOALS.items():
        yield Message(goal.sentence, "", f"goal {identity}")
        if goal.further:
            yield Message(goal.further, "", f"further steps of {identity}")
    for value in ColleagueCover:
        yield Message(value.value, "", "colleague_cover")
    calendar = {"time_zone": "UTC", "first": "2026-09-07", "last": "2026-09-11"}
    for figure in kpis(Problem.model_validate({"calendar": calendar}), Plan()).figures:
        for told in (figure.title, figure.unit, figure.sentence):
            if told not in ("", "%"):
                yield Message(told, "", f"key figure {figure.id}")
    yield from _of_faults()


def _of_faults() -> Iterator[Message]:
    for code, title in CODES.items():
        yield Message(title, "", f"fault {code}")


class Entry(NamedTuple):
    """A message of a catalogue: in English and in its language, in one form or in two."""

    english: tuple[str, ...]
    forms: tuple[str, ...]
    is_fuzzy: bool


def entries(language: str) -> list[Entry]:
    """The catalogue of a language as it is written, without its head."""
    with (FOLDER / f"{language}.po").open(encoding="utf-8") as file:
        written = read_po(file, locale=language)
    return [
        Entry(_tuple(message.id), _tuple(message.string), message.fuzzy)
        for message in written
        if message.id
    ]


def lacking(language: str) -> Catalog:
    """What a catalogue lacks, without translations."""
    known = {entry.english[0] for entry in entries(language)}
    empty = Catalog(locale=language)
    for message in messages().values():
        if message.singular not in known:
            identity = (message.singular, message.plural) if message.plural else message.singular
            empty.add(identity, auto_comments=[message.place])
    return empty


def left_over(language: str) -> list[str]:
    """Messages of a catalogue that nothing in the package says."""
    known = messages()
    return [entry.english[0] for entry in entries(language) if entry.english[0] not in known]


def _tuple(told: str | Iterable[str] | None) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told or ())


if __name__ == "__main__":
    for name in TRANSLATED:
        write_po(sys.stdout.buffer, lacking(name), omit_header=True, width=96)
        sys.stdout.writelines(f"left over in {name}: {told!r}\n" for told in left_over(name))

"""The file of weekday names, written anew from CLDR: ``python tests/support/weekday_names.py``.

Babel, which Sphinx brings, carries CLDR; pdsched itself does without.
"""

from __future__ import annotations

from pathlib import Path

from babel import localedata
from babel.dates import get_day_names

FILE = Path(__file__).parents[2] / "pdsched" / "data" / "weekdays.txt"
_PLAIN = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""Names of the root of all locales, which a language has that has none of its own."""


def lines() -> list[str]:
    """A line a language: its weekdays from Monday on, between bars, several names by commas."""
    languages: dict[str, list[dict[str, None]]] = {}
    for locale in sorted(set(localedata.locale_identifiers()) - {"root", "en_US_POSIX"}):
        week = languages.setdefault(locale.partition("_")[0], [{} for _ in range(7)])
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated", "short"):
                names = get_day_names(width, context, locale)
                for names_of_day, number in zip(week, range(7), strict=True):
                    names_of_day[names[number].strip().rstrip(".").casefold()] = None
    told = []
    for language, week in sorted(languages.items()):
        own = [[name for name in day if language == "en" or name not in _PLAIN] for day in week]
        if all(own):
            told.append(f"{language} {'|'.join(','.join(day) for day in own)}")
    return told


def main() -> None:
    """Keep the head of the file, and write its lines anew."""
    head = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1] in ("#", "")]
    FILE.write_text("\n".join([*head, *lines(), ""]), encoding="utf-8")


if __name__ == "__main__":
    main()

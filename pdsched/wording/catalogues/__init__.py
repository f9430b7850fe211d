"""The sentences of each language but English, in files of gettext, beside this one."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

FOLDER = Path(__file__).parent
ENGLISH = "en"


def catalogue(language: str) -> NullTranslations:
    """The sentences of a language by their English, which has none to look up.

    >>> catalogue("de").gettext("School")
    'Schule'
    """
    if language == ENGLISH:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with open(FOLDER / f"{language}.po", encoding="utf-8") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)

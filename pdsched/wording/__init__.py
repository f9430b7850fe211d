"""The words, dates and numbers of what a person holds, in the languages that there are.

Sentences are written in English where they belong, in templates as ``{% trans %}`` and in Python as
plain texts; `catalogues` has those of the other languages.
"""

from pdsched.wording.languages import LANGUAGES, Language, Wording, wording
from pdsched.wording.templates import environment, fill

__all__ = ["LANGUAGES", "Language", "Wording", "environment", "fill", "wording"]

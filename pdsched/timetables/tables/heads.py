"""Words over columns, in English, French, German and Spanish, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal, get_args

Role = Literal[
    "teacher", "class", "subject", "room", "day", "date", "week", "period", "start", "end",
    "duration", "slot", "expression", "lesson",
]  # fmt: skip
"""What a column may hold; `slot` is day and period in one cell, `expression` PowerSchool's."""
ROLES: tuple[Role, ...] = get_args(Role)

_WORDS: dict[Role, str] = {
    "teacher": """
        teacher|teachers|teacher name|staff|staff name|name|full name|instructor|tutor
        nom|nombre|professeur|professeurs|prof|profs|enseignant|enseignants|enseignante|intervenant
        lehrer|lehrerin|lehrer in|lehrkraft|lehrkrafte|lehrperson|lehrpersonen
        profesor|profesora|profesores|profesorado|docente|docentes|maestro|maestra""",
    "class": """
        class|classes|group|groups|form|students sets|section|class code
        classe|groupe|groupes|division
        klasse|klassen|gruppe|gruppen|lerngruppe
        clase|clases|grupo|grupos|curso""",
    "subject": """
        subject|subjects|course|course name|subject name
        matiere|matieres|discipline|cours
        fach|facher|unterrichtsfach
        asignatura|asignaturas|materia|materias""",
    "room": """
        room|rooms|classroom|location|room number
        salle|salles|local
        raum|raume|zimmer|saal
        aula|aulas|sala|salon""",
    "day": "day|days|weekday|day of week|jour|jours|tag|tage|wochentag|dia|dias|dia de la semana",
    "date": "date|datum|fecha",
    "week": """
        week|week type|weeks|semaine|semaines|alternance|quinzaine|woche|wochen|wochentyp|semana|
        semanas""",
    "period": """
        period|periods|hour|hours|time|times|block
        periode|periodes|heure|heures|horaire|creneau|seance
        stunde|stunden|std|unterrichtsstunde|uhrzeit|zeit
        periodo|periodos|hora|horas|sesion|franja""",
    "start": """
        start|start time|starts|begin|begins|from
        debut|heure debut|heure de debut|h debut
        beginn|anfang|von|startzeit
        inicio|hora inicio|hora de inicio|desde""",
    "end": """
        end|end time|ends|finish|to|until
        fin|heure fin|heure de fin|h fin
        ende|bis|endzeit
        hora fin|hora de fin|hasta""",
    "duration": "duration|length|minutes|duree|dauer|minuten|duracion|minutos",
    "slot": "slot|timeslot|time slot|day and period|plage horaire",
    "expression": "expression|schedule expression",
    "lesson": """
        lesson|lesson id|lesson number|activity id|event
        unterrichtsnummer|unr|u nr|numero de cours|id cours""",
}
_ALONE = {"name", "nom", "nombre"}
"""Words that tell something where they stand alone, and nothing in "School name"."""
_LETTERS = re.compile(r"[^\W_]+")


def plain(head: str) -> str:
    """A head without accents, capitals and marks: what its words are.

    >>> plain("Matière(s)"), plain("H.DEBUT")
    ('matiere s', 'h debut')
    """
    parts = unicodedata.normalize("NFKD", head.casefold())
    return " ".join(_LETTERS.findall("".join(p for p in parts if not unicodedata.combining(p))))


@cache
def _phrases() -> dict[str, Role]:
    return {
        phrase.strip(): role
        for role, phrases in _WORDS.items()
        for phrase in re.split(r"[|\n]", phrases)
        if phrase.strip()
    }


def role_of(head: str) -> Role | None:
    """What a head says that its column holds, by all of it or else by its one word that tells.

    >>> role_of("Lehrkraft"), role_of("Teacher ID"), role_of("Class Room"), role_of("Day 1")
    ('teacher', 'teacher', None, None)
    """
    words = plain(head)
    if (role := _phrases().get(words)) or len(head) > 80:
        return role
    known = _phrases().keys() - _ALONE
    told = {_phrases()[word] for word in words.split() if word in known}
    if any(map(str.isdigit, words)):
        told -= {"day", "week", "period"}  # "Day 1" is a day, and no column of days
    return told.pop() if len(told) == 1 else None


def is_exact(head: str) -> bool:
    """Whether a head is nothing but words known here.

    >>> is_exact("Teacher"), is_exact("Teacher ID")
    (True, False)
    """
    return plain(head) in _phrases()


def known_heads(heads: Iterable[str]) -> int:
    """How many of them are known, each role once.

    >>> known_heads(["Jour", "Heure", "Heure", "Prof"]), known_heads(["a", "b"])
    (3, 0)
    """
    return len({_phrases()[words] for head in heads if (words := plain(head)) in _phrases()})

"""The chapters of a binder, in their order."""

from __future__ import annotations

from collections.abc import Callable

from pdsched.binder.catalogue import catalogue
from pdsched.binder.certificate import certificate
from pdsched.binder.chapter import Chapter
from pdsched.binder.contacts import contacts
from pdsched.binder.cover import cover
from pdsched.binder.gaps import gaps
from pdsched.binder.groups import groups
from pdsched.binder.ledger import ledger, staff_ledger
from pdsched.binder.matter import Matter
from pdsched.binder.needs import needs
from pdsched.binder.people import people
from pdsched.binder.practice import practice
from pdsched.binder.school_days import school_days
from pdsched.binder.substitutes import substitutes
from pdsched.binder.trainers import trainers
from pdsched.binder.year import year

CHAPTERS: tuple[Callable[[Matter], Chapter], ...] = (
    cover,
    contacts,
    year,
    needs,
    groups,
    catalogue,
    gaps,
    people,
    school_days,
    trainers,
    substitutes,
    practice,
    ledger,
    staff_ledger,
    certificate,
)
"""Each makes its chapter of what a binder is made of; the list of contents follows the first."""

"""By what the binder can be checked: the certificate of the report."""

from __future__ import annotations

from pdsched.binder.chapter import ONE_LEAF, Chapter
from pdsched.binder.extent import is_about_many
from pdsched.binder.matter import Matter
from pdsched.report.certificate import certificate as certificate_of


def certificate(matter: Matter) -> Chapter:
    """The certificate of a binder about many."""
    leaves = ONE_LEAF if is_about_many(matter) else ()
    pages = (certificate_of(matter.problem, matter.answer, matter.language) for _ in leaves)
    return Chapter("certificate", leaves, pages)

"""Names and ids of people replaced by stable pseudonyms, in a problem and in all that is about it.

A pseudonym follows from an id and a secret key alone: the same person has the same one in every
file, run and week. Schools, courses and rooms keep their names; free texts are left out.
"""

from pdsched.redaction.key import read_key
from pdsched.redaction.redact import Redaction, redacted

__all__ = ["Redaction", "read_key", "redacted"]

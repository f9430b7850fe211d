"""The world around: bytes that come in, and bytes and tables that go out.

Every file that pdsched reads comes in by `read_bytes`, which keeps to `limits` and unpacks what is
compressed; a table becomes text by `decoded`. Every file that it writes in place of another goes
out by `write_draft`, compressed by `packed`, and every CSV file is made by `spreadsheet`.
"""

from pdsched.outside.archive import HEAD, Archive, is_archive, read_archive
from pdsched.outside.codepages import UnknownEncodingError, decoded, known_encoding
from pdsched.outside.formats import Format, format_of
from pdsched.outside.limits import Limits, lifted, limits
from pdsched.outside.source import TooLargeError, UnreadableError, read_bytes
from pdsched.outside.spreadsheet import csv_text, quoted, unquoted
from pdsched.outside.target import packed, write_draft
from pdsched.outside.weight import Together, check_settings, check_values

__all__ = [
    "HEAD",
    "Archive",
    "Format",
    "Limits",
    "Together",
    "TooLargeError",
    "UnknownEncodingError",
    "UnreadableError",
    "check_settings",
    "check_values",
    "csv_text",
    "decoded",
    "format_of",
    "is_archive",
    "known_encoding",
    "lifted",
    "limits",
    "packed",
    "quoted",
    "read_archive",
    "read_bytes",
    "unquoted",
    "write_draft",
]

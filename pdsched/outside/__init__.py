"""The world around: bytes that come in, and tables that go out.

Every file that pdsched reads comes in by `read_bytes`, which keeps to `limits`, and every CSV file
that it writes goes out by `spreadsheet`.
"""

from pdsched.outside.limits import Limits, lifted, limits
from pdsched.outside.source import TooLargeError, UnreadableError, read_bytes
from pdsched.outside.spreadsheet import csv_text, quoted, unquoted
from pdsched.outside.weight import Together, check_settings, check_values

__all__ = [
    "Limits",
    "Together",
    "TooLargeError",
    "UnreadableError",
    "check_settings",
    "check_values",
    "csv_text",
    "lifted",
    "limits",
    "quoted",
    "read_bytes",
    "unquoted",
]

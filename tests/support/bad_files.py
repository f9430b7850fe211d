"""Hostile files: what is too large, too deep, endless, or no file, and what must be said of it.

Each is made when it is needed, sparse or compressed, so that it takes little time and disk.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from good_input import good

MIB = 2**20
DIGITS = "1" * 100_000
MANY = 200_000


class BadFile(NamedTuple):
    """What a file is called, how to make it, and what each command has to say of it."""

    name: str
    make: Callable[[Path], object]
    sentence: str
    """Regular expression."""
    readers: tuple[str, ...] = ()
    """Readers to try, all unless given."""


READERS: dict[str, list[str]] = {
    "problem": ["check", "{}"],
    "plan": ["verify", "good.json", "{}"],
    "policy": ["check", "good.json", "--policy", "{}"],
    "checkpoint": ["solve", "good.json", "-o", "out.json", "--resume", "{}"],
    "answers": ["survey", "good.json", "{}"],
    "scales": ["survey", "good.json", "answers.csv", "--scales", "{}"],
    "untis": ["import", "untis", "{}", "-o", "out.json"],
    "xhstt": ["import", "xhstt", "{}", "-o", "out.json"],
    "fet": ["import", "fet", "{}", "-o", "out.json"],
    "around": ["generate", "--around", "{}", "-o", "out.json"],
    "start": ["solve", "good.json", "-o", "out.json", "--initial-plan", "{}"],
    "before": ["verify", "good.json", "plan.json", "--previous", "{}"],
}
"""A command for each way in."""
JSON = ("problem", "plan", "start", "before")
TOML = ("policy", "scales")
CSV = ("answers",)
PLAIN = ("answers", "untis", "xhstt", "fet", "around")
"""Readers that unpack nothing."""
PACKED = tuple(reader for reader in READERS if reader not in PLAIN)


def text(content: str) -> Callable[[Path], object]:
    """Makes a file that holds a text."""
    return lambda path: path.write_text(content, encoding="utf-8")


def _packed(path: Path) -> None:
    """A gzip of a megabyte or two that unpacks to 300 MiB, in three parts."""
    path.write_bytes(gzip.compress(b" " * (100 * MIB), compresslevel=1) * 3)


def _parts(path: Path) -> None:
    """A gzip of 20 MiB in a million parts, which are all empty."""
    path.write_bytes(gzip.compress(b"") * MIB)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20 * 2**30)


def _brackets(path: Path) -> None:
    """100 MiB of the smallest values there are, as JSON, CSV and XML see them."""
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"[],[]<a/>,;\n" * (2 * MIB // 12))


def _link(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


ENDLESS = [
    BadFile("sparse", _sparse, r"is too large \(it has 20,480 MiB, more than 256 MiB\)"),
    BadFile("packed.json.gz", _packed, r"is too large \(it unpacks to more than 256 MiB\)", PACKED),
    BadFile("parts.json.gz", _parts, r"is too large \(it is packed in more than 65,536", PACKED),
    BadFile("brackets", _brackets, r"is too large \(it h(olds|as) [\d,]+ (values|bytes)"),
    BadFile("zero", _link("/dev/zero"), r"it is a device and no file"),
    BadFile("folder", Path.mkdir, r"it is a folder|PD105"),
    BadFile("pipe", os.mkfifo, r"nobody has written to this pipe"),
]
"""Nothing of these may be parsed."""

_TWICE = "{" + ", ".join(f'"{n % 100_000}": 1' for n in range(MANY)) + "}"

KNOTTED = [
    BadFile("lists.json", text('{"needs": ' + "[" * 100_000), "nested deeper", JSON),
    BadFile("some.json", text('{"needs": ' + "[" * 300 + "]" * 300 + "}"), "nested", JSON),
    BadFile("objects.json", text('{"needs": ' + '{"a": ' * 100_000), "nested deeper", JSON),
    BadFile("twice.json", text(_TWICE), "PD104 .*: '10' is given twice", JSON),
    BadFile("lists.toml", text("skill = " + "[" * 30_000), "nested deeper", TOML),
    BadFile("some.toml", text("skill = " + "[" * 60 + "]" * 60), "nested deeper", TOML),
    BadFile("tables.toml", text("skill = " + "{a = " * 10_000), "nested deeper", TOML),
    BadFile("dots.toml", text("a." * 100_000 + "b = 1"), "nested deeper", TOML),
    BadFile("head.toml", text("[" + "a." * 100_000 + "b]"), "nested deeper", TOML),
    BadFile("few.toml", text("a." * 49 + "b.c.d = 1"), "nested deeper", TOML),
    BadFile("tree.xml", text("<a>" * 500_000), "is not well-formed XML", ("xhstt", "fet")),
    BadFile("deep.json", text("[" * 100_000), "is no checkpoint", ("checkpoint",)),
]
"""Small texts that would exhaust the stack, or take the square of their length in time."""


def _problem(number: str) -> Callable[[Path], object]:
    told = json.dumps(good()).replace('"levels": {"sheets": 1}', f'"releases_before": {number}')
    return text(told)


WHOLE = "PD1(08|09) .*releases_(before|per_week)|PD103 .*(digits|is no |written as)"
NUMBERS = [
    BadFile(f"{name}.{ending}", make(number), WHOLE, (reader,))
    for name, number in (
        ("whole", DIGITS),
        ("fraction", f"0.{DIGITS}"),
        ("exponent", f"1e{DIGITS}"),
        ("zeros", f"1.{'0' * 100_000}1"),
    )
    for ending, reader, make in (
        ("json", "problem", _problem),
        ("toml", "policy", lambda number: text(f"releases_per_week = {number}")),
    )
] + [
    BadFile("hexadecimal.toml", text(f"releases_per_week = 0x{DIGITS}"), WHOLE, ("policy",)),
    BadFile("target.toml", text(f"target = 0.{DIGITS}"), "PD1(03|08)", ("scales",)),
    BadFile("cell.csv", text(f"staff,topic,skill\nada,sheets,{DIGITS}.5\n"), "PD110", CSV),
    BadFile("column.csv", text(f"staff,topic,{DIGITS}\nada,sheets,1\n"), "PD107", CSV),
]
"""Numbers of 100,000 digits."""


def _needs(record: object, number: int) -> Callable[[Path], object]:
    return text(json.dumps({**good(), "needs": [record] * number}))


_NOBODY = {"id": "n", "staff": "T9", "course": "x"}
_SURPRISE = {"id": "n", "staff": "ada", "surprise": 1}
_PLAN = json.dumps({"format": "pdsched-plan", "sessions": [{"id": 1}] * 20_000})
_OFF = "off = [" + '"levle", ' * 20_000 + "]"
_ANSWERS = "staff,topic,skill\n" + "T9,sheets,1\n" * 20_000
FAULTY = [
    BadFile("answers.csv", text(_ANSWERS), "PD201", CSV),
    BadFile("nobody.json", _needs(_NOBODY, MANY), "PD201", ("problem",)),
    BadFile("shape.json", _needs(_SURPRISE, 20_000), "PD107", ("problem",)),
    BadFile("nothing.json", _needs(1, 20_000), "PD108", ("problem",)),
    BadFile("plan.json", text(_PLAN), "PD108", ("plan",)),
    BadFile("rules.toml", text(_OFF), "PD110", ("policy",)),
]
"""Very many faults: the first of each kind are told, and how many more there are."""

"""Random tiny problems, for as long as one likes: what must hold of each holds, or is written down.

Each case is solved again and again: by other seeds, limits and ways, told otherwise, beside a case
like it, with pins, from plans. Solves run in this process, most of them in milliseconds. Whatever
goes wrong is kept as files, and the loop goes on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

# What is drawn, and brute force, are at home among the tests; pytest finds them there, too.
sys.path += [str(Path(__file__).parents[2] / "tests" / room) for room in ("support", "rules")]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command line."""
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to go on")
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn")
    parser.add_argument("--case", type=int, help="this case alone")
    parser.add_argument("--repeat", type=int, default=1, help="the case so often: clocks differ")
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path(tempfile.gettempdir()) / "pdsched-fuzz",
        help="where the cases that break something are kept",
    )


def run(options: argparse.Namespace) -> int:
    """Try case after case; 1 if anything broke."""
    from benchmarks.fuzz.loop import Loop

    loop = Loop(options.seed, options.folder)
    if options.case is not None:
        loop.repeat(options.case, options.repeat)
    else:
        loop.go_on(options.minutes)
    print(loop.table())
    return 1 if loop.faults else 0

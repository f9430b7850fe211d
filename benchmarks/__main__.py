"""The benchmarks' command line: ``python -m benchmarks ladder``, ``peers``, ``cover``, ...

All draw what they need with `pdsched.generate`; ``benchmarks/README.md`` says what each column is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "answers": "why not, where else, and every unmet need: seconds, and how far they are proven",
    "literature": "published instances as pdsched problems, beside HiGHS, CP-SAT and SCIP",
    "ladder": "districts of growing size: value, bound, gap, time and memory",
    "peers": "the same district planned by others, side by side, judged by the same referee",
    "cluster": "a district on a cluster, a worker of which is killed: value, bound, bytes sent",
    "costs": "what stating each rule costs on a district, every rule on",
    "cover": "real schools, covered by substitutes who rove, a rotating team, or colleagues",
    "documents": "what people are given of a plan: seconds, memory and size of each kind",
    "digests": "nine problems solved reproducibly, and a digest of each plan",
    "fuzz": "random tiny problems for as long as one likes: what must hold of each of them",
    "pages": "the page of a service in a browser: seconds to its first paint, and to filter a list",
    "preflight": "what no plan can do, said before any solver is asked: seconds, needs met at most",
    "prices": "what one more of something would bring: seconds, and how wide the range is",
    "replan": "a trainer is ill, or a year of weeks: whom to tell, proven, beside a fresh solve",
    "scale": "piece times of a real run replayed in a simulation of 1 to 256 workers, or a state",
    "serve": "a service while a crowd asks and runs go on: seconds of answers, pieces lost",
    "stops": "searches stopped at random moments: seconds to the result, and what is wrong",
    "workbook": "districts as workbooks: seconds and memory to write and to read each",
    "year": "a real school's whole year with a series of workshops and coaching, every rule on",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark; only its module is loaded.

    >>> main([])  # doctest: +ELLIPSIS
    usage: ...
    2
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=_first(__doc__))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, sentence in COMMANDS.items():
        command = commands.add_parser(name, help=sentence, description=f"{sentence}.")
        if name in given[:1]:
            import_module(f"benchmarks.{name}").add_arguments(command)
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_usage()
        return 2
    code: int = import_module(f"benchmarks.{options.command}").run(options)
    return code


def _first(text: str | None) -> str:
    return (text or "").splitlines()[0] if text else ""


if __name__ == "__main__":
    sys.exit(main())

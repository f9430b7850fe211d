"""One solver on one instance, in a process of its own.

    python -m benchmarks.literature.peer SOLVER SET FILE SECONDS THREADS

Prints one JSON object: ``assignment`` (worker by task), ``bound`` and ``seconds``, those of reading
and stating included; of an instance in stages, one for each stage.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic

from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import IN_STAGES, File, read, read_in_stages
from benchmarks.literature.staged import in_turn


def main() -> None:
    """Solve one instance."""
    began = monotonic()
    solver, name, file, seconds, threads = sys.argv[1:]
    given = File(name, Path(file))
    if name in IN_STAGES:
        until = began + float(seconds)
        for line in in_turn(read_in_stages(given), solver, until, int(threads)):
            print(line, flush=True)
        return
    instance = read(given)
    answer = PEERS[solver](instance.program(), began + float(seconds), int(threads))
    said = {
        "assignment": None if answer.values is None else dict(instance.dealt(answer.values)),
        "bound": answer.bound,
        "seconds": monotonic() - began,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()

"""One solver on one instance, in a process of its own.

    python -m benchmarks.literature.peer SOLVER SET FILE SECONDS THREADS

Prints one JSON object: ``assignment`` (worker by task), ``bound`` and ``seconds``, those of reading
and stating included.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import monotonic

from benchmarks.literature.program import PEERS
from benchmarks.literature.reading import File, read


def main() -> None:
    """Solve one instance."""
    began = monotonic()
    solver, name, file, seconds, threads = sys.argv[1:]
    instance = read(File(name, Path(file)))
    answer = PEERS[solver](instance.program(), began + float(seconds), int(threads))
    said = {
        "assignment": None if answer.values is None else dict(instance.dealt(answer.values)),
        "bound": answer.bound,
        "seconds": monotonic() - began,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()

"""HiGHS in a process of its own: two libraries that both carry it cannot be loaded in one.

    python -m benchmarks.highs FOLDER SECONDS THREADS

Reads ``program.npz`` in the folder, the arrays of a `pdsched.engines.program.IntegerProgram` with
``weights`` and ``maximise`` of a goal, and writes ``answer.npz``: ``values`` by column (empty where
there are none) and ``bound``, at each better solution and at the end.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import highspy
import numpy as np


def model_of(program: Any) -> highspy.HighsLp:
    """The program as HiGHS takes it, row by row.

    Args:
        program: The arrays by name.
    """
    columns, rows = len(program["least"]), len(program["lower"])
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.sense_ = highspy.ObjSense.kMaximize if program["maximise"] else highspy.ObjSense.kMinimize
    model.col_cost_ = program["weights"].astype(np.float64)
    model.col_lower_ = program["least"].astype(np.float64)
    model.col_upper_ = program["most"].astype(np.float64)
    model.row_lower_, model.row_upper_ = program["lower"], program["upper"]
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = columns, rows
    matrix.start_ = program["first"].astype(np.int32)
    matrix.index_ = program["column"].astype(np.int32)
    matrix.value_ = program["coefficient"].astype(np.float64)
    return model


def solve(program: Any, seconds: float, threads: int, answer: Path) -> None:
    """Solve it with all that HiGHS does by itself, and write down what it has."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", threads)
    highs.setOptionValue("time_limit", seconds)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.passModel(model_of(program))

    def keep(event: Any) -> None:
        write(answer, event.data_out.mip_solution, event.data_out.mip_dual_bound)

    highs.cbMipImprovingSolution.subscribe(keep)
    highs.run()
    info = highs.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    write(answer, highs.getSolution().col_value if feasible else (), info.mip_dual_bound)


def write(answer: Path, values: Any, bound: float) -> None:
    """Replace the answer, which is whole at any moment."""
    new = answer.with_suffix(".new.npz")
    np.savez(new, values=np.rint(np.array(values, dtype=np.float64)), bound=bound)
    new.replace(answer)


def main() -> None:
    """Solve one program."""
    folder, seconds, threads = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    with np.load(folder / "program.npz") as program:
        solve(program, seconds, threads, folder / "answer.npz")


if __name__ == "__main__":
    main()

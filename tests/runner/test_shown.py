"""A run in a notebook shows a line that goes on, and can be stopped there with its plan."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_workers import end, fake_worker, step
from kernel import Kernel, kernel
from quick import slow
from tuesday import PLAN, PROBLEM

import pdsched


@pytest.fixture(name="notebook", scope="module")
def _notebook() -> Iterator[Kernel]:
    with kernel() as made:
        yield made


def test_elsewhere_nothing_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A script that waits for a run is as silent as the library, and loads no notebook."""
    fake_worker(tmp_path, monkeypatch, step(120, 150), end(PLAN, "feasible", (120, 150), (3, 0)))
    run = pdsched.start(PROBLEM, seconds=60)
    result = run.show()

    assert (result.value, result.bound) == (120, 150)
    assert run.progress is not None
    assert (run.progress.value, run.progress.bound) == (120, 150)
    assert 0 < run.seconds < 600
    assert capfd.readouterr() == ("", "")
    assert "ipywidgets" not in sys.modules


@slow
def test_an_interrupt_keeps_the_plan(notebook: Kernel) -> None:
    """The cell waits below a live line; what the kernel is interrupted for is the result."""
    notebook.outputs.clear()
    notebook.begin("result = searching(*SAID).show()")
    notebook.until("solving 1 s: needs-met 120, bound 150, gap 20 % (interrupt the kernel")
    notebook.interrupt()
    notebook.until("feasible, stopped after ")

    kept = "result.interrupted, result.plan.sessions == PLAN.sessions, result.value"
    assert notebook.run(kept) == "(True, True, 120)"
    [line] = notebook.texts
    assert line.endswith(" s: needs-met 120, bound 150, gap 20 %")
    assert notebook.comms == {}


@slow
def test_a_button_stops_it(notebook: Kernel) -> None:
    """The cell is over at once, the line goes on below it, and the button goes with the run."""
    notebook.outputs.clear()
    notebook.run("run = searching(*SAID)\nrun")
    assert notebook.run("run.is_over, 6 * 7") == "(False, 42)"
    notebook.until("solving 1 s: needs-met 120, bound 150, gap 20 %")
    line, button = notebook.outputs.values()
    assert "application/vnd.jupyter.widget-view+json" in button
    assert "stop()" not in line["text/plain"]
    notebook.click("Stop")
    notebook.until("feasible, stopped after ")
    while [*notebook.outputs.values()][1].get("text/html") != "":
        notebook.listen(lambda _: True)

    assert notebook.run("run.result().interrupted, run.best.sessions == PLAN.sessions") == (
        "(True, True)"
    )


@slow
def test_without_widgets_the_line_says_how_to_stop(notebook: Kernel) -> None:
    """Who has no ipywidgets has a line and no button."""
    notebook.outputs.clear()
    without = "import ipywidgets\nsys.modules['ipywidgets'] = None\n"
    notebook.run(f"{without}run = searching(*SAID)\nrun")
    notebook.until("solving 1 s: needs-met 120, bound 150, gap 20 % (its method stop() ends it")
    notebook.run("sys.modules['ipywidgets'] = ipywidgets\nrun.stop()")
    notebook.until("feasible, stopped after ")

    assert len(notebook.outputs) == 1


@slow
def test_the_line_tells_that_a_search_died(notebook: Kernel) -> None:
    """And what died of it is told where the result is asked for."""
    notebook.outputs.clear()
    notebook.run("run = searching('sys.exit(\"no memory left\")')\nrun")
    notebook.until("failed: SolverError")

    told = "try:\n    run.result()\nexcept pdsched.SolverError as error:\n    told = str(error)\n"
    assert "no memory left" in notebook.run(f"{told}told")


@slow
def test_a_run_that_is_over_says_so_at_once(notebook: Kernel) -> None:
    """Without a button for what cannot be stopped any more."""
    notebook.outputs.clear()
    notebook.run("run.is_over\nrun")

    assert notebook.texts == ["failed: SolverError"]

"""Each picture draws what its frame holds, whatever that is, and nothing is shown by itself."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from test_plot_frames import EMPTY, RESULT
from tuesday import PLAN, PROBLEM, changed

from pdsched import GoalResult, Plan, Problem, ProblemError, Result, plot

NO_RESULT = Result(status="unknown", problem="d1")
PICTURES: dict[str, tuple[Callable[..., Axes], Callable[..., Axes]]] = {
    "gap": (lambda **on: plot.gap(RESULT, **on), lambda **on: plot.gap(NO_RESULT, **on)),
    "draw_learning_paths": (
        lambda **on: plot.draw_learning_paths(PROBLEM, **on),
        lambda **on: plot.draw_learning_paths(EMPTY, **on),
    ),
}
for _name in ("substitutes", "needs", "sessions", "equity"):
    _draw = getattr(plot, _name)
    PICTURES[_name] = (
        lambda _draw=_draw, **on: _draw(PROBLEM, PLAN, **on),
        lambda _draw=_draw, **on: _draw(EMPTY, Plan(), **on),
    )


def bars(ax: Axes) -> int:
    """Bars of sessions."""
    return sum(len(c.get_paths()) for c in ax.collections if isinstance(c, PolyCollection))


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_something_and_of_nothing(name: str, tmp_path: Path) -> None:
    """Both are written; what is nothing says so in a sentence."""
    full, empty = (draw() for draw in PICTURES[name])
    for ax, file in ((full, "full.png"), (empty, "empty.svg"), (full, "full.pdf")):
        plot.save(ax, tmp_path / file)

        assert (tmp_path / file).stat().st_size > 1000
    assert len(empty.texts) == 1
    assert "No" in empty.texts[0].get_text() or "no" in empty.texts[0].get_text()
    assert full.get_title()


@pytest.mark.parametrize("name", PICTURES)
def test_axes_that_are_given_are_drawn_on(name: str) -> None:
    """They come back, and the figure keeps its size and its other axes."""
    figure = Figure(figsize=(3, 2))
    left, right = figure.subplots(1, 2)

    assert PICTURES[name][0](ax=right) is right
    assert right.get_title()
    assert not left.has_data()
    assert figure.get_size_inches().tolist() == [3, 2]


def test_axes_are_labelled() -> None:
    """Axes say what they measure, and in what."""
    gap, equity = plot.gap(RESULT), plot.equity(PROBLEM, PLAN)

    assert gap.get_xlabel() == "seconds since the search began"
    assert equity.get_xlabel().endswith("(%)")
    assert plot.needs(PROBLEM, PLAN).get_xlabel() == "needs"
    assert plot.sessions(PROBLEM, PLAN).get_xlabel() == "school days, each from 09:00 to 14:00"
    assert plot.substitutes(PROBLEM, PLAN).get_xlabel() == "week that begins on"


def test_gap_draws_both_lines_and_what_lies_between() -> None:
    """A line of four points each; of a plan without bounds only its value."""
    both = plot.gap(RESULT)
    alone = Result(status="feasible", problem="d1", goals=[GoalResult(id="needs-met", value=3)])
    only = plot.gap(alone)

    value, bound = both.get_lines()
    assert np.asarray(value.get_ydata()).tolist() == [80, 80, 95, 95]
    assert np.asarray(bound.get_ydata()).tolist()[1:] == [120, 100, 100]
    assert {line.get_drawstyle() for line in (value, bound)} == {"steps-post"}
    assert both.get_title().startswith("needs-met: 95, at best 100, a gap of 5 %\nMaximise")
    assert [np.asarray(line.get_ydata()).tolist() for line in only.get_lines()] == [[3]]
    assert only.get_title().startswith("needs-met: 3, nothing proven\n")


def test_substitutes_draws_a_cell_for_each_row() -> None:
    """And a number in each that is not 0."""
    ax, frame = plot.substitutes(PROBLEM, PLAN), plot.substitutes_frame(PROBLEM, PLAN)

    [cells] = ax.images
    array = cells.get_array()
    assert array is not None
    assert array.size == len(frame)
    assert (cells.norm.vmin, cells.norm.vmax) == (0, 2)
    placed = [(text.get_text(), *text.get_position()) for text in ax.texts]
    assert placed == [("2", 0, 2), ("1", 0, 3)]  # after Monday's two, in the first week
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert ticks == ["2026-09-07", "2026-09-14"]


def test_needs_draws_met_and_open_of_each_school() -> None:
    """The bars are as long as the frame says, and each has its share beside it."""
    ax = plot.needs(PROBLEM, PLAN)

    drawn = [(b.get_x(), b.get_width()) for b in ax.patches if isinstance(b, Rectangle)]
    assert drawn == [(0, 2), (0, 2), (2, 1), (2, 0)]
    assert [text.get_text() for text in ax.texts] == ["2 of 3 (67%)", "2 of 2 (100%)"]


def test_sessions_draws_a_bar_for_each_row() -> None:
    """By the clock in the column of its day, which reaches from the first minute to the last."""
    ax = plot.sessions(PROBLEM, PLAN)

    assert bars(ax) == len(plot.sessions_frame(PROBLEM, PLAN)) == 2
    ends = sorted(c.get_paths()[0].get_extents().intervalx.tolist() for c in ax.collections)
    assert ends == [[0, pytest.approx(0.9 * 90 / 300)], [pytest.approx(0.9 * 240 / 300), 0.9]]


def test_equity_draws_the_curve_from_nothing_to_all() -> None:
    """From nobody with nothing to all with everything, beside the even line."""
    even, curve = plot.equity(PROBLEM, PLAN).get_lines()

    assert np.asarray(even.get_xydata()).tolist() == [[0, 0], [100, 100]]
    points = np.asarray(curve.get_xydata())
    assert points[:, 0].tolist() == [0, 25, 50, 75, 100]
    assert points[:, 1].tolist() == pytest.approx([100 * n / 5.5 for n in (0, 1, 2.5, 4, 5.5)])


def many(number: int) -> tuple[Problem, Plan]:
    """So many schools and trainers, each with one need, and a session on each of many days."""
    fields = PROBLEM.model_dump(mode="json", exclude_unset=True)
    ids = [f"{n:04}" for n in range(number)]
    schools = [*fields["schools"], *({**fields["schools"][0], "id": f"s{i}"} for i in ids)]
    staff = [*fields["staff"], *({"id": f"p{i}", "schools": [f"s{i}"]} for i in ids)]
    needs = [{"id": f"n{i}", "staff": f"p{i}", "course": "sheets"} for i in ids]
    trainers = [*fields["trainers"], *({**fields["trainers"][0], "id": f"t{i}"} for i in ids)]
    calendar = {**fields["calendar"], "last": "2028-09-07"}
    led = PLAN.sessions[0].model_dump(mode="json")
    sessions = [{**led, "id": f"x{i}", "trainer": f"t{i}"} for i in ids]
    engaged = [
        {"substitute": "sam", "school": "north", "date": day, "half": "am"}
        for day in ("2026-09-08", "2028-09-05")
    ]
    larger = {"schools": schools, "staff": staff, "needs": needs, "trainers": trainers}
    problem = Problem.model_validate({**fields, "calendar": calendar, **larger})
    return problem, changed(sessions=sessions, engagements=engaged)


def test_what_is_large_is_bounded_and_says_so(tmp_path: Path) -> None:
    """Forty rows and what is left out, counted; figures keep the size of a large sheet."""
    problem, plan = many(60)
    by_school, by_trainer = plot.needs(problem, plan), plot.sessions(problem, plan)
    weeks = plot.substitutes(problem, plan)

    assert [t.get_text() for t in by_school.get_yticklabels()][-1] == "20 other schools"
    assert len(by_school.patches) == 2 * 41
    assert bars(by_trainer) == 40
    assert by_trainer.get_title().endswith("; 20 trainers with fewer sessions not shown")
    assert list(weeks.texts) == []
    assert len(weeks.get_xticks()) <= 20
    for ax in (by_school, by_trainer, weeks):
        figure = ax.get_figure(root=True)
        assert figure is not None
        assert max(figure.get_size_inches()) <= 18
        plot.save(ax, tmp_path / "large.png")


def test_names_are_drawn_as_they_stand(tmp_path: Path) -> None:
    """Dollars are no formula, a long name is cut, and what a terminal obeys is escaped."""
    fields = PROBLEM.model_dump(mode="json", exclude_unset=True)
    odd = "$\\frac{1}{$ _\x1b[2J " + "x" * 300
    fields["schools"] = [{**school, "name": odd} for school in fields["schools"]]
    ax = plot.needs(fields, PLAN)
    plot.save(ax, tmp_path / "odd.png")

    shown = [label.get_text() for label in ax.get_yticklabels()]
    assert all(text.startswith(r"\$\frac{1}{\$ _\u001b[2J x") for text in shown)
    assert {len(text) for text in shown} == {42}


def test_pictures_are_drawn_in_threads(tmp_path: Path) -> None:
    """No figure is shared, and none is left with pyplot, which is never loaded."""

    def draw(name: str) -> None:
        plot.save(PICTURES[name][0](), tmp_path / f"{name}.png")

    threads = [threading.Thread(target=draw, args=(name,)) for name in PICTURES]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {path.stem for path in tmp_path.glob("*.png")} == set(PICTURES)


def test_a_picture_that_cannot_be_written(tmp_path: Path) -> None:
    """The fault names the file, and a format that nobody knows those that there are."""
    ax = plot.gap(RESULT)
    with pytest.raises(ProblemError, match=r"gap\.png"):
        plot.save(ax, tmp_path / "nowhere" / "gap.png")
    with pytest.raises(ValueError, match=r"supported formats: .*png"):
        plot.save(ax, tmp_path / "gap.docx")
    assert list(tmp_path.iterdir()) == []


WITHOUT = """
import sys
sys.modules["matplotlib"] = None
from pdsched import PdschedError, Result, plot
result = Result(status="unknown", problem="d1")
assert plot.gap_frame(result).empty
try:
    plot.gap(result)
except PdschedError as error:
    print(error)
"""


def test_a_notebook_shows_axes_as_a_picture() -> None:
    """As the last line of a cell, without asking for the figure; axes of no figure are none."""
    ax = plot.gap(RESULT)
    shown = ax._repr_png_()  # type: ignore[attr-defined]  # which IPython looks for

    assert shown.startswith(b"\x89PNG")
    assert pickle.loads(pickle.dumps(ax)).get_title() == ax.get_title()
    ax.remove()
    assert ax._repr_png_() is None  # type: ignore[attr-defined]


def test_without_matplotlib_a_sentence_says_how_to_get_it() -> None:
    """Frames are there without it."""
    run = subprocess.run(
        [sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True
    )

    assert run.stdout.strip() == (
        "pictures are drawn by matplotlib, which is not there; "
        'install it by pip install "pdsched[plot]"'
    )


def test_nothing_is_loaded_before_it_is_used() -> None:
    """The room loads neither matplotlib nor pandas, and a picture loads no pyplot."""
    code = (
        "import sys, pdsched.plot as plot; from pdsched import Result\n"
        "print({'matplotlib', 'networkx', 'numpy', 'pandas'} & set(sys.modules))\n"
        "plot.gap(Result(status='unknown', problem='d1'))\n"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["set()", "False"]

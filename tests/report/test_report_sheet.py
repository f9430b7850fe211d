"""The first sheet of a report is one sheet of A4, as a browser prints it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from quick import slow
from reported import RESULT
from skipping import CHROMIUM, needs_chromium
from tuesday import PROBLEM, TUESDAY

from pdsched import GoalResult, Plan, Policy, Problem, Result
from pdsched.report import report_page
from pdsched.wording import LANGUAGES

LONG = "The Very Reverend Doctor Wilhelmina Featherstonehaugh Memorial School of the Upper Valley"


def first_sheet(html: str) -> str:
    """The page without what stands on later sheets."""
    head, _, rest = html.partition('<div class="list">')
    return head + "</main></body></html>" if rest else ""


def pages(html: str, folder: Path) -> int:
    """How many sheets a browser prints of a page."""
    source, target = folder / "sheet.html", folder / "sheet.pdf"
    source.write_text(html, encoding="utf-8")
    subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}", source.as_uri()),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", target.read_bytes()))


def crowded() -> tuple[Problem, Result]:
    """Sixty schools with long names and a year of seven days, whose first sheet is full."""
    document = json.loads(PROBLEM.to_json())
    periods = document["schools"][0]["periods"]
    more = [{"id": f"s{n}", "name": f"{LONG} {n}", "periods": periods} for n in range(60)]
    people = [{"id": f"p{n}", "schools": [f"s{n}"]} for n in range(60)]
    needs = [{"id": f"n{n}", "staff": f"p{n}", "course": "sheets"} for n in range(60)]
    week = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    calendar = {**document["calendar"], "last": "2028-07-01", "weekdays": week}
    problem = Problem.model_validate(
        {
            **document,
            "name": f"{LONG} and {LONG}, {LONG}",
            "calendar": calendar,
            "schools": [*document["schools"], *more],
            "staff": [*document["staff"], *people],
            "needs": [*document["needs"], *needs],
            "assumptions": [LONG] * 30,
        }
    )
    policy = Policy(releases_in_all=1, class_hits=2, reserve=1)
    rules = ("staff-lunch", "colleague-cover", "class-hits", "reserve", "search-ended", "trainer")
    unmet = [{"need": f"n{n}", "rule": rules[n % 6], "reason": LONG} for n in range(60)]
    plan = Plan.model_validate(
        {
            "problem": "other",
            "unmet": unmet,
            "engagements": [
                {"substitute": "sam", "school": "north", "date": TUESDAY, "half": "am"}
            ],
        }
    )
    goals = [GoalResult(id=t.id, value=10**7, bound=10**8) for t in policy.order]
    left_open = [GoalResult(id="expected-unfilled", value=10**7)] * 4
    fields = {"plan": plan, "goals": goals, "left_open": left_open, "policy": policy}
    return problem, RESULT.model_copy(update={**fields, "message": " ".join([LONG] * 9)})


def test_the_first_sheet_is_cut_off_where_it_ends() -> None:
    """What this file prints has all of the first sheet, and nothing that follows."""
    sheet = first_sheet(report_page(PROBLEM, RESULT))

    assert "What needs a decision" in sheet
    assert "The next two weeks:" not in sheet


@slow
@needs_chromium
@pytest.mark.parametrize(
    ("case", "language"), [("Tuesday", "en"), *(("crowded", language) for language in LANGUAGES)]
)
def test_the_first_sheet_is_one_of_a4(case: str, language: str, tmp_path: Path) -> None:
    """That of a small plan, and that of one with as much on it as there can be, in any language."""
    problem, result = crowded() if case == "crowded" else (PROBLEM, RESULT)
    html = report_page(problem, result, language=language)

    assert pages(first_sheet(html), tmp_path) == 1
    assert pages(html, tmp_path) > 1

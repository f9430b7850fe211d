"""Plans and results as HTML in a notebook and as lines in a terminal."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from tuesday import MORNING, PLAN, PROBLEM, changed

from pdsched import Plan, Policy, Result, Status
from pdsched.result import GoalResult
from pdsched.views import result_to_html, summary, to_html

GOALS = (
    GoalResult(id="needs-met", value=120, bound=150),
    GoalResult(id="engaged-half-days", value=3, bound=3),
)


class Reader(HTMLParser):
    """Reads HTML, refuses tags that do not nest, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.words: list[str] = []
        self.rows: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Opens a tag and reads its attributes."""
        self.tags.append(tag)
        self.words += [value for _, value in attrs if value]
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Closes the tag that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Reads text, but no style."""
        if self.open and self.open[-1] != "style":
            self.words.append(data)
        if self.open and self.open[-1] == "td":
            self.rows[-1][-1] += data


def read(html: str) -> Reader:
    """The HTML, read to its end."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def result(**fields: Any) -> Result:
    """A result with the plan of that Tuesday."""
    given: dict[str, Any] = {
        "status": Status.FEASIBLE,
        "plan": PLAN,
        "goals": GOALS,
        "problem": PROBLEM.digest(),
        "seconds": 1.25,
        "peak_mib": 300.0,
        "versions": {"pdsched": "0.1.0"},
    }
    return Result(**{**given, **fields})


def long_plan(sessions: int) -> Plan:
    """A plan of so many sessions."""
    first = PLAN.sessions[0].model_dump(mode="json")
    return changed(sessions=[{**first, "id": f"s{n:03d}"} for n in range(sessions)])


def test_plan_in_html_shows_each_session() -> None:
    """A session's row has date, time, course, place, trainer, people and the classes covered."""
    _, morning, afternoon, *_ = read(to_html(PLAN)).rows

    assert morning[:2] == ["Tue 2026-09-08", "09:00\N{EN DASH}10:30"]
    assert morning[2:] == ["sheets", "north", "lab", "tom", "3", "ada, bo, cy", "3"]
    assert afternoon[2:] == ["slides", "", "", "tom", "1", "dee", "1"]


def test_plan_in_html_says_why_needs_stay_unmet() -> None:
    """Unmet needs stand by rule, with the rule's sentence and an example, escaped."""
    html = to_html(PLAN)

    assert "1 need stays unmet: why" in html
    assert "A trainer is qualified, available, and willing to travel to the venue." in html
    assert "bo: slides: tom is &lt;busy&gt;" in html


def test_html_stands_alone() -> None:
    """No script and no address: the page needs nothing but itself."""
    reader = read(result_to_html(result()))

    assert not {"script", "link", "img", "iframe"} & set(reader.tags)
    assert "http" not in result_to_html(result())


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a & b", '"quoted"'])
def test_every_text_is_escaped(text: str) -> None:
    """Whatever an id or a message holds is shown as it stands, and is never markup."""
    first = PLAN.sessions[0].model_dump(mode="json")
    fields = ("course", "school", "room", "trainer")
    sessions = [{**first, **dict.fromkeys(fields, text), "staff": [text]}]
    unmet = [{"need": text, "rule": text, "reason": text}]
    plan = changed(sessions=sessions, unmet=unmet)
    reader = read(result_to_html(result(plan=plan, message=text, versions={text: text})))

    assert "script" not in reader.tags
    assert sum(text in word for word in reader.words) >= 7


def test_long_plan_is_cut_and_says_so() -> None:
    """The first sixty sessions are shown, and how many more there are."""
    html = to_html(long_plan(75))

    assert "and 15 more sessions" in html
    assert read(html).tags.count("tr") == 1 + 60 + 2


@pytest.mark.parametrize("sessions", [1, 60])
def test_short_plan_is_whole(sessions: int) -> None:
    """Up to sixty sessions are all shown, and nothing is said about more."""
    html = to_html(long_plan(sessions))

    assert "more session" not in html
    assert read(html).tags.count("tr") == 1 + sessions + 2


def test_large_group_is_shortened() -> None:
    """A group of more than eight is named in part, with its number in full."""
    first = PLAN.sessions[0].model_dump(mode="json")
    plan = changed(sessions=[{**first, "staff": [f"t{n:02d}" for n in range(20)]}])
    words = read(to_html(plan)).words

    assert "t00, t01, t02, t03, t04, t05, t06, t07 and 12 more" in words
    assert "20" in words


def test_empty_plan_in_html() -> None:
    """An empty plan is a sentence without tables."""
    reader = read(to_html(Plan()))

    assert "table" not in reader.tags
    assert "0 sessions for 0 people" in reader.words


def test_a_result_says_the_figures_asked() -> None:
    """Goals, and rules that left needs unmet, stand with the figures of the result's policy."""
    unmet = [{"need": "n-bo-2", "rule": "away-at-once"}]
    goals = (GoalResult(id="paid-half-days", value=4, bound=4),)
    policy = Policy(least_paid_half_days=2, away_at_once=0.125)
    given = result(plan=changed(unmet=unmet), goals=goals, policy=policy)
    words = read(result_to_html(given)).words

    assert "Minimise the half-days paid: at least 2 for each date of a substitute." in words
    assert policy.sentence("away-at-once") in words
    assert "At most 12.5 % of" in summary(PROBLEM, given.plan, given)


def test_result_in_html_is_honest() -> None:
    """A goal shows its gap, or that it is proven; the status stands first."""
    words = read(result_to_html(result())).words

    assert "feasible" in words
    assert "20 %" in words
    assert "proven" in words


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN])
def test_result_without_plan_in_html(status: Status) -> None:
    """Without a plan there is the status and the message, and no table of sessions."""
    goals = (GoalResult(id="needs-met"),)
    words = read(result_to_html(result(status=status, plan=None, goals=goals, message="So."))).words

    assert status.value in words
    assert any("So." in word for word in words)
    assert "Trainer" not in words


def test_notebook_hooks_show_the_same() -> None:
    """A notebook's ``_repr_html_`` of plan and result is what the views give."""
    assert PLAN._repr_html_() == to_html(PLAN)
    assert result()._repr_html_() == result_to_html(result())


def test_summary_tells_what_is_planned() -> None:
    """The lines name the needs met, the commonest rule, the sessions and the cover."""
    text = summary(PROBLEM, PLAN)

    assert text.splitlines() == [
        "Problem    one Tuesday: Mon 2026-09-07 to Fri 2026-09-18, 2 schools, 4 staff members, "
        "5 lessons,",
        "           5 needs, 2 courses, 1 trainer, 2 substitutes",
        "Needs      4 of 5 met (80 %), 1 unmet",
        "              1 trainer: A trainer is qualified, available, and willing to travel to "
        "the venue.",
        "Sessions   2 sessions for 4 people",
        "           Tue 2026-09-08 09:00-10:30 sheets (north, lab, tom): ada, bo, cy",
        "           Tue 2026-09-08 13:00-14:00 slides (tom): dee",
        "Cover      4 classes held by 2 substitutes in 3 half-days",
    ]


def test_summary_tells_what_is_proven() -> None:
    """With a result, the status comes first, then each goal with its bound or proof."""
    lines = summary(PROBLEM, PLAN, result(interrupted=True, message="As asked.")).splitlines()

    assert lines[2:6] == [
        "Status     feasible: the gap says how much better a plan can be at most (interrupted); "
        "1.2 s",
        "           As asked.",
        "Goals      needs-met 120, bound 150, gap 20 %",
        "           engaged-half-days 3, proven",
    ]


def test_summary_without_plan() -> None:
    """Without a plan the summary ends with what is known."""
    goals = (GoalResult(id="needs-met", bound=150),)
    text = summary(PROBLEM, None, result(plan=None, status=Status.UNKNOWN, goals=goals))

    assert text.splitlines()[-1] == "Goals      needs-met no value, bound 150, gap unknown"
    assert "Sessions" not in text


def test_summary_cuts_long_lists() -> None:
    """Many sessions and many rules are counted rather than listed."""
    rules = ["level", "room", "cover", "pins", "trainer", "need", "records"]
    unmet = [{"need": f"u{n}", "rule": rule} for n, rule in enumerate(rules)]
    plan = long_plan(9).model_copy(update={"unmet": changed(unmet=unmet).unmet})
    text = summary(PROBLEM, plan)

    assert "and 4 more" in text
    assert "2 for 2 other rules" in text
    assert text.count(MORNING[:6] + " (north, lab, tom)") == 5

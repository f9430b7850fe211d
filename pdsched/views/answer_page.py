"""An answer as a notebook shows it."""

from __future__ import annotations

from html import escape

from pdsched.answer import Answer
from pdsched.views.markup import block, table
from pdsched.views.words import count

ROWS_SHOWN = 200


def answer_to_html(answer: Answer) -> str:
    """Question, answer, what blocks it, prices by goal, and further answers.

    >>> html = answer_to_html(Answer(question="Why?", sentence="So <b>.", proof="tried"))
    >>> "So &lt;b&gt;." in html
    True
    """
    return block("\n".join(_parts(answer)))


def _parts(answer: Answer) -> list[str]:
    parts = [
        f'<p class="note">{escape(answer.question)}</p>',
        f'<p><span class="mark">{answer.proof}</span> {escape(answer.sentence)}</p>',
    ]
    if answer.blocking:
        rows = [(each.rule, each.sentence) for each in answer.blocking[:ROWS_SHOWN]]
        parts.append(table([("Rule", "w"), ("What it says here", "")], rows))
    if answer.goals:
        prices = [(g.id, _shown(g.before), _shown(g.value), g.text) for g in answer.goals]
        heads = [("Goal", "w"), ("Before", "n"), ("Then", "n"), ("Price", "n")]
        parts.append(table(heads, prices))
    if answer.ranked:
        shown = [(each.proof.value, each.sentence) for each in answer.ranked[:ROWS_SHOWN]]
        parts.append(table([("Proof", "w"), ("Further answers", "")], shown))
    if (more := len(answer.ranked) - ROWS_SHOWN) > 0:
        parts.append(f'<p class="note">and {escape(count(more, "more answer"))}</p>')
    return parts


def _shown(value: int | None) -> str:
    return "" if value is None else f"{value:,}"

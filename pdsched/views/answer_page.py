"""An answer as a notebook shows it."""

from __future__ import annotations

from collections.abc import Iterator

from pdsched.answer import Answer, ReplanAnswer
from pdsched.views.tables import Table, columns, filled, first_rows


def answer_to_html(answer: Answer) -> str:
    """Question, answer, what blocks it, prices by goal, and further answers.

    >>> html = answer_to_html(Answer(question="Why?", sentence="So <b>.", proof="tried"))
    >>> "So &lt;b&gt;." in html
    True
    """
    head = f"{answer.question} {answer.sentence} ({answer.proof.value})"
    return filled("notebook.html", head=head, tables=[*_tables(answer)])


def _tables(answer: Answer) -> Iterator[Table]:
    if answer.blocking:
        heads = columns("Rule|What it says here", w="Rule")
        yield first_rows(heads, answer.blocking, lambda one: (one.rule, one.sentence))
    if answer.goals:
        heads = columns("Goal|Before|Then|Price", w="Goal", n="Before|Then")
        yield first_rows(
            heads, answer.goals, lambda g: (g.id, _shown(g.before), _shown(g.value), g.told)
        )
    if isinstance(answer, ReplanAnswer) and answer.told:
        heads = columns("Whom|What to tell", w="Whom")
        yield first_rows(heads, answer.told, lambda one: (one.who, one.sentence), noun="person")
    if answer.ranked:
        heads = columns("Proof|Further answers", w="Proof")
        yield first_rows(
            heads, answer.ranked, lambda one: (one.proof.value, one.sentence), noun="answer"
        )


def _shown(value: int | None) -> str:
    return "" if value is None else f"{value:,}"

"""Knobs as they are written: ``kind:what=by``."""

from __future__ import annotations

from typing import get_args

from pdsched.what_if import Knob

GivenKnob = Knob | str
KINDS: tuple[str, ...] = get_args(Knob.model_fields["kind"].annotation)
EXAMPLES = {
    "substitute": "tue-am, or 2026-10-06-am",
    "trainer": "tue, or 2026-10-06",
    "group": "+1, or -1",
    "seats": "+5, or -5",
    "room": "30, the seats",
    "figure": "+1, or -1",
    "without": "nothing: without:ID",
}


def read_knob(text: str) -> Knob:
    """A knob as it is written.

    Raises:
        ValueError: with what is wrong, if it is none.

    >>> read_knob("group:sheets=+1").by
    '+1'
    >>> read_knob("chairs:lab=+1")
    Traceback (most recent call last):
    ValueError: 'chairs' is no kind of knob; give one of substitute, trainer, ...
    """
    kind, colon, rest = text.strip().partition(":")
    if not colon or kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of knob; give one of {', '.join(KINDS)}")
    what, equals, by = rest.rpartition("=") if kind != "without" else (rest, "=", "")
    if not equals or not what:
        raise ValueError(f"{text!r} does not say what; write {kind}:ID=BY, BY {EXAMPLES[kind]}")
    return Knob.model_validate({"kind": kind, "what": what, "by": by})

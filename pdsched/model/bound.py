"""A bound of the whole."""

from __future__ import annotations


class Bounder:
    def __init__(self, *args) -> None:
        self.work = 0.0

    def run(self, left: float) -> None:
        pass

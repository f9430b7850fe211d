"""What came of the mutants: the table, and the survivors that somebody has explained."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from mutants.finding import Mutant
from mutants.running import Verdict

EXPLAINED = Path(__file__).with_name("survivors.toml")


def explained() -> dict[str, str]:
    """Reasons why mutants survive, by their ids."""
    groups = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    return {mutant: group["reason"] for group in groups for mutant in group["mutants"]}


def table(verdicts: Sequence[Verdict], reasons: dict[str, str]) -> Iterator[str]:
    """By package, how many mutants there were and what became of them."""
    columns = ("killed", "explained", "survived", "undecided")
    packages: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        if verdict.outcome != "no figure":
            outcome = _outcome(verdict, reasons)
            packages.setdefault(verdict.mutant.package, Counter())[outcome] += 1
    yield f"{'package':<14}{'mutants':>10}" + "".join(f"{name:>11}" for name in columns)
    for package, counts in sorted(packages.items()):
        yield f"{package:<14}{counts.total():>10}" + "".join(f"{counts[n]:>11}" for n in columns)


def _outcome(verdict: Verdict, reasons: dict[str, str]) -> str:
    left = verdict.outcome in ("survived", "undecided")
    return "explained" if left and verdict.mutant.id in reasons else verdict.outcome


def faults(
    verdicts: Sequence[Verdict], mutants: Iterable[Mutant], reasons: dict[str, str]
) -> Iterator[str]:
    """What somebody has to look at: survivors without a reason, and reasons without a survivor."""
    for verdict in verdicts:
        if _outcome(verdict, reasons) in ("survived", "undecided"):
            yield f"{verdict.outcome.upper()} {verdict.mutant.id} ({verdict.by} tests)"
        elif verdict.outcome in ("killed", "no figure") and verdict.mutant.id in reasons:
            yield f"EXPLAINED, BUT {verdict.outcome.upper()} {verdict.mutant.id}: {verdict.by}"
    known = {mutant.id for mutant in mutants}
    yield from (f"EXPLAINED, BUT NO MUTANT {name}" for name in reasons if name not in known)

"""``rules`` and ``policy``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pdsched.cli.arguments import POLICY_HELP, Json
from pdsched.cli.told import one_line

policies = typer.Typer(
    name="policy",
    help="Show policies: which rules hold, with which figures.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def rules(as_json: Json = False) -> None:
    """Print every rule and goal, with its default figures.

    A policy can switch off optional rules. With --json: rules (each with id,
    sentence, optional, soft, figures) and goals (each with id, sentence, maximise, figures).
    """
    from pdsched.views import rules_to_text

    typer.echo(one_line(_vocabulary()) if as_json else rules_to_text())


def _vocabulary() -> dict[str, Any]:
    from pdsched.policy import GOALS, RULES, Policy

    policy = Policy()
    # As files write them: a clock time is a text.
    plain = policy.model_dump(mode="json")

    def figures(identity: str) -> dict[str, Any]:
        return {name: plain[name] for name in policy.figures(identity)}

    return {
        "rules": [
            {"id": rule, "sentence": policy.sentence(rule), "optional": info.optional}
            | {"soft": info.soft, "figures": figures(rule)}
            for rule, info in RULES.items()
        ],
        "goals": [
            {"id": goal, "sentence": policy.sentence(goal), "maximise": info.maximise}
            | {"figures": figures(goal)}
            for goal, info in GOALS.items()
        ],
    }


def show_policy(
    policy: Annotated[
        str, typer.Argument(metavar="POLICY", help=f"{POLICY_HELP}.", show_default=False)
    ],
    toml: Annotated[
        bool, typer.Option("--toml", help="Print it as a TOML file that can be edited and used.")
    ] = False,
) -> None:
    """Print a policy as sentences.

    First the rules that hold, then those switched off, then the goals in their order.
    """
    from pdsched.files import load_policy

    loaded_policy = load_policy(policy)
    typer.echo(
        loaded_policy.to_toml().rstrip("\n") if toml else "\n".join(loaded_policy.sentences())
    )

"""What each counted rule counts, beside a table written by hand.

Model and referee read one record, so that no comparison of the two finds an error in it.
"""

from __future__ import annotations

from pdsched.policy import RULES, Policy
from pdsched.policy.counted_rules import as_limit

# What is counted, per, each, figure, days of a window, and field with what was before.
TABLE = {
    "releases-per-week": ("releases", "week", "person", "releases_per_week", "", ""),
    "releases-per-month": ("releases", "month", "person", "releases_per_month", "", ""),
    "releases-per-term": ("releases", "term", "person", "releases_per_term", "", ""),
    "releases-in-all": ("releases", "plan", "person", "releases_in_all", "", "releases_before"),
    "releases-in-window": (
        "releases",
        "window",
        "person",
        "releases_in_window",
        "window_days",
        "",
    ),
    "half-days-per-date": ("half-days", "date", None, "half_days_per_date", "", ""),
}


def test_every_counted_rule_counts_what_the_table_says() -> None:
    """None is missing, and each has these counts, figures and fields."""
    told = {rule: tuple(info.counted) for rule, info in RULES.items() if info.counted}

    assert told == TABLE


def test_a_counted_rule_becomes_a_limit_of_these_figures() -> None:
    """The figure of the policy is the limit, and nothing is left out of it."""
    for rule, (count, per, each, figure, days, before) in TABLE.items():
        given = {figure: 3} | ({days: 7} if days else {})
        limit = as_limit(rule, Policy.model_validate(given).figures(rule))

        assert (limit.id, limit.count, limit.per, limit.each) == (rule, count, per, each)
        assert (limit.at_most, limit.at_least, limit.before) == (3, None, before)
        assert limit.window_days == (7 if days else None)
        assert limit.of.given == {}

"""Documents whose teams of trainers make no sense; see `bad_inputs`."""

from __future__ import annotations

from typing import Any

from good_input import Bad, both, put

HOURS = [{"start": "08:00", "end": "16:00"}]
ANN = {"id": "ann", "available": HOURS}
DUO = {"id": "duo", "members": ["tess", "ann"], "courses": ["sheets-1"]}


def _team(what: str, code: str, where: str, ann: dict[str, Any] = ANN, **fields: Any) -> Bad:
    """A team of tess and ann, with these fields."""
    team = {key: value for key, value in (DUO | fields).items() if value is not None}
    change = both(put("trainers[1]", ann), put("trainers[2]", team))
    return Bad(f"a team {what}", change, ((code, where),))


TEAMS = [
    _team("of nobody known", "PD204", "trainers[2].members[1]", members=["tess", "amy", "ann"]),
    _team(
        "that names one twice", "PD211", "trainers[2].members[2]", members=["tess", "ann", "tess"]
    ),
    _team("without courses", "PD212", "trainers[2].courses", courses=None),
    _team("of whom one has no times", "PD212", "trainers[1].available", ann={"id": "ann"}),
    _team("called like one of the staff", "PD433", "trainers[2].id", id="ada"),
    _team("with a limit a day", "PD433", "trainers[2].max_minutes_per_day", max_minutes_per_day=60),
    _team("with one a week", "PD433", "trainers[2].max_minutes_per_week", max_minutes_per_week=60),
    _team(
        "that never meets",
        "PD905",
        "trainers[2].members",
        available=[{"start": "06:00", "end": "06:30"}],
    ),
    Bad(
        "a team of one",
        both(put("trainers[1]", DUO | {"members": ["tess"]})),
        (("PD431", "trainers[1].members"),),
    ),
    Bad(
        "a team in a team",
        both(
            put("trainers[1]", ANN),
            put("trainers[2]", DUO),
            put("trainers[3]", DUO | {"id": "trio", "members": ["duo", "ann"]}),
        ),
        (("PD432", "trainers[3].members[0]"),),
    ),
    Bad(
        "a team that was told",
        both(
            put("trainers[1]", ANN),
            put("trainers[2]", DUO),
            put(
                "kept_sessions",
                [{"trainer": "duo", "course": "sheets-1", "date": "2026-09-08", "start": "08:00"}],
            ),
        ),
        (("PD433", "kept_sessions[0].trainer"),),
    ),
]

"""Bad inputs: what each change to the good document must be told; see `good_input`.

Each case changes the good document in one way and lists what must be reported: code and place of
every fault, no more and no fewer.
"""

from __future__ import annotations

from bad_pasts import PAST
from bad_senses import CHAMPIONS, COVER, IDLE, LEARNING, PAIRS, PINS, TIME
from bad_series import SERIES
from bad_shapes import REFERENCES, SHAPE
from bad_teams import TEAMS

BAD = [*SHAPE, *REFERENCES, *TIME, *LEARNING, *SERIES]
BAD += [*PAIRS, *TEAMS, *CHAMPIONS, *COVER, *PINS, *IDLE, *PAST]

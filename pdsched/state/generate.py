"""Invents a state: districts of unequal size, and a few trainers whom all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, time
from math import ceil
from pathlib import Path
from random import Random

from pdsched.files import save
from pdsched.files.writing import make_folder
from pdsched.generator.arguments import GeneratorArgumentError, refuse_bad
from pdsched.generator.build import enrich, invent
from pdsched.generator.figures import YEAR, Size
from pdsched.generator.streams import Streams, numbered, share_out
from pdsched.generator.terms import spread, usable_days
from pdsched.problem import Problem, Trainer, Window
from pdsched.state.demand import Demand, demand_of
from pdsched.state.files import save_state
from pdsched.state.records import State, StateDistrict
from pdsched.state.seats import Form, most_seats

SHARED_TOPICS = ("coding", "devices", "polls")
"""Topics of one course each that a whole state shares trainers for (assumed)."""
SEATS_PER_NEED = 0.6
"""Seats with shared trainers for each need: fewer than are wanted (assumed)."""
_LEAST_TEACHERS, _MOST_DISTRICTS = 20, 1000
_TEACHERS_PER_SCHOOL = 31.5
"""85,000 teachers in 2,700 schools."""
_SPREAD = 1.2
"""Of the logarithm of a district's size: of 72, the largest has a tenth or two of all teachers."""
_DAY_MINUTES, _WEEK_MINUTES = 240, 720
_OPENS, _CLOSES = time(8), time(16)
_DAYS_VISITED = 0.6
"""Of the usable days, most that one trainer comes."""


def generate_state(
    folder: str | Path,
    *,
    districts: int = 72,
    teachers: int = 85_000,
    seed: int = 0,
    tightness: float = 0.01,
    weeks: int | None = None,
    on_district: Callable[[str, Problem], object] | None = None,
) -> State:
    """Invent a state and write it: ``state.json``, and ``districts/ID.json.gz`` for each district.

    Sizes of districts are drawn, few large and many small. Each is invented as `pdsched.generate`
    does it, but for three topics whose courses shared trainers alone give; these have three seats
    for five needs. The same arguments give the same state.

    Args:
        folder: Where it goes; made where there is none.
        districts: How many, 1 to 1,000.
        teachers: Of all districts together, at least 20 for each.
        seed: Seed of all that is drawn.
        tightness: Of each district, as in `pdsched.generate`.
        weeks: Length of the calendars, 4 to 40; a school year (40) if left out.
        on_district: Called with id and problem of each district that is written.

    Raises:
        GeneratorArgumentError: if an argument is wrong; it names each one.
        ProblemError: if something cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> from pdsched import generate_state
    >>> with TemporaryDirectory() as folder:
    ...     state = generate_state(folder, districts=2, teachers=60, weeks=4)
    >>> [district.id for district in state.districts], len(state.trainers) > 0
    (['d-1', 'd-2'], True)
    """
    _refuse_bad(districts, teachers, seed, tightness, weeks)
    place = Path(folder)
    make_folder(place, [place / "districts"])
    rng = Random(f"{seed}|districts")
    weights = [rng.lognormvariate(0, _SPREAD) for _ in range(districts)]
    demands: list[Demand] = []
    entries: list[StateDistrict] = []
    days: Sequence[date] = ()
    # The largest first: shared trainers come on its days.
    sizes = sorted(share_out(teachers, weights, least=_LEAST_TEACHERS), reverse=True)
    for number, size in enumerate(sizes, 1):
        name = numbered("d", number, districts, least=1)
        problem = _district(name, size, YEAR if weeks is None else weeks, tightness, seed)
        days = days or usable_days(problem.calendar)
        shared = [course.id for course in problem.courses if course.topic in SHARED_TOPICS]
        demands.append(demand_of(name, problem, shared))
        entries.append(StateDistrict(id=name, path=f"districts/{name}.json.gz"))
        save(problem, place / entries[-1].path)
        if on_district is not None:
            on_district(name, problem)
    trainers = tuple(_trainers(demands, days, Random(f"{seed}|shared trainers")))
    state = State(id=f"generated-{seed}", districts=tuple(entries), trainers=trainers)
    save_state(state, place)
    return state


def _refuse_bad(
    districts: object, teachers: object, seed: object, tightness: object, weeks: object
) -> None:
    sentences = []
    try:
        refuse_bad("S", seed, None, tightness, weeks)
    except GeneratorArgumentError as error:
        sentences.append(str(error))
    if not _is_whole(districts) or not 1 <= districts <= _MOST_DISTRICTS:  # type: ignore[operator]
        sentences.append(f"districts is {districts!r}; give a whole number from 1 to 1,000.")
    elif not _is_whole(teachers) or teachers < _LEAST_TEACHERS * districts:  # type: ignore[operator]
        least = f"{_LEAST_TEACHERS} for each district"
        sentences.append(f"teachers is {teachers!r}; give a whole number of at least {least}.")
    if sentences:
        raise GeneratorArgumentError(" ".join(sentences))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def size_of(teachers: int) -> Size:
    """The size of a district of so many teachers: its schools, and how they lie.

    >>> size_of(500).schools, size_of(500).zones
    (16, 5)
    """
    schools = max(1, min(round(teachers / _TEACHERS_PER_SCHOOL), teachers // 8))
    secondary = schools // 4
    return Size(
        teachers=teachers,
        schools=schools,
        secondary=secondary,
        rotating=secondary // 3,
        zones=max(1, round(schools**0.55)),
        zone_km=12 if schools < 40 else 8 if schools < 150 else 6,
        weeks=YEAR,
        what="a district of a state whose sizes are drawn",
    )


def _district(name: str, teachers: int, weeks: int, tightness: float, seed: int) -> Problem:
    streams = Streams(Random(f"{seed}|{name}").getrandbits(62))
    problem = enrich(invent(name, size_of(teachers), weeks, streams), tightness, streams)
    shared = {course.id for course in problem.courses if course.topic in SHARED_TOPICS}
    trainers = [
        trainer.model_copy(update={"courses": tuple(c for c in trainer.courses if c not in shared)})
        for trainer in problem.trainers
    ]
    told = f"Trainers of {', '.join(SHARED_TOPICS)} are shared by all districts (assumed)."
    return problem.model_copy(
        update={
            "id": name,
            "trainers": tuple(trainer for trainer in trainers if trainer.courses),
            "assumptions": (*problem.assumptions, told),
        }
    )


def _trainers(demands: Sequence[Demand], days: Sequence[date], rng: Random) -> Iterator[Trainer]:
    """For each topic as many days as give the seats, of as few trainers as can come on them."""
    number = 0
    for topic in SHARED_TOPICS:
        wanted = sum(wish.topic == topic for demand in demands for wish in demand.wishes)
        courses = [c for c in demands[0].courses.values() if c.topic == topic]
        forms = tuple(Form(course.minutes, course.group_max) for course in courses)
        visits = max(1, ceil(SEATS_PER_NEED * wanted / max(1, most_seats(_DAY_MINUTES, forms))))
        each = max(1, int(_DAYS_VISITED * len(days)))
        for count in share_out(visits, [1.0] * ceil(visits / each)):
            number += 1
            on = tuple(sorted(spread(rng, list(days), count)))
            yield Trainer(
                id=f"shared-{number}",
                courses=tuple(course.id for course in courses),
                available=(Window(start=_OPENS, end=_CLOSES, dates=on),),
                max_minutes_per_day=_DAY_MINUTES,
                max_minutes_per_week=_WEEK_MINUTES,
            )

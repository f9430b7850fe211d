"""pdsched plans release time for professional development in schools.

The subpackages, each importing only from those below it:

- `pdsched.cli`         the command line
- `pdsched.serve`       the service: runs kept in a folder, JSON over HTTP, and pages
- `pdsched.plot`        pictures of a search and a plan, and the frames behind them
- `pdsched.binder`      the hard copy that a school keeps, a leaf for everybody who is to hold one
- `pdsched.redaction`   people replaced by stable pseudonyms, in a problem and all about it
- `pdsched.survey`      a survey of the staff made into needs; gaps of the catalogue; suggestions
- `pdsched.report`      one page for a head of school, with nothing to load
- `pdsched.answers`     why not, and what it would cost: each answer verified
- `pdsched.absences`    a plan as absences and vacancies, for the systems of school offices
- `pdsched.ical`        a plan as calendars, whose events stay the same through every replan
- `pdsched.merging`     sources put together: who is who in them, and which fields they fill in
- `pdsched.state`       districts of a state planned apart, trainers shared, a bound of the whole
- `pdsched.rosters`     readers of OneRoster, School Data Sync and Ed-Fi
- `pdsched.runner`      Problem -> Result: the solving process, its limits, the certificate
- `pdsched.generator`   problems drawn from a seed, around a real timetable or not
- `pdsched.timetables`  readers of timetables: any table, Untis, XHSTT, FET
- `pdsched.files`       JSON, CSV and TOML, in and out
- `pdsched.search`      large neighbourhood search and dual bounds, goal after goal
- `pdsched.model`       candidates, variables, every rule as rows and every goal as weights
- `pdsched.engines`     integer programs as arrays, and OR-Tools, which solves them
- `pdsched.params`      parameters of the search, for experts
- `pdsched.indicators`  key figures of a plan, each with its parts by school, topic or week
- `pdsched.accounts`    what a plan uses up, and the figures with which the next one begins
- `pdsched.reasons`     why a need stays unmet
- `pdsched.referee`     every rule and goal again, in plain Python, sharing no code with the model
- `pdsched.preflight`   which needs no plan meets, and which pins none keeps, with no solver
- `pdsched.checks`      what is wrong with a problem, before anything is solved
- `pdsched.views`       a plan by person, school, day, trainer, substitute; differences; HTML
- `pdsched.what_if`     what changes would bring, and what chance can take: the records
- `pdsched.answer`      what a question about a plan is answered, and how far it is proven
- `pdsched.result`      status, value and bound of each goal, certificate
- `pdsched.plan`        what is wanted: sessions, releases, covers, engagements, unmet needs
- `pdsched.policy`      which rules hold, with which figures; the ids of rules and goals
- `pdsched.expansion`   a problem in full: meetings of series, and the steps that needs imply
- `pdsched.problem`     what is given
- `pdsched.clusters`    workers elsewhere: what is sent, what is lost, Ray, versions, addresses
- `pdsched.wording`     sentences, dates and numbers in English, French and German; templates
- `pdsched.outside`     bytes of files, in and out, within limits; tables no spreadsheet computes
- `pdsched.errors`      the exception tree
- `pdsched.faces`       records in short, and as a notebook shows them
- `pdsched.printable`   text of others, without letters that a terminal obeys
- `pdsched.homes`       which subpackage each public name comes from
- `pdsched.renamed`     names of the last version, which warn
- `pdsched.stages`      how far a long piece of writing is, for whoever listens
- `pdsched.timed`       what the time of a run goes to, for whoever reads the log

Names load when first used, so that ``import pdsched`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from pdsched.homes import HOMES as _HOMES
from pdsched.renamed import warn_renamed

if TYPE_CHECKING:
    from pdsched.absences import AbsenceFile as AbsenceFile
    from pdsched.absences import save_absences as save_absences
    from pdsched.accounts import ColleagueCovers as ColleagueCovers
    from pdsched.accounts import Ledger as Ledger
    from pdsched.accounts import LedgerEntry as LedgerEntry
    from pdsched.accounts import Payback as Payback
    from pdsched.accounts import ledger as ledger
    from pdsched.answer import Answer as Answer
    from pdsched.answer import GoalPrice as GoalPrice
    from pdsched.answer import Proof as Proof
    from pdsched.answer import ReplanAnswer as ReplanAnswer
    from pdsched.answer import RuleInstance as RuleInstance
    from pdsched.answer import Told as Told
    from pdsched.answers.alternatives import alternatives as alternatives
    from pdsched.answers.explain import explain as explain
    from pdsched.answers.price import price as price
    from pdsched.answers.replan import replan as replan
    from pdsched.answers.scenarios import scenarios as scenarios
    from pdsched.answers.simulate import simulate as simulate
    from pdsched.answers.unmet import unmet as unmet
    from pdsched.answers.why import why as why
    from pdsched.answers.why_not import why_not as why_not
    from pdsched.binder import save_binder as save_binder
    from pdsched.checks import check as check
    from pdsched.clusters.ray_workers import ray_executor as ray_executor
    from pdsched.errors import Fault as Fault
    from pdsched.errors import PdschedError as PdschedError
    from pdsched.errors import PlanRejectedError as PlanRejectedError
    from pdsched.errors import ProblemError as ProblemError
    from pdsched.errors import Severity as Severity
    from pdsched.errors import SolverError as SolverError
    from pdsched.errors import StartRejectedError as StartRejectedError
    from pdsched.files import load as load
    from pdsched.files import load_approvals as load_approvals
    from pdsched.files import load_changes as load_changes
    from pdsched.files import load_plan as load_plan
    from pdsched.files import load_policy as load_policy
    from pdsched.files import load_problem as load_problem
    from pdsched.files import save as save
    from pdsched.generator import GeneratorArgumentError as GeneratorArgumentError
    from pdsched.generator import generate as generate
    from pdsched.ical import CalendarFile as CalendarFile
    from pdsched.ical import save_calendars as save_calendars
    from pdsched.indicators import Kpi as Kpi
    from pdsched.indicators import KpiChange as KpiChange
    from pdsched.indicators import KpiComparison as KpiComparison
    from pdsched.indicators import Kpis as Kpis
    from pdsched.indicators import Prices as Prices
    from pdsched.indicators import compare as compare
    from pdsched.indicators import kpis as kpis
    from pdsched.merging import MatchedBy as MatchedBy
    from pdsched.merging import Merged as Merged
    from pdsched.merging import MergeReport as MergeReport
    from pdsched.merging import MergeTally as MergeTally
    from pdsched.merging import PersonLeft as PersonLeft
    from pdsched.merging import PersonMatch as PersonMatch
    from pdsched.merging import merge as merge
    from pdsched.params import SearchParams as SearchParams
    from pdsched.plan import Approval as Approval
    from pdsched.plan import Approvals as Approvals
    from pdsched.plan import ApprovalState as ApprovalState
    from pdsched.plan import Change as Change
    from pdsched.plan import ChangeKind as ChangeKind
    from pdsched.plan import Changes as Changes
    from pdsched.plan import Cover as Cover
    from pdsched.plan import Engagement as Engagement
    from pdsched.plan import MadeUnder as MadeUnder
    from pdsched.plan import Part as Part
    from pdsched.plan import Plan as Plan
    from pdsched.plan import Release as Release
    from pdsched.plan import Session as Session
    from pdsched.plan import UnmetNeed as UnmetNeed
    from pdsched.plan import approve as approve
    from pdsched.plan import keep as keep
    from pdsched.plan import with_approvals as with_approvals
    from pdsched.plan import with_previous as with_previous
    from pdsched.policy import Policy as Policy
    from pdsched.problem import Blackout as Blackout
    from pdsched.problem import Calendar as Calendar
    from pdsched.problem import Champions as Champions
    from pdsched.problem import Course as Course
    from pdsched.problem import CoverKind as CoverKind
    from pdsched.problem import Cycle as Cycle
    from pdsched.problem import CycleDate as CycleDate
    from pdsched.problem import CycleKind as CycleKind
    from pdsched.problem import DayKind as DayKind
    from pdsched.problem import EngagementPin as EngagementPin
    from pdsched.problem import Half as Half
    from pdsched.problem import HalfDays as HalfDays
    from pdsched.problem import Kept as Kept
    from pdsched.problem import KeptCover as KeptCover
    from pdsched.problem import KeptSession as KeptSession
    from pdsched.problem import Lesson as Lesson
    from pdsched.problem import LevelStep as LevelStep
    from pdsched.problem import Meeting as Meeting
    from pdsched.problem import Modality as Modality
    from pdsched.problem import Need as Need
    from pdsched.problem import NoticeFill as NoticeFill
    from pdsched.problem import Pair as Pair
    from pdsched.problem import PairKind as PairKind
    from pdsched.problem import Period as Period
    from pdsched.problem import PinKind as PinKind
    from pdsched.problem import Prerequisite as Prerequisite
    from pdsched.problem import Problem as Problem
    from pdsched.problem import ProtectedTime as ProtectedTime
    from pdsched.problem import RecordError as RecordError
    from pdsched.problem import Role as Role
    from pdsched.problem import Room as Room
    from pdsched.problem import School as School
    from pdsched.problem import Series as Series
    from pdsched.problem import SessionPin as SessionPin
    from pdsched.problem import StaffMember as StaffMember
    from pdsched.problem import Substitute as Substitute
    from pdsched.problem import Term as Term
    from pdsched.problem import Trainer as Trainer
    from pdsched.problem import Travel as Travel
    from pdsched.problem import Weekday as Weekday
    from pdsched.problem import WeekdayFill as WeekdayFill
    from pdsched.problem import Window as Window
    from pdsched.redaction import Redaction as Redaction
    from pdsched.redaction import redacted as redacted
    from pdsched.referee import Violation as Violation
    from pdsched.referee import score as score
    from pdsched.referee import verify as verify
    from pdsched.report import save_report as save_report
    from pdsched.result import GoalResult as GoalResult
    from pdsched.result import LessonPrice as LessonPrice
    from pdsched.result import Progress as Progress
    from pdsched.result import Result as Result
    from pdsched.result import Status as Status
    from pdsched.result import TracePoint as TracePoint
    from pdsched.runner.run import Run as Run
    from pdsched.runner.solve import solve as solve
    from pdsched.runner.solve_many import solve_many as solve_many
    from pdsched.runner.start import start as start
    from pdsched.state import DistrictOutcome as DistrictOutcome
    from pdsched.state import Share as Share
    from pdsched.state import State as State
    from pdsched.state import StateDistrict as StateDistrict
    from pdsched.state import StateResult as StateResult
    from pdsched.state import VisitPrice as VisitPrice
    from pdsched.state import generate_state as generate_state
    from pdsched.state import load_state as load_state
    from pdsched.state import save_state as save_state
    from pdsched.state import solve_state as solve_state
    from pdsched.survey import gap_report as gap_report
    from pdsched.survey import load_scales as load_scales
    from pdsched.survey import needs_from_survey as needs_from_survey
    from pdsched.survey import suggestions as suggestions
    from pdsched.timetables import Frame as Frame
    from pdsched.timetables import Note as Note
    from pdsched.timetables import Timetable as Timetable
    from pdsched.timetables import TimetableLesson as TimetableLesson
    from pdsched.timetables import TimetablePeriod as TimetablePeriod
    from pdsched.timetables import TimetableRoom as TimetableRoom
    from pdsched.timetables import read_table as read_table
    from pdsched.views import PersonChange as PersonChange
    from pdsched.views import PlanDifference as PlanDifference
    from pdsched.views import ReleaseChange as ReleaseChange
    from pdsched.views import SessionChange as SessionChange
    from pdsched.views import difference as difference
    from pdsched.what_if import GoalGain as GoalGain
    from pdsched.what_if import Knob as Knob
    from pdsched.what_if import KnobPrice as KnobPrice
    from pdsched.what_if import PriceList as PriceList
    from pdsched.what_if import ReleaseRisk as ReleaseRisk
    from pdsched.what_if import Reserve as Reserve
    from pdsched.what_if import Scenario as Scenario
    from pdsched.what_if import Scenarios as Scenarios
    from pdsched.what_if import SchoolRisk as SchoolRisk
    from pdsched.what_if import Simulation as Simulation
    from pdsched.what_if import Spread as Spread

# Names of the last version, and the names in their place.
_RENAMED = {
    "gap_report": "pdsched.survey.gap_report",
    "keep": "pdsched.with_previous",
    "load_scales": "pdsched.survey.load_scales",
    "needs_from_survey": "pdsched.survey.needs_from_survey",
    "suggestions": "pdsched.survey.suggestions",
}

__version__ = "0.1.0"
__all__ = sorted(_HOMES)  # pyright: ignore[reportUnsupportedDunderAll]

if not TYPE_CHECKING:  # A type checker would take every misspelt name for one of these.

    def __getattr__(name: str) -> Any:
        if now := _RENAMED.get(name):
            warn_renamed(f"pdsched.{name}", now)
            home, _, name = now.rpartition(".")
            return getattr(import_module(home), name)
        if name not in _HOMES:
            raise AttributeError(f"module 'pdsched' has no attribute {name!r}")
        value = getattr(import_module(f"pdsched.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

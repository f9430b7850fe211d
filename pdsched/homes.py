"""The public names and where they come from, for `pdsched` to load them when they are first used.

Type checkers read the same in `pdsched`; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping

_ANSWERS = "alternatives explain price replan scenarios simulate unmet why why_not"
HOMES: Mapping[str, str] = {
    name: home
    for home, names in {
        "absences": "AbsenceFile save_absences",
        "accounts": "ColleagueCovers Ledger LedgerEntry Payback ledger",
        "answer": "Answer GoalPrice Proof ReplanAnswer RuleInstance Told",
        **{f"answers.{name}": name for name in _ANSWERS.split()},
        "binder": "save_binder",
        "checks": "check",
        "clusters.ray_workers": "ray_executor",
        "errors": (
            "Fault PdschedError PlanRejectedError ProblemError Severity SolverError "
            "StartRejectedError"
        ),
        "files": "load load_approvals load_changes load_plan load_policy load_problem save",
        "generator": "GeneratorArgumentError generate",
        "ical": "CalendarFile save_calendars",
        "indicators": "Kpi KpiChange KpiComparison Kpis Prices compare kpis",
        "merging": "MatchedBy MergeReport MergeTally Merged PersonLeft PersonMatch merge",
        "params": "SearchParams",
        "plan": (
            "Approval ApprovalState Approvals Change ChangeKind Changes Cover Engagement MadeUnder "
            "Part Plan Release Session UnmetNeed approve with_approvals with_previous"
        ),
        "policy": "Policy",
        "problem": (
            "Blackout Calendar Champions Course CoverKind Cycle CycleDate CycleKind DayKind "
            "EngagementPin Half HalfDays Kept KeptCover KeptSession Lesson LevelStep Meeting "
            "Modality Need NoticeFill Pair PairKind Period PinKind Prerequisite Problem "
            "ProtectedTime RecordError Role Room School Series SessionPin StaffMember "
            "Substitute Term Trainer Travel Weekday WeekdayFill Window"
        ),
        "redaction": "Redaction redacted",
        "referee": "Violation score verify",
        "report": "save_report",
        "result": "GoalResult LessonPrice Progress Result Status TracePoint",
        "runner.run": "Run",
        **{f"runner.{name}": name for name in ("solve", "solve_many", "start")},
        "state": (
            "DistrictOutcome Share State StateDistrict StateResult VisitPrice generate_state "
            "load_state save_state solve_state"
        ),
        "timetables": (
            "Frame Note Timetable TimetableLesson TimetablePeriod TimetableRoom read_table"
        ),
        "views": "PersonChange PlanDifference ReleaseChange SessionChange difference",
        "what_if": (
            "GoalGain Knob KnobPrice PriceList ReleaseRisk Reserve Scenario Scenarios SchoolRisk "
            "Simulation Spread"
        ),
    }.items()
    for name in names.split()
}

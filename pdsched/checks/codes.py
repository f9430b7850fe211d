"""Every code a fault can carry, with one sentence and its severity.

Codes are stable: programs may compare them. PD1xx is the shape of a document, PD2xx references and
ids, PD3xx time, PD4xx learning, PD5xx cover, PD6xx pins, PD8xx the past and changes;
PD9xx are warnings.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pdsched.errors import Fault, Severity

CODES: Mapping[str, str] = MappingProxyType(
    {
        "PD101": "A file or folder cannot be read or written.",
        "PD102": "A file is not text in UTF-8, or in the encoding that was told.",
        "PD103": "A file is not well-formed JSON, CSV or TOML.",
        "PD104": "A key or a column is given twice.",
        "PD105": "A document or path is of another kind than asked for.",
        "PD106": "A field is missing.",
        "PD107": "A field, column or table is not known.",
        "PD108": "A value has the wrong type.",
        "PD109": "A value is outside its limits.",
        "PD110": "A value is none of the choices.",
        "PD111": "A text is no id.",
        "PD112": "A value is no clock time.",
        "PD113": "A value is no date, or can be read as two dates.",
        "PD114": "A table has the wrong number of rows, or a row too many cells.",
        "PD115": "A file is larger than what is read, or holds more values.",
        "PD116": "There are too many faults to tell each.",
        "PD201": "No staff member has this id.",
        "PD202": "No school has this id.",
        "PD203": "No course has this id.",
        "PD204": "No trainer has this id.",
        "PD205": "No room has this id.",
        "PD206": "No substitute has this id.",
        "PD207": "No course has this topic.",
        "PD208": "The cycle of the school has no such day.",
        "PD209": "No school lies in this zone.",
        "PD210": "Two records of one kind have the same id.",
        "PD211": "A list names the same thing twice.",
        "PD212": "A list is empty where that would mean nobody, nowhere or never.",
        "PD213": "The way between two schools is given twice.",
        "PD214": "A way leads from a school to itself.",
        "PD215": "No lesson has this id.",
        "PD216": "No need has this id.",
        "PD217": "No session of the past has this id.",
        "PD218": "No session of the plan has this id.",
        "PD220": "Two sources say different things of one record.",
        "PD301": "The time zone is not known.",
        "PD302": "A last date is before its first date.",
        "PD303": "The horizon is longer than 800 days.",
        "PD304": "No weekday is open.",
        "PD305": "An end is not after its start.",
        "PD306": "A clock time does not exist on its date: clocks are put forward over it.",
        "PD307": "A lesson or protected time has both a day and a date, or neither.",
        "PD308": "A date is outside the horizon.",
        "PD309": "A date is one on which the school is closed.",
        "PD310": "A span of dates misses the horizon.",
        "PD311": "One person holds two lessons at once.",
        "PD312": "The days of a weekly cycle do not fill whole weeks.",
        "PD313": "A cycle names one day twice.",
        "PD314": "Two periods of one cycle day overlap.",
        "PD315": "Two terms overlap.",
        "PD316": "A lesson needs more adults than hold it.",
        "PD321": "An anchor of a cycle is far away, or on another weekday than its day.",
        "PD322": "A date that is to follow another day has no lessons.",
        "PD401": "A need names several of course, topic and wishes, or none.",
        "PD402": "A need for a topic does not say to which level.",
        "PD403": "A need leads to no higher level.",
        "PD404": "No course answers a need.",
        "PD405": "Two needs are the same.",
        "PD406": "A course leads to no higher level.",
        "PD407": "The least group is larger than the greatest.",
        "PD408": "The preferred group is smaller than the least or larger than the greatest.",
        "PD409": "The least lag is longer than the greatest.",
        "PD410": "A course is its own prerequisite.",
        "PD411": "Courses are prerequisites of each other in a circle.",
        "PD412": "No room seats even the least group of a course.",
        "PD413": "A group is to stay together where each learns alone.",
        "PD414": "A course has two series.",
        "PD415": "A session of a series does not say which meeting it is.",
        "PD416": "A wish is for a series.",
        "PD421": "Two people are to learn together and apart.",
        "PD431": "A team of trainers has one member.",
        "PD432": "A member of a team is a team.",
        "PD433": "A team is taken for a person.",
        "PD501": "A substitute serves neither a zone nor a school.",
        "PD502": "A class, or a part of it, is to be taken in beside its own lesson.",
        "PD503": "A class is to be divided among one lesson.",
        "PD601": "A pin names nothing.",
        "PD602": "One pin forbids what another requires.",
        "PD603": "A pinned date is outside the horizon.",
        "PD604": "A pinned start is the start of no period.",
        "PD605": "A required pin can be kept at no time.",
        "PD606": "Required pins ask for more together than there is.",
        "PD607": "A pin names a need of somebody else.",
        "PD801": "What is said to be past is not before today.",
        "PD802": "Who attended in the past has no release, or the release no attendance.",
        "PD803": "The past meets a need twice, or that of somebody else.",
        "PD804": "A record of the past is listed twice.",
        "PD805": "A release of the past has another date than its session.",
        "PD806": "Nothing is left to plan: today is after the horizon.",
        "PD811": "A change lacks what its kind asks for, or has what it does not take.",
        "PD812": "A change contradicts the plan that it is about.",
        "PD902": "No substitute has a qualification that a lesson asks for.",
        "PD903": "A prerequisite of a needed course is neither done nor needed.",
        "PD904": "A substitute is never available in the horizon.",
        "PD905": "A trainer is never available in the horizon.",
        "PD906": "No room seats the greatest group of a course.",
        "PD907": "A course needs a room, and there is none for it.",
        "PD908": "A person has already reached what a need leads to.",
        "PD909": "No day of the horizon is open.",
        "PD910": "A substitute serves no school at all.",
        "PD911": "A file is not in UTF-8, and its code page was guessed.",
        "PD912": "A file of the folder, or a sheet of the workbook, is no table and was not read.",
        "PD913": "A person has a level in a topic that no course has.",
        "PD914": "A class, or a part of it, may be taken in beside a lesson that never can.",
        "PD915": "Dates with a class that no lesson has are counted for a substitute.",
        "PD916": "Chances go by days of notice, and nothing says from which date these count.",
        "PD917": "The lags of a prerequisite never allow its cadence.",
        "PD918": "What the previous plan has lies outside the horizon.",
        "PD919": "What the previous plan has is listed twice.",
        "PD920": "A lesson that only student squads attend asks for cover.",
        "PD921": "A figure of a policy counts for nothing without another, or without its goal.",
        "PD922": "A policy asks for more steps of a goal than there is to compare.",
        "PD923": "A policy merges or divides classes, and no lesson of the problem says which.",
        "PD924": "One id stands for people of different names in two tables.",
        "PD925": "Today is after the horizon.",
        "PD926": "A required pin could be met before today only, and was not.",
        "PD927": "A cover of the past is for somebody who was at no session that date.",
        "PD928": "A session of the past has a venue, and its course none, or the reverse.",
        "PD929": "Ids stand in two tables, and no names say whether they are of one person.",
        "PD930": "A counted limit of a policy selects what the problem does not have.",
        "PD931": "A counted limit of a policy asks for nothing.",
        "PD932": "A series takes longer than the horizon.",
        "PD933": "A need brings needs for the steps that come first.",
        "PD934": "A series has a cadence, and no goal of the policy asks for it.",
        "PD935": "A person whose level is nowhere stated needs a course that starts above others.",
        "PD936": "A need is only answered by courses that start above the person.",
        "PD941": "A cycle of several weeks is counted from a week without lessons.",
        "PD942": "A day of a weekly cycle is called like a weekday on which it never falls.",
        "PD951": "Part-time staff have days without a lesson, and nothing says when they work.",
        "PD952": "People have lessons on days on which they do not work.",
        "PD953": "A role is nearly one that rules know.",
        "PD954": "People have answered a survey more than once, and the last answer counts.",
        "PD955": "People who are no staff have answered a survey, and were passed over.",
        "PD961": "Coaching in class is longer than every lesson to which the coach could come.",
        "PD970": "Not all needs can be met.",
        "PD971": "What answers needs is given by nobody on a date that is left.",
        "PD972": "People can be released at no time at which what they need is given.",
        "PD973": "With what comes first, needs take longer than the dates that are left.",
        "PD974": "Trainers have too few minutes for all who need some courses.",
        "PD975": "Rooms have too few minutes or seats for all who need some courses.",
        "PD976": "Too few could hold the lessons of all who need something.",
    }
)
"""The sentence of every code."""


def severity(code: str) -> Severity:
    """Whether a fault of this code stops the work.

    >>> severity("PD201").value, severity("PD902").value
    ('error', 'warning')
    """
    return Severity.WARNING if code.startswith("PD9") else Severity.ERROR


def fault(code: str, where: str, value: object, message: str, advice: str) -> Fault:
    """A fault of a known code, with its value shortened.

    >>> print(fault("PD202", "rooms[0].school", "nroth", "is no school", "add it to schools"))
    PD202 rooms[0].school: 'nroth' is no school; add it to schools
    """
    assert code in CODES, code
    return Fault(code, where, shorten(value), message, advice, severity(code))


def shorten(value: object, length: int = 60) -> str:
    """The value as text of limited length.

    >>> shorten("x" * 100, 5)
    'xxxx…'
    """
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= length else text[: length - 1] + "…"

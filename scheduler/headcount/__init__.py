"""Hours owed by coverage against hours that people have: what is known before any search.

Do the hours suffice, over the whole period (`headcount`), and the nights (`night_shifts`)? At each instant, are there
enough people who could be there at all (`thin_spots`)? And at which hours of the week does somebody lack
(`short_weeks`)? When nothing lacks, that promises no roster; when something does, there is none, as long as contracts,
leave, skills and the limits on nights are kept.
"""

from scheduler.headcount.hours import Headcount, RequirementHours, SiteHours, SkillPeople, headcount
from scheduler.headcount.nights import NightShifts, Rhythm, night_shifts
from scheduler.headcount.short_week import Bottleneck, ShortWeek, short_weeks
from scheduler.headcount.smallest import SitePeople, SmallestTeam
from scheduler.headcount.thin_spots import ThinSpot, thin_spots

__all__ = [
    "Bottleneck",
    "Headcount",
    "NightShifts",
    "RequirementHours",
    "Rhythm",
    "ShortWeek",
    "SiteHours",
    "SitePeople",
    "SkillPeople",
    "SmallestTeam",
    "ThinSpot",
    "headcount",
    "night_shifts",
    "short_weeks",
    "thin_spots",
]

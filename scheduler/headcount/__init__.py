"""Hours owed by coverage against hours that people have: what is known before any search.

Two questions. Do the hours suffice, over the whole period (`headcount`)? And at each instant, are there enough people
who could be there at all (`thin_spots`)? Two times yes promises no roster; a no means that there is none, as long as
contracts, leave and skills are kept.
"""

from scheduler.headcount.hours import Headcount, RequirementHours, SiteHours, headcount
from scheduler.headcount.thin_spots import ThinSpot, thin_spots

__all__ = ["Headcount", "RequirementHours", "SiteHours", "ThinSpot", "headcount", "thin_spots"]

"""report(problem, roster, verdict) -> Report: what a manager wants to know of a roster."""

from scheduler.report.contents import Report, report
from scheduler.report.holidays import HolidayReport, holiday_notices
from scheduler.report.limits import BindingLimits
from scheduler.report.plain import plain
from scheduler.report.reach import Reach, reaches
from scheduler.report.rules import says

__all__ = [
    "BindingLimits",
    "HolidayReport",
    "Reach",
    "Report",
    "holiday_notices",
    "plain",
    "reaches",
    "report",
    "says",
]

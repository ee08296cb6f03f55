"""The period and the sites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from zoneinfo import available_timezones

from api.documents.advice import maybe, shown
from api.documents.calendars import calendars, is_calendar
from api.documents.draft import Draft
from api.errors import Issue
from scheduler.intervals import at, days_between, is_zone, next_day, utc_text

LONGEST_PERIOD_DAYS = 400

_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", re.ASCII)
_IMPORT = "Others come by `watchbill holidays import`; or list the site's holidays here."


def period_runs_forward(draft: Draft) -> Iterator[Issue]:
    period = draft.period
    if not period:
        return
    days = days_between(period.first_day, period.last_day) + 1
    if days < 1:
        expected = f"a day not before first_day, {period.first_day}"
        yield Issue("period.last_day", str(period.last_day), "comes before the first day", expected)
    elif days > LONGEST_PERIOD_DAYS:
        expected = f"at most {LONGEST_PERIOD_DAYS} days in one plan"
        yield Issue("period.last_day", str(period.last_day), f"makes a period of {days} days", expected)


def coverage_runs_forward(draft: Draft) -> Iterator[Issue]:
    period = draft.period
    if period and period.coverage_until <= period.coverage_from:
        until, start = utc_text(period.coverage_until), utc_text(period.coverage_from)
        problem = "comes before coverage_from" if period.coverage_until < period.coverage_from else "is coverage_from"
        yield Issue("period.coverage_until", until, problem, f"an instant after {start}")


def coverage_lies_in_period(draft: Draft) -> Iterator[Issue]:
    """A day of slack on either side: sites are up to 14 hours from UTC, and the last night ends a day later."""
    period = draft.period
    if not period or period.last_day < period.first_day:
        return
    earliest = at(next_day(period.first_day, -1), time(), "UTC")
    latest = at(next_day(period.last_day, 3), time(), "UTC")
    expected = f"an instant from {utc_text(earliest)} to {utc_text(latest)}, when shifts of the period can run"
    for name, instant in (("coverage_from", period.coverage_from), ("coverage_until", period.coverage_until)):
        if not earliest <= instant <= latest:
            yield Issue(f"period.{name}", utc_text(instant), "lies outside the period", expected)


def known_zones(draft: Draft) -> Iterator[Issue]:
    rows = [(f"{path}.timezone", site.timezone) for path, site in draft.sites.rows]
    rows += [(f"{path}.timezone", row.timezone) for path, row in draft.coverage.rows if row.timezone]
    for path, zone in rows:
        if not is_zone(zone):
            expected = "an IANA time zone such as Asia/Singapore"
            yield Issue(path, shown(zone), "is not a time zone", expected, maybe(zone, available_timezones()))


def known_calendars(draft: Draft) -> Iterator[Issue]:
    """A site that lists its holidays may name a calendar of which there is no table."""
    for path, site in draft.sites.rows:
        name = site.holiday_calendar
        if name and not is_calendar(name) and (site.holidays is None or not _CODE.fullmatch(name)):
            expected = f"one of {', '.join(sorted(calendars()))}"
            advice = maybe(name, calendars()) or _IMPORT
            yield Issue(f"{path}.holiday_calendar", shown(name), "is not a holiday calendar", expected, advice)


CHECKS = (period_runs_forward, coverage_runs_forward, coverage_lies_in_period, known_zones, known_calendars)

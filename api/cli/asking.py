"""`watchbill oncall`: who is on call at an instant, by the final schedule of a plan. The plan alone is enough."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from api.documents.advice import maybe, shown
from api.documents.plan_file import PlanFile, read_plan
from api.errors import BadInput, Issue
from api.terminal.console import results
from api.terminal.oncall import print_answers
from exports.document import answer_rows, to_json
from scheduler.intervals import is_zone, parse_instant
from scheduler.oncall.values import Answer


def run(plan: Path, at: str | None, zone: str | None, *, as_json: bool = False) -> None:
    """Print the answers. Raises BadInput for what is no instant or no zone."""
    instant = datetime.now(UTC) if at is None else _instant(at)
    if zone is not None:
        _known(zone)
    file = read_plan(plan)
    console = results()
    if as_json:
        console.out(to_json(answer_rows(answers(file, instant))), end="", highlight=False)
    else:
        print_answers(console, file.problem, instant, answers(file, instant), zone)
        if not file.roster.assignments:
            console.print(f"The plan has no roster: its status is {file.status}.")


def answers(file: PlanFile, instant: datetime) -> Sequence[Answer]:
    """One for each duty, level and person; for each duty that has shifts one at least."""
    return file.schedule.answer(instant)


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except (ValueError, OverflowError) as error:
        advice = str(error) if "no offset" in str(error) else ""
        issue = Issue("--at", shown(text), "is not an instant", "such as 2027-02-14T15:10:00Z", advice)
        raise BadInput([issue]) from None


def _known(zone: str) -> None:
    from zoneinfo import available_timezones

    if not is_zone(zone):
        advice = maybe(zone, available_timezones())
        raise BadInput([Issue("--tz", shown(zone), "is not a time zone", "such as Asia/Singapore", advice)])

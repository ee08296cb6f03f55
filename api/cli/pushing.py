"""`watchbill push`: a schedule into the pager that a team has. Nothing is written without --for-real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from api.cli.credentials import checked_url, token_in
from api.cli.formats import PagerName
from api.documents.plan_file import read_plan
from api.errors import BadInput, Issue
from api.exporting.rendering import Wanted, shifts_of_track
from api.pushing import goalert, pagerduty
from api.pushing.connection import Connection, Refused
from api.pushing.difference import Difference, Pager
from api.pushing.sources import Pushed, of_plan, of_service
from api.pushing.users import read_users
from api.terminal.console import results
from exports.pager import PagerShift
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by, utc_text

MOST_SHOWN = 40
SERVICE_TOKEN = "WATCHBILL_TOKEN"


@dataclass(frozen=True)
class Order:
    """What to push where: from the file `plan`, or of `team` at `service` for so many days from now."""

    pager: PagerName
    schedule: str
    users: Path
    plan: Path | None = None
    service: str | None = None
    team: str | None = None
    days: int = 28
    url: str | None = None
    duty: str | None = None
    level: int | None = None
    gaps: bool = False
    for_real: bool = False


def run(order: Order, now: datetime | None = None) -> int:
    """Tell the difference, and with `for_real` carry it out. Returns the exit code: 1 when that failed half-way."""
    now = now or datetime.now(UTC)
    users = read_users(order.users)
    pushed = _pushed(order, now)
    asked = Wanted(duty=order.duty, level=order.level, users=users, gaps=order.gaps)
    wanted = shifts_of_track(pushed.holdings, asked, pushed.tracks)
    with ExitStack() as stack:
        pager = _pager(order, stack)
        difference = pager.difference(wanted, pushed.window, now)
        console = results()
        _tell(console, difference, {user: person for person, user in users.items()})
        if difference.nothing or not order.for_real:
            console.print("Nothing is to be done." if difference.nothing else "Nothing was written: add --for-real.")
            return 0
        return _carry_out(console, pager, difference)


def _pushed(order: Order, now: datetime) -> Pushed:
    if order.plan is not None and order.service is None:
        return of_plan(read_plan(order.plan))
    if order.plan is None and order.service is not None and order.team is not None:
        url, token = checked_url(order.service, "--service"), token_in(SERVICE_TOKEN)
        window = Interval(now, shift_by(now, minutes=order.days * MINUTES_A_DAY))
        with Connection(url, {"Authorization": f"Bearer {token}"}) as connection:
            return of_service(connection, order.team, window)
    raise BadInput([Issue("push", "", "says not what to push", "a plan.json, or --service with --team")])


def _pager(order: Order, stack: ExitStack) -> Pager:
    if order.pager is PagerName.PAGERDUTY:
        url = checked_url(order.url or pagerduty.URL)
        connection = Connection(url, pagerduty.headers(token_in(pagerduty.TOKEN)))
        return pagerduty.PagerDuty(stack.enter_context(connection), order.schedule)
    if order.url is None:
        raise BadInput([Issue("--url", "", "is missing", "the address of your GoAlert")])
    if order.gaps:
        raise BadInput([Issue("--gaps", "", "is for PagerDuty", "GoAlert without it: where nobody is, nobody is")])
    connection = Connection(checked_url(order.url), goalert.headers(token_in(goalert.TOKEN)))
    return goalert.GoAlert(stack.enter_context(connection), order.schedule)


def _tell(console: Console, difference: Difference, people: Mapping[str, str]) -> None:
    create, remove, keep = len(difference.create), len(difference.remove), len(difference.keep)
    begun = f"; {difference.begun} have begun and are left alone" if difference.begun else ""
    foreign = f"; {difference.foreign} are of another form and are left alone" if difference.foreign else ""
    console.print(Text(f"{create} to make, {remove} to take away, {keep} stay{begun}{foreign}."))
    for sign, shifts in (("+", difference.create), ("-", difference.remove)):
        _list(console, sign, shifts, people)


def _list(console: Console, sign: str, shifts: Sequence[PagerShift], people: Mapping[str, str]) -> None:
    for shift in shifts[:MOST_SHOWN]:
        who = f"{shift.user} ({people.get(shift.user, 'not of this team')})" if shift.user else "nobody"
        console.print(Text(f"{sign} {utc_text(shift.start)} to {utc_text(shift.end)} {who}"))
    if len(shifts) > MOST_SHOWN:
        console.print(Text(f"{sign} and {len(shifts) - MOST_SHOWN} more"))


def _carry_out(console: Console, pager: Pager, difference: Difference) -> int:
    steps = 0
    try:
        for said in pager.carry_out():
            steps += 1
            console.print(Text(said))
    except Refused as error:
        console.print(Text(f"Stopped after {steps} steps, which are done; the rest is not. {error}"))
        console.print("Push again: it compares first, and does only what lacks.")
        return 1
    console.print("Done.")
    return 0

"""What is answered about on call besides the one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlmodel import Session

from api.errors import Issue
from api.oncall.question import Question, teams_to_tell
from api.oncall.schemas import OncallHolding, View
from api.oncall.telling import Told, shown, tell
from api.schedule.board import Board
from api.schedule.final import base_of, touching
from api.schedule.posted import Posted
from api.schedule.records import records_for
from api.security.abilities import Ability
from api.security.principal import Principal
from api.web.problems import bad_input, not_found
from scheduler.intervals import MINUTES_A_DAY, Interval, shift_by
from scheduler.oncall.resolve import FinalSchedule
from scheduler.oncall.sweep import in_order
from scheduler.oncall.values import Holding, Source

DAYS_AHEAD, MOST_DAYS = 28, 400


def told(question: Question, principal: Principal, board: Board, now: datetime) -> Told:
    """The answer, from the database where what is in memory is not enough."""
    at = question.at or now
    found = (board.around(team, Interval(at, at)) for team in teams_to_tell(question, principal, board))
    return tell(question, [posted for posted in found if posted is not None], at, board.stale_since)


def window_of(now: datetime, start: datetime | None, until: datetime | None) -> Interval:
    """From `start` (None: now) until `until` (None: four weeks later). Raises BadInput for one that runs backwards.

    One of no length means its instant.
    """
    start = start or now
    until = until or shift_by(start, minutes=DAYS_AHEAD * MINUTES_A_DAY)
    if until < start:
        raise bad_input(Issue("until", shown(until, None), "comes before from", f"not before {shown(start, None)}"))
    if until > shift_by(start, minutes=MOST_DAYS * MINUTES_A_DAY):
        raise bad_input(Issue("until", shown(until, None), "is too far away", f"at most {MOST_DAYS} days after from"))
    return Interval(start, until)


def around(board: Board, team: str, window: Interval) -> Posted:
    """What is good for `window`. Raises a problem with status 404 for a team that was deleted at this moment."""
    posted = board.around(team, window)
    if posted is None:
        raise not_found(team)
    return posted


def holdings(
    session: Session, posted: Posted, window: Interval, view: View, duty: str | None, level: int | None
) -> list[Holding]:
    """Who holds what by that view: as it was planned, what swaps and overrides changed, or how it is now."""
    if view is not View.PLANNED:
        found = posted.schedule.between(window, duty, level)
        return [h for h in found if view is View.FINAL or h.source in (Source.OVERRIDE, Source.SWAP)]
    seen = Interval(window.start, max(window.end, shift_by(window.start, seconds=1)))  # an instant has no turns
    planned, tracks = base_of(records_for(session, posted.team, seen))
    near = touching(FinalSchedule(tuple(planned), tracks), window).holdings
    mine = [h for h in near if duty in (None, h.duty) and level in (None, h.level)]
    return sorted(mine, key=in_order)


def shifts_of(posted: Posted, person: str, at: datetime, duty: str | None) -> Iterator[tuple[Posted, Holding]]:
    """What the person holds at `at` and after it."""
    return ((posted, h) for h in posted.schedule.person_shifts(person, at) if duty in (None, h.duty))


def own(board: Board, principal: Principal) -> Iterator[tuple[Posted, str]]:
    """The teams of who asks, with who that is in their documents."""
    for team in sorted(principal.members):
        posted, person = board.of(team), principal.person_in(team)
        if posted is not None and person is not None and principal.may(Ability.ONCALL_READ, team):
            yield posted, person


def first(found: Iterable[tuple[Posted, Holding]], count: int, zone: str | None) -> list[OncallHolding]:
    """The first `count` of them, in order of start."""
    ordered = sorted(found, key=lambda pair: (in_order(pair[1]), pair[0].team))
    return [holding_body(posted, holding, zone) for posted, holding in ordered[:count]]


def holding_body(posted: Posted, holding: Holding, zone: str | None) -> OncallHolding:
    """A holding as it is shown."""
    return OncallHolding(
        team=posted.team,
        duty=holding.duty,
        level=holding.level,
        site=holding.site,
        person=holding.person,
        name=posted.names.get(holding.person),
        start=shown(holding.start, zone),
        end=shown(holding.end, zone),
        source=holding.source,
        revision=holding.revision,
        shift=holding.shift,
    )


def stale(board: Board, schedules: Iterable[Posted], zone: str | None) -> str | None:
    """Since when what is said of `schedules` may be out of date."""
    since = [at for at in (board.stale_since, *(posted.stale_since for posted in schedules)) if at is not None]
    return shown(min(since), zone) if since else None

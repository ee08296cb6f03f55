"""What is to be pushed: a plan's roster, or the final schedule of a service, with its overrides and swaps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import quote

from api.documents.plan_file import PlanFile
from api.pushing.connection import Connection, Refused
from scheduler.intervals import Interval, parse_instant, utc_text
from scheduler.oncall.values import Holding, Track

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pushed:
    """Who holds what, and the time that is spoken of: in it the pager has these shifts and no others.

    `tracks` are the duties and levels that there are, also those that nobody holds in this time.
    """

    holdings: tuple[Holding, ...]
    window: Interval
    tracks: frozenset[Track]


def of_plan(plan: PlanFile) -> Pushed:
    """The whole roster of a plan. Raises Refused for a plan without one."""
    held = plan.schedule.holdings
    if not held:
        raise Refused(f"The plan has no roster: its status is {plan.status}.")
    return Pushed(held, Interval(min(h.start for h in held), max(h.end for h in held)), plan.schedule.tracks)


def of_service(connection: Connection, team: str, window: Interval) -> Pushed:
    """The final schedule of `window`. Raises Refused when the service does not know it, or not for sure."""
    path = f"/v1/teams/{quote(team, safe='')}/oncall"
    asked = {"from": utc_text(window.start), "until": utc_text(window.end), "view": "final"}
    held = _answered(connection, path, asked, lambda body: tuple(_holding(raw) for raw in body["holdings"]))
    tracks = _answered(connection, "/v1/oncall", {"team": team}, lambda body: frozenset(map(_track, body["answers"])))
    return Pushed(held, window, tracks)


def _answered(connection: Connection, path: str, asked: dict[str, str], read: Callable[[Any], T]) -> T:
    """What `read` makes of the body. Raises Refused for none, for one that it cannot read, and for a stale one."""
    answer = connection.ask("GET", path, twice=True, params=asked)
    if answer.status_code == 404:
        raise Refused(f"{path}: no such team, or it is not yours to see")
    try:
        body = answer.json()
        found, stale = read(body), body.get("stale_since")
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refused(f"{path}: the answer cannot be read: {type(error).__name__}: {error}") from None
    if stale:
        raise Refused(f"{path}: the service may be out of date since {stale}; try again.")
    return found


def _track(raw: dict[str, Any]) -> Track:
    return raw["duty"], raw["level"]


def _holding(raw: dict[str, Any]) -> Holding:
    start, end = _instant(raw["start"]), _instant(raw["end"])
    return Holding(raw["duty"], raw["level"], raw["person"], Interval(start, end), raw["site"], raw["shift"])


def _instant(text: str) -> datetime:
    return parse_instant(text)

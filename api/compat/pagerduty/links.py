"""References, with addresses that begin as the client's own base address does."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from fastapi import Request

from api.compat.ids import opaque
from api.compat.pagerduty.errors import PREFIX
from api.compat.pagerduty.schemas import Reference
from api.compat.seats import Seat, user_id
from api.schedule.posted import Posted
from api.services import services

LONGEST_NAME = 100  # PagerDuty's


@dataclass(frozen=True)
class Links:
    """`root` is how the client reaches the service, without a slash at the end."""

    root: str

    def user(self, posted: Posted, person: str) -> Reference:
        page = f"/v1/teams/{posted.team}/people/{quote(person)}/next"
        return self._to("user", user_id(posted.team, person), name_of(posted, person), page)

    def schedule(self, seat: Seat) -> Reference:
        page = f"/v1/teams/{seat.team}/oncall?{urlencode({'duty': seat.duty, 'level': seat.level})}"
        return self._to("schedule", seat.id, seat.name, page)

    def policy(self, team: str) -> Reference:
        return self._to("escalation_policy", opaque("escalation_policy", team), team, f"/v1/oncall?team={team}")

    def team(self, team: str) -> Reference:
        return self._to("team", opaque("team", team), team, f"/v1/oncall?team={team}")

    def _to(self, kind: str, id: str, summary: str, page: str) -> Reference:
        where = f"{self.root}{PREFIX}/{_PLURALS[kind]}/{id}"
        return Reference(id=id, type=f"{kind}_reference", summary=summary, self_=where, html_url=f"{self.root}{page}")


_PLURALS = {"user": "users", "schedule": "schedules", "escalation_policy": "escalation_policies", "team": "teams"}


def name_of(posted: Posted, person: str) -> str:
    """What somebody is called."""
    return (posted.names.get(person) or person)[:LONGEST_NAME]


def links(request: Request) -> Links:
    """Those for who asks: as the request came; by the public address, where that has the same host."""
    public = services(request).settings.public_url.rstrip("/")
    asked = str(request.base_url).rstrip("/")
    return Links(public if public and urlsplit(public).netloc == urlsplit(asked).netloc else asked)

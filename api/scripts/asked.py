"""What scripts are told: the rows of the answer to the one question, and the mail addresses of people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from sqlmodel import Session

from api.notices.channels.mail import MAIL_ADDRESS
from api.notices.directory import directory_of
from api.oncall.telling import Told
from api.security.abilities import Ability
from api.security.principal import Principal
from api.web.problems import forbidden

Row = Mapping[str, Any]  # an answer of `/v1/oncall`
Mailboxes = Mapping[tuple[str, str], str]  # by team and person


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers, since when they may be out of date, and the JSON that they were read from."""

    rows: tuple[Row, ...]
    stale_since: str | None
    json: Told

    @property
    def uncovered(self) -> int:
        """For how many duties and levels nobody is on call."""
        return sum(not row["covered"] for row in self.rows)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """What the text itself has no room for."""
        stale = (("watchbill-stale-since", self.stale_since),) if self.stale_since else ()
        return (("watchbill-uncovered", str(self.uncovered)), *stale)


def answered(told: Told) -> Answered:
    """What `/v1/oncall` says, read again: there is one way to an answer."""
    said = json.loads(told.body)
    return Answered(tuple(said["answers"]), said["stale_since"], told)


def retold(answered: Answered, text: str) -> Told:
    """`text` in place of the JSON, with an ETag of its own; good for as long as the JSON is."""
    body = text.encode()
    digest = blake2b(body + repr(answered.headers).encode(), digest_size=8).hexdigest()
    return Told(body, f'W/"{digest}"', answered.json.max_age, answered.headers)


def track(row: Row) -> str:
    """``gsr/standby/1``: the team, the duty and the level of a row."""
    return f"{row['team']}/{row['duty']}/{row['level']}"


def mailboxes(session: Session, principal: Principal, teams: Iterable[str]) -> Mailboxes:
    """Where mail reaches the people of `teams`. Raises a problem where who asks may not read one of the teams.

    Addresses that are no plain ones are left out: they go into files of other programs. Two braces begin a template of
    Alertmanager.
    """
    found = {}
    for team in teams:
        if not principal.may(Ability.TEAM_READ, team):
            raise forbidden(f"Mail addresses of {team} need the ability {Ability.TEAM_READ}.")
        for person, address in directory_of(session, team).mail.items():
            if re.fullmatch(MAIL_ADDRESS, address) and "{{" not in address:
                found[team, person] = address
    return found

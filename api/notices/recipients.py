"""Whom notices reach: by what each person wants, or else by e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from api.notices.channels.channel import ChannelName
from api.notices.channels.mail import MAIL_ADDRESS
from api.notices.directory import UNKNOWN_ZONE, Directory, directory_of
from api.notices.preferences import NoticePreferences, says_what_to_tell
from api.notices.reader import Reader
from api.store.tables import NoticePreference


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who reads, and what they are told."""

    reader: Reader
    preferences: NoticePreferences


def recipients(session: Session, team: str, people: Iterable[str]) -> dict[str, Recipient]:
    """Those of `people`, by key."""
    keys = sorted(set(people))
    if not keys:
        return {}
    directory = directory_of(session, team)
    query = select(NoticePreference).where(NoticePreference.team_id == team, col(NoticePreference.person).in_(keys))
    saved = {row.person: row for row in session.exec(query).all()}
    return {key: recipient(directory, key, saved.get(key)) for key in keys}


def recipient(directory: Directory, key: str, saved: NoticePreference | None) -> Recipient:
    """The person with what is saved; who has saved nothing is told everything by e-mail, where an address is known."""
    document = (saved.document if saved else None) or {}
    usual = {} if saved and says_what_to_tell(saved.document) else _usual(directory, key)
    preferences = NoticePreferences.model_validate(usual | document)
    zone = preferences.timezone or directory.zones.get(key, UNKNOWN_ZONE)
    return Recipient(Reader(key, zone, directory.names), preferences)


def reachable(session: Session, team: str, person: str) -> bool:
    """Whether any notice can reach `person` of the team: there is somewhere to send it to."""
    return bool(recipients(session, team, [person])[person].preferences.destinations)


def managers(session: Session, team: str) -> tuple[str, ...]:
    """The keys of the team's managers."""
    return directory_of(session, team).managers


def _usual(directory: Directory, key: str) -> dict[str, Any]:
    address = directory.mail.get(key, "")
    known = re.fullmatch(MAIL_ADDRESS, address) is not None
    mail = {"channel": ChannelName.MAIL, "address": address}
    return {"destinations": [mail] if known else []}

"""A service whose notices arrive at real servers on this machine, sent when a test says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlmodel import col, select
from starlette.testclient import TestClient

from api.notices.delivery import Delivery
from api.notices.preferences import NoticePreferences
from api.store.tables import Notice, NoticePreference
from tests.api.notices.receivers import HERE, Hook, Mailbox
from tests.api.plans_at_hand import TEAM, planned
from tests.service import Service, serving

SETTINGS: dict[str, Any] = {"smtp_host": HERE, "smtp_tls": "none", "smtp_from": "rota@example.org"}
MEI, TAN = "mei@example.org", "tan@example.org"


class Office:
    """The service, its `box` for mails, its `hook` for webhooks."""

    def __init__(self, service: Service, box: Mailbox, hook: Hook) -> None:
        self.service, self.box, self.hook = service, box, hook
        self.delivery = delivery_of(service)

    def member(self, person: str | None, role: str = "analyst", login: str | None = None) -> TestClient:
        """Somebody of the team, who asks."""
        return self.service.asking(login or person or role, role, TEAM, person)

    def deliver(self) -> int:
        """Send all that is due; returns how many there were."""
        return deliver(self.delivery)

    def rows(self) -> list[Notice]:
        """The outbox, the oldest first."""
        with self.service.services.store.reading() as session:
            return list(session.exec(select(Notice).order_by(col(Notice.id))).all())

    def told(self) -> list[tuple[str, str]]:
        """To whom a mail went, and what it says; sorted. What was told so far is forgotten."""
        self.deliver()
        found = sorted((str(mail["To"]), str(mail["Subject"]).strip()) for mail in self.box.mails)
        self.box.mails.clear()
        return found

    def posted(self) -> list[dict[str, Any]]:
        """What the webhook was sent, in order. What it was sent so far is forgotten."""
        self.deliver()
        found = [json.loads(body) for _, _, body in self.hook.seen]
        self.hook.seen.clear()
        return found

    def wants(self, person: str, *destinations: dict[str, Any], **others: Any) -> None:
        """Let somebody be told that, without asking for it by HTTP, which takes a new application long."""
        document = NoticePreferences.model_validate({"destinations": destinations, **others})
        row = NoticePreference(team_id=TEAM, person=person, document=document.model_dump(mode="json"))
        with self.service.services.store.writing() as session:
            session.merge(row)


def delivery_of(service: Service) -> Delivery:
    return Delivery(service.services.store, service.services.settings, service.clock)


def deliver(delivery: Delivery) -> int:
    count = 0
    while delivery.one():
        count += 1
    return count


def choose(client: TestClient, *destinations: dict[str, Any], person: str = "@me", **others: Any) -> None:
    """Let somebody choose what they are told."""
    body = {"destinations": list(destinations), **others}
    answer = client.put(f"/v1/teams/{TEAM}/people/{person}/notices", json=body)
    assert answer.status_code == 200, answer.text


def mail(address: str, *kinds: str) -> dict[str, Any]:
    return {"channel": "e-mail", "address": address, **({"kinds": kinds} if kinds else {})}


def webhook(hook: Hook, *kinds: str) -> dict[str, Any]:
    return {"channel": "webhook", "address": hook.url, **({"kinds": kinds} if kinds else {})}


@contextmanager
def open_office(database_url: str, box: Mailbox, hook: Hook, **settings: Any) -> Iterator[Office]:
    """The service on that database, with the harbour; `settings` besides the usual."""
    chosen = {**SETTINGS, "smtp_port": box.port, "webhooks_to_private_addresses": True, **settings}
    with serving(database_url, **chosen) as service:
        planned(service)
        yield Office(service, box, hook)

"""A whole Watchbill in the test's own process, with a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from api.app import application
from api.security.tokens import add_token
from api.services import Services
from api.settings import Settings
from api.start import services_of
from api.store.tables import Account, Membership

EPOCH = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # before the period of the sample team


class Clock:
    """Stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = EPOCH

    def __call__(self) -> datetime:
        return self.now

    def set(self, text: str) -> None:
        self.now = datetime.fromisoformat(text)


class Service:
    """The application, and clients who ask it."""

    def __init__(self, services: Services, client: TestClient, clock: Clock, root: str) -> None:
        self.services, self.client, self.clock = services, client, clock
        self.admin = self.asking(root, administrator=True)

    @property
    def anonymous(self) -> TestClient:
        """Nobody."""
        return TestClient(self.client.app)

    def asking(
        self,
        login: str,
        role: str | None = None,
        team: str | None = None,
        person: str | None = None,
        *,
        administrator: bool = False,
        **narrowed: Any,
    ) -> TestClient:
        """A new account that asks with a token; `narrowed` are the token's teams, abilities, expires_at."""
        with self.services.store.writing() as session:
            account = Account(login=login, name=login.title(), administrator=administrator, created_at=self.clock())
            session.add(account)
            session.flush()
            assert account.id is not None
            if role and team:
                session.add(Membership(account_id=account.id, team_id=team, role=role, person=person))
            _, secret = add_token(session, account.id, "test", self.clock(), **narrowed)
        return TestClient(self.client.app, headers={"Authorization": f"Bearer {secret}"})


@contextmanager
def serving(database_url: str, root: str = "root", **settings: Any) -> Iterator[Service]:
    """The service on a database whose schema is there already, or will be made; `root` is its administrator."""
    clock = Clock()
    usual = {"solver_jobs": 0, "cookie_secure": False, "notices": False}
    chosen: dict[str, Any] = {"database_url": database_url, **usual, **settings}
    services = services_of(Settings.model_validate(chosen), clock)
    with TestClient(application(services)) as client:
        yield Service(services, client, clock, root)

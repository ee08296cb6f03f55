"""`watchbill serve` and what belongs to running it: settings, migrations, backups, a new administrator's token."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from pydantic import SecretStr, ValidationError
from sqlalchemy.engine import make_url
from sqlmodel import select

from api.app import application
from api.documents.translate import issues_of
from api.errors import BadInput, Issue
from api.logs import set_up
from api.security.tokens import add_token, first_administrator
from api.services import now
from api.settings import Settings
from api.start import services_of
from api.store.backup import backup, restore
from api.store.engine import Store, store_of
from api.store.migrate import prepare
from api.store.tables import Account
from api.terminal.console import messages, results
from api.terminal.tables import table

SWITCH_SECONDS = 0.0005  # after which a thread that computes lets another one on; Python's own are ten times as many
GRACE_SECONDS = 3  # streams of events would hold the program for ever


def settings_of(said: dict[str, Any], more: Sequence[str]) -> Settings:
    """Settings from the environment, under what the command line said; `more` are NAME=VALUE."""
    chosen = {name: value for name, value in said.items() if value is not None}
    for word in more:
        name, equals, value = word.partition("=")
        if not equals or name not in Settings.model_fields:
            raise BadInput([Issue(name, word, "is no setting", "NAME=VALUE with a name of `watchbill settings`")])
        chosen[name] = value
    try:
        return Settings(**chosen)
    except ValidationError as error:
        raise BadInput(issues_of(error, chosen, "", Settings.model_fields)) from None


def serve(settings: Settings) -> None:
    """Serve until told to stop."""
    set_up(settings)
    with _prepared(settings) as store, store.writing() as session:
        secret = first_administrator(session, now())
    if secret:
        results().print(f"First administrator's token, shown this once: {secret}", soft_wrap=True)
    server = _Server(
        uvicorn.Config(
            application(services_of(settings)),
            host=settings.host,
            port=settings.port,
            forwarded_allow_ips=settings.proxy_addresses,
            timeout_graceful_shutdown=GRACE_SECONDS,
            access_log=False,
            log_config=None,
        )
    )
    server.run()


class _Server(uvicorn.Server):
    """Says where it listens, also when the system chose the port."""

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        if self.started:
            _let_answers_through()
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            results().print(f"Watchbill serves http://{host}:{port}", soft_wrap=True)


def _let_answers_through() -> None:
    """Neither the collection of garbage nor a thread that computes may hold up the answers for long."""
    gc.collect()
    gc.freeze()  # what is here now stays: no collection needs to look through it
    sys.setswitchinterval(SWITCH_SECONDS)


def migrate(settings: Settings) -> None:
    """Bring the schema up to date."""
    with _prepared(settings.model_copy(update={"migrate": True})):
        messages().print("The schema is up to date.")


def make_backup(settings: Settings, file: Path) -> None:
    """Everything into one file."""
    with _prepared(settings.model_copy(update={"migrate": False})) as store:
        messages().print(f"{backup(store, file, now()):,} rows written to {file}")


def read_backup(settings: Settings, file: Path, *, replace: bool) -> None:
    """Everything back out of it."""
    with _prepared(settings) as store:
        messages().print(f"{restore(store, file, replace=replace):,} rows restored")


def new_token(settings: Settings, login: str) -> None:
    """A token for somebody who can reach the database: the way back in when all tokens are lost."""
    with _prepared(settings) as store, store.writing() as session:
        account = session.exec(select(Account).where(Account.login == login)).first()
        if account is None or account.id is None:
            raise BadInput([Issue("login", login, "is not an account", "the login of an account")])
        secret = add_token(session, account.id, "made at the command line", now())[1]
    results().print(secret, soft_wrap=True)


def show(settings: Settings) -> None:
    """Every setting, what it is now, and what it means."""
    shown = table("variable", "now", "meaning", flexible="meaning")
    for name, about in Settings.model_fields.items():
        shown.add_row(f"WATCHBILL_{name.upper()}", _told(name, getattr(settings, name)), about.description)
    results().print(shown)


def _told(name: str, value: object) -> str:
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else ""
    return make_url(str(value)).render_as_string(hide_password=True) if name == "database_url" else str(value)


@contextmanager
def _prepared(settings: Settings) -> Iterator[Store]:
    store = store_of(settings)
    try:
        prepare(store, migrate=settings.migrate)
        yield store
    finally:
        store.close()

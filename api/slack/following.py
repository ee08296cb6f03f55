"""Looking again and again whether Slack shows who is on call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import select

from api.schedule.board import Board
from api.services import Services
from api.slack.payload import payload
from api.slack.schemas import PayloadBody, SlackSync
from api.slack.telling import is_older, members_of, tell
from api.store.engine import Store
from api.store.tables import SlackSyncRow
from api.store.transaction import Transaction, committed

SECONDS = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be told anew of a team, by the schedule of `version` and the settings of `settings`."""

    team: str
    name: str
    settings: int
    version: int
    now: PayloadBody


class Following:
    """Every process may look: what one of them has told, the others do not tell again."""

    def __init__(self, store: Store, board: Board, clock: Callable[[], datetime]) -> None:
        self._store, self._board, self._clock = store, board, clock

    def tell(self) -> None:
        """Tell all that has changed since it was told: by a handover, a change, or other settings."""
        now = self._clock()
        for change in list(self.changes(now)):
            self.write(change, now)

    def write(self, change: Change, now: datetime) -> None:
        """Write it to the outbox, unless it was done meanwhile, or others know better."""
        with committed(self._store, now) as transaction:
            _tell(transaction, change)

    def changes(self, now: datetime) -> Iterator[Change]:
        """What is not as it was told last."""
        with self._store.reading() as session:
            rows = session.exec(select(SlackSyncRow).order_by(SlackSyncRow.team_id, SlackSyncRow.name)).all()
            members = members_of(session) if rows else {}
            for row in rows:
                posted = self._board.of(row.team_id)
                if posted is None:
                    continue
                sync = SlackSync.model_validate(row.document)
                found = payload(posted, row.name, sync, members.get(row.team_id, {}), now)
                if row.told != found.model_dump():
                    yield Change(row.team_id, row.name, row.version, posted.version, found)


def _tell(transaction: Transaction, change: Change) -> None:
    if transaction.lock(change.team) is None:
        return
    row = transaction.session.get(SlackSyncRow, (change.team, change.name))
    if row is None or row.version != change.settings or row.told == change.now.model_dump():
        return
    if not is_older(row, change.version, transaction.now):
        tell(transaction, row, change.now, change.version)


def add_slack(services: Services) -> None:
    """Let the process do so, unless its settings say that others send notices."""
    if services.settings.notices:
        following = Following(services.store, services.board, services.clock)
        services.housekeeping.add("let Slack follow", SECONDS, following.tell)

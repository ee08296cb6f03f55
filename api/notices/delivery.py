"""Sending what waits in the outbox, outside of any transaction."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property

import structlog

from api.notices.channels.channel import Channel, ChannelName, Unavailable, Undeliverable
from api.notices.channels.configured import channels
from api.notices.claims import Claim, Result, claim, settle
from api.notices.installation_key import installation_key
from api.notices.outbox import State
from api.notices.retry import pause
from api.settings import Settings
from api.store.engine import Store

_log = structlog.get_logger("watchbill.notices")


class Delivery:
    """Sends messages. Several threads, and several processes, may do so at once."""

    def __init__(self, store: Store, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._store, self._settings, self._clock = store, settings, clock
        self._unwritten: deque[tuple[Claim, Result]] = deque()

    def one(self) -> bool:
        """Send the message that has been due for longest; False when none is.

        Raises DBAPIError while the database is away. What was sent meanwhile is remembered, and written down first.
        """
        self._write_down()
        by = self._channels
        claimed = claim(self._store, self._clock())
        if claimed is None:
            return False
        self._unwritten.append((claimed, self._sent(claimed, by.get(claimed.channel))))
        self._write_down()
        return True

    @cached_property
    def _channels(self) -> Mapping[ChannelName, Channel]:
        return channels(self._settings, installation_key(self._store))

    def _write_down(self) -> None:
        while self._unwritten:
            try:
                claimed, result = self._unwritten.popleft()
            except IndexError:  # another thread has it
                return
            try:
                settle(self._store, claimed, result, self._clock())
            except BaseException:
                self._unwritten.appendleft((claimed, result))
                raise

    def _sent(self, claimed: Claim, channel: Channel | None) -> Result:
        said = claimed.message
        if said.expires is not None and said.expires <= self._clock():
            return Result(State.DROPPED, "It was over before it could be sent.")
        if channel is None:
            return Result(State.FAILED, f"No server for {claimed.channel} is set.")
        try:
            channel.send(said.located(self._settings.public_url), claimed.address)
        except Undeliverable as error:
            return Result(State.FAILED, str(error))
        except Unavailable as error:
            return _another_time(claimed, str(error), error.retry_after)
        except Exception as error:  # noqa: BLE001 - a message that we cannot send must not keep us from the others
            _log.exception("sending failed", notice=claimed.id, channel=claimed.channel)
            return _another_time(claimed, type(error).__name__)
        return Result(State.SENT)


def _another_time(claimed: Claim, error: str, asked: float | None = None) -> Result:
    wait = pause(claimed.attempt, random.random(), asked)
    return Result(State.FAILED, error) if wait is None else Result(State.WAITING, error, wait)

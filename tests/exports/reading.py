"""A calendar as a program that reads it sees it."""

from __future__ import annotations

import re
from typing import Any

import vobject

from tests.calendar_readers.lint import lint as faults


def events(feed: bytes) -> list[Any]:
    """The events as vobject reads them."""
    return list(vobject.readOne(feed.decode()).vevent_list)


def unfolded(feed: bytes) -> list[str]:
    return feed.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def lint(feed: bytes) -> None:
    """What no library checks and calendar programs stumble over."""
    assert faults(feed) == []
    uids = [line for line in unfolded(feed) if line.startswith("UID:")]
    assert all(re.fullmatch(r"UID:[!-~]+@watchbill", uid) for uid in uids), uids

"""Answers as bytes: each is made once, and then kept until the schedule or a handover makes it wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from api.oncall.question import Question
from api.schedule.posted import Posted
from scheduler.intervals import from_microseconds, local, microseconds, seconds, utc_text
from scheduler.oncall.values import Answer

LONGEST_TAGS = 500  # characters of a list of ETags that anybody sends
MOST_AGE = 30  # seconds for which an answer may be kept by who got it
_MOST_KEPT = 100  # forms of the answers about one team
_SECOND = 1_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Told:
    """A body, its weak ETag (the instant asked about does not count), and how many seconds it may be kept.

    `headers` are those besides, by their names in small letters.
    """

    body: bytes
    etag: str
    max_age: int
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def cache_control(self) -> str:
        return f"private, max-age={self.max_age}"

    def known_by(self, if_none_match: str | None) -> bool:
        """Whether who asks has it already."""
        if if_none_match is None:
            return False
        sent = [part.strip().removeprefix("W/") for part in if_none_match.split(",")]
        return self.etag.removeprefix("W/") in sent or sent == ["*"]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The answers about one team as JSON rows, good from `since` until just before `until` (None: for good)."""

    since: datetime
    until: datetime | None
    text: bytes
    digest: bytes

    def holds(self, instant: datetime) -> bool:
        return self.since <= instant and (self.until is None or instant < self.until)


def tell(question: Question, schedules: Sequence[Posted], at: datetime, stale_since: datetime | None) -> Told:
    """What the `schedules` answer `at` an instant; `stale_since` is that of the board."""
    rows = [_rows(posted, question, at) for posted in schedules]
    stale = [since for since in (stale_since, *(p.stale_since for p in schedules)) if since is not None]
    since = b'"%s"' % shown(min(stale), question.zone).encode() if stale else b"null"
    answers = b",".join([part.text for part in rows if part.text])
    body = b'{"at":"%s","stale_since":%s,"answers":[%s]}' % (shown(at, question.zone).encode(), since, answers)
    digest = blake2b(since.join([part.digest for part in rows] + [b""]), digest_size=8).hexdigest()
    return Told(body, f'W/"{digest}"', _age(question, rows, at))


def shown(instant: datetime, zone: str | None) -> str:
    """An instant to the second, by the clock of `zone` with its offset, or in UTC."""
    return _shown(microseconds(instant) // _SECOND, zone)


@lru_cache(maxsize=4096)
def _shown(second: int, zone: str | None) -> str:
    instant = from_microseconds(second * _SECOND)
    return utc_text(instant) if zone is None else local(instant, zone).isoformat()


def _age(question: Question, rows: Sequence[_Rows], at: datetime) -> int:
    ends = [seconds(part.until) for part in rows if part.until is not None] if question.at is None else []
    return max(0, int(min([MOST_AGE, *(end - seconds(at) for end in ends)])))


def _rows(posted: Posted, question: Question, at: datetime) -> _Rows:
    key = question.duty, question.level, question.zone
    known: _Rows | None = posted.rendered.get(key)
    if known is not None and known.holds(at):
        return known
    until = posted.schedule.valid_until(at, question.duty, question.level)
    text = ",".join(_texts(posted, question, at)).encode()
    made = _Rows(at, until, text, blake2b(text, digest_size=8).digest())
    if question.at is None:  # most ask about now; who asks about another instant is not to take its place
        if len(posted.rendered) >= _MOST_KEPT:
            posted.rendered.clear()
        posted.rendered[key] = made
    return made


def _texts(posted: Posted, question: Question, at: datetime) -> Iterator[str]:
    for answer in posted.schedule.answer(at, question.duty, question.level):
        yield json.dumps(_row(posted, answer, question.zone), ensure_ascii=False, separators=(",", ":"))


def _row(posted: Posted, answer: Answer, zone: str | None) -> dict[str, Any]:
    coming = answer.next
    return {
        "team": posted.team,
        "duty": str(answer.duty),
        "level": answer.level,
        "site": answer.site,
        "person": answer.person,
        "name": posted.names.get(answer.person) if answer.person is not None else None,
        "since": shown(answer.since, zone) if answer.since else None,
        "until": shown(answer.until, zone) if answer.until else None,
        "next": {"person": coming.person, "start": shown(coming.start, zone)} if coming else None,
        "source": str(answer.source) if answer.source else None,
        "revision": answer.revision,
        "shift": answer.shift,
        "covered": answer.covered,
        "fallback": None if answer.covered else posted.fallbacks.get((answer.duty, answer.level)),
    }

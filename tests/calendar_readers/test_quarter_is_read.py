"""The feeds of the reference quarter, as the service sends them: each program sees the final schedule, and no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from tests.calendar_readers.lint import lint
from tests.calendar_readers.quarter import TEAM, feed_address, publish_quarter
from tests.calendar_readers.readers import Reader
from tests.calendar_readers.seen import Seen, truth
from tests.service import Service, serving

pytestmark = pytest.mark.slow

WHOLE = {"from": "2026-12-01T00:00:00Z", "until": "2027-06-01T00:00:00Z"}
WHO_LOSES, HOW_MANY = "sin-01", 3
Bounds = tuple[datetime, datetime]


@dataclass(frozen=True)
class Subscription:
    """The feed of a person, or of the team, and the shifts that are in it by the service's roster."""

    person: str | None
    feed: bytes
    shifts: list[Bounds]

    @property
    def seen(self) -> list[Seen]:
        return truth(self.feed)


@pytest.fixture(scope="module")
def subscriptions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Subscription]]:
    """Of the team and some people, when one of them has just lost her first shifts in a second revision."""
    with serving(f"sqlite:///{tmp_path_factory.mktemp('quarter') / 'watchbill.db'}") as service:
        rows = publish_quarter(service)
        addresses = {
            person: feed_address(service, person) for person in (None, WHO_LOSES, "dub-03", "sfo-01", "sin-15")
        }
        for each in addresses.values():
            assert service.anonymous.get(each).status_code == 200
        lost = [row for row in rows if row[0] == WHO_LOSES][:HOW_MANY]
        publish_quarter(service, [row for row in rows if row not in lost])
        yield [Subscription(p, service.anonymous.get(a).content, shifts(service, p)) for p, a in addresses.items()]


def shifts(service: Service, person: str | None) -> list[Bounds]:
    """When the person, or anybody, is on by the final schedule; in order."""
    told = service.admin.get(f"/v1/teams/{TEAM}/roster", params=WHOLE | ({"person": person} if person else {})).json()
    return sorted((datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"])) for row in told["rows"])


def test_the_feeds_are_clean(subscriptions: list[Subscription]) -> None:
    for each in subscriptions:
        assert lint(each.feed) == []


def test_they_show_the_final_schedule_and_what_was_cancelled(subscriptions: list[Subscription]) -> None:
    for each in subscriptions:
        on = sorted((seen.start, seen.end) for seen in each.seen if seen.status == "CONFIRMED")
        assert on == each.shifts, each.person
        cancelled = [seen for seen in each.seen if seen.status == "CANCELLED"]
        assert len(cancelled) == (HOW_MANY if each.person in (None, WHO_LOSES) else 0)
    assert len(subscriptions[0].shifts) > 2000


def test_a_shift_has_one_name_in_the_feeds_of_the_person_and_of_the_team(subscriptions: list[Subscription]) -> None:
    whole, *others = ({(s.uid, s.start, s.end, s.status) for s in each.seen} for each in subscriptions)
    assert all(one <= whole for one in others)


def test_every_program_sees_just_that_without_a_complaint(
    reader: Reader, subscriptions: list[Subscription], tmp_path: Path
) -> None:
    readings = reader.read([each.feed for each in subscriptions], tmp_path)
    for each, reading in zip(subscriptions, readings, strict=True):
        assert reading.complaints == []
        assert reading.events == reader.sees(each.seen)
        confirmed = Counter(seen.status for seen in reading.events)["CONFIRMED"]
        assert confirmed == len(each.shifts) or not reader.tells_all

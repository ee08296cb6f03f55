"""What calendars hold after each change: exactly the final schedule, with nothing twice and nothing left over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.api.changes.crew import Crew
from tests.calendar_readers.changes import PEOPLE, address, changes, crew_at, on, schedule
from tests.calendar_readers.lint import lint
from tests.calendar_readers.seen import Properties, Seen, properties, seen_in, truth


class Keeper:
    """A calendar that knows events by their UIDs, believes only what says that it is newer, and forgets nothing."""

    def __init__(self) -> None:
        self._known: dict[str, Properties] = {}

    def read(self, feed: bytes) -> None:
        for event in properties(feed)[1:]:
            told, known = dict(event), dict(self._known.get(dict(event)["UID"], ()))
            if known and told != known:
                assert int(told["SEQUENCE"]) > int(known["SEQUENCE"]), (known, told)
                assert told["LAST-MODIFIED"] > known["LAST-MODIFIED"], (known, told)
            self._known[told["UID"]] = event

    @property
    def events(self) -> list[Seen]:
        return [seen_in(event) for event in self._known.values()]


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    with crew_at(tmp_path) as crew:
        yield crew


def test_after_each_change_calendars_hold_the_final_schedule(crew: Crew) -> None:
    whose = [None, *PEOPLE]
    addresses = {person: address(crew.service, person) for person in whose}
    keepers = {person: Keeper() for person in whose}
    count = 0
    for change in changes(crew):
        for person in whose:
            feed = crew.service.anonymous.get(addresses[person]).content
            assert lint(feed) == [], change
            keepers[person].read(feed)
            assert on(truth(feed)) == schedule(crew.service, person), (change, person)
            assert on(keepers[person].events) == schedule(crew.service, person), (change, person)
        count += 1
    assert count == 10


def test_a_feed_that_nobody_asked_for_in_between_shows_the_same(crew: Crew) -> None:
    """What changed, and was over, before anybody polled again is neither left over nor there twice."""
    team, keeper = address(crew.service), Keeper()
    keeper.read(crew.service.anonymous.get(team).content)
    for _ in changes(crew):
        pass
    for _ in range(2):
        feed = crew.service.anonymous.get(team).content
        keeper.read(feed)
        assert on(truth(feed)) == schedule(crew.service)
        assert on(keeper.events) == schedule(crew.service)
        crew.service.clock.now += timedelta(days=1)


def test_nothing_changes_when_nothing_changed(crew: Crew) -> None:
    """The same bytes all day; and on the next day the same events, marked as they were."""
    team, keeper = address(crew.service), Keeper()
    first = crew.service.anonymous.get(team).content
    keeper.read(first)
    crew.service.clock.now += timedelta(hours=8)
    assert crew.service.anonymous.get(team).content == first
    crew.service.clock.now += timedelta(days=1)
    later = crew.service.anonymous.get(team).content
    keeper.read(later)
    assert properties(later)[1:] == properties(first)[1:]

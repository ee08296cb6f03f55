"""vdirsyncer and khal subscribe to the feeds of a service that runs: real programs, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.api.changes.crew import Crew
from tests.calendar_readers.changes import address, changes, crew_at, on, schedule
from tests.calendar_readers.dav import Subscriber
from tests.calendar_readers.quarter import feed_address, publish_quarter
from tests.calendar_readers.seen import Seen, truth
from tests.service import serving
from tests.uvicorn_thread import served

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the subscriber keeps everything."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def crew(tmp_path: Path) -> Iterator[Crew]:
    with crew_at(tmp_path) as crew:
        yield crew


def test_the_quarter_is_synchronised(tmp_path: Path, home: Path) -> None:
    with (
        serving(f"sqlite:///{tmp_path / 'watchbill.db'}") as service,
        served(service.client.app, lifespan="off") as root,
    ):
        publish_quarter(service)
        paths = {"team": feed_address(service), "dub": feed_address(service, "dub-03")}
        subscriber = Subscriber(home, {name: root + path for name, path in paths.items()})
        subscriber.sync()
        plain = {name: nameless(truth(service.anonymous.get(path).content)) for name, path in paths.items()}
    assert subscriber.listed("dub") == plain["dub"]
    assert nameless(event for file in subscriber.kept("team").values() for event in truth(file)) == plain["team"]


def test_after_each_change_a_subscriber_holds_the_final_schedule(crew: Crew, home: Path) -> None:
    people = {"team": None, "three": "sin-03"}
    with served(crew.service.client.app, lifespan="off") as root:
        subscriber = Subscriber(home, {name: root + address(crew.service, p) for name, p in people.items()})
        for change in changes(crew):
            subscriber.sync()
            kept = {name: subscriber.kept(name) for name in people}
            subscriber.sync()
            for name, person in people.items():
                assert subscriber.kept(name) == kept[name], f"{change}: the second time, nothing is new"
                held = [event for file in kept[name].values() for event in truth(file)]
                assert on(held) == schedule(crew.service, person), change
        assert on(subscriber.listed("three")) == schedule(crew.service, "sin-03")


def nameless(events: Iterator[Seen] | list[Seen]) -> list[Seen]:
    """The events without the UIDs, for which vdirsyncer has others."""
    return sorted(replace(event, uid="") for event in events)

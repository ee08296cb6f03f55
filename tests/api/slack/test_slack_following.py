"""User groups and topics of Slack follow who is on call: what is posted, when, and that it is posted once."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from sqlmodel import select

from api.notices.delivery import Delivery
from api.slack.following import Following
from api.slack.schemas import LONGEST_TOPIC
from api.store.tables import Notice
from tests.api.notices.office import deliver, delivery_of
from tests.api.notices.receivers import Hook, http_server
from tests.api.oncall.rotating import CHRISTMAS, HANDOVER, TEAM, document, rotating
from tests.service import Service, serving

Raw = dict[str, Any]
BASE = f"/v1/teams/{TEAM}"
ANA, BEN, CHI = "U0000ANA", "U0000BEN", "W0000CHI"
GROUP, CHANNEL = "S0604QSJC", "C012AB3CD"
NIGHT = {"start": "2026-12-02T20:00:00Z", "end": "2026-12-03T08:00:00Z", "duty": "standby", "reason": "is ill"}


class Channel:
    """The service, a webhook of Slack, and what follows whom."""

    def __init__(self, service: Service, hook: Hook) -> None:
        self.service, self.hook = service, hook
        self.following = self.process()
        self.delivery: Delivery = delivery_of(service)

    def process(self) -> Following:
        """One more that looks."""
        services = self.service.services
        return Following(services.store, services.board, self.service.clock)

    def members(self, **ids: str) -> None:
        for person, id in ids.items():
            answer = self.service.admin.put(f"{BASE}/people/{person}/notices", json={"slack_member": id})
            assert answer.status_code == 200, answer.text

    def follow(self, name: str = "primary", **parts: Any) -> Raw:
        wanted = {"address": self.hook.url, "levels": [1], "usergroup": GROUP, "channel": CHANNEL} | parts
        answer = self.service.admin.put(f"{BASE}/slack/{name}", json={k: v for k, v in wanted.items() if v is not None})
        assert answer.status_code == 200, answer.text
        found: Raw = answer.json()
        return found

    def posted(self, at: str | None = None) -> list[Raw]:
        """What was posted since this was asked last, once it is so late."""
        if at is not None:
            self.service.clock.set(at)
        self.following.tell()
        deliver(self.delivery)
        found = [json.loads(body) for _, _, body in self.hook.seen]
        self.hook.seen.clear()
        return found

    def users(self, at: str | None = None) -> list[str]:
        return [found["users"] for found in self.posted(at)]

    def read(self, name: str = "primary") -> Raw:
        found: Raw = self.service.admin.get(f"{BASE}/slack/{name}").json()
        return found


@pytest.fixture
def channel(database_url: str) -> Iterator[Channel]:
    with http_server() as hook, serving(database_url, webhooks_to_private_addresses=True) as service:
        rotating(service)
        yield Channel(service, hook)


def test_what_is_posted_goes_straight_to_slacks_methods(channel: Channel) -> None:
    channel.members(ana=ANA)
    shown = channel.follow(topic="On call for {team}: {names} ({1}) until {until}", timezone="Europe/Dublin")
    (posted,) = channel.posted()
    assert posted == shown["now"]
    assert posted == {
        "team": TEAM,
        "name": "primary",
        "set_usergroup": "yes",
        "usergroup": GROUP,
        "users": ANA,
        "set_topic": "yes",
        "channel": CHANNEL,
        "topic": f"On call for watch: Ana Maria Reyes (<@{ANA}>) until Mon 7 Dec 2026 09:00 (Europe/Dublin)",
        "unknown": "",
        "uncovered": "",
    }
    assert all(isinstance(value, str) for value in posted.values())


def test_it_is_posted_at_handovers_and_changes_and_at_no_other_time(channel: Channel) -> None:
    channel.members(ana=ANA, ben=BEN, chi=CHI)
    channel.follow()
    assert channel.users() == [ANA]
    assert channel.users("2026-12-01T12:00:00+00:00") == []
    override = channel.service.admin.post(f"{BASE}/overrides", json=NIGHT | {"add": "chi", "remove": "ana"})
    assert override.status_code == 201, override.text
    assert channel.users("2026-12-02T19:59:59+00:00") == []
    assert channel.users("2026-12-02T20:00:00+00:00") == [CHI]
    assert channel.users() == []
    channel.service.clock.set("2026-12-02T22:00:00+00:00")
    channel.service.admin.delete(f"{BASE}/overrides/{override.json()['override']['id']}").raise_for_status()
    assert channel.users() == [ANA]  # the same as before the override: told all the same
    assert channel.users(HANDOVER) == [BEN]
    assert channel.users("2026-12-07T10:00:00+00:00") == []


def test_of_several_processes_one_tells(channel: Channel) -> None:
    """Also of those that saw the change at the same time."""
    channel.members(ana=ANA)
    channel.follow()
    now, others = channel.service.clock(), [channel.process(), channel.process()]
    seen = [(process, list(process.changes(now))) for process in others]
    assert [len(changes) for _, changes in seen] == [1, 1]
    for (process, changes), posted in zip(seen, ([ANA], []), strict=True):
        process.write(changes[0], now)
        assert channel.users() == posted


def test_a_process_that_knows_an_older_schedule_takes_nothing_back(channel: Channel) -> None:
    channel.members(ana=ANA, chi=CHI)
    channel.follow()
    now, late = channel.service.clock(), channel.process()
    (old,) = late.changes(now)
    override = {"start": "2026-12-01T09:00:00Z", "end": "2026-12-01T20:00:00Z", "duty": "standby", "reason": "is ill"}
    channel.service.admin.post(f"{BASE}/overrides", json=override | {"add": "chi", "remove": "ana"}).raise_for_status()
    assert channel.users() == [CHI]
    late.write(old, now)
    assert channel.users() == []


def test_a_process_that_knows_older_settings_takes_nothing_back(channel: Channel) -> None:
    channel.follow()
    now, late = channel.service.clock(), channel.process()
    (old,) = late.changes(now)
    channel.follow(channel=None)
    assert [found["set_topic"] for found in channel.posted()] == ["no"]
    late.write(old, now)
    assert channel.posted() == []


def test_a_process_whose_clock_is_behind_takes_nothing_back(channel: Channel) -> None:
    channel.members(ana=ANA, ben=BEN)
    channel.follow()
    assert channel.users(HANDOVER) == [BEN]
    assert channel.users("2026-12-07T08:59:59+00:00") == []


def test_what_was_overtaken_is_never_sent(channel: Channel) -> None:
    channel.members(ana=ANA, ben=BEN)
    channel.follow()
    channel.hook.status = 503
    assert channel.users() == [ANA]  # it did not arrive, and waits
    channel.hook.status = 200
    assert channel.users(HANDOVER) == [BEN]
    assert channel.users("2026-12-07T12:00:00+00:00") == []
    with channel.service.services.store.reading() as session:
        states = {row.message["facts"]["payload"]["users"]: row.state for row in session.exec(select(Notice)).all()}
    assert states == {ANA: "dropped", BEN: "sent"}


def test_who_is_unknown_to_slack_is_named(channel: Channel) -> None:
    """Slack refuses an empty group: it is left as it is, and the topic says the name."""
    now = channel.follow()["now"]
    assert (now["set_usergroup"], now["users"], now["unknown"]) == ("no", "", "ana")
    assert (now["set_topic"], now["topic"]) == ("yes", "On call: Ana Maria Reyes")
    assert [found["unknown"] for found in channel.posted()] == ["ana"]
    channel.members(ana=ANA)
    assert channel.users() == [ANA]


def test_where_nobody_is_on_call_the_fallback_is_shown(channel: Channel) -> None:
    channel.members(ben=BEN)
    now = channel.follow(levels=[2])["now"]
    assert (now["users"], now["uncovered"], now["topic"]) == (BEN, "standby/2", f"On call: <@{BEN}>")
    channel.service.admin.put(f"{BASE}/oncall-schedules", json=document(fallback=[])).raise_for_status()
    now = channel.read()["now"]
    assert (now["set_usergroup"], now["users"], now["topic"]) == ("no", "", "On call: nobody")


def test_several_levels_are_one_group(channel: Channel) -> None:
    channel.members(ana=ANA, ben=BEN, chi=CHI)
    channel.follow(levels=[], topic="{1} then {2}, {3}; {mentions}")
    (found,) = channel.posted(CHRISTMAS["start"])
    assert found["users"] == f"{BEN},{CHI}" if found["topic"].startswith(f"<@{BEN}>") else f"{ANA},{CHI}"
    assert found["topic"].endswith(f"then <@{CHI}>, nobody; <@{found['users'].split(',')[0]}>, <@{CHI}>")


def test_a_name_cannot_mention_anybody_nor_break_out(channel: Channel) -> None:
    names = [{"id": "ana", "name": "<!channel> & \n{until}<@U1>"}, *document()["people"][1:]]
    channel.service.admin.put(f"{BASE}/oncall-schedules", json=document(people=names)).raise_for_status()
    now = channel.follow(topic="{names}")["now"]
    assert now["topic"] == "&lt;!channel&gt; &amp; {until}&lt;@U1&gt;"


def test_a_topic_is_never_longer_than_slack_takes(channel: Channel) -> None:
    channel.members(ana=ANA)
    for length in range(LONGEST_TOPIC - 12, LONGEST_TOPIC - 8):
        topic = channel.follow(usergroup=None, topic="x" * length + " {1}")["now"]["topic"]
        assert len(topic) <= LONGEST_TOPIC
        assert topic.rstrip(".").rstrip() == "x" * length or topic.endswith(f"<@{ANA}>")


def test_other_settings_are_posted_at_once(channel: Channel) -> None:
    channel.members(ana=ANA)
    first = channel.follow()
    assert len(channel.posted()) == 1
    again = channel.follow(channel=None)
    assert again["version"] == first["version"] + 1
    assert [(found["set_topic"], found["topic"]) for found in channel.posted()] == [("no", "")]
    lost = channel.service.admin.put(
        f"{BASE}/slack/primary", json={"address": channel.hook.url, "usergroup": GROUP}, headers={"If-Match": '"1"'}
    )
    assert lost.status_code == 412
    assert channel.service.admin.delete(f"{BASE}/slack/primary").status_code == 204
    assert channel.posted(HANDOVER) == []
    assert channel.service.admin.get(f"{BASE}/slack").json() == []


def test_another_address_is_told_at_once_and_the_same_settings_are_no_change(channel: Channel) -> None:
    channel.members(ana=ANA)
    first = channel.follow()
    assert channel.users() == [ANA]
    assert channel.follow()["version"] == first["version"]
    assert channel.users() == []
    channel.follow(address=f"{channel.hook.url}/moved")
    channel.following.tell()
    deliver(channel.delivery)
    assert [path for path, _, _ in channel.hook.seen] == ["/hook/moved"]


def test_it_can_be_tried_out(channel: Channel) -> None:
    channel.members(ana=ANA)
    channel.follow()
    channel.posted()
    dry = channel.service.admin.post(f"{BASE}/slack/primary/send?dry_run=true")
    assert (dry.status_code, dry.json()["now"]["users"]) == (200, ANA)
    assert channel.posted() == []
    sent = channel.service.admin.post(f"{BASE}/slack/primary/send")
    assert (sent.status_code, sent.json()["sent"]["state"]) == (202, "waiting")
    assert channel.users() == [ANA]
    assert channel.read()["sent"]["state"] == "sent"


def test_scripts_can_check_who_posted(channel: Channel) -> None:
    channel.follow()
    secret = channel.service.admin.get(f"{BASE}/slack/primary/secret").json()["secret"]
    channel.following.tell()
    deliver(channel.delivery)
    ((_, headers, body),) = channel.hook.seen
    found = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Watchbill-Signature"])
    assert found
    assert hmac.new(secret.encode(), f"{found[1]}.".encode() + body, sha256).hexdigest() == found[2]


def test_a_member_id_alone_leaves_notices_as_they_are(channel: Channel) -> None:
    people = [{"id": "ana", "email": "ana@example.org"}, *document()["people"][1:]]
    channel.service.admin.put(f"{BASE}/oncall-schedules", json=document(people=people)).raise_for_status()
    channel.members(ana=ANA)
    found = channel.service.admin.get(f"{BASE}/people/ana/notices").json()
    assert not found["chosen"]
    assert [place["address"] for place in found["preferences"]["destinations"]] == ["ana@example.org"]
    assert found["preferences"]["slack_member"] == ANA


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ({"usergroup": "on-call"}, "usergroup"),
        ({"channel": "#on-call"}, "channel"),
        ({"topic": "{phone}"}, "topic"),
        ({"topic": "{0.__class__}"}, "topic"),
        ({"topic": "x" * 251}, "topic"),
        ({"address": "ftp://example.org"}, "address"),
        ({"usergroup": None, "channel": None}, "body"),
        ({"levels": [0]}, "levels[0]"),
    ],
)
def test_settings_that_slack_would_refuse_are_refused(channel: Channel, part: Raw, path: str) -> None:
    wanted = {"address": channel.hook.url, "usergroup": GROUP} | part
    answer = channel.service.admin.put(f"{BASE}/slack/x", json={k: v for k, v in wanted.items() if v is not None})
    assert answer.status_code == 422
    assert [issue["path"] for issue in answer.json()["issues"]] == [path]


def test_only_managers_see_the_address(channel: Channel) -> None:
    channel.follow()
    analyst = channel.service.asking("ana", "analyst", TEAM, "ana")
    assert analyst.get(f"{BASE}/slack").status_code == 403
    log = channel.service.admin.get(f"{BASE}/audit").text
    assert "slack.choose" in log
    assert channel.hook.url not in log

"""What programs and Slack are sent, by real requests to a server on this machine."""

from __future__ import annotations

import hmac
import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from api.notices.channels.channel import ChannelName, Undeliverable
from api.notices.channels.configured import channels
from api.notices.channels.mail import Mail
from api.notices.channels.posting import Poster
from api.notices.channels.slack import Slack
from api.notices.channels.webhook import Webhook, receiver_secret, signature
from api.settings import Settings
from tests.api.notices.happenings import night_message
from tests.api.notices.receivers import Hook

KEY = b"the installation's own key"
LOCAL = Poster(private=True)
SERVER = {
    "smtp_host": "mail.example.org",
    "smtp_port": 465,
    "smtp_from": "rota@example.org",
    "smtp_tls": "tls",
    "smtp_user": "rota",
    "smtp_password": "correct horse",
}


def settings(**chosen: Any) -> Settings:
    return Settings(**chosen)


# -- webhook -----------------------------------------------------------------------------------------------------------


def test_a_receiver_can_check_who_sent_it_and_when(hook: Hook) -> None:
    Webhook(KEY, LOCAL).send(night_message(), hook.url)
    ((path, headers, body),) = hook.seen
    t, v1 = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["Watchbill-Signature"]).groups()  # type: ignore[union-attr]
    secret = receiver_secret(KEY, "gsr", "sin-01", hook.url)
    assert hmac.new(secret.encode(), f"{t}.".encode() + body, sha256).hexdigest() == v1
    assert abs(int(t) - datetime.now(UTC).timestamp()) < 3600
    assert (path, headers["Content-Type"]) == ("/hook", "application/json")


def test_a_webhook_has_words_for_people_and_facts_for_programs(hook: Hook) -> None:
    Webhook(KEY, LOCAL).send(night_message(), hook.url)
    _, headers, body = hook.seen[0]
    said = night_message()
    assert json.loads(body) == {
        "id": headers["Watchbill-Delivery"],
        "kind": "shift-starts",
        "team": "gsr",
        "person": "sin-01",
        "cause": said.cause,
        "subject": said.subject,
        "text": said.body,
        "link": said.link,
        "facts": {
            "team": "gsr",
            "shift": {
                "person": "sin-01",
                "duty": "on-duty",
                "level": 1,
                "site": "sin",
                "shift": "sin-night@2027-01-04",
                "start": "2027-01-04T15:00:00Z",
                "end": "2027-01-04T23:30:00Z",
            },
            "minutes": 30,
            "beside": ["sin-02"],
        },
    }


def test_a_second_attempt_is_known_for_the_first(hook: Hook) -> None:
    for _ in range(2):
        Webhook(KEY, LOCAL).send(night_message(), hook.url)
    (_, first, one), (_, second, other) = hook.seen
    assert (first["Watchbill-Delivery"], one) == (second["Watchbill-Delivery"], other)


def test_the_signature_as_documented() -> None:
    at = datetime(2027, 1, 4, 15, tzinfo=UTC)
    expected = hmac.new(b"secret", b'1799074800.{"a":1}', sha256).hexdigest()
    assert signature("secret", b'{"a":1}', at) == f"t=1799074800,v1={expected}"


def test_every_receiver_has_a_secret_of_its_own() -> None:
    secrets = {
        receiver_secret(key, team, person, address)
        for key in (KEY, b"another")
        for team in ("a", "b")
        for person in ("c", "d")
        for address in ("https://e", "https://f")
    }
    assert len(secrets) == 16
    assert "own key" not in repr(Webhook(KEY, LOCAL))


# -- Slack -------------------------------------------------------------------------------------------------------------


def test_slack_gets_a_line_and_all_of_it(hook: Hook) -> None:
    Slack(LOCAL).send(night_message().model_copy(update={"line": "Soon"}), hook.url)
    said = json.loads(hook.seen[0][2])
    assert said["text"] == "Soon"
    subject, body = (block["text"]["text"] for block in said["blocks"])
    assert (subject, body) == (f"*{night_message().subject}*", night_message().body)


def test_no_name_calls_everybody_in_slack(hook: Hook) -> None:
    trick = "<!channel> & <https://evil.example|click> <@U1>"
    Slack(LOCAL).send(night_message().model_copy(update=dict.fromkeys(("subject", "body", "line"), trick)), hook.url)
    said = json.loads(hook.seen[0][2])
    escaped = "&lt;!channel&gt; &amp; &lt;https://evil.example|click&gt; &lt;@U1&gt;"
    assert [said["text"], *(block["text"]["text"].strip("*") for block in said["blocks"])] == [escaped] * 3
    assert all(block["text"]["verbatim"] for block in said["blocks"])


@pytest.mark.parametrize("lead", range(6))
def test_slack_takes_no_longer_block(hook: Hook, lead: int) -> None:
    Slack(LOCAL).send(night_message().model_copy(update={"body": "x" * lead + "<&>" * 3000}), hook.url)
    text = json.loads(hook.seen[0][2])["blocks"][1]["text"]["text"]
    assert len(text) <= 3000
    assert re.fullmatch(r"x*(&lt;|&amp;|&gt;)+\.\.\.", text)


# -- from the settings -------------------------------------------------------------------------------------------------


def test_the_settings_say_which_channels_there_are() -> None:
    assert set(channels(settings(smtp_host=""), KEY)) == set(ChannelName) - {ChannelName.MAIL}
    found = channels(settings(**SERVER), KEY)
    assert set(found) == set(ChannelName)
    mail = found[ChannelName.MAIL]
    assert isinstance(mail, Mail)
    assert [mail.host, mail.port, mail.sender, mail.security, mail.user, mail.password] == list(SERVER.values())


def test_the_settings_say_how_far_webhooks_go(hook: Hook) -> None:
    channels(settings(webhooks_to_private_addresses=True), KEY)[ChannelName.WEBHOOK].send(night_message(), hook.url)
    for name in (ChannelName.WEBHOOK, ChannelName.SLACK):
        with pytest.raises(Undeliverable):
            channels(settings(webhooks_to_private_addresses=False), KEY)[name].send(night_message(), hook.url)
    assert len(hook.seen) == 1

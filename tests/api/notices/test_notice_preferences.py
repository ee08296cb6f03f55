"""What people can ask to be told."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from api.notices.kinds import EVERY_KIND, Kind
from api.notices.preferences import (
    DigestTimes,
    MailDestination,
    NoticePreferences,
    SlackDestination,
    WebhookDestination,
)
from scheduler.intervals import parse_instant

MAIL = {"channel": "e-mail", "address": "mei@example.org", "kinds": ["shift-starts", "digest"]}
HOOK = {"channel": "webhook", "address": "https://example.org:8443/hook?for=mei"}
SLACK = {"channel": "slack", "address": "https://hooks.slack.com/services/T0/B0/x", "kinds": ["gap-ahead", "digest"]}


def read(**document: Any) -> NoticePreferences:
    return NoticePreferences.model_validate(document)


def test_nobody_is_told_anything_unasked() -> None:
    wanted = read()
    assert all(wanted.destinations_for(kind) == () for kind in EVERY_KIND)
    assert wanted.next_digest(parse_instant("2027-01-04T00:00:00Z"), "UTC") is None
    assert wanted.before_shift_minutes == (1440, 30)


def test_each_kind_goes_where_it_is_wanted() -> None:
    wanted = read(destinations=[MAIL, HOOK, SLACK])
    by_kind = {kind: [d.channel for d in wanted.destinations_for(kind)] for kind in EVERY_KIND}
    assert by_kind[Kind.SHIFT_STARTS] == ["e-mail", "webhook"]
    assert by_kind[Kind.DIGEST] == ["e-mail", "webhook", "slack"]
    assert by_kind[Kind.SWAP_ASKED] == ["webhook"], "left out: everything"


def test_what_is_read_can_be_written_and_read_again() -> None:
    wanted = read(
        destinations=[MAIL, HOOK],
        before_shift_minutes=[60],
        digest={"clock": "08:00", "weekdays": ["mon"]},
        timezone="UTC",
    )
    assert NoticePreferences.model_validate(wanted.model_dump(mode="json")) == wanted
    assert NoticePreferences.model_validate(wanted.model_dump(mode="json", exclude_unset=True)) == wanted


@pytest.mark.parametrize(
    ("timezone", "due"), [(None, "2027-01-04T08:00:00Z"), ("Asia/Singapore", "2027-01-11T00:00:00Z")]
)
def test_the_digest_follows_the_clock_that_the_person_names(timezone: str | None, due: str) -> None:
    wanted = read(digest={"clock": "08:00", "weekdays": ["mon"]}, timezone=timezone)
    assert wanted.next_digest(parse_instant("2027-01-04T00:00:00Z"), "Europe/Dublin") == parse_instant(due)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ({"destinations": [{**MAIL, "address": "mei@example.org\nBcc: x@y"}]}, "address"),
        ({"destinations": [{**MAIL, "address": "https://example.org"}]}, "address"),
        ({"destinations": [{**MAIL, "kinds": []}]}, "kinds"),
        ({"destinations": [{**MAIL, "kinds": ["everything"]}]}, "kinds"),
        ({"destinations": [{**MAIL, "channel": "pigeon"}]}, "destinations"),
        ({"destinations": [{**HOOK, "address": "ftp://example.org"}]}, "address"),
        ({"destinations": [{**HOOK, "address": "https://"}]}, "address"),
        ({"destinations": [{**HOOK, "address": "https://:443/x"}]}, "address"),
        ({"destinations": [{**HOOK, "address": "https://[::1/x"}]}, "address"),
        ({"destinations": [{**HOOK, "address": "https://me:secret@example.org"}]}, "address"),
        ({"destinations": [{**HOOK, "address": "https://example.org/a b"}]}, "address"),
        ({"destinations": [{**HOOK, "address": f"https://example.org/{'x' * 500}"}]}, "address"),
        ({"destinations": [MAIL, SLACK, {**MAIL, "kinds": ["gap-ahead"]}]}, "destinations"),
        ({"destinations": [{**MAIL, "address": f"m{n}@example.org"} for n in range(11)]}, "destinations"),
        ({"before_shift_minutes": [4]}, "before_shift_minutes"),
        ({"before_shift_minutes": [20_161]}, "before_shift_minutes"),
        ({"before_shift_minutes": [5, 6, 7, 8, 9, 10]}, "before_shift_minutes"),
        ({"digest": {"clock": "25:00"}}, "clock"),
        ({"digest": {"clock": "08:00", "weekdays": []}}, "weekdays"),
        ({"digest": {}}, "clock"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"language": "de"}, "language"),
        ({"mail": True}, "mail"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(document: dict[str, Any], path: str) -> None:
    with pytest.raises(ValidationError) as caught:
        read(**document)
    assert {path in fault["loc"] for fault in caught.value.errors()} == {True}


def test_the_same_address_by_two_channels_is_two_addresses() -> None:
    assert len(read(destinations=[HOOK, {**HOOK, "channel": "slack"}]).destinations) == 2


@pytest.mark.parametrize(
    "model", [NoticePreferences, DigestTimes, MailDestination, WebhookDestination, SlackDestination]
)
def test_every_field_is_described_with_an_example_that_holds(model: type[BaseModel]) -> None:
    described = model.model_json_schema()["properties"]
    assert all(field.get("description") for field in described.values())
    example = {name: field["examples"][0] for name, field in described.items()}
    assert model.model_validate(example).model_dump(mode="json", exclude_unset=True) == example

"""Messages over HTTP, to real servers on this machine; and what keeps them away from where they have no business."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest

from api.notices.channels.channel import Unavailable, Undeliverable
from api.notices.channels.guard import is_public
from api.notices.channels.posting import MOST_QUOTED, Poster, retry_after
from tests.api.notices.receivers import (
    HERE,
    Hook,
    certificate,
    client_context,
    closed_port,
    http_server,
    mute_server,
    server_context,
)

LOCAL = Poster(private=True)


def failure(hook: Hook, poster: Poster = LOCAL) -> Undeliverable | Unavailable:
    with pytest.raises((Undeliverable, Unavailable)) as caught:
        poster.post(hook.url, b"{}")
    assert isinstance(caught.value, Undeliverable | Unavailable)
    return caught.value


# -- what an answer means ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_success(hook: Hook, status: int) -> None:
    hook.status, hook.body = status, b""
    LOCAL.post(hook.url, b"{}")
    assert hook.seen[0][2] == b"{}"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 410, 413, 422])
def test_never_again(hook: Hook, status: int) -> None:
    hook.status, hook.headers, hook.body = status, {"Location": hook.url}, b"channel_is_archived"
    failed = failure(hook)
    assert type(failed) is Undeliverable
    assert str(failed) == f"HTTP {status} channel_is_archived"
    assert len(hook.seen) == 1, "no redirect is followed"


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(("header", "seconds"), [(None, None), ("120", 120.0), ("soon", None)])
def test_another_time(hook: Hook, status: int, header: str | None, seconds: float | None) -> None:
    hook.status, hook.headers = status, {"Retry-After": header} if header else {}
    failed = failure(hook)
    assert isinstance(failed, Unavailable)
    assert failed.retry_after == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("3600", 3600),
        ("Mon, 04 Jan 2027 15:02:00 GMT", 120),
        ("Mon, 04 Jan 2027 14:00:00 GMT", 0),
        ("Mon, 04 Jan 2027 15:02:00 -0000", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("", None),
    ],
)
def test_retry_after_has_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, datetime(2027, 1, 4, 15, tzinfo=UTC)) == seconds


def test_of_a_long_answer_little_is_repeated(hook: Hook) -> None:
    hook.status, hook.body = 500, b"\x00\xff\r\nno\n" + b"x" * 5_000_000
    assert len(str(failure(hook))) <= MOST_QUOTED
    assert str(failure(hook)).isprintable()


@pytest.mark.parametrize("status", [404, 500])
def test_an_answer_need_not_say_why(hook: Hook, status: int) -> None:
    hook.status, hook.body = status, b""
    assert str(failure(hook)) == f"HTTP {status}"


def test_an_answer_that_never_ends_ends(hook: Hook) -> None:
    enough = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not enough.wait(0.02):
            handler.wfile.write(b"x")

    hook.answer = drip
    failed = failure(hook, Poster(private=True, timeout=0.2))
    enough.set()
    assert isinstance(failed, Unavailable)


@pytest.mark.parametrize("status", [200, 500])
def test_an_endless_body_is_not_read_to_its_end(hook: Hook, status: int) -> None:
    enough = Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.end_headers()
        while not enough.is_set():
            handler.wfile.write(b"x" * 65_536)

    hook.answer = endless
    if status == 200:
        LOCAL.post(hook.url, b"{}")
    else:
        assert str(failure(hook)).startswith("HTTP 500 xxx")
    assert hook.ended.wait(10), "the connection is closed, so that the server stops as well"
    enough.set()


def test_nobody_there_or_nobody_speaking_means_to_try_again() -> None:
    with closed_port() as port, pytest.raises(Unavailable, match="ConnectError"):
        LOCAL.post(f"http://{HERE}:{port}/", b"{}")
    with mute_server() as port, pytest.raises(Unavailable, match="no answer within"):
        Poster(private=True, timeout=0.1).post(f"http://{HERE}:{port}/", b"{}")


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "https://", "no address", "http://[::1", f"http://{'a' * 64}.org/"]
)
def test_what_is_no_address_is_never_tried_again(url: str) -> None:
    with pytest.raises(Undeliverable):
        LOCAL.post(url, b"{}")


def test_no_error_repeats_the_address_which_is_a_secret(hook: Hook) -> None:
    hook.status, hook.body = 404, b"no_service"
    assert "hook" not in str(failure(hook))
    with closed_port() as port, pytest.raises(Unavailable) as caught:
        LOCAL.post(f"http://{HERE}:{port}/T0/B0/secret", b"{}")
    assert "secret" not in str(caught.value)


# -- whither -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"])
def test_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "192.0.0.1"),
        *("192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250"),
        *("240.0.0.1", "255.255.255.255"),
        *(
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
        ),
        *("2001::1", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "ff02::1"),
    ],
)
def test_not_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host", [HERE, "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_our_own_network_is_refused_however_it_is_written(hook: Hook, host: str) -> None:
    with pytest.raises(Undeliverable, match="not public"):
        Poster().post(f"http://{host}:{hook.port}/", b"{}")
    assert not hook.seen


class Names:
    """A name server that gives one answer after the other."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers, self.asked = list(answers), list[tuple[str, int]]()

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append((host, port))
        return self.answers.pop(0)


def test_a_name_is_judged_by_all_addresses_it_leads_to(hook: Hook) -> None:
    for answer in (["93.184.215.14", HERE], [HERE, "93.184.215.14"]):
        with pytest.raises(Undeliverable, match="not public"):
            Poster(lookup=Names(answer)).post(f"http://hooks.example.org:{hook.port}/", b"{}")
    assert not hook.seen


def test_the_connection_goes_where_the_name_was_judged_to_lead(hook: Hook) -> None:
    names = Names([HERE])
    Poster(private=True, lookup=names).post(f"http://hooks.example.org:{hook.port}/a?b=c", b"{}")
    ((path, headers, _),) = hook.seen
    assert (path, headers["Host"]) == ("/a?b=c", f"hooks.example.org:{hook.port}")
    assert names.asked == [("hooks.example.org", hook.port)], "asked once: there is no second answer to be fooled by"


def test_of_several_addresses_the_first_that_can_be_reached(hook: Hook) -> None:
    Poster(private=True, lookup=Names(["::1", HERE])).post(f"http://hooks.example.org:{hook.port}/", b"{}")
    assert len(hook.seen) == 1
    with pytest.raises(Unavailable, match="ConnectError"):
        Poster(private=True, lookup=Names(["::1"])).post(f"http://hooks.example.org:{hook.port}/", b"{}")


def test_the_certificate_is_that_of_the_name(tmp_path: Path) -> None:
    pem = certificate(tmp_path, "hooks.example.org")
    for name in ("hooks.example.org", "other.example.org"):
        with http_server(server_context(pem)) as hook:
            poster = Poster(private=True, context=client_context(pem), lookup=Names([HERE]))
            if name == "hooks.example.org":
                poster.post(f"https://{name}:{hook.port}/", b"{}")
            else:
                with pytest.raises(Unavailable, match="certificate"):
                    poster.post(f"https://{name}:{hook.port}/", b"{}")
            assert len(hook.seen) == (name == "hooks.example.org")


def test_no_proxy_stands_between(hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    LOCAL.post(hook.url, b"{}")
    assert len(hook.seen) == 1

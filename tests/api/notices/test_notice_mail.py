"""E-mail, against a real mail server on this machine."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from api.notices.channels.channel import Unavailable, Undeliverable
from api.notices.channels.mail import Mail, letter
from tests.api.notices.happenings import night_message
from tests.api.notices.receivers import (
    HANG_UP,
    HERE,
    PASSWORD,
    USER,
    certificate,
    client_context,
    closed_port,
    mail_server,
    mute_server,
    server_context,
)

TO, FROM = "mei@example.org", "Watchbill <rota@example.org>"


def plain(port: int) -> Mail:
    return Mail(HERE, port, FROM, "none")


def test_a_mail_arrives_with_what_was_meant() -> None:
    with mail_server() as box:
        plain(box.port).send(night_message(), TO)
    (mail,) = box.mails
    assert box.recipients == [TO]
    assert (mail["To"], mail["From"]) == (TO, FROM)
    assert mail["Subject"] == night_message().subject
    assert mail.get_content().splitlines() == night_message().body.splitlines()
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.tzinfo is not None


def test_every_attempt_has_the_same_id_and_every_mailbox_another() -> None:
    ids = {letter(night_message(), FROM, to)["Message-ID"] for to in (TO, TO, "tan@example.org")}
    assert len(ids) == 2
    assert all(str(id).endswith("@example.org>") for id in ids)


def test_names_of_every_alphabet_arrive() -> None:
    said = night_message().model_copy(
        update={"subject": "[gsr] Aoife Ó Briain: 陈美 ☎", "body": "陈美\nÓ " + "x" * 1200}
    )
    with mail_server() as box:
        plain(box.port).send(said, TO)
    assert box.mails[0]["Subject"] == said.subject
    assert box.mails[0].get_content().splitlines() == said.body.splitlines()


@pytest.mark.parametrize(
    "address",
    [
        "mei@example.org\r\nBcc: all@example.org",
        "mei@example.org\nRCPT TO:<all@example.org>",
        "mei@example.org,all@example.org",
        "Mei <mei@example.org>",
        "mei@example.org ",
        "mei@example.org\n",
        "@example.org",
        "mei",
        "",
    ],
)
def test_what_is_no_address_is_refused_before_anything_is_said(address: str) -> None:
    with mail_server() as box, pytest.raises(Undeliverable):
        plain(box.port).send(night_message(), address)
    assert not box.mails


def test_nobody_can_put_a_header_into_a_subject() -> None:
    said = night_message().model_dump() | {"subject": "Starts\r\nBcc: all@example.org\n\nBody"}
    with mail_server() as box:
        plain(box.port).send(type(night_message()).model_validate(said), TO)
    assert box.mails[0]["Bcc"] is None
    assert box.mails[0]["Subject"] == "Starts Bcc: all@example.org Body"
    assert box.recipients == [TO]


def test_the_connection_is_secured_before_the_password_is_said(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with mail_server(starttls=server_context(pem), login=True) as box:
        mail = Mail("localhost", box.port, FROM, "starttls", USER, PASSWORD, context=client_context(pem))
        mail.send(night_message(), TO)
        with pytest.raises(Unavailable, match="SMTPAuthenticationError"):
            replace(mail, password="wrong").send(night_message(), TO)
    assert (len(box.mails), box.users) == (1, [USER])


def test_a_server_that_cannot_be_secured_is_told_nothing() -> None:
    with mail_server() as box, pytest.raises(Unavailable, match="STARTTLS"):
        Mail(HERE, box.port, FROM, "starttls", USER, PASSWORD).send(night_message(), TO)
    assert not box.mails


def test_tls_from_the_first_byte(tmp_path: Path) -> None:
    pem = certificate(tmp_path)
    with mail_server(tls=server_context(pem)) as box:
        Mail("localhost", box.port, FROM, "tls", context=client_context(pem)).send(night_message(), TO)
    assert len(box.mails) == 1


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path, security: str) -> None:
    context = server_context(certificate(tmp_path))
    server = mail_server(tls=context) if security == "tls" else mail_server(starttls=context)
    with server as box, pytest.raises(Unavailable, match="SSL"):
        Mail("localhost", box.port, FROM, "tls" if security == "tls" else "starttls").send(night_message(), TO)
    assert not box.mails


@pytest.mark.parametrize("step", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    ("reply", "failure"),
    [("550 5.1.1 No such user", Undeliverable), ("450 4.2.0 Greylisted", Unavailable), ("452 Full", Unavailable)],
)
def test_the_server_says_whether_to_try_again(step: str, reply: str, failure: type[Exception]) -> None:
    with mail_server() as box:
        box.replies[step] = reply
        with pytest.raises(failure, match=reply):
            plain(box.port).send(night_message(), TO)


@pytest.mark.parametrize("goodbye", ["421 Too busy", HANG_UP])
def test_once_taken_over_a_rude_goodbye_does_not_matter(goodbye: str) -> None:
    with mail_server() as box:
        box.replies["QUIT"] = goodbye
        plain(box.port).send(night_message(), TO)
    assert len(box.mails) == 1


def test_nobody_there_or_nobody_speaking_means_to_try_again() -> None:
    with closed_port() as port, pytest.raises(Unavailable, match="refused"):
        plain(port).send(night_message(), TO)
    with mute_server() as port, pytest.raises(Unavailable):
        replace(plain(port), timeout=0.1).send(night_message(), TO)


def test_the_password_is_not_shown() -> None:
    assert PASSWORD not in repr(replace(plain(25), password=PASSWORD))


def test_lines_keep_to_what_mail_allows() -> None:
    said = night_message().model_copy(update={"body": "é" * 5000})
    raw = letter(said, FROM, TO).as_bytes()
    assert max(map(len, raw.splitlines())) <= 998
    assert message_from_bytes(raw)["To"] == TO

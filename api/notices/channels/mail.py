"""Messages by e-mail."""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Literal

from api.notices.channels.channel import ChannelName, Unavailable, Undeliverable
from api.notices.message import Message
from exports.wording import one_line

Security = Literal["starttls", "tls", "none"]

# ASCII without quoting: what every mail server takes, and nothing that could end a header or an SMTP command.
MAIL_ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$"


@dataclass(frozen=True, slots=True)
class Mail:
    """Sends by the SMTP server at `host`, each message over a connection of its own.

    With `starttls` nothing is said, no password above all, to a server that does not secure the connection. `timeout`
    is in seconds, for each step.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 20
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def send(self, message: Message, address: str) -> None:
        """Raises Undeliverable when the server refuses the recipient or the content for good, else Unavailable."""
        if not re.fullmatch(MAIL_ADDRESS, address):
            raise Undeliverable("not an e-mail address")
        try:
            self._transmit(letter(message, self.sender, address))
        except smtplib.SMTPRecipientsRefused as error:
            raise _refused(*error.recipients[address]) from None
        except smtplib.SMTPDataError as error:
            raise _refused(error.smtp_code, error.smtp_error) from None
        except OSError as error:  # SMTPException is one: the server is at fault, not the message
            raise Unavailable(f"{self.host}: {type(error).__name__}: {one_line(str(error))}") from None

    def _transmit(self, mail: EmailMessage) -> None:
        server = self._connected()
        try:
            if self.security == "starttls":
                server.starttls(context=self.context)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(mail)
            with suppress(smtplib.SMTPException):  # taken over: how the server says goodbye does not matter
                server.quit()
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=self.context)
        return smtplib.SMTP(self.host, self.port, timeout=self.timeout)


def letter(message: Message, sender: str, address: str) -> EmailMessage:
    """The mail. Every attempt has the same Message-ID, so that mailboxes recognise a second copy."""
    mail = EmailMessage()
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    mail["From"], mail["To"], mail["Subject"] = sender, address, message.subject
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message.delivery(ChannelName.MAIL, address)}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # no answer by machine, please (RFC 3834)
    mail.set_content(message.body)
    return mail


def _refused(code: int, said: bytes | str) -> Undeliverable | Unavailable:
    """4yz: not now, as greylisting says. 5yz: not ever (RFC 5321, 4.2.1)."""
    text = one_line(f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}")
    return Undeliverable(text) if code >= 500 else Unavailable(text)

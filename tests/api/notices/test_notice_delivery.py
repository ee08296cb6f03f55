"""Sending what the outbox holds: once, again where it failed, and by one process only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Barrier, Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from api.notices.claims import KEPT_DAYS, LEASE_SECONDS, Claim, Result, claim, forget, settle
from api.notices.delivery import Delivery
from api.notices.gaps import GapAhead
from api.notices.installation_key import installation_key
from api.notices.message import Notice
from api.notices.outbox import State, tell
from api.notices.repeated import Repeated
from api.notices.retry import MOST_ATTEMPTS
from api.notices.trial import Trial
from api.store.engine import Store
from api.store.tables import InstanceValue
from api.store.tables import Notice as Row
from api.store.transaction import committed
from scheduler.intervals import Interval, shift_by
from tests.api.notices.office import MEI, TAN, Office, choose, deliver, mail, open_office, webhook
from tests.api.notices.receivers import HERE, Hook, Mailbox, closed_port
from tests.api.plans_at_hand import TEAM
from tests.processes import until
from tests.service import EPOCH


def waiting(office: Office, count: int = 1, notice: Notice | None = None) -> None:
    """So many messages, each of a cause of its own."""
    with committed(office.service.services.store, office.service.clock()) as transaction:
        for n in range(count):
            tell(transaction, notice or Trial(TEAM, f"{n}", "sin-02"), ["sin-01"])


def to_hook(office: Office) -> None:
    office.wants("sin-01", webhook(office.hook))


def later(office: Office, **span: float) -> None:
    office.service.clock.now += timedelta(**span)


def states(office: Office) -> list[State]:
    return [State(row.state) for row in office.rows()]


def claimed(office: Office) -> Claim:
    found = claim(office.service.services.store, office.service.clock())
    assert found is not None
    return found


# -- what came of it ---------------------------------------------------------------------------------------------------


def test_what_is_sent_is_marked(office: Office) -> None:
    to_hook(office)
    waiting(office, 3)
    assert office.deliver() == 3
    assert [body["cause"] for body in office.posted()] == ["test:0", "test:1", "test:2"]
    row = office.rows()[0]
    assert (row.state, row.attempt, row.sent_at, row.error, row.owner) == (State.SENT, 1, EPOCH, "", None)


def test_what_fails_is_tried_again_later_and_later(office: Office) -> None:
    to_hook(office)
    waiting(office)
    office.hook.status, office.hook.body = 500, b"out of order"
    pauses = []
    while states(office) == [State.WAITING]:
        assert office.deliver() == 1
        assert office.deliver() == 0, "not at once"
        row = office.rows()[0]
        pauses.append((row.due_at - office.service.clock()).total_seconds())
        office.service.clock.now = row.due_at
    assert (row.state, row.attempt, row.error) == (State.FAILED, MOST_ATTEMPTS, "HTTP 500 out of order")
    assert 45 <= pauses[0] < pauses[4] < pauses[10]
    assert len({body for _, _, body in office.hook.seen}) == 1
    assert len({headers["Watchbill-Delivery"] for _, headers, _ in office.hook.seen}) == 1


def test_the_other_side_says_when(office: Office) -> None:
    to_hook(office)
    waiting(office)
    office.hook.status, office.hook.headers = 503, {"Retry-After": "1800"}
    office.deliver()
    assert office.rows()[0].due_at == EPOCH + timedelta(seconds=1800)
    office.hook.status = 200
    later(office, seconds=1799)
    assert office.deliver() == 0
    later(office, seconds=1)
    assert office.deliver() == 1
    assert states(office) == [State.SENT]


def test_what_can_never_arrive_is_not_tried_again(office: Office) -> None:
    office.wants("sin-01", mail(MEI))
    waiting(office)
    office.box.replies["RCPT"] = "550 no such user\x00"
    office.deliver()
    later(office, days=2)
    assert office.deliver() == 0
    row = office.rows()[0]
    assert (row.state, row.attempt, row.error) == (State.FAILED, 1, "550 no such user")


def test_greylisted_mail_arrives_in_the_end(office: Office) -> None:
    office.wants("sin-01", mail(MEI))
    waiting(office)
    office.box.replies["RCPT"] = "451 try later"
    office.deliver()
    assert states(office) == [State.WAITING]
    office.box.replies.clear()
    later(office, minutes=5)
    assert office.told() == [(MEI, "[harbour] A test: notices reach you here")]


def test_what_is_over_is_dropped(office: Office) -> None:
    to_hook(office)
    hour = Interval(EPOCH, shift_by(EPOCH, minutes=60))
    waiting(office, notice=GapAhead(TEAM, "standby, level 1", hour, "override 12"))
    later(office, hours=1)
    office.deliver()
    assert (states(office), office.hook.seen) == ([State.DROPPED], [])


def test_without_a_mail_server_no_mail_is_sent(database_url: str, box: Mailbox, hook: Hook) -> None:
    with open_office(database_url, box, hook, smtp_host="") as office:
        office.wants("sin-01", mail(MEI), webhook(hook))
        waiting(office)
        office.deliver()
        assert sorted((row.channel, row.state) for row in office.rows()) == [("e-mail", "failed"), ("webhook", "sent")]


def test_links_lead_to_the_address_that_people_use(database_url: str, box: Mailbox, hook: Hook) -> None:
    with open_office(database_url, box, hook, public_url="https://rota.example.org/") as office:
        office.wants("sin-01", webhook(hook))
        with committed(office.service.services.store, EPOCH) as transaction:
            tell(transaction, Trial(TEAM, "one", "sin-02"), ["sin-01"], "/teams/harbour")
            tell(transaction, Trial(TEAM, "two", "sin-02"), ["sin-01"])
        linked, plain = office.posted()
    assert linked["link"] == "https://rota.example.org/teams/harbour"
    assert linked["text"].endswith("\n\nhttps://rota.example.org/teams/harbour")
    assert (plain["link"], plain["text"].endswith("sin-02")) == ("", True)


def test_an_address_that_is_down_holds_up_nobody_else(office: Office) -> None:
    """The first attempt fails; the others to the same address rest with it."""
    with closed_port() as port:
        dead = {"channel": "webhook", "address": f"http://{HERE}:{port}/"}
        office.wants("sin-01", dead)
        waiting(office, 5)
        office.wants("sin-02", mail(TAN))
        with committed(office.service.services.store, EPOCH) as transaction:
            tell(transaction, Trial(TEAM, "other", "sin-01"), ["sin-02"])
        assert office.deliver() == 2
    assert [row.attempt for row in office.rows()] == [1, 0, 0, 0, 0, 1]
    assert [str(mail["To"]) for mail in office.box.mails] == [TAN]


def test_old_ones_are_forgotten_and_waiting_ones_are_not(office: Office) -> None:
    to_hook(office)
    waiting(office)
    office.deliver()
    waiting(office, 2)
    store, now = office.service.services.store, office.service.clock
    later(office, days=KEPT_DAYS)
    forget(store, now())
    assert states(office) == [State.SENT, State.WAITING]
    later(office, seconds=1)
    forget(store, now())
    assert states(office) == [State.WAITING]


# -- several processes -------------------------------------------------------------------------------------------------


def test_two_services_send_each_message_once(office: Office) -> None:
    to_hook(office)
    waiting(office, 20)
    services, start, counts = office.service.services, Barrier(4), []
    stores = [Store(services.store.url) for _ in range(2)]
    others = [Delivery(store, services.settings, services.clock) for store in stores]

    def work(delivery: Delivery) -> None:
        start.wait()
        counts.append(deliver(delivery))

    threads = [Thread(target=work, args=[delivery]) for delivery in others for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    assert sum(counts) == 20
    assert sorted(body["cause"] for body in office.posted()) == sorted(f"test:{n}" for n in range(20))


def test_what_another_sends_is_left_alone_until_its_lease_is_over(office: Office) -> None:
    to_hook(office)
    waiting(office)
    store = office.service.services.store
    first = claimed(office)
    later(office, seconds=LEASE_SECONDS - 1)
    assert claim(store, office.service.clock()) is None
    later(office, seconds=1)
    second = claimed(office)
    assert (second.id, second.attempt) == (first.id, 2)
    assert not settle(store, first, Result(State.FAILED, "too late"), office.service.clock())
    assert states(office) == [State.WAITING]
    assert settle(store, second, Result(State.SENT), office.service.clock())
    assert states(office) == [State.SENT]


def test_killed_before_it_could_say_so_it_is_sent_again_under_the_same_id(office: Office) -> None:
    to_hook(office)
    waiting(office)
    gone = claimed(office)
    office.delivery._sent(gone, office.delivery._channels[gone.channel])
    assert office.deliver() == 0
    later(office, seconds=LEASE_SECONDS)
    assert office.deliver() == 1
    first, second = (headers["Watchbill-Delivery"] for _, headers, _ in office.hook.seen)
    assert first == second


def renamed(store: Store, table: str, to: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(sa.text(f"alter table {table} rename to {to}"))


def test_what_was_sent_while_the_database_was_away_is_remembered(office: Office) -> None:
    """While the receiver answers, the table goes; nobody holds it, for there is no transaction then."""
    to_hook(office)
    waiting(office, 2)
    store = office.service.services.store

    def answer(handler: BaseHTTPRequestHandler) -> None:
        office.hook.answer = None
        renamed(store, "notice", "gone")
        handler.send_response(200)
        handler.end_headers()

    office.hook.answer = answer
    for _ in range(3):
        with pytest.raises(DBAPIError):
            office.delivery.one()
    assert len(office.hook.seen) == 1, "while it is away nothing more is sent"
    renamed(store, "gone", "notice")
    office.deliver()
    assert states(office) == [State.SENT, State.SENT]
    assert len(office.hook.seen) == 2


def test_a_message_that_we_cannot_send_keeps_nobody_from_the_others(
    database_url: str, box: Mailbox, hook: Hook
) -> None:
    with open_office(database_url, box, hook, smtp_from="rota@example.org\nBcc: all@example.org") as office:
        office.wants("sin-01", mail(MEI), webhook(hook))
        waiting(office)
        assert office.deliver() == 2
        found = {row.channel: (row.state, row.error) for row in office.rows()}
    assert found == {"e-mail": (State.WAITING, "ValueError"), "webhook": (State.SENT, "")}


def test_a_message_that_cannot_be_read_keeps_nobody_from_the_others(office: Office) -> None:
    to_hook(office)
    waiting(office, 3)
    with office.service.services.store.writing() as session:
        first, second, _ = session.exec(select(Row).order_by(col(Row.id))).all()
        first.message, second.channel = {"subject": "of another version"}, "pigeon"
    assert office.deliver() == 1
    assert states(office) == [State.FAILED, State.FAILED, State.SENT]


# -- the installation's key --------------------------------------------------------------------------------------------


def test_the_key_is_made_once_by_many_at_once(office: Office) -> None:
    store, start, found = office.service.services.store, Barrier(4), set()

    def ask() -> None:
        start.wait()
        found.add(installation_key(store))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (key,) = found
    assert len(key) == 32
    assert installation_key(store) == key
    with store.reading() as session:
        assert session.exec(select(InstanceValue.value).where(InstanceValue.name == "webhook_key")).one() == key.hex()


# -- in the background -------------------------------------------------------------------------------------------------


def test_a_service_sends_by_itself(database_url: str, box: Mailbox, hook: Hook) -> None:
    with open_office(database_url, box, hook, notices=True) as office:
        client = office.member("sin-01")
        choose(client, mail(MEI))
        assert client.post(f"/v1/teams/{TEAM}/people/@me/notices/test").status_code == 202
        until(lambda: states(office) == [State.SENT])
    assert [str(mail["To"]) for mail in box.mails] == [MEI]


def test_what_is_committed_wakes_one_who_waits() -> None:
    called: list[int] = []

    def work() -> bool:
        called.append(1)
        return False

    repeated = Repeated("test", work, 3600, 1)
    repeated.start()
    until(lambda: len(called) == 1)
    repeated.committed()
    until(lambda: len(called) == 2)
    repeated.stop()


def test_work_that_fails_is_done_again() -> None:
    outcomes: Iterator[Any] = iter([True, 1, DBAPIError.instance("", {}, Exception("x"), Exception), True])
    left, done = Event(), Event()

    def work() -> bool:
        found = next(outcomes, None)
        if found is None:
            done.set()
            return False
        if found == 1:
            left.set()
            raise RuntimeError("a bug")
        return found is True

    repeated = Repeated("test", work, 0.01, 1)
    repeated.start()
    assert left.wait(60)
    assert done.wait(60)
    repeated.stop()

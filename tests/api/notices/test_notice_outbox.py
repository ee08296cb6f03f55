"""Who is told what, and where to: written down with what happened, once for one cause."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import select

from api.notices.message import Notice
from api.notices.outbox import State, tell
from api.notices.recipients import managers, reachable
from api.notices.trial import Trial
from api.store.tables import Account, OncallVersion
from api.store.transaction import Transaction, committed
from tests.api.notices.office import MEI, TAN, Office, mail, webhook
from tests.api.plans_at_hand import TEAM, another, harbour, legal, published

NOTICE = Trial(TEAM, "one", "sin-02")


@contextmanager
def writing(office: Office) -> Iterator[Transaction]:
    with committed(office.service.services.store, office.service.clock()) as transaction:
        yield transaction


def said(office: Office, *people: str, notice: Notice = NOTICE) -> list[tuple[str, str, str]]:
    """Person, channel and address of each row that the outbox has then."""
    with writing(office) as transaction:
        tell(transaction, notice, people)
    return sorted((row.person, row.channel, row.address) for row in office.rows())


def set_mail(office: Office, login: str, address: str) -> None:
    with office.service.services.store.writing() as session:
        session.exec(select(Account).where(Account.login == login)).one().email = address


def on_call(office: Office, **person: str) -> None:
    """An on-call document with one more person."""
    now = office.service.clock()
    document = {"timezone": "Europe/Dublin", "people": [person], "schedules": []}
    with office.service.services.store.writing() as session:
        row = OncallVersion(team_id=TEAM, number=1, document=document, effective_from=now, created_at=now)
        session.add(row)


def test_it_goes_where_the_person_chose(office: Office) -> None:
    office.wants("sin-01", mail(MEI), webhook(office.hook, "digest"))
    expected = [("sin-01", "e-mail", MEI), ("sin-01", "webhook", office.hook.url)]
    assert said(office, "sin-01", "sin-02") == expected, "sin-02 has no address"


def test_who_chose_nothing_is_told_by_mail(office: Office) -> None:
    office.member("sin-01", login="mei")
    assert said(office, "sin-01") == []
    set_mail(office, "mei", MEI)
    assert said(office, "sin-01") == [("sin-01", "e-mail", MEI)]


def test_the_documents_address_goes_before_that_of_the_account(office: Office) -> None:
    office.member("sin-01", login="mei")
    set_mail(office, "mei", MEI)
    on_call(office, id="sin-01", email=TAN)
    assert said(office, "sin-01") == [("sin-01", "e-mail", TAN)]


def test_an_address_that_no_mail_server_takes_is_none(office: Office) -> None:
    on_call(office, id="sin-01", email='"mei"@example.org')
    assert said(office, "sin-01") == []


def test_to_choose_no_destination_is_to_be_told_nothing(office: Office) -> None:
    on_call(office, id="sin-01", email=MEI)
    office.wants("sin-01")
    assert said(office, "sin-01") == []


def test_a_closed_account_gets_no_mail(office: Office) -> None:
    office.member("sin-01", login="mei")
    set_mail(office, "mei", MEI)
    with office.service.services.store.writing() as session:
        session.exec(select(Account).where(Account.login == "mei")).one().active = False
    assert said(office, "sin-01") == []


def test_once_for_one_cause(office: Office) -> None:
    office.wants("sin-01", mail(MEI))
    assert len(said(office, "sin-01", "sin-01")) == 1
    assert len(said(office, "sin-01")) == 1
    assert len(said(office, "sin-01", notice=Trial(TEAM, "two", "sin-02"))) == 2


def test_what_was_sent_already_is_not_sent_again(office: Office) -> None:
    office.wants("sin-01", mail(MEI))
    said(office, "sin-01")
    assert office.deliver() == 1
    said(office, "sin-01")
    assert office.deliver() == 0
    assert [row.state for row in office.rows()] == [State.SENT]


def test_what_did_not_happen_is_told_to_nobody(office: Office) -> None:
    office.wants("sin-01", mail(MEI))

    def fails() -> None:
        with writing(office) as transaction:
            tell(transaction, NOTICE, ["sin-01"])
            raise RuntimeError("in the end it came to nothing")

    with pytest.raises(RuntimeError):
        fails()
    assert office.rows() == []
    assert office.told() == []


def test_a_refused_request_tells_nobody(office: Office) -> None:
    office.wants("sin-03", mail(MEI))
    unstaffed = another(legal(harbour()), "sin-03 sin-day@2027-01-05")
    assert published(office.service, unstaffed).status_code == 409
    assert office.told() == []


def test_managers_are_people_or_accounts(office: Office) -> None:
    office.member(None, "manager")
    office.member("sin-02", "manager")
    office.member("sin-01")
    with office.service.services.store.reading() as session:
        account, person = managers(session, TEAM)
    assert account.startswith("account:")
    assert person == "sin-02"
    office.wants(account, mail(MEI))
    office.wants(person, mail(TAN))
    assert said(office, account, person) == [(account, "e-mail", MEI), ("sin-02", "e-mail", TAN)]


def test_who_can_be_reached(office: Office) -> None:
    office.wants("sin-01", mail(MEI))
    on_call(office, id="sin-02", email=TAN)
    office.wants("sin-03")
    with office.service.services.store.reading() as session:
        found = [person for n in (1, 2, 3, 4) if reachable(session, TEAM, person := f"sin-0{n}")]
    assert found == ["sin-01", "sin-02"]

"""What people want to be told, and what they were sent."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request, Response
from sqlmodel import col

from api.notices import choosing
from api.notices.installation_key import installation_key
from api.notices.preferences import NoticePreferences
from api.notices.schemas import NoticesBody, SecretBody, SentBody
from api.security.abilities import Ability
from api.security.guard import Access, May
from api.services import services
from api.store.tables import Notice
from api.web.etags import IfMatch, tag
from api.web.pages import Cursor, Limit, Page, page_of
from api.web.problems import documented, forbidden
from api.web.requests import Tx
from api.web.router import router
from api.web.values import LONGEST_NAME

notices = router("notices")

TRIALS_A_MINUTE = 5
PATH = "/teams/{team}/people/{person}/notices"

MayChoose = Annotated[Access, Depends(May(Ability.NOTICES))]
_Person = Annotated[
    str,
    Path(
        pattern=r"^(@me|[A-Za-z0-9][A-Za-z0-9._-]*)$",
        max_length=LONGEST_NAME,
        description="The person; `@me`: oneself, also who is nobody of the documents.",
        examples=["sin-01"],
    ),
]


def _whom(person: _Person, transaction: Tx, access: MayChoose) -> str:
    return choosing.whom(transaction, access, person)


Whom = Annotated[str, Depends(_whom)]


@notices.get(PATH)
def read_notices(transaction: Tx, access: MayChoose, whom: Whom, response: Response) -> NoticesBody:
    """What somebody is told, and where: oneself; for managers anybody."""
    found = choosing.chosen(transaction.session, access.team, whom)
    tag(response, found.row.version)
    return found.body


@notices.put(PATH, responses=documented(412))
def choose_notices(
    wanted: NoticePreferences,
    transaction: Tx,
    access: MayChoose,
    whom: Whom,
    response: Response,
    if_match: IfMatch = None,
) -> NoticesBody:
    """Choose what to be told, and where. Without destinations: nothing."""
    found = choosing.choose(transaction, access, whom, wanted, if_match)
    tag(response, found.row.version)
    return found.body


@notices.delete(PATH, responses=documented(412))
def forget_notices(
    transaction: Tx, access: MayChoose, whom: Whom, response: Response, if_match: IfMatch = None
) -> NoticesBody:
    """Choose nothing: everything goes to the mailbox that is known."""
    found = choosing.choose(transaction, access, whom, None, if_match)
    tag(response, found.row.version)
    return found.body


@notices.get(f"{PATH}/sent")
def list_sent(
    transaction: Tx, access: MayChoose, whom: Whom, limit: Limit = 50, cursor: Cursor = None
) -> Page[SentBody]:
    """What was sent to somebody, and what waits to be sent, the newest first. It is kept for a month."""
    query, key = choosing.sent_to(access.team, whom), col(Notice.id)
    return page_of(transaction.session, query, key, choosing.sent_body, limit=limit, cursor=cursor, descending=True)


@notices.post(f"{PATH}/test", status_code=202, responses=documented(409))
def try_notices(request: Request, transaction: Tx, access: MayChoose, whom: Whom) -> list[SentBody]:
    """Send a test to every destination. What becomes of it shows under `sent`."""
    services(request).limiter.count(f"notices-test:{access.principal.account}", TRIALS_A_MINUTE)
    return [choosing.sent_body(row) for row in choosing.try_out(transaction, access, whom)]


@notices.get(f"{PATH}/secrets")
def read_secrets(request: Request, transaction: Tx, access: MayChoose, whom: Whom) -> list[SecretBody]:
    """What the receivers of one's own webhooks check signatures with: for oneself alone."""
    if whom != choosing.own_key(access):
        raise forbidden("They are for the person alone.")
    found = choosing.chosen(transaction.session, access.team, whom)
    return choosing.secrets_of(found.preferences, installation_key(services(request).store), access.team, whom)

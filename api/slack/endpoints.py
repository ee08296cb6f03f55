"""User groups and topics of Slack that follow who is on call; for managers."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Request, Response

from api.notices.installation_key import installation_key
from api.services import services
from api.slack import service
from api.slack.schemas import SlackSecretBody, SlackSync, SlackSyncBody
from api.teams.access import Writes
from api.web.etags import IfMatch, tag
from api.web.problems import documented
from api.web.requests import Tx
from api.web.router import router
from api.web.values import NAME_PATTERN, DryRun

slack = router("slack")

SENDS_A_MINUTE = 5
PATH = "/teams/{team}/slack"
Name = Annotated[
    str, Path(pattern=NAME_PATTERN, max_length=40, description="What follows, by its name.", examples=["primary"])
]


@slack.get(PATH)
def list_slack_syncs(request: Request, transaction: Tx, access: Writes) -> list[SlackSyncBody]:
    """What follows who is on call in Slack, and what it is to show now."""
    board = services(request).board
    return [service.body(transaction, board, row) for row in service.rows(transaction.session, access.team)]


@slack.get(f"{PATH}/{{name}}")
def read_slack_sync(name: Name, request: Request, transaction: Tx, access: Writes, response: Response) -> SlackSyncBody:
    """One of them, what it is to show now, and what was sent last."""
    row = service.find(transaction.session, access.team, name)
    tag(response, row.version)
    return service.body(transaction, services(request).board, row)


@slack.put(f"{PATH}/{{name}}", responses=documented(409, 412))
def choose_slack_sync(
    name: Name,
    wanted: SlackSync,
    request: Request,
    transaction: Tx,
    access: Writes,
    response: Response,
    if_match: IfMatch = None,
) -> SlackSyncBody:
    """Let a user group, a topic, or both, follow who is on call: at once, at handovers, and when the schedule changes.

    What is posted is the `now` of the answer. It is sent once for each change of it.
    """
    row = service.choose(transaction, access, name, wanted, if_match)
    tag(response, row.version)
    return service.body(transaction, services(request).board, row)


@slack.delete(f"{PATH}/{{name}}", status_code=204, responses=documented(412))
def remove_slack_sync(name: Name, transaction: Tx, access: Writes, if_match: IfMatch = None) -> None:
    """Let it follow no longer. Slack goes on to show what it shows."""
    service.remove(transaction, access, name, if_match)


@slack.post(f"{PATH}/{{name}}/send", status_code=202, responses={200: {"model": SlackSyncBody}})
def send_slack_sync(
    name: Name, request: Request, transaction: Tx, access: Writes, response: Response, dry_run: DryRun = False
) -> SlackSyncBody:
    """Send what is right now, though it did not change. What becomes of it shows under `sent`."""
    known = services(request)
    if dry_run:
        response.status_code = 200
        return service.body(transaction, known.board, service.find(transaction.session, access.team, name))
    known.limiter.count(f"slack:{access.principal.account}", SENDS_A_MINUTE)
    return service.body(transaction, known.board, service.send(transaction, access, known.board, name))


@slack.get(f"{PATH}/{{name}}/secret")
def read_slack_secret(name: Name, request: Request, transaction: Tx, access: Writes) -> SlackSecretBody:
    """What a script that is posted to checks signatures with. Workflows of Slack check none."""
    row = service.find(transaction.session, access.team, name)
    return SlackSecretBody(secret=service.secret(row, installation_key(services(request).store)))

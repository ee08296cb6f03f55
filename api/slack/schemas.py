"""What follows who is on call in Slack, as the API takes and shows it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.documents.fields import wrong
from api.documents.oncall.model import HIGHEST_LEVEL
from api.notices.preferences import WebAddress
from api.notices.schemas import SentBody
from api.web.values import Text, Zone
from scheduler.domain.shift import Duty

LONGEST_TOPIC = 250  # characters that Slack takes
WORDS = ("names", "mentions", "team", "duty", "until")
USUAL_TOPIC = "On call: {mentions}"

_GROUP, _CHANNEL = r"^S[A-Z0-9]{6,20}$", r"^[CG][A-Z0-9]{6,20}$"


def _template(text: str) -> str:
    for word in re.findall(r"\{([^{}]*)\}", text):
        if word not in WORDS and not re.fullmatch("[1-9][0-9]?", word):
            known = ", ".join(f"{{{word}}}" for word in WORDS)
            raise wrong(f"only {known}, and {{1}}, {{2}} .. for who is at a level", f"There is no {{{word[:40]}}}.")
    return text


Level = Annotated[int, Field(ge=1, le=HIGHEST_LEVEL)]
Topic = Annotated[Text, Field(max_length=LONGEST_TOPIC), AfterValidator(_template)]


class SlackSync(BaseModel):
    """A user group, a channel's topic, or both, that follow who is on call."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: WebAddress = Field(
        description="Where JSON is posted to: a webhook of Slack's workflows, or a script of one's own.",
        examples=["https://hooks.slack.com/triggers/T0/1/x"],
    )
    duty: Duty = Field(Duty.STANDBY, description="Whose duty.", examples=["standby"])
    levels: tuple[Level, ...] = Field((), max_length=20, description="Which levels. Left out: all.", examples=[[1]])
    usergroup: str | None = Field(
        None, pattern=_GROUP, description="The user group whose members those on call become.", examples=["S0604QSJC"]
    )
    channel: str | None = Field(
        None, pattern=_CHANNEL, description="The channel whose topic names them.", examples=["C012AB3CD"]
    )
    topic: Topic = Field(
        USUAL_TOPIC,
        description="The topic. {names}, {mentions}: those on call. {1}: who is at level 1. {until}, {team}, {duty}.",
        examples=["On call: {1}, then {2}, until {until}"],
    )
    timezone: Zone = Field("UTC", description="In which {until} is told.", examples=["Asia/Singapore"])

    @model_validator(mode="after")
    def _something_follows(self) -> SlackSync:
        if self.usergroup is None and self.channel is None:
            raise wrong("a usergroup or a channel, or both")
        return self


class PayloadBody(BaseModel):
    """What is posted: flat, texts only, as workflows of Slack take it."""

    model_config = ConfigDict(frozen=True)

    team: str = Field(description="The team.", examples=["gsr-2027q1"])
    name: str = Field(description="What follows, by the name that the team gave it.", examples=["primary"])
    set_usergroup: str = Field(description="yes: set the user group. no: leave it as it is.", examples=["yes"])
    usergroup: str = Field(description="For usergroups.users.update; empty: none.", examples=["S0604QSJC"])
    users: str = Field(description="Likewise: its members from now on, by commas.", examples=["U060R4BJ4,U060RNRCZ"])
    set_topic: str = Field(description="yes: set the topic. no: there is no channel.", examples=["yes"])
    channel: str = Field(description="For conversations.setTopic; empty: none.", examples=["C012AB3CD"])
    topic: str = Field(description="Likewise.", examples=["On call: <@U060R4BJ4>"])
    unknown: str = Field(description="Who is on call and has no member id of Slack, by commas.", examples=[""])
    uncovered: str = Field(description="For what nobody is on call, by commas.", examples=["standby/2"])


class SlackSyncBody(BaseModel):
    """What follows, and what it shows now."""

    name: str = Field(description="Its name.", examples=["primary"])
    settings: SlackSync = Field(description="What follows whom.")
    now: PayloadBody = Field(description="What is right now.")
    sent: SentBody | None = Field(description="The last one that was sent, or waits to be; null: none yet.")
    version: int = Field(description="Rises with every change of the settings; the ETag.", examples=[1])


class SlackSecretBody(BaseModel):
    """What a script checks signatures with."""

    secret: str = Field(
        description="The key of the HMAC-SHA256 of `<t>.<body>` that `v1` of the header Watchbill-Signature has."
    )

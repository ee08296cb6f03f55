"""PagerDuty's objects. Fields that it may leave out, and of which nothing is known here, are left out."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

_ID = "PQ4SYZ2DYFMPXG"
_ZULU, _LATER = "2027-02-14T15:10:00Z", "2027-02-14T23:00:00Z"


class Body(BaseModel):
    """What is answered; what is None is left out, but for the fields `nullable`, which are null then."""

    nullable: ClassVar[frozenset[str]] = frozenset()
    model_config = ConfigDict(serialize_by_alias=True)


class Reference(Body):
    """Something by its id; in full where `type` does not end with ``_reference``."""

    id: str = Field(description="Its id, for ever the same.", examples=[_ID])
    type: str = Field(description="What it is.", examples=["user_reference"])
    summary: str = Field(description="What it is called.", examples=["Mia Tan"])
    self_: str = Field(
        serialization_alias="self",
        description="Where it is.",
        examples=[f"https://rota.example.org/compat/pagerduty/users/{_ID}"],
    )
    html_url: str = Field(
        description="Where the API of our own tells more.",
        examples=["https://rota.example.org/v1/teams/harbour/people/sin-01/next"],
    )


class User(Reference):
    """Somebody of one team's documents; who is in two teams is two users."""

    name: str = Field(description="The name; the id, where the documents have no name.", examples=["Mia Tan"])
    email: str = Field(
        description="The mail address. One that ends with @watchbill.invalid stands for one that is not known, or not "
        "for who asks.",
        examples=["mia@example.com"],
    )
    time_zone: str = Field(description="The time zone of the person's site.", examples=["Asia/Singapore"])
    color: str = Field(description="Always the same.", examples=["purple"])
    role: str = Field(description="Always the same.", examples=["user"])
    job_title: str = Field(description="Always empty.", examples=[""])
    invitation_sent: bool = Field(default=False, description="Always false.")
    created_via_sso: bool = Field(default=False, description="Always false.")
    teams: list[Reference] = Field(description="The one team.")
    contact_methods: list[Reference] = Field(description="Always empty.", examples=[[]])
    notification_rules: list[Reference] = Field(description="Always empty.", examples=[[]])


class Entry(Body):
    """Somebody from one instant to another."""

    start: str = Field(description="From when.", examples=[_ZULU])
    end: str = Field(description="Until when, not included.", examples=[_LATER])
    user: Reference = Field(description="Who.")


class SubSchedule(Body):
    """Who has the schedule when, by one view of it."""

    name: str = Field(description="Which view.", examples=["Final Schedule"])
    rendered_schedule_entries: list[Entry] = Field(description="In order of start; empty where no time is asked for.")
    rendered_coverage_percentage: float | None = Field(
        default=None,
        description="How much of the time somebody is there; left out where no time is asked for.",
        examples=[100],
    )


class LayerUser(Body):
    """Somebody of a layer."""

    user: Reference = Field(description="Who.")


class Layer(Body):
    """The one layer that a schedule has here: what was planned, before swaps and overrides."""

    id: str = Field(description="Its id.", examples=[_ID])
    name: str = Field(description="Its name.", examples=["Published roster"])
    start: str = Field(description="When the team was made.", examples=[_ZULU])
    rotation_virtual_start: str = Field(description="The same.", examples=[_ZULU])
    rotation_turn_length_seconds: int = Field(
        description="How long the first entry lasts; a day, where it has no bounds.", examples=[30_600]
    )
    users: list[LayerUser] = Field(description="Who ever has the schedule.")
    restrictions: list[str] = Field(default=[], description="Always empty.", examples=[[]])
    rendered_schedule_entries: list[Entry] = Field(description="In order of start.")
    rendered_coverage_percentage: float | None = Field(
        default=None, description="How much of the time.", examples=[100]
    )


class NextOncall(Body):
    """When somebody is on call next."""

    start: str | None = Field(
        description="From when; in the past for who is on call. Left out: for longer than is known.", examples=[_ZULU]
    )
    end: str | None = Field(
        description="Until when, not included. Left out: for good, as far as is known.", examples=[_LATER]
    )
    user: Reference = Field(description="Who.")


class Schedule(Reference):
    """A duty and level of a team; or the same at one of its sites."""

    name: str = Field(
        description="Team, then what the on-call document calls it, or else duty and level; for one site's, the site.",
        examples=["harbour standby 1"],
    )
    time_zone: str = Field(description="That of the site, or of the team.", examples=["Asia/Singapore"])
    description: str = Field(description="What it is.", examples=["standby of harbour, level 1"])
    escalation_policies: list[Reference] = Field(description="That of the team; of one site's schedule none.")
    users: list[Reference] = Field(description="Who ever has it, from 100 days ago until 400 days ahead.")
    teams: list[Reference] = Field(description="The one team.")
    schedule_layers: list[Layer] | None = Field(default=None, description="What was planned.")
    overrides_subschedule: SubSchedule | None = Field(default=None, description="What swaps and overrides changed.")
    final_schedule: SubSchedule | None = Field(default=None, description="How it is.")
    next_oncall_for_user: NextOncall | None = Field(default=None, description="When who was asked about is next.")


class EscalationRule(Body):
    """Whom to ask next."""

    id: str = Field(description="Its id.", examples=[_ID])
    escalation_delay_in_minutes: int = Field(
        description="Always the same: there has to be one, and nobody is paged from here.", examples=[30]
    )
    targets: list[Reference] = Field(description="The one schedule.")


class EscalationPolicy(Reference):
    """The duties and levels of a team in order: what is worked on duty first, then standby, each by level."""

    name: str = Field(description="The team.", examples=["harbour"])
    description: str = Field(description="What it is.", examples=["Who answers for harbour"])
    num_loops: int = Field(default=0, description="Always 0.")
    on_call_handoff_notifications: str = Field(default="if_has_services", description="Always the same.")
    escalation_rules: list[EscalationRule] = Field(description="In order.")
    services: list[Reference] = Field(description="Always empty.", examples=[[]])
    teams: list[Reference] = Field(description="The one team.")


class Team(Reference):
    """A team."""

    name: str = Field(description="Its id.", examples=["harbour"])
    description: str = Field(description="Always empty.", examples=[""])
    default_role: str = Field(default="none", description="Always the same.")


class Oncall(Body):
    """Somebody who is on call. Bounds are the true ones, also outside of the time that is asked for."""

    nullable = frozenset({"start", "end"})
    user: User | Reference = Field(description="Who.")
    schedule: Schedule | Reference = Field(description="By which schedule.")
    escalation_policy: EscalationPolicy | Reference = Field(description="By which escalation policy.")
    escalation_level: int = Field(description="1 is asked first.", examples=[1])
    start: str | None = Field(description="From when; null: for longer than is known.", examples=[_ZULU])
    end: str | None = Field(
        description="Until when, not included; null: for good, as far as is known.", examples=[_LATER]
    )


class OverrideBody(Body):
    """Somebody in place of whoever has the schedule."""

    id: str = Field(description="Its id.", examples=[_ID])
    start: str = Field(description="From when.", examples=[_ZULU])
    end: str = Field(description="Until when, not included.", examples=[_LATER])
    user: Reference = Field(description="Who comes.")

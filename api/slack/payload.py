"""What Slack is to show: from the answers of an instant to the values of its two methods.

``usergroups.users.update`` replaces all members and refuses an empty list, so where nobody is known the group is left
as it is, and says so. (docs.slack.dev/reference/methods/usergroups.users.update)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.notices.channels.slack import ESCAPES
from api.schedule.posted import Posted
from api.slack.schemas import LONGEST_TOPIC, PayloadBody, SlackSync
from exports.wording import moment, one_line
from scheduler.oncall.values import Answer

NOBODY = "nobody"
_ROOM = LONGEST_TOPIC - len("...")


@dataclass(frozen=True, slots=True)
class _There:
    """Somebody who is asked, at a level: on call, or the fallback where nobody is."""

    level: int
    person: str


def payload(posted: Posted, name: str, sync: SlackSync, members: Mapping[str, str], at: datetime) -> PayloadBody:
    """What holds at an instant; `members` are people's ids in Slack."""
    answers = [a for a in posted.schedule.answer(at, sync.duty) if not sync.levels or a.level in sync.levels]
    there = _there(posted, answers)
    people = list(dict.fromkeys(one.person for one in there))
    users = list(dict.fromkeys(members[person] for person in people if person in members))
    return PayloadBody(
        team=posted.team,
        name=name,
        set_usergroup=_yes(sync.usergroup and users),
        usergroup=sync.usergroup or "",
        users=",".join(users) if sync.usergroup else "",
        set_topic=_yes(sync.channel),
        channel=sync.channel or "",
        topic=_topic(posted, sync, answers, there, members) if sync.channel else "",
        unknown=",".join(person for person in people if person not in members),
        uncovered=",".join(f"{a.duty}/{a.level}" for a in answers if not a.covered),
    )


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _there(posted: Posted, answers: Iterable[Answer]) -> list[_There]:
    """In order of level."""
    found = ((a.level, a.person or posted.fallbacks.get((a.duty, a.level))) for a in answers)
    return sorted((_There(level, person) for level, person in found if person), key=lambda one: one.level)


def _topic(
    posted: Posted, sync: SlackSync, answers: Sequence[Answer], there: Sequence[_There], members: Mapping[str, str]
) -> str:
    def named(person: str) -> str:
        return one_line(posted.names.get(person) or person).translate(ESCAPES)

    def mentioned(person: str) -> str:
        return f"<@{members[person]}>" if person in members else named(person)

    def listed(said: Iterable[str]) -> str:
        return ", ".join(dict.fromkeys(said)) or NOBODY

    until = min((a.until for a in answers if a.until is not None), default=None)
    words = {
        "names": listed(named(one.person) for one in there),
        "mentions": listed(mentioned(one.person) for one in there),
        "team": posted.team,
        "duty": str(sync.duty),
        "until": f"{moment(until, sync.timezone)} ({sync.timezone})" if until else "further notice",
    }

    def word(found: re.Match[str]) -> str:
        if found[1] in words:
            return words[found[1]]
        return listed(mentioned(one.person) for one in there if one.level == int(found[1]))

    return _cut(re.sub(r"\{(" + "|".join(words) + r"|[1-9][0-9]?)\}", word, one_line(sync.topic)))


def _cut(topic: str) -> str:
    """As much as Slack takes, never ending inside of a mention or an escape."""
    return topic if len(topic) <= LONGEST_TOPIC else re.sub(r"(<[^<>]*|&[a-z]{0,3})$", "", topic[:_ROOM]) + "..."

"""How a feed is called: to people, and as a file."""

from __future__ import annotations

from api.feeds.gathering import Called
from exports.feed import View
from exports.phrases import phrase
from exports.wording import duty_name

_LONGEST = 100


def title(view: View, about: Called) -> str:
    """The team, and what the feed shows of it: ``Harbour: Mei``, ``Harbour: sin, Standby``."""
    parts = [about.person(view.person)] if view.person else []
    parts += [view.site] if view.site else []
    parts += [duty_name(view.duty, view.language)] if view.duty else []
    parts += [phrase("on call", view.language)] if view.on_call else []
    return f"{about.team}: {', '.join(parts)}" if parts else about.team


def filename(view: View) -> str:
    """Ids have only letters, digits, dots, dashes and underscores."""
    return f"{'-'.join(part for part in view.scope if part)[:_LONGEST]}.ics"

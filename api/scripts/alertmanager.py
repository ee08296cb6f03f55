"""Who is on call for Prometheus Alertmanager: receivers for its configuration, or templates beside it.

Alertmanager reads one configuration and the templates that it names, both anew on a reload. `to` of `email_configs` is
itself a template, a list of addresses. So a script writes either the receivers, or the templates, and reloads.
(prometheus.io/docs/alerting/latest/configuration)
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from api.scripts.asked import Mailboxes, Row, track
from exports.wording import one_line

NOTE = "Written by Watchbill; changes at handovers and when the schedule does."


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where mail for one duty and level of a team goes. `unknown` are people on call without a known mail address."""

    name: str
    addresses: tuple[str, ...]
    covered: bool
    unknown: tuple[str, ...]


def receivers(rows: Iterable[Row], mail: Mailboxes, otherwise: str | None) -> list[Receiver]:
    """One for each duty and level, in their order. `otherwise` is written to where nobody else can be.

    Where nobody is on call, it is the fallback person.
    """
    of: dict[str, list[Row]] = {}
    for row in rows:
        of.setdefault(track(row), []).append(row)
    return [_receiver(name, found, mail, otherwise) for name, found in of.items()]


def configuration(found: Iterable[Receiver]) -> str:
    """The part ``receivers:`` of a configuration, YAML."""
    written = list(found)
    lines = [
        f"# {NOTE}",
        *(f"# {remark}" for remark in _remarks(written)),
        "receivers:" if written else "receivers: []",
    ]
    for receiver in written:
        lines.append(f"  - name: {json.dumps(receiver.name)}")
        if receiver.addresses:
            lines.append("    email_configs:")
        for address in receiver.addresses:
            lines += [f"      - to: {json.dumps(address)}", "        send_resolved: true"]
    return "\n".join(lines) + "\n"


def templates(found: Iterable[Receiver]) -> str:
    """A file of templates, each of which is the addresses: ``to: '{{ template "gsr/standby/1" . }}'``."""
    written = list(found)
    comments = [f"{{{{- /* {remark} */ -}}}}" for remark in (NOTE, *_remarks(written))]
    defined = [f'{{{{ define "{r.name}" }}}}{", ".join(r.addresses)}{{{{ end }}}}' for r in written]
    return "\n".join([*comments, *defined]) + "\n"


def _receiver(name: str, rows: list[Row], mail: Mailboxes, otherwise: str | None) -> Receiver:
    people = list(dict.fromkeys((row["team"], row["person"] or row["fallback"]) for row in rows))
    known = [mail[person] for person in people if person in mail]
    unknown = tuple(person for team, person in people if person and (team, person) not in mail)
    addresses = known or ([otherwise] if otherwise else [])
    return Receiver(name, tuple(dict.fromkeys(addresses)), any(row["covered"] for row in rows), unknown)


def _remarks(found: Iterable[Receiver]) -> Iterator[str]:
    for receiver in found:
        if not receiver.covered:
            yield f"Nobody is on call: {receiver.name}"
        for person in receiver.unknown:
            yield f"No mail address of {one_line(person)}: {receiver.name}"

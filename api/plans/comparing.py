"""From one plan to another: who has what, which penalties, how fair."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from api.plans.reading import line, problem_without_rules
from api.plans.schemas import ComparisonBody
from api.schedule.content import roster_of
from api.store.tables import PlanRow
from api.web.problems import conflict, not_found
from scheduler.difference import difference
from scheduler.domain.roster import Tier
from scheduler.report import plain

Key = tuple[str, ...]


def compare(session: Session, plan: str, other: str) -> ComparisonBody:
    """From `other` to `plan`, two plans of one team. Raises a problem with status 404 when `other` is none of it."""
    after, before = session.get_one(PlanRow, plan), session.get(PlanRow, other)
    if before is None or before.team_id != after.team_id:
        raise not_found(f"plan {other}")
    for row in (before, after):
        if row.roster is None:
            raise conflict("no-roster", f"Plan {row.id} is {row.state}: it has no roster that could be compared.")
    had, has = problem_without_rules(before), problem_without_rules(after)
    changed = difference(roster_of(before.roster or ()), roster_of(after.roster or ()), had, has)
    told: dict[str, Any] = plain(changed)
    told |= {"touched": [change.person for change in changed.people], "before": line(before), "after": line(after)}
    return ComparisonBody.model_validate(told | {"tiers": _tiers(before, after), "spreads": _spreads(before, after)})


def _tiers(before: PlanRow, after: PlanRow) -> list[dict[str, Any]]:
    was, now = (_by(row.tiers or (), ("tier",), "penalty") for row in (before, after))
    order = {tier.name.lower(): n for n, tier in enumerate(Tier)}
    names = sorted(was.keys() | now.keys(), key=lambda key: order[key[0]])
    return [{"tier": key[0], "before": was.get(key), "after": now.get(key)} for key in names]


def _spreads(before: PlanRow, after: PlanRow) -> list[dict[str, Any]]:
    was, now = (_by((row.report or {}).get("spreads", ()), ("site", "burden"), "spread") for row in (before, after))
    return [
        {"site": site, "burden": burden, "before": was.get((site, burden)), "after": now.get((site, burden))}
        for site, burden in dict.fromkeys([*now, *was])
    ]


def _by(rows: Iterable[dict[str, Any]], names: Key, value: str) -> dict[Key, Any]:
    return {tuple(row[name] for name in names): row[value] for row in rows}

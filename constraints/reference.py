"""The reference of rules and packs as Markdown, made from the rules and the packs themselves.

``python -m constraints.reference docs`` writes ``rules.md`` and ``rule-packs.md`` into that folder.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

from constraints.base import Example, Rule
from constraints.catalog import RULES
from constraints.examples import TEMPLATES
from constraints.packs.reading import Number, Pack, facts, packs
from scheduler.intervals import each_day, next_day

_LETTERS = {template.id: letter for letter, template in TEMPLATES.items()}
_COMMON = {"weight", "sites", "people"}


def rules_page() -> str:
    """Every rule: what it says, what its amount counts, its parameters, its source, and its examples."""
    head = [
        "# Rules",
        "",
        "Made from `constraints/rules/` by `python -m constraints.reference docs`; a test compares the two.",
        "",
        "A rule is `hard` (it must hold) or has a weight (the price of one unit of its amount). `sites` and `people` "
        "narrow any rule to some. In the examples a letter is a shift on a day: "
        + ", ".join(f"{letter} {template.id}" for letter, template in TEMPLATES.items())
        + "; `-` is a day without, and what stands before the bar is the past. The number is the amount found.",
        "",
        "A formula says what the amount is: a sum over all that *for each* names, of a number or of how many there "
        "are. `ceil` rounds up to a whole unit and `floor` down. A person is one of whom the rule speaks, a day, a "
        "week or a run one that the period touches, and pairs end in the period.",
        "",
    ]
    return "\n".join([*head, *chain.from_iterable(map(_rule, RULES))])


def packs_page() -> str:
    """Every pack with all its numbers, what each asks of a person, and why some are left out."""
    head = [
        "# Rule packs",
        "",
        "Made from `constraints/packs/` by `python -m constraints.reference docs`; a test compares the two.",
        "",
        "This is no legal advice. **confirmed** means that the law itself, or the authority's own page, was read; "
        "**check with counsel** that the number comes from a secondary source, or from memory. What was only "
        "remembered is never more than information. In brackets stands where it was read, if that has a name. A number "
        "that is in force on some day of a period holds on every day of it. A pack holds for the people of the sites "
        "that name it (`rule_pack`), as far as the facts about them (`facts`) say so; the company's policy holds for "
        "everybody. `watchbill limits` says which numbers hold for whom, the report of a plan which of them bind, and "
        "`watchbill check` which facts nobody has said.",
        "",
        "## What is asked of people",
        "",
        "| fact | question | taken for, while nobody says |",
        "|---|---|---|",
        *(f"| `{name}` | {fact.asks} | {'yes' if fact.default else 'no'} |" for name, fact in facts().items()),
        "",
    ]
    return "\n".join([*head, *chain.from_iterable(map(_pack, packs().values()))])


def _rule(kind: type[Rule]) -> Iterator[str]:
    yield from (f"## {kind.name}", "", inspect.cleandoc(kind.__doc__ or ""), "")
    yield f"- Amount: {kind.unit}."
    yield f"- Formula: {kind.formula}."
    yield f"- Applies: {_applies(kind)}."
    yield f"- Tier, when soft: {kind.TIER.name.lower()}."
    yield f"- Source: {kind.source}."
    own = {name: about for name, about in kind.model_fields.items() if name not in _COMMON}
    if own:
        yield from ("", "| parameter | default | |", "|---|---|---|")
        yield from (f"| `{name}` | {_default(kind, name)} | {about.description} |" for name, about in own.items())
    yield from ("", "```text", *chain.from_iterable(map(_example, kind.EXAMPLES)), "```", "")


def _applies(kind: type[Rule]) -> str:
    weights = [str(rule.weight) for rule in kind.defaults()]
    return f"always, with the weight {' and '.join(weights)}" if weights else "where the document or a pack asks for it"


def _default(kind: type[Rule], name: str) -> str:
    value = getattr(kind.model_validate({}), name)
    if isinstance(value, frozenset):
        return ", ".join(sorted(map(str, value))) or "empty"
    return "none" if value is None else f"`{value}`"


def _example(e: Example) -> Iterator[str]:
    given = ", ".join(f"{name}: {value}" for name, value in e.params.items())
    yield f"{e.amount:>4}  {e.says}{f' ({given})' if given else ''}"
    for person in e.team.people:
        yield f"      {person.id:<4} {_drawn(e, person.id)}"


def _drawn(e: Example, person: str) -> str:
    """A letter a day: the past as far as anybody has any, a bar, the period."""
    period = e.team.period
    past = {(p.day.isoformat(), p.template) for p in e.team.previous if p.person == person}
    planned = {(day, template) for template, _, day in (a.shift.partition("@") for a in e.roster if a.person == person)}
    first_known = min((p.day for p in e.team.previous), default=period.first_day)
    before = _days(past, first_known, next_day(period.first_day, -1))
    return f"{before}|{_days(planned, period.first_day, period.last_day)}"


def _days(worked: set[tuple[str, str]], first: date, last: date) -> str:
    return "".join(_letters({t for day, t in worked if day == d.isoformat()}) for d in each_day(first, last))


def _letters(templates: set[str]) -> str:
    found = "".join(sorted(_LETTERS[template] for template in templates)) or "-"
    return found if len(found) == 1 else f"[{found}]"


def _pack(pack: Pack) -> Iterator[str]:
    yield from (f"## {pack.id}", "", f"{pack.title}. {pack.says}", "")
    if pack.includes:
        yield from (f"Includes {', '.join(pack.includes)}.", "")
    yield from ("| id | says | source | status | force | asks | rule |", "|---|---|---|---|---|---|---|")
    yield from map(_number, pack.numbers)
    yield ""


def _number(number: Number) -> str:
    parameters = ", ".join(f"{name} {value}" for name, value in number.parameters.items())
    rule = f"`{number.rule}` {parameters}" if number.rule else _without_rule(number)
    dates = [f"from {number.valid_from}"] if number.valid_from else []
    dates += [f"to {number.valid_to}"] if number.valid_to else []
    says = f"{number.says} ({', '.join(dates)})" if dates else number.says
    law = f"{number.law} ({number.source})" if number.source else number.law
    cells = (number.id, says, law, number.status, number.force, ", ".join(number.applies_if) or "nothing", rule)
    return f"| {' | '.join(cells)} |"


def _without_rule(number: Number) -> str:
    if number.notice:
        hours = f"{number.notice.hours:g} h before " if number.notice.hours else ""
        return f"asked of whoever publishes: known {hours}the first day of the {number.notice.of}"
    if number.standby is None:
        return f"none: {number.left_out}"
    minutes = number.standby.response_minutes
    which = [f"`response_minutes` up to {minutes}"] if minutes is not None else []
    which += ["`confined`"] if number.standby.confined else []
    return f"standby counts as work: {' or '.join(which)}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    (folder / "rules.md").write_text(rules_page(), encoding="utf-8")
    (folder / "rule-packs.md").write_text(packs_page(), encoding="utf-8")

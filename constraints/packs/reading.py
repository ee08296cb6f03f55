"""Packs as their files have them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

COMPANY_POLICY = "company-policy"
_NOT = "not "
_FACTS = "facts"


class Fact(BaseModel):
    """What must be known of a person: the question, and what is taken for the answer while there is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    asks: str
    default: bool


class Bound(BaseModel):
    """Which standby counts as work: with a response within so many minutes, or confined to a place, or either."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    response_minutes: int | None = None
    confined: bool = False

    def holds(self, response_minutes: int | None, *, confined: bool) -> bool:
        """Whether standby of which that much is said counts as work."""
        if self.confined and confined:
            return True
        if self.response_minutes is None or response_minutes is None:
            return False
        return response_minutes <= self.response_minutes


class Notice(BaseModel):
    """By when people must know of their shifts: `hours` before a local day begins at their site.

    That is the first day of the calendar month, the first day with a shift in the week from Monday, or that of the
    whole roster. With `changes` it holds for what is added to days that were published before, too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: Literal["month", "week", "roster"]
    hours: float = 0
    changes: bool = False


class Number(BaseModel):
    """One number of a law or a policy, or a norm without a number.

    `read` says where it was read: in the law (or the authority's own page), in a secondary source, nowhere (from
    memory), or made as policy. `force` says whether a roster must keep it, should keep it, or only its reader is told.
    It holds from `valid_from` to `valid_to`, both included, None being open, for whom all of `applies_if` is true.
    A `rule` with `parameters` says it to the solver and the checker; or `standby` says which standby counts as work; or
    `notice` by when a roster is published; or `left_out` says why nothing does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    says: str
    law: str
    source: str | None = None
    read: Literal["law", "secondary", "memory", "policy"]
    force: Literal["hard", "soft", "information"]
    value: float | None = None
    unit: str | None = None
    applies_if: tuple[str, ...] = ()
    rule: str | None = None
    parameters: dict[str, Any] = Field(default={})
    standby: Bound | None = None
    notice: Notice | None = None
    left_out: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def status(self) -> str:
        """``confirmed`` when the law itself was read, ``policy`` for what was made so; else for counsel to check."""
        return {"law": "confirmed", "policy": "policy"}.get(self.read, "check with counsel")

    @property
    def facts(self) -> frozenset[str]:
        """What must be known of a person to say whether it applies."""
        return frozenset(condition.removeprefix(_NOT) for condition in self.applies_if)

    def holds_within(self, first_day: date, last_day: date) -> bool:
        """Whether it is in force on some day from `first_day` to `last_day`."""
        return not ((self.valid_from and self.valid_from > last_day) or (self.valid_to and self.valid_to < first_day))

    @model_validator(mode="after")
    def _consistent(self) -> Number:
        if (self.rule, self.standby, self.notice, self.left_out).count(None) != 3:
            raise ValueError(f"{self.id}: either a rule, standby or notice says it, or a reason why none does")
        if self.left_out is None and self.force == "information":
            raise ValueError(f"{self.id}: what is information only has no rule")
        if self.read == "memory" and self.force != "information":
            raise ValueError(f"{self.id}: a remembered number is no law")
        return self


class Pack(BaseModel):
    """A named set of numbers. `includes` names the packs that hold wherever this one does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    says: str
    includes: tuple[str, ...] = ()
    numbers: tuple[Number, ...]


def applies(number: Number, said: frozenset[str]) -> bool:
    """Whether it applies to a person of whom `said` is known: ``opt_out``, or ``not opt_out``."""
    return all(_true(condition, said) for condition in number.applies_if)


def _true(condition: str, said: frozenset[str]) -> bool:
    fact, wanted = condition.removeprefix(_NOT), not condition.startswith(_NOT)
    if fact in said or _NOT + fact in said:
        return (fact in said) == wanted
    return facts()[fact].default == wanted


def conditions() -> list[str]:
    """Everything that can be said of a person: each fact, and that it is not so."""
    return [condition for fact in facts() for condition in (fact, _NOT + fact)]


def with_included(id: str) -> Iterator[Pack]:
    """The pack, and those that it includes. Raises KeyError for one that is not known."""
    pack = packs()[id]
    yield pack
    for other in pack.includes:
        yield from with_included(other)


@cache
def packs() -> dict[str, Pack]:
    """All packs by id."""
    return {name: Pack(id=name, **raw) for name, raw in sorted(_files()) if name != _FACTS}


@cache
def numbers() -> dict[str, Number]:
    """The numbers of all packs by id."""
    return {number.id: number for pack in packs().values() for number in pack.numbers}


@cache
def facts() -> dict[str, Fact]:
    """What may be said of people, by name."""
    return {name: Fact(**raw) for name, raw in dict(_files())[_FACTS].items()}


def _files() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in files("constraints.packs").iterdir():
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), tomllib.loads(file.read_text(encoding="utf-8"))

"""What every rule file shares: parameters, weight, scope, and its own examples."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from scheduler.domain.coverage import CoverageRequirement
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster, Tier, Violation
from scheduler.domain.shift import Shift
from scheduler.domain.team import Team
from scheduler.problem import Problem, RuleModel

Weight = Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | Literal["hard"]


class Names(StrEnum):
    """What a parameter's values must be names of, in the team."""

    SITE = "site"
    PERSON = "person"
    SHIFT = "shift"
    SKILL = "skill"


class Lasts(IntEnum):
    """How many days one of a parameter is long, where it says over what stretch a rule looks."""

    DAY = 1
    WEEK = 7


# Which way a parameter is stricter: when there is more of it, or less; by its values, the laxest first; or for the
# document to say: whatever it says is as strict.
Way = Literal["more", "less", "any"] | tuple[str, ...]
Templates = Annotated[frozenset[str], Names.SHIFT]  # ids of shift templates; empty: all


@dataclass(frozen=True)
class Example:
    """A tiny team and roster with the total amount that the rule must find wrong in it."""

    says: str
    team: Team
    roster: Roster
    amount: int
    params: dict[str, Any]


class Rule(BaseModel, ABC):
    """One rule with its parameters: the same fields in the document, the API and the docs.

    `weight` is ``hard`` (must hold) or the price of one unit of the amount. `sites` and `people` narrow the rule to
    some; empty means all. A `personal` rule speaks of one person at a time: what it finds of somebody depends on that
    person's assignments alone. After a change it is then asked of the people whom the change touches, and of nobody
    else (scheduler/checked.py). A rule `against_published` asks for what is published. `STRICTER` says which way a
    parameter makes the rule stricter, all else being equal: of two such hard rules only the stricter need be posted.
    `formula` is the amount in one line: what is summed, over what, and against which parameter, each parameter in
    backquotes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str]
    TIER: ClassVar[Tier] = Tier.POLICY
    personal: ClassVar[bool] = False
    against_published: ClassVar[bool] = False
    STRICTER: ClassVar[Mapping[str, Way]] = {}
    unit: ClassVar[str]
    formula: ClassVar[str]
    source: ClassVar[str]
    EXAMPLES: ClassVar[Sequence[Example]]

    weight: Weight = Field(default="hard", description="price of one unit of the amount, or hard")
    sites: Annotated[frozenset[str], Names.SITE] = Field(
        default=frozenset(), description="the sites of whose people it speaks; empty: all"
    )
    people: Annotated[frozenset[str], Names.PERSON] = Field(
        default=frozenset(), description="the people of whom it speaks; empty: all"
    )

    @classmethod
    def defaults(cls) -> list[Rule]:
        """How the rule applies when the document says nothing; empty for one that must be asked for."""
        return [cls()]

    @property
    def tier(self) -> Tier:
        """Where the rule stands among the strict priorities, when it is soft."""
        return self.TIER

    def named(self) -> Iterator[tuple[str, Names, str]]:
        """Each name that a parameter holds: the parameter, what it must name, and the name."""
        for parameter, about in type(self).model_fields.items():
            for kind in (mark for mark in about.metadata if isinstance(mark, Names)):
                value = getattr(self, parameter)
                yield from ((parameter, kind, name) for name in ([value] if isinstance(value, str) else sorted(value)))

    def windows(self) -> Iterator[tuple[str, int]]:
        """Each parameter that says how long a window is, with its days."""
        for parameter, about in type(self).model_fields.items():
            for mark in about.metadata:
                if isinstance(mark, Lasts):
                    yield parameter, mark * getattr(self, parameter)

    def concerns(self, problem: Problem) -> list[Person]:
        """The people of whom the rule speaks."""
        return self.of_scope(problem.people)

    def of_scope(self, people: Iterable[Person]) -> list[Person]:
        """Those of `people` to whom the rule is narrowed."""
        return [
            p for p in people if (not self.sites or p.site in self.sites) and (not self.people or p.id in self.people)
        ]

    def requirements(self, problem: Problem) -> list[CoverageRequirement]:
        """The coverage requirements of which the rule speaks: all, or those of its sites."""
        return [r for r in problem.team.coverage if not self.sites or self._site(problem, r) in self.sites]

    @staticmethod
    def _site(problem: Problem, requirement: CoverageRequirement) -> str | None:
        """Where the requirement is owed: at its site, or at that of the shift it names; None: anywhere."""
        return problem.template(requirement.template).site if requirement.template else requirement.site

    @abstractmethod
    def post(self, model: RuleModel, problem: Problem) -> None:
        """Say to the solver what is too much."""

    @abstractmethod
    def check(self, problem: Problem, roster: Roster) -> Iterator[Violation]:
        """Yield every violation: who, when, how much, and a sentence that a manager understands."""


def chosen(shift: Shift, templates: Templates) -> bool:
    """Whether `shift` is of one of `templates`; of no templates in particular every shift is."""
    return not templates or shift.template in templates


def below(value: int, info: ValidationInfo, parameter: str) -> int:
    """`value`, which must be less than the parameter of that name, declared before it. Raises what a reader tells."""
    most = info.data.get(parameter, value + 1) - 1
    if value > most:
        about = {"expected": f"less than {parameter}", "advice": f"Maybe {most}?"}
        raise PydanticCustomError("unexpected", "{expected}", about)
    return value

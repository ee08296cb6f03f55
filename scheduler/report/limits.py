"""Which limits bind whom, as the report says it. What limits there are is not known here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BindingLimits:
    """The limits that bind a person: a number of a rule pack by its id, a rule of the document as ``rules.<name>``."""

    person: str
    limits: tuple[str, ...]

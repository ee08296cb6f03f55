"""Roster patterns that teams round the clock start from: known ones as data, and what their hours come to."""

from __future__ import annotations

from scheduler.patterns.known import KNOWN
from scheduler.patterns.values import Pattern, WorkedShift

__all__ = ["KNOWN", "Pattern", "WorkedShift"]

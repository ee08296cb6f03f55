"""solve(model, budget) -> Outcome, and the search behind it."""

from scheduler.outcome import Budget, Outcome, Progress, Status, TierResult
from scheduler.solve.tiers import solve

__all__ = ["Budget", "Outcome", "Progress", "Status", "TierResult", "solve"]

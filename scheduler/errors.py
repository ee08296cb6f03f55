"""The errors of the core.

WatchbillError
  - SolverDisagreesWithChecker   a bug in a rule: the roster is refused, never shown
"""


class WatchbillError(Exception):
    """Base of every error that this project raises on purpose."""


class SolverDisagreesWithChecker(WatchbillError):
    """A rule's posting and its check count differently: a bug in that rule, never in the data."""

"""The errors of the core.

WatchbillError
  - SolverDisagreesWithChecker   a bug in a rule: the roster is refused, never shown
  - EditRefused                  an edit of a roster that cannot be made
      - NotAssigned              it names an assignment that is not there
      - AlreadyAssigned          it makes an assignment that is there
      - PartOfShift              it hands over a part of a shift, where a roster knows whole ones
"""


class WatchbillError(Exception):
    """Base of every error that this project raises on purpose."""


class SolverDisagreesWithChecker(WatchbillError):
    """A rule's posting and its check count differently: a bug in that rule, never in the data."""


class EditRefused(WatchbillError):
    """An edit that cannot be made to this roster. Nothing is changed; the text says why."""


class NotAssigned(EditRefused):
    """An edit names an assignment that the roster does not have, or has no more."""


class AlreadyAssigned(EditRefused):
    """An edit would give somebody a shift that the person has already."""


class PartOfShift(EditRefused):
    """An edit hands over a part of a shift only: an override can do that, a roster knows whole assignments."""

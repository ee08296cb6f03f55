"""What people are told."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A kind of notice."""

    SHIFT_STARTS = "shift-starts"
    ROSTER_CHANGED = "roster-changed"
    ROSTER_PUBLISHED = "roster-published"
    SWAP_ASKED = "swap-asked"
    SWAP_ANSWERED = "swap-answered"
    SWAP_TO_APPROVE = "swap-to-approve"
    SWAP_WITHDRAWN = "swap-withdrawn"
    GAP_AHEAD = "gap-ahead"
    HANDOVER_WAITING = "handover-waiting"
    REQUEST_ANSWERED = "request-answered"
    DIGEST = "digest"
    TEST = "test"  # sent where somebody wants to see that it arrives, whatever else goes there
    SLACK_SYNC = "slack-sync"  # goes to no person


EVERY_KIND = tuple(kind for kind in Kind if kind not in (Kind.TEST, Kind.SLACK_SYNC))

"""The tables, one module a topic. Importing this package makes them all known to the migrations."""

from __future__ import annotations

from api.store.tables.accounts import Account, Login, Membership, Token
from api.store.tables.audit import AuditEntry
from api.store.tables.changes import HandoverNote, OverrideRow, SwapRow
from api.store.tables.feeds import FeedEventRow, FeedSecret, FeedState, FormerSecret
from api.store.tables.instance import IdempotentAnswer, InstanceValue
from api.store.tables.notices import KnownGaps, Notice, NoticePreference
from api.store.tables.plans import PlanRow, SolveRun
from api.store.tables.requests import LeaveRequest, RequestWindow, WishRequest
from api.store.tables.revisions import RevisionRow
from api.store.tables.slack import SlackSyncRow
from api.store.tables.teams import OncallVersion, TeamRow

__all__ = [
    "Account",
    "AuditEntry",
    "FeedEventRow",
    "FeedSecret",
    "FeedState",
    "FormerSecret",
    "HandoverNote",
    "IdempotentAnswer",
    "InstanceValue",
    "KnownGaps",
    "LeaveRequest",
    "Login",
    "Membership",
    "Notice",
    "NoticePreference",
    "OncallVersion",
    "OverrideRow",
    "PlanRow",
    "RequestWindow",
    "RevisionRow",
    "SlackSyncRow",
    "SolveRun",
    "SwapRow",
    "TeamRow",
    "Token",
    "WishRequest",
]

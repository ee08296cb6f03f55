"""Which kind of calendar program asks, by its User-Agent; nothing else of it is kept."""

from __future__ import annotations

from functools import lru_cache

_BY_WORD = {
    "google": "Google",
    "thunderbird": "Thunderbird",
    "lightning": "Thunderbird",
    "dataaccessd": "Apple",
    "calendaragent": "Apple",
    "ios/": "Apple",
    "macos/": "Apple",
    "mac os x/": "Apple",
    "outlook": "Outlook",
    "exchange": "Outlook",
    "microsoft": "Outlook",
    "evolution": "GNOME",
    "libsoup": "GNOME",
    "vdirsyncer": "vdirsyncer",
    "icsx": "ICSx5",
    "nextcloud": "Nextcloud",
    "mozilla": "Browser",
}
OTHER = "Other"


@lru_cache(maxsize=1000)
def program(agent: str) -> str:
    """One of a few names. Programs that call themselves by several are told by the first that fits."""
    said = agent.lower()
    return next((name for word, name in _BY_WORD.items() if word in said), OTHER)

"""PagerDuty's REST API v2, as far as it says who is on call; and its overrides."""

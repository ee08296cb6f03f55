"""Opsgenie's API, as far as it says who is on call."""

"""Untrusted documents in, the domain out: YAML, CSV folders, rosters, public holidays. Every issue at once."""

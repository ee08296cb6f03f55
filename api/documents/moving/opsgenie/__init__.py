"""Opsgenie's schedules."""

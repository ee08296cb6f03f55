"""Grafana OnCall's schedules."""

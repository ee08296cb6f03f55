"""PagerDuty's schedules."""

"""What Prometheus is told of teams and of the queue, worked out when it asks."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from api.jobs.depth import depth, solve_seconds
from api.schedule.ahead import gap_seconds_ahead
from api.services import Services

AHEAD_DAYS = 14


class TeamMetrics(Collector):
    """Reads the board, and the database for the queue."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        """All metrics of this instant."""
        yield from self._schedules()
        yield from self._queue()

    def _schedules(self) -> Iterator[Metric]:
        board, now = self._services.board, self._services.clock()
        person = GaugeMetricFamily(
            "oncall_person", "1 for who is on call.", labels=["team", "duty", "level", "person", "site"]
        )
        gap = GaugeMetricFamily("oncall_gap", "1 where nobody is on call now.", labels=["team", "duty", "level"])
        ahead = GaugeMetricFamily(
            "oncall_gap_ahead_seconds", f"Seconds of the next {AHEAD_DAYS} days without anybody.", labels=["team"]
        )
        age = GaugeMetricFamily(
            "oncall_schedule_age_seconds", "Since when the schedule in memory is so.", labels=["team"]
        )
        for team in board.teams():
            posted = board.of(team)
            if posted is None:
                continue
            for answer in posted.schedule.answer(now):
                level = str(answer.level)
                if answer.person is None:
                    gap.add_metric([team, answer.duty, level], 1)
                else:
                    person.add_metric([team, answer.duty, level, answer.person, answer.site or ""], 1)
            ahead.add_metric([team], gap_seconds_ahead(posted.schedule, now, AHEAD_DAYS))
            age.add_metric([team], (now - posted.resolved_at).total_seconds())
        stale = GaugeMetricFamily("oncall_stale", "1 while schedules may be out of date.")
        stale.add_metric([], 0 if board.stale_since is None else 1)
        yield from (person, gap, ahead, age, stale)

    def _queue(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("watchbill_database_up", "1 while the database answers.")
        runs = GaugeMetricFamily("watchbill_solve_runs", "Solve runs by state.", labels=["state"])
        seconds = GaugeMetricFamily(
            "watchbill_solve_seconds", "Seconds of the last solve of each team.", labels=["team"]
        )
        try:
            with self._services.store.reading() as session:
                for state, count in depth(session).items():
                    runs.add_metric([state], count)
                for team, value in solve_seconds(session):
                    seconds.add_metric([team], value)
            up.add_metric([], 1)
        except DBAPIError:
            up.add_metric([], 0)
        yield from (up, runs, seconds)

"""`watchbill patterns`: the list, for people and for programs."""

from __future__ import annotations

import json

from scheduler.patterns import KNOWN
from tests.api.cli.conftest import Run


def test_the_table_has_a_line_and_words_for_each(run: Run) -> None:
    done = run("patterns")
    assert (done.exit_code, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["dupont", "28", "4", "42", "72", "56.0", "(51.3)", "4", "1.59"] in lines
    assert ["week-on", "56", "8", "14"] in lines
    for pattern in KNOWN:
        assert f"{pattern.id}: {pattern.title}" in done.stdout
    assert "Source (remembered):" in done.stdout
    said = " ".join(done.stdout.split())
    assert "singapore (SG-040-AVG44), united-kingdom (UK-12); with an hour of each shift unpaid" in said
    assert "Breaks no pack; with an hour of each shift unpaid no pack." in said


def test_json_has_definition_figures_and_source(run: Run) -> None:
    done = run("patterns", "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    rows = {row["pattern"]: row for row in json.loads(done.stdout)}
    assert list(rows) == [pattern.id for pattern in KNOWN]
    assert rows["metropolitan"] == {
        "pattern": "metropolitan",
        "title": "Metropolitan, 2-2-2-2",
        "cycle": "EELLNN--",
        "cycle_days": 8,
        "shifts": [
            {"letter": "E", "start": "06:00", "end": "14:00", "zone": None, "duty": "on-duty"},
            {"letter": "L", "start": "14:00", "end": "22:00", "zone": None, "duty": "on-duty"},
            {"letter": "N", "start": "22:00", "end": "06:00", "zone": None, "duty": "on-duty"},
        ],
        "crews": 4,
        "covers": "one crew at every hour",
        "hours_a_week": 42,
        "most_in_7_days": 48,
        "worst_3_weeks": 45.33,
        "worst_3_weeks_paid": 39.67,
        "longest_run": 6,
        "mean_relative_risk": 1.22,
        "source": "snapschedule.com (2-2-2-2)",
        "status": "secondary source",
        "note": "Forward, and never more than two nights in a row.",
        "breaks": {
            "california": ["CA-512"],
            "company-policy": ["P-WEEKREST", "P-WEEK-44"],
            "eu-working-time": ["EU-5"],
            "ireland": ["IE-12-15", "IE-12-30", "IE-13", "EU-5"],
            "japan": ["JP-34-45"],
            "new-york": ["NY-162"],
            "singapore": ["SG-040-AVG44"],
            "united-kingdom": ["UK-11", "UK-12"],
        },
        "breaks_with_an_hour_unpaid": {
            "company-policy": ["P-WEEKREST"],
            "eu-working-time": ["EU-5"],
            "ireland": ["IE-13", "EU-5"],
            "united-kingdom": ["UK-11"],
        },
    }
    assert rows["week-on"]["mean_relative_risk"] is None
    assert rows["follow-the-sun"]["shifts"][0]["zone"] == "Asia/Singapore"

"""Words and progress in the terminal."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest
from rich.console import Console

from api.documents.domain import problem_of
from api.documents.reading import read_team
from api.terminal import progress
from api.terminal.progress import Bar, Lines, Silent, described, display
from api.terminal.report import print_report
from api.terminal.tables import table
from api.terminal.words import clock, days, percent, signed, span
from scheduler.domain.roster import Roster
from scheduler.outcome import Progress
from scheduler.report import report
from scheduler.verify import verify

TOLD = Progress(seconds=12.0, stage="service", penalty=1000, lower_bound=750)


@pytest.mark.parametrize(
    ("share", "words"), [(1.0, "100.0 %"), (0.9999, "99.9 %"), (0.29, "29.0 %"), (0.0, "0.0 %"), (0.0004, "0.0 %")]
)
def test_only_all_is_a_hundred_percent(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("number", "digits", "words"), [(2, 0, "+2"), (-0.26, 1, "-0.3"), (-0.04, 1, "0"), (0, 0, "0"), (1.25, 1, "+1.2")]
)
def test_a_signed_number_has_no_signed_zero(number: float, digits: int, words: str) -> None:
    assert signed(number, digits) == words


def test_times_are_short_and_say_where() -> None:
    start = datetime(2027, 2, 14, 15, 10, tzinfo=UTC)
    assert clock(start) == "Sun 14 Feb 15:10"
    assert clock(start, "Asia/Singapore") == "Sun 14 Feb 23:10"
    assert span(start, datetime(2027, 2, 14, 16, tzinfo=UTC)) == "Sun 14 Feb 15:10 to 16:00 UTC"
    assert span(start, datetime(2027, 2, 15, 16, tzinfo=UTC)) == "Sun 14 Feb 15:10 to Mon 15 Feb 16:00 UTC"
    assert days(date(2027, 1, 4), date(2027, 4, 4)) == "4 January to 4 April 2027"
    assert days(date(2027, 12, 4), date(2028, 1, 4)) == "4 December 2027 to 4 January 2028"


def test_a_table_too_wide_wraps_its_first_column_and_cuts_no_number() -> None:
    out = StringIO()
    made = table("name", "number", right=("number",))
    made.add_row("a-very-long-name" * 5, "1234567890")
    Console(file=out, width=40).print(made)
    assert "1234567890" in out.getvalue()
    assert out.getvalue().replace("\n", "").replace(" ", "").count("a-very-long-name") >= 1


def test_a_bad_roster_is_reported_with_its_gaps_and_unmet_wishes(team: Path) -> None:
    problem = problem_of(read_team(team))
    out = StringIO()
    nights = Roster.of((person, shift.id) for person in ("ana", "ben") for shift in problem.shifts if shift.night)
    print_report(Console(file=out, width=100), problem, report(problem, nights, verify(problem, nights)))
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= 100
    for words in (
        "floor: 0 of 1 from Tue 9 Feb 00:00 to 12:00 UTC",
        "gaps more",
        "not granted (weight 3): ana, Sat 2027-02-13: off; has night and night",
        "1 of 2 granted, 40.0 % of their weight; by person from 0.0 % (ana) to 100.0 % (ben)",
        "consecutive_nights",
    ):
        assert words in text


def test_an_arrow_is_written_where_the_stream_knows_it(team: Path) -> None:
    problem = problem_of(read_team(team))
    for encoding, arrow in (("utf-8", "→"), ("ascii", ">")):
        stream = TextIOWrapper(BytesIO(), encoding=encoding)
        print_report(Console(file=stream, width=100), problem, report(problem, Roster(), verify(problem, Roster())))
        stream.seek(0)
        assert f"before{arrow}after" in stream.read()


def test_progress_is_said_in_words() -> None:
    assert described(TOLD) == "coverage targets, hours, wishes: penalty 1,000, at least 750, gap 25.0 %"
    assert described(Progress(1, "first roster", None, 0)) == "looking for a first roster"
    assert described(Progress(1, "polish", 0, 0)) == "polish: penalty 0, at least 0, gap 0 %"


def test_lines_come_when_something_changed_but_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    out = StringIO()
    lines = Lines(Console(file=out, width=100))
    for seconds, told in ((0, None), (1, TOLD), (6, None), (12, None)):
        now[0] = 100.0 + seconds
        if told:
            lines.tell(told)
        lines.tick()
    assert [line.split()[0] for line in out.getvalue().splitlines()] == ["0", "6"]


def test_a_bar_shows_the_time_and_goes_away() -> None:
    out = StringIO()
    with Bar(Console(file=out, force_terminal=True, width=100), 120) as bar:
        bar.tell(TOLD)
        bar.tick()
        bar.note("looking for the rules that clash")
        bar.tick()
    assert "0/120 s" in out.getvalue()
    assert "penalty 1,000" in out.getvalue()
    assert "rules that clash" in out.getvalue()


def test_the_display_suits_the_stream() -> None:
    plain, terminal = Console(file=StringIO()), Console(file=StringIO(), force_terminal=True)
    assert type(display(plain, 10, quiet=True)) is Silent
    assert isinstance(display(plain, 10, quiet=False), Lines)
    assert isinstance(display(terminal, 10, quiet=False), Bar)

"""Progress of a search, on stderr: a bar in a terminal, a line now and then elsewhere, nothing when quiet."""

from __future__ import annotations

from contextlib import AbstractContextManager
from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from api.terminal.report import TIERS
from api.terminal.words import percent
from scheduler.domain.roster import Tier
from scheduler.outcome import Progress as Told

EVERY_SECONDS = 5.0


class Silent(AbstractContextManager["Silent"]):
    """Shows nothing. `tell` comes from the threads of the search, all else from the one that waits."""

    def __init__(self) -> None:
        self._latest: Told | None = None
        self._note = "building the model"

    def tell(self, told: Told) -> None:
        """Remember where the search is."""
        self._latest = told

    def note(self, words: str) -> None:
        """What is done now, when it is not the search."""
        self._note, self._latest = words, None

    def tick(self) -> None:
        """Show it; called a few times a second."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to clear away."""

    def _words(self) -> str:
        return described(self._latest) if self._latest else self._note


class Lines(Silent):
    """A line whenever something changed, but only so often."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self._began = monotonic()
        self._printed, self._next = "", self._began

    def tick(self) -> None:
        words, now = self._words(), monotonic()
        if words != self._printed and now >= self._next:
            self._console.print(f"{now - self._began:4.0f} s  {words}")
            self._printed, self._next = words, now + EVERY_SECONDS

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._next = self._began  # how it ended is worth a line in any case
        self.tick()


class Bar(Silent):
    """A bar that fills as time passes."""

    def __init__(self, console: Console, seconds: float) -> None:
        super().__init__()
        self._began, self._seconds = monotonic(), seconds
        columns = (BarColumn(bar_width=20), TextColumn("{task.fields[time]}"), TextColumn("{task.fields[words]}"))
        self._bar = Progress(*columns, console=console, auto_refresh=False, transient=True)
        self._task = self._bar.add_task("", total=seconds, time="", words="")

    def __enter__(self) -> Bar:
        self._bar.start()
        return self

    def tick(self) -> None:
        spent = monotonic() - self._began
        time = f"{spent:3.0f}/{self._seconds:.0f} s"
        self._bar.update(self._task, completed=min(spent, self._seconds), time=time, words=self._words())
        self._bar.refresh()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()


def display(console: Console, seconds: float, *, quiet: bool) -> Silent:
    """The display that suits the stream."""
    if quiet:
        return Silent()
    return Bar(console, seconds) if console.is_terminal else Lines(console)


def described(told: Told) -> str:
    """``coverage targets, hours, wishes: penalty 51,208, at least 43,010, gap 16.0 %``."""
    if told.penalty is None:
        return "looking for a first roster"
    gap = percent((told.penalty - told.lower_bound) / told.penalty) if told.penalty else "0 %"
    return f"{_stage(told.stage)}: penalty {told.penalty:,}, at least {told.lower_bound:,}, gap {gap}"


def _stage(name: str) -> str:
    tier = Tier.__members__.get(name.upper())
    return TIERS[tier] if tier else name

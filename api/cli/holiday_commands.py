"""The commands under `watchbill holidays`, with their arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

Calendar = Annotated[str, typer.Argument(metavar="CALENDAR", help="Such as SG or US-CA.", show_default=False)]

LIST = "list"


class _ListUnlessSaid(TyperGroup):
    """`watchbill holidays SG` means `watchbill holidays list SG`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        said = args and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if said or not args else [LIST, *args])


holidays = typer.Typer(
    cls=_ListUnlessSaid, help="Public holidays: `watchbill holidays SG` lists them.", no_args_is_help=True
)


@holidays.command(LIST)
def list_(
    calendar: Calendar,
    year: Annotated[int | None, typer.Option(metavar="Y", help="Left out: every year.", show_default=False)] = None,
    language: Annotated[str, typer.Option("--lang", metavar="L", help="For names: en, zh, ms, ta.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """The public holidays of a calendar, how sure they are, and their ids."""
    from api.cli.holidays import show

    show(calendar, year, language, as_json=as_json)


@holidays.command("import")
def import_(
    calendar: Calendar,
    years: Annotated[str, typer.Option(metavar="Y-Y", help="Such as 2026-2030.", show_default=False)],
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Left out: WATCHBILL_HOLIDAY_TABLES.", show_default=False)
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Not only show what differs.")] = False,
) -> None:
    """What the package `holidays` says, against the table that is there; overrides stay."""
    from api.cli.holidays import bring_in

    bring_in(calendar, years, folder, write=write)

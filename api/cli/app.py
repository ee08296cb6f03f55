"""The commands with their arguments; each hands over to a module of its own.

Exit codes: 0 done; 1 bad input (a wrong command line too), a broken hard rule, or something is wrong; 2 no roster
exists; 3 no roster was found in time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.formats import Format

DEMO_FOLDER = Path("watchbill-demo")
SECONDS = 120.0

TeamFile = Annotated[Path, typer.Argument(metavar="team.yaml", help="The team document.", show_default=False)]
PlanFile = Annotated[Path, typer.Argument(metavar="plan.json", help="What `plan` wrote.", show_default=False)]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="S", min=1, max=86_400, help="Seconds to search.")]
Workers = Annotated[int | None, typer.Option(min=1, max=64, help="Threads.", show_default="processors, at most 8")]
DatabaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="In place of WATCHBILL_DATABASE_URL.", show_default=False)
]
More = Annotated[
    list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any other setting.", show_default=False)
]


class Commands(TyperGroup):
    """Turns a failure that a person can act on into words on stderr and exit code 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):
                error.exit_code = 1  # a wrong command line: the usual 2 would say that no roster exists
            words = _words(error)
            if words is None:
                raise
            typer.echo(words, err=True)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Commands,
    name="watchbill",
    help="Plans fair, legal shift and on-call rosters, and answers who is on call now.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _words(error: Exception) -> str | None:
    """What to tell the person who asked; None for a bug, which shows where it is."""
    from scheduler.errors import SolverDisagreesWithChecker, WatchbillError

    if isinstance(error, SolverDisagreesWithChecker):
        return f"A bug in Watchbill: its independent checker refuses the roster found, so nothing is written. {error}"
    if isinstance(error, WatchbillError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return None


@app.command()
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for what is made.")] = DEMO_FOLDER,
    time_limit: TimeLimit = SECONDS,
    workers: Workers = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
) -> None:
    """Plan the quarter that is shipped as an example, and show everything."""
    from api.cli.demo import run
    from api.cli.planning import Effort, processors

    raise typer.Exit(run(out, Effort(time_limit, workers or processors(), seed)))


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="Nine CSV files, as kept in a spreadsheet.", show_default=False)],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The team document.")] = Path("team.yaml"),
) -> None:
    """Turn a folder of CSV files into one team document that a person can edit."""
    from api.cli.importing import run

    run(folder, out)


@app.command()
def check(team: TeamFile) -> None:
    """Every problem of a team document at once; then hours owed against hours that people have."""
    from api.cli.checking import run

    run(team)


@app.command()
def plan(
    team: TeamFile,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The plan.")] = Path("plan.json"),
    time_limit: TimeLimit = SECONDS,
    workers: Workers = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no report.")] = False,
) -> None:
    """Search for the best roster. Ctrl-C keeps the best so far."""
    from api.cli.planning import Effort, processors, run

    raise typer.Exit(run(team, out, Effort(time_limit, workers or processors(), seed, quiet=quiet)))


@app.command()
def verify(
    team: TeamFile,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A roster.csv or plan.json.", show_default=False)],
    everything: Annotated[bool, typer.Option("--all", help="List every violation.")] = False,
) -> None:
    """Check any roster with the independent checker."""
    from api.cli.verifying import run

    raise typer.Exit(run(team, file, everything=everything))


@app.command()
def export(
    plan: PlanFile,
    to: Annotated[Format, typer.Option(help="Table, calendar feed, or rows for programs.", show_default=False)],
    person: Annotated[str | None, typer.Option(metavar="P", help="Only this person's.", show_default=False)] = None,
    team: Annotated[bool, typer.Option("--team", help="Everybody's; so unless said otherwise.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Left out: stdout.")] = None,
) -> None:
    """Write a plan's roster as a table, a calendar feed or JSON."""
    from api.cli.exporting import exported, run

    if person is not None and team:
        raise typer.BadParameter("either --person or --team")
    if out is None:
        typer.echo(exported(plan, to, person), nl=False)
    else:
        run(plan, to, person, out)


@app.command()
def oncall(
    plan: PlanFile,
    at: Annotated[
        str | None, typer.Option(metavar="INSTANT", help="Such as 2027-02-14T15:10:00Z. Left out: now.")
    ] = None,
    tz: Annotated[str | None, typer.Option(metavar="ZONE", help="Show times in this zone too.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Who is on call: since when, until when, and who is next."""
    from api.cli.asking import run

    run(plan, at, tz, as_json=as_json)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default=False)] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65_535, help="Port.", show_default=False)] = None,
    database_url: DatabaseUrl = None,
    more: More = None,
) -> None:
    """The service: plans, publishes, and answers who is on call."""
    from api.cli.serving import serve, settings_of

    serve(settings_of({"host": host, "port": port, "database_url": database_url}, more or []))


@app.command()
def worker(
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=64, help="Plans solved at once.", show_default="WATCHBILL_SOLVER_JOBS")
    ] = None,
    database_url: DatabaseUrl = None,
    more: More = None,
) -> None:
    """A worker more: solves plans beside the service, from the same database."""
    from api.cli.serving import settings_of
    from api.cli.working import work

    work(settings_of({"database_url": database_url}, more or []), concurrency)


@app.command()
def settings(database_url: DatabaseUrl = None, more: More = None) -> None:
    """Every setting of the service: variable, value now, meaning."""
    from api.cli.serving import settings_of, show

    show(settings_of({"database_url": database_url}, more or []))


@app.command()
def migrate(database_url: DatabaseUrl = None, more: More = None) -> None:
    """Bring the database's schema up to date."""
    from api.cli.serving import migrate, settings_of

    migrate(settings_of({"database_url": database_url}, more or []))


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it.", show_default=False)],
    database_url: DatabaseUrl = None,
    more: More = None,
) -> None:
    """Everything that the service keeps, into one file, while it goes on serving."""
    from api.cli.serving import make_backup, settings_of

    make_backup(settings_of({"database_url": database_url}, more or []), file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.", show_default=False)],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the database holds something.")] = False,
    database_url: DatabaseUrl = None,
    more: More = None,
) -> None:
    """Put a backup back, on SQLite or PostgreSQL, whichever it came from; services that run go on with it."""
    from api.cli.serving import read_backup, settings_of

    read_backup(settings_of({"database_url": database_url}, more or []), file, replace=replace)


@app.command()
def token(
    login: Annotated[str, typer.Argument(help="Whose.")] = "administrator",
    database_url: DatabaseUrl = None,
    more: More = None,
) -> None:
    """A new API token for an account, made at the database: the way back in."""
    from api.cli.serving import new_token, settings_of

    new_token(settings_of({"database_url": database_url}, more or []), login)


@app.command()
def doctor() -> None:
    """Versions, time-zone and holiday data, and whether the packages found are ours."""
    from api.cli.doctor import run

    raise typer.Exit(run())


@app.command()
def schema() -> None:
    """The JSON Schema of the team document, by which editors complete it."""
    from api.cli.importing import schema_text

    typer.echo(schema_text(), nl=False)

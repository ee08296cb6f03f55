"""The commands with their arguments; each hands over to a module of its own.

Exit codes: 0 done; 1 bad input (a wrong command line too), a broken hard rule, or something is wrong; 2 no roster
exists; 3 no roster was found in time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.cli.formats import Format, PagerName, Paper
from api.cli.holiday_commands import holidays

DEMO_FOLDER = Path("watchbill-demo")
SECONDS = 120.0

TeamFile = Annotated[Path, typer.Argument(metavar="team.yaml", help="The team document.", show_default=False)]
PlanFile = Annotated[Path, typer.Argument(metavar="plan.json", help="What `plan` wrote.", show_default=False)]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="S", min=1, max=86_400, help="Seconds to search.")]
Workers = Annotated[int | None, typer.Option(min=1, max=64, help="Threads.", show_default="processors, at most 8")]
DatabaseUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="In place of WATCHBILL_DATABASE_URL.", show_default=False)
]
_USERS = "The pager's user of each person: a CSV with person,user, or YAML, JSON."
Users = Annotated[Path | None, typer.Option(metavar="FILE", help=f"For a pager. {_USERS}", show_default=False)]
AskedDuty = Annotated[
    str | None, typer.Option(metavar="DUTY", help="For a pager: on-duty, standby.", show_default=False)
]
AskedLevel = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="For a pager: 1 is primary.", show_default=False)
]
Gaps = Annotated[bool, typer.Option("--gaps", help="For PagerDuty: say so where nobody is on call.")]
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


app.add_typer(holidays, name="holidays")


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
def headcount(
    team: TeamFile,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    smallest: Annotated[
        bool, typer.Option("--smallest", help="Search for the smallest team for which a roster exists, too.")
    ] = False,
    time_limit: Annotated[
        float, typer.Option("--time-limit", metavar="S", min=1, max=86_400, help="Seconds for each search.")
    ] = SECONDS,
    workers: Workers = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
) -> None:
    """How many people are needed and where they lack, before any search; Ctrl-C ends a search for the smallest team."""
    from api.cli.headcounting import run
    from api.cli.planning import Effort, processors

    effort = Effort(time_limit, workers or processors(), seed, quiet=as_json) if smallest else None
    run(team, effort, as_json=as_json)


@app.command()
def plan(
    team: TeamFile,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The plan.")] = Path("plan.json"),
    time_limit: TimeLimit = SECONDS,
    workers: Workers = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
    published: Annotated[
        Path | None,
        typer.Option(metavar="plan.json", help="What is published, for rules about changes of it.", show_default=False),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress and no report.")] = False,
    repeatable: Annotated[
        bool, typer.Option("--repeatable", help="The same roster for the same seed: one thread, counted work.")
    ] = False,
) -> None:
    """Search for the best roster. Ctrl-C keeps the best so far."""
    from api.cli.planning import Effort, processors, run

    threads = 1 if repeatable else workers or processors()
    effort = Effort(time_limit, threads, seed, quiet=quiet, repeatable=repeatable)
    raise typer.Exit(run(team, out, effort, published))


@app.command()
def verify(
    team: TeamFile,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A roster.csv or plan.json.", show_default=False)],
    everything: Annotated[bool, typer.Option("--all", help="List every violation.")] = False,
    published_at: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="Check the notice, too, as if first published then.", show_default=False),
    ] = None,
) -> None:
    """Check any roster with the independent checker."""
    from api.cli.verifying import run

    raise typer.Exit(run(team, file, published_at, everything=everything))


@app.command()
def limits(
    team: TeamFile,
    person: Annotated[str | None, typer.Option(metavar="P", help="Only this person's.", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Which numbers of which laws hold for whom, which of them bind, and what nobody has said of people."""
    from api.cli.limits import run

    run(team, person, as_json=as_json)


@app.command()
def fatigue(
    team: TeamFile,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A roster.csv or plan.json.", show_default=False)],
    person: Annotated[
        str | None, typer.Option(metavar="P", help="Only this person, shift by shift.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    svg: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Draw it too, as SVG, into this file.", show_default=False)
    ] = None,
) -> None:
    """How tiring a roster is: relative risk and sleepiness, by two published models."""
    from api.cli.fatigue import run

    run(team, file, person, as_json=as_json, svg=svg)


@app.command()
def ledger(
    team: TeamFile,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A roster.csv or plan.json.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="DIR", help="Folder for CSV files. Left out: YAML to stdout."),
    ] = None,
) -> None:
    """What a roster leaves for the next quarter: who did how much, and what is carried over."""
    from api.cli.ledger import run

    run(team, file, out)


@app.command()
def export(
    plan: PlanFile,
    to: Annotated[Format, typer.Option(help="Table, chart, calendar, or for a pager.", show_default=False)],
    person: Annotated[str | None, typer.Option(metavar="P", help="Only this person's.", show_default=False)] = None,
    team: Annotated[bool, typer.Option("--team", help="Everybody's; so unless said otherwise.")] = False,
    paper: Annotated[Paper, typer.Option(help="Of printed charts.")] = Paper.A4,
    font: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="For names that DejaVu Sans lacks.", show_default=False)
    ] = None,
    users: Users = None,
    duty: AskedDuty = None,
    level: AskedLevel = None,
    gaps: Gaps = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Left out: stdout.")] = None,
) -> None:
    """Write a plan's roster as a table, a chart to print, a calendar, JSON, or for a pager."""
    from api.cli.exporting import exported, run
    from api.exporting.rendering import Wanted
    from api.pushing.users import read_users

    if person is not None and team:
        raise typer.BadParameter("either --person or --team")
    known = read_users(users) if users else {}
    wanted = Wanted(person, paper, tuple(font or ()), duty, level, known, gaps)
    if out is None:
        typer.echo(exported(plan, to, wanted), nl=False)
    else:
        run(plan, to, wanted, out)


@app.command()
def push(
    pager: Annotated[PagerName, typer.Argument(help="Which pager.", show_default=False)],
    schedule: Annotated[str, typer.Option(metavar="ID", help="The pager's schedule.", show_default=False)],
    users: Annotated[Path, typer.Option(metavar="FILE", help=_USERS, show_default=False)],
    plan: Annotated[
        Path | None, typer.Argument(metavar="plan.json", help="What `plan` wrote.", show_default=False)
    ] = None,
    duty: AskedDuty = None,
    level: AskedLevel = None,
    gaps: Gaps = False,
    service: Annotated[
        str | None, typer.Option(metavar="URL", help="Not a plan: what this service has.", show_default=False)
    ] = None,
    team: Annotated[str | None, typer.Option(metavar="ID", help="Of which team there.", show_default=False)] = None,
    days: Annotated[int, typer.Option(min=1, max=400, help="For how long from now on.")] = 28,
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="The pager's address.", show_default="PagerDuty's own")
    ] = None,
    for_real: Annotated[
        bool, typer.Option("--for-real", help="Write. Left out: only show what would be done.")
    ] = False,
) -> None:
    """Make a pager's shifts those of a plan, or of the service with all changes. Shows what it would do, first.

    Tokens come from the environment: PAGERDUTY_TOKEN, GOALERT_TOKEN, and WATCHBILL_TOKEN for --service.
    """
    from api.cli.pushing import Order, run

    order = Order(pager, schedule, users, plan, service, team, days, url, duty, level, gaps, for_real)
    raise typer.Exit(run(order))


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
def mcp(
    url: Annotated[
        str | None, typer.Option(metavar="URL", help="Address of the service.", show_default="WATCHBILL_URL")
    ] = None,
) -> None:
    """Tools for assistants that speak MCP, over stdin and stdout; the token is read from WATCHBILL_TOKEN."""
    from api.cli.assisting import run

    run(url)


@app.command()
def patterns(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Roster patterns to start from: cycle, crews, hours, worst 3 weeks, risk."""
    from api.cli.patterns import run

    run(as_json=as_json)


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

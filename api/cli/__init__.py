"""The command line. Every command loads what it needs when it runs: `--help` and `oncall` stay fast."""

from api.cli.app import app


def main() -> None:
    """What the script `watchbill` runs."""
    app()

"""The page that tells a person how to subscribe: one file without scripts, with nothing in it from anywhere else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape

from api.feeds.links import Links

_STYLE = """
:root { color-scheme: light dark; --line: #8886; --warn: #b45309; --link: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --warn: #fbbf24; --link: #93c5fd; } }
body { font: 1rem/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 44rem; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 1.8rem 0 .3rem; }
a { color: var(--link); }
code { font-size: .9rem; overflow-wrap: anywhere; user-select: all; }
.warn { border-left: .3rem solid var(--warn); padding: .1rem 0 .1rem .8rem; }
.links { list-style: none; padding: 0; }
.links li { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: .6rem .8rem; }

table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem .3rem 0; text-align: left; vertical-align: top; }
"""
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

# Program, steps, how late it shows a change as its users report: {url}, {webcal} and {google} are links.
_PROGRAMS = (
    (
        "Google Calendar",
        (
            "Open {google} on a computer and confirm.",
            "Or: beside “Other calendars” choose +, “From URL”, and paste the first address above.",
            "On a phone it shows up by itself; if not, switch it on in the app's settings.",
        ),
        "8 to 24 hours; it cannot be told to look sooner",
    ),
    (
        "Apple Calendar on a Mac",
        (
            "Open {webcal}, or choose File, New Calendar Subscription, and paste the first address.",
            "Set “Auto-refresh” to every hour, and leave “Remove: Alerts” as it is.",
        ),
        "5 minutes to a week, as it is set; an hour at first",
    ),
    (
        "iPhone and iPad",
        (
            "Open {webcal} and confirm.",
            "Or: Settings, Apps, Calendar, Calendar Accounts, Add Account, Other, Add Subscribed Calendar.",
        ),
        "as “Fetch New Data” is set there: 15 minutes to a day",
    ),
    (
        "Outlook on the web, and new Outlook",
        ("Open the calendar, choose Add calendar, Subscribe from web, and paste the first address.",),
        "about 3 hours; 4 to 24 hours with an account of a company",
    ),
    (
        "Classic Outlook for Windows",
        (
            "Open {webcal} and confirm. (Opened at its https address, the calendar would be copied once only.)",
            "Or: Account Settings, Internet Calendars, New, and paste the first address.",
        ),
        "an hour, with each send and receive",
    ),
    (
        "Thunderbird",
        (
            "Choose New Calendar, On the Network, and paste the first address; no user name.",
            "In the calendar's properties choose how often it looks.",
        ),
        "1 to 60 minutes, as it is set; 30 at first",
    ),
)


def page(name: str, links: Links) -> str:
    """The page for the feed called `name`."""
    title = f"Subscribe to {escape(name)}"
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
            '<p class="warn"><strong>Keep this page and its links to yourself.</strong> Whoever has the address can '
            "read the calendar, without logging in. If others got hold of it, give the feed a new address.</p>",
            _addresses(links),
            *_steps(links),
            _lateness(),
            "<p>So the calendar is for planning. Who is on call now, ask Watchbill itself.</p>",
            "</main>\n</body>\n</html>\n",
        )
    )


def _addresses(links: Links) -> str:
    """The three links; the first is shown in full, to be copied."""
    shown = (
        ("Address, to copy", f"<code>{escape(links.url)}</code>"),
        ("Calendar program of this device", _link(links.webcal, "Open it")),
        ("Google Calendar", _link(links.google, "Add it to Google Calendar")),
    )
    items = "\n".join(f"<li><strong>{label}</strong><br>{link}</li>" for label, link in shown)
    return f'<ul class="links">\n{items}\n</ul>'


def _steps(links: Links) -> Iterable[str]:
    filled = {"webcal": _link(links.webcal, "this link"), "google": _link(links.google, "this link")}
    for program, steps, _ in _PROGRAMS:
        items = "\n".join(f"<li>{step.format(**filled)}</li>" for step in steps)
        yield f"<h2>{program}</h2>\n<ol>\n{items}\n</ol>"


def _lateness() -> str:
    rows = "\n".join(f'<tr><th scope="row">{program}</th><td>{late}</td></tr>' for program, _, late in _PROGRAMS)
    return (
        "<h2>How late changes show</h2>\n<p>Programs look by their own clocks. Their users report:</p>\n"
        f'<table>\n<thead><tr><th scope="col">Program</th><th scope="col">Delay</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _link(address: str, text: str) -> str:
    return f'<a href="{escape(address)}" rel="noreferrer">{text}</a>'

"""What the cases say of layers, overrides, swaps, fixed shifts and gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scheduler.domain.roster import Assignment
from scheduler.intervals import (
    Interval,
    parse_instant,
    utc_text,
    without,
)
from scheduler.oncall.values import Move, Override, Swap
from tests.oncall_cases.questions import DUTY, Expected, Question, Raw
from tests.oncall_cases.rows import (
    Case,
    between,
    by_start,
    clipped_layer,
    during,
    rule_row,
    shift_row,
)

# What a source read from its store and the case does not repeat.
_RECORDED = {"GA-RES-09": [{"user": "Craig", "start": "2018-09-12T08:05-05:00"}]}


def resolve_shifts(case: Case) -> Iterator[Question]:
    window = between(*case.input["window"])
    history = case.input.get("history", _RECORDED.get(case.raw["id"], []))
    since = {"since": utc_text(window.start)} if history else {}  # what was, was: rules speak of the time from now on
    base = {
        "rotations": [{**rule_row(rule, window, case.zone), **since} for rule in case.input["rules"]],
        "shifts": [shift_row(past["user"], past["start"], case.input["window"][0]) for past in history],
    }
    fixed = [
        {
            "shifts": [shift_row(s["user"], s["start"], s["end"]) for s in temporary["shifts"]],
            "spans": [{"start": temporary["start"], "end": temporary["end"]}],
        }
        for temporary in case.input.get("temporary", [])
    ]
    overrides = tuple(
        Override(between(o["start"], o["end"]), DUTY, add=o.get("add"), remove=o.get("remove"))
        for o in case.input.get("overrides", [])
    )
    expected = tuple(
        Expected(s["user"], parse_instant(s["start"]), None if s["truncated"] else parse_instant(s["end"]))
        for s in case.expected["shifts"]
    )
    yield Question(case.document(base, *fixed, overrides=overrides), window, expected, overrides)


def override_map(case: Case) -> Iterator[Question]:
    day = ("2026-07-06T00:00Z", "2026-07-07T00:00Z")
    now = parse_instant("2026-07-06T12:00Z")
    layer = {"shifts": [shift_row(person, *day) for person in case.input["active"]]}
    overrides = tuple(
        Override(between(*day), DUTY, add=o.get("add"), remove=o.get("remove"), created=n)
        for n, o in enumerate(case.input["overrides"])
    )
    expected = tuple(Expected(person, None, None) for person in case.expected["active"])
    document = case.document(layer, overrides=overrides)
    yield Question(document, Interval(now, now), expected, overrides)


def override_edit(case: Case) -> Iterator[Question]:
    person, *bounds = case.input["override"]
    layer = {"shifts": [shift_row(*event) for event in case.input["events"]]}
    override = Override(between(*bounds), DUTY, add=person, remove=case.input["events"][0][0])
    held = [during(who, span) for who, spans in case.expected.items() for span in spans]
    window = between("2026-07-04T00:00Z", "2026-07-08T00:00Z")
    document = case.document(layer, overrides=[override])
    yield Question(document, window, tuple(sorted(held, key=by_start)), (override,))


def layered_final(case: Case) -> Iterator[Question]:
    """Grafana's levels are our layers; its overrides replace whoever is there."""
    levels: dict[int, list[Raw]] = defaultdict(list)
    for s in case.input["shifts"]:
        levels[s["level"]].append(shift_row(s["user"], s["start"], s["end"]))
    layers = [{"shifts": levels[level]} for level in sorted(levels)]
    overrides = tuple(
        Override(between(o["start"], o["end"]), DUTY, add=o["user"], everybody=True, created=o["level"])
        for o in case.input["overrides"]
    )
    rows = case.expected.get("final") or case.expected["final_without_gaps"]
    held = [
        Expected(r["user"], parse_instant(r["start"]), parse_instant(r["end"]), r["override"])
        for r in rows
        if not r["gap"]
    ]
    gaps = tuple(between(r["start"], r["end"]) for r in rows if r["gap"])
    document = case.document(*layers, overrides=overrides)
    yield Question(
        document, between(*case.input["window"]), tuple(sorted(held, key=by_start)), overrides, gaps=gaps or None
    )


def swap_split(case: Case) -> Iterator[Question]:
    """The swap of a stretch of time names the shifts in it; as long as nobody takes it, nothing is split."""
    swap, window = case.input["swap"], between(*case.input["window"])
    layer = {
        "shifts": [shift_row(s["user"], s["start"], s["end"], f"s{n}") for n, s in enumerate(case.input["shifts"])]
    }
    document = case.document(layer, others=[swap["to_user"]])
    part = between(swap["start"], swap["end"])
    moves = tuple(Move(Assignment(s["person"], s["id"]), swap["to_user"], part) for s in layer["shifts"])
    taken = tuple(
        Expected(e["user"], parse_instant(e["start"]), parse_instant(e["end"]), e["swapped"])
        for e in case.expected["events"]
    )
    untaken = tuple(
        Expected(s["user"], parse_instant(s["start"]), parse_instant(s["end"]), changed=False)
        for s in case.input["shifts"]
    )
    yield Question(document, window, taken, swaps=(Swap(moves),))
    yield Question(document, window, untaken)


def gaps(case: Case) -> Iterator[Question]:
    shifts = [shift_row(s["user"], s["start"], s["end"]) for s in case.input["shifts"]]
    expected = tuple(Expected(s["person"], parse_instant(s["start"]), parse_instant(s["end"])) for s in shifts)
    gaps = tuple(between(*gap) for gap in case.expected["gaps"])
    yield Question(case.document({"shifts": shifts}), between(*case.input["window"]), expected, gaps=gaps)


def fixed_schedule_delete(case: Case) -> Iterator[Question]:
    """The fixed schedule lies over somebody who answers always: it shows where the schedule no longer speaks."""
    asked, hole = case.input["schedule"], between(*case.input["delete"])
    below = {"rotations": [{"people": ["below"], "start": "2000-01-01T00:00"}]}
    left = without(between(asked["start"], asked["end"]), [hole])
    layers = [clipped_layer(asked["shifts"], stretch) for stretch in left]
    kept = [shift for schedule in case.expected["schedules"] for shift in schedule["shifts"]]
    held = [*(Expected(who, parse_instant(start), parse_instant(end)) for who, start, end in kept)]
    held.append(Expected("below", hole.start, hole.end))
    window = between(asked["start"], asked["end"])
    yield Question(case.document(below, *layers), window, tuple(sorted(held, key=by_start)))

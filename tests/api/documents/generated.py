"""Documents with whatever their people, holidays and rules may be called."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from api.documents.fields import WEEKDAYS
from api.documents.model import TeamDocument
from api.documents.reading import document_of
from constraints.catalog import RULES
from constraints.packs.reading import facts, packs

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
FIRST, LAST = date(2027, 1, 4), date(2027, 1, 31)
DAYS = st.dates(FIRST, LAST)
NEED_A_SKILL = {"guided", "practice"}  # by default one that nobody has


@st.composite
def documents(draw: st.DrawFn) -> TeamDocument:
    """A document that is in order."""
    person_ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    shift_ids = draw(st.lists(IDS.filter(lambda i: i != "off"), min_size=1, max_size=3, unique=True))
    people, shifts = st.sampled_from(person_ids), st.sampled_from(shift_ids)
    worked = st.fixed_dictionaries({"person": people, "shift": shifts})
    raw: dict[str, Any] = {
        "team": draw(IDS),
        "period": {
            "first_day": FIRST,
            "last_day": LAST,
            "coverage_from": datetime(2027, 1, 4, 12, tzinfo=UTC),
            "coverage_until": datetime(2027, 1, 31, 12, tzinfo=UTC) - timedelta(minutes=draw(st.integers(0, 600))),
        },
        "sites": [
            {
                "id": "s",
                "timezone": "Asia/Tokyo",
                "rule_pack": draw(st.none() | st.sampled_from(sorted(packs()))),
                "holidays": draw(holidays()),
                "holiday_calendar": draw(st.sampled_from([None, "JP"])),
                "holiday_overrides": draw(st.lists(added(), max_size=2, unique_by=lambda row: row["holiday"])),
            }
        ],
        "shifts": [{"id": id, **draw(hours())} for id in shift_ids],
        "people": [{"id": id, **draw(person())} for id in person_ids],
        "coverage": draw(st.lists(coverage(), max_size=3, unique_by=lambda row: row["id"])),
        "leave": draw(st.lists(st.fixed_dictionaries({"person": people, "kind": IDS}).flatmap(away), max_size=3)),
        "wishes": draw(st.lists(st.one_of(wish(people, shifts)), max_size=5)),
        "ledger": [{"person": id, "hours": draw(st.floats(0, 10_000))} for id in person_ids],
        "holidays_worked": [
            {"person": id, "holiday": "jp-childrens-day", "year": year}
            for id, year in draw(st.sets(st.tuples(people, st.integers(1950, 2027)), max_size=3))
        ],
        "previous": draw(st.lists(worked, max_size=3, unique_by=lambda row: (row["person"], row["shift"]))),
        "pins": draw(st.lists(worked, max_size=3, unique_by=lambda row: (row["person"], row["shift"]))),
        "published": draw(st.none() | published(worked)),
        "points": draw(
            st.none() | st.fixed_dictionaries({}, optional={"night": st.floats(0, 100), "standby": st.floats(0, 1)})
        ),
        "carry_over": draw(st.none() | st.fixed_dictionaries({"keep": st.floats(0, 1), "most": st.none()})),
        "rules": draw(rules()),
    }
    raw["previous"] = [row | {"day": date(2026, 12, 28)} for row in raw["previous"]]
    raw["pins"] = [row | {"day": draw(DAYS)} for row in raw["pins"]]
    return document_of(raw)


def published(worked: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    rows = st.lists(worked, max_size=3, unique_by=lambda row: (row["person"], row["shift"]))
    return st.builds(
        lambda day, minutes, rows: {
            "as_of": datetime(2027, 1, 4, tzinfo=UTC) + timedelta(minutes=minutes),
            "first_day": FIRST,
            "last_day": LAST,
            "assignments": [row | {"day": day} for row in rows],
        },
        DAYS,
        st.integers(-100_000, 100_000),
        rows,
    )


def holidays() -> st.SearchStrategy[Any]:
    row = st.fixed_dictionaries(
        {"day": DAYS, "name": TEXT, "source": TEXT, "status": st.sampled_from(["estimated", "confirmed"])}
    )
    return st.none() | st.lists(row, max_size=3, unique_by=lambda h: h["day"])


def added() -> st.SearchStrategy[Any]:
    ids = st.from_regex(r"own-[a-z]{1,9}", fullmatch=True)
    return st.fixed_dictionaries(
        {"do": st.just("add"), "holiday": ids, "day": DAYS, "name": TEXT, "who": TEXT, "why": TEXT}
    )


def observance() -> st.SearchStrategy[Any]:
    named = st.builds(lambda day, name: f"{day} {name}".strip(), DAYS, st.text(max_size=9))
    return named | st.sampled_from(["jp-showa-day-2027", "sg-deepavali-2028"])


def hours() -> st.SearchStrategy[Any]:
    minutes = st.integers(0, 1439).map(lambda m: time(*divmod(m, 60)))
    return st.fixed_dictionaries(
        {"site": st.just("s"), "start": minutes, "end": minutes, "night": st.none() | st.booleans()},
    )


def person() -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries(
        {
            "site": st.just("s"),
            "name": st.none() | TEXT,
            "fte": st.floats(0.01, 1),
            "contract_hours_per_week": st.floats(0, 168),
            "skills": st.lists(IDS, max_size=3),
            "facts": st.lists(st.sampled_from(sorted(facts())), max_size=2, unique=True),
            "observances": st.lists(observance(), max_size=2),
            "first_day": st.none() | st.dates(date(1950, 1, 1), FIRST),
        }
    )


def coverage() -> st.SearchStrategy[Any]:
    bands = st.sampled_from(
        ["always", "mon-fri 08:00-20:00", "sat,sun 20:00-08:00", "fri-mon 00:00-24:00", "07:00-08:00"]
    )
    return st.fixed_dictionaries(
        {
            "id": IDS,
            "minimum": st.integers(0, 3),
            "target": st.none() | st.integers(3, 9),
            "site": st.just("s"),
            "when": bands,
        }
    )


def away(row: dict[str, Any]) -> st.SearchStrategy[Any]:
    return st.tuples(DAYS, DAYS).map(lambda days: row | {"first_day": min(days), "last_day": max(days)})


def wish(people: st.SearchStrategy[str], shifts: st.SearchStrategy[str]) -> list[st.SearchStrategy[Any]]:
    wanted = shifts | st.just("off")
    weight = st.integers(1, 3)
    return [
        st.fixed_dictionaries({"person": people, "day": DAYS, "wish": wanted, "weight": weight}),
        st.fixed_dictionaries({"person": people, "every": st.sampled_from(WEEKDAYS), "wish": wanted}),
    ]


def rules() -> st.SearchStrategy[Any]:
    rule = st.fixed_dictionaries(
        {}, optional={"weight": st.integers(1, 1000) | st.just("hard"), "sites": st.just(["s"])}
    )
    return st.dictionaries(
        st.sampled_from([kind.name for kind in RULES if kind.name not in NEED_A_SKILL]),
        rule | st.just(False) | st.lists(rule, max_size=2),
    )

"""Swaps that a new revision has no place for are withdrawn; what has begun of them stays true."""

from __future__ import annotations

from typing import Any

from sqlmodel import select

from api.store.tables import AuditEntry, SwapRow
from scheduler.intervals import Interval, parse_instant
from tests.api.plans_at_hand import Rows, another, harbour, legal, publish, published
from tests.service import Service

EARLY, LATE = "sin-day@2027-01-19", "sin-day@2027-01-28"  # of sin-03 and sin-04


def moved(person: str, shift: str, to: str, **part: str) -> dict[str, Any]:
    return {"person": person, "shift": shift, "to": to} | part


EXCHANGE = [moved("sin-03", EARLY, "sin-04"), moved("sin-04", LATE, "sin-03")]


def without_late() -> Rows:
    """sin-01 has the later shift of the exchange."""
    return another(legal(harbour()), f"sin-04 {LATE}", "sin-01 sin-night@2027-01-26", new=f"sin-01 {LATE}")


def swap(service: Service, state: str, moves: list[dict[str, Any]]) -> int:
    """A swap, as whoever accepts one leaves it."""
    now = service.clock()
    applied_at = now if state == "applied" else None
    row = SwapRow(
        team_id="harbour",
        state=state,
        moves=moves,
        offered_by=moves[0]["person"],
        created_by="test",
        created_at=now,
        starts_at=now,
        applied_at=applied_at,
    )
    with service.services.store.writing() as session:
        session.add(row)
        session.flush()
        assert row.id is not None
        id = row.id
    service.services.board.refresh(["harbour"])
    return id


def read(service: Service, id: int) -> SwapRow:
    with service.services.store.reading() as session:
        return session.exec(select(SwapRow).where(SwapRow.id == id)).one()


def holders(service: Service, instant: str) -> set[str]:
    posted = service.services.board.of("harbour")
    assert posted
    at = parse_instant(instant)
    return {h.person for h in posted.schedule.between(Interval(at, at)) if h.duty == "on-duty" and h.site == "sin"}


def test_a_swap_whose_assignments_are_gone_is_withdrawn(service: Service) -> None:
    publish(service)
    gone = [swap(service, state, EXCHANGE) for state in ("offered", "accepted", "applied")]
    kept = swap(service, "offered", [moved("sin-03", EARLY, "sin-04")])
    over = swap(service, "declined", EXCHANGE)
    answer = published(service, without_late())
    assert answer.status_code == 201, answer.text
    assert sorted(answer.json()["withdrawn_swaps"]) == gone
    for id in gone:
        row = read(service, id)
        assert (row.state, row.ended_at, row.version) == ("withdrawn", service.clock(), 2)
        assert row.why == f"Revision 2 does not have sin-04 on {LATE}."
    assert (read(service, kept).state, read(service, over).state) == ("offered", "declined")
    with service.services.store.reading() as session:
        logged = session.exec(select(AuditEntry).where(AuditEntry.action == "swap.withdraw")).all()
    assert sorted(int(entry.subject) for entry in logged) == gone
    assert {entry.after["state"] for entry in logged} == {"withdrawn"}
    assert holders(service, "2027-01-19T01:00:00Z") == {"sin-03"}


def test_a_swap_follows_the_swap_before_it(service: Service) -> None:
    publish(service)
    first = swap(service, "applied", [moved("sin-03", EARLY, "sin-04")])
    second = swap(service, "applied", [moved("sin-04", EARLY, "sin-01")])
    offered = swap(service, "offered", [moved("sin-01", EARLY, "sin-02")])
    publish(service)
    states = [read(service, id).state for id in (first, second, offered)]
    assert states == ["applied", "applied", "offered"]
    rows = another(legal(harbour()), f"sin-03 {EARLY}", new=f"sin-04 {EARLY}")
    assert published(service, rows).json()["withdrawn_swaps"] == [first]  # the second one's is there again
    assert holders(service, "2027-01-19T01:00:00Z") == {"sin-01"}


def test_who_gives_away_a_part_still_has_the_rest(service: Service) -> None:
    publish(service)
    part = {"start": "2027-01-19T03:00:00Z", "end": "2027-01-19T07:30:00Z"}
    swap(service, "applied", [moved("sin-03", EARLY, "sin-04", **part)])
    both = [
        swap(service, "offered", [moved("sin-03", EARLY, "sin-01")]),
        swap(service, "offered", [moved("sin-04", EARLY, "sin-01")]),
    ]
    assert published(service).json()["withdrawn_swaps"] == []
    assert [read(service, id).state for id in both] == ["offered", "offered"]


def test_the_half_of_a_swap_that_has_begun_stays_true(service: Service) -> None:
    publish(service)
    exchange = swap(service, "applied", EXCHANGE)
    service.clock.set("2027-01-20T12:00:00Z")
    assert holders(service, "2027-01-19T01:00:00Z") == {"sin-04"}
    assert published(service, without_late()).json()["withdrawn_swaps"] == [exchange]
    assert holders(service, "2027-01-19T01:00:00Z") == {"sin-04"}
    assert holders(service, "2027-01-28T01:00:00Z") == {"sin-01"}
    row = read(service, exchange)
    assert (row.state, row.moves) == ("applied", EXCHANGE[:1])
    assert LATE in row.why

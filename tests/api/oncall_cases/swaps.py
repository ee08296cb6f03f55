"""Cases about swaps."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from starlette.testclient import TestClient

from scheduler.intervals import parse_instant, shift_by, utc_text
from scheduler.oncall.values import Move
from tests.api.oncall_cases import documents, feeds
from tests.api.oncall_cases.scenario import Raw, Scenario
from tests.oncall_case_documents import Question, questions
from tests.oncall_cases.rows import between, shift_row

GIVES, TAKES, THIRD = "u1", "u2", "u3"
OURS = {"open": "offered", "taken": "applied", "past_due": "expired", "deleted": "withdrawn", "rejected": "refused"}
MONDAY = parse_instant("2026-07-06T12:00Z")


def swap_split(scenario: Scenario) -> None:
    """Nothing is split before the swap is taken, nor shown in feeds; then exactly the part that overlaps goes over.

    A shift that the swap only touches cannot even be named in it.
    """
    taken, untaken = questions(scenario.raw)
    scenario.before(documents.bounds(untaken))
    scenario.oncall(untaken.document)
    (swap,), gives = taken.swaps, scenario.case.input["swap"]["from_user"]
    moves = {move: _overlaps(move, untaken.document) for move in swap.moves}
    touching = [_row(move) for move, overlaps in moves.items() if not overlaps]
    for row in touching:
        scenario.sent("POST", _path(scenario), {"moves": [row]}, status=422)
    offer = {"moves": [_row(move) for move, overlaps in moves.items() if overlaps]}
    id = scenario.sent("POST", _path(scenario), offer, status=201)["id"]
    _shows(scenario, untaken, gives)
    accepted = scenario.sent("POST", _path(scenario, id, "accept"), {"person": swap.moves[0].to})
    assert accepted["state"] == OURS["taken"]
    _shows(scenario, taken, gives, swap.moves[0].to)


def swap_status(scenario: Scenario) -> None:
    """Every step of the case in our words: each with a swap of its own, offered to whoever takes it."""
    offers = Offers(scenario)
    steps: dict[str, Callable[[], str]] = {
        "create -> open": offers.created,
        "take -> taken": offers.taken,
        "swap_start passed and untaken -> past_due": offers.too_late,
        "delete -> deleted": offers.deleted,
        "take by requester": offers.taken_by_who_offers,
        "take when taken/past_due/deleted": offers.taken_once_ended,
    }
    results = [steps[step]() for step in scenario.case.input["steps"]]
    assert results == [OURS[word] for word in scenario.case.expected["results"]]


class Offers:
    """Shifts of one person, one a day, that are given away by analysts."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario, self._days = scenario, 0
        self._ended: list[int] = []
        scenario.before([MONDAY])
        days = [shift_by(MONDAY, minutes=60 * 24 * day) for day in range(5)]
        rows = [
            shift_row(GIVES, utc_text(day), utc_text(shift_by(day, minutes=60)), f"s{n}") for n, day in enumerate(days)
        ]
        scenario.oncall(scenario.case.document({"shifts": rows}, others=[TAKES, THIRD]))
        self._people = {who: self._analyst(who) for who in (GIVES, TAKES, THIRD)}

    def created(self) -> str:
        return self._state(self._offered())

    def taken(self) -> str:
        id = self._offered()
        assert self._step(TAKES, id, "accept") == HTTPStatus.OK
        assert documents.on_call(self._scenario, shift_by(MONDAY, minutes=60 * 24)) == [TAKES]
        return self._ends(id)

    def too_late(self) -> str:
        id = self._offered()
        self._scenario.service.clock.now = shift_by(MONDAY, minutes=60 * 24 * (self._days - 1))
        return self._ends(id)

    def deleted(self) -> str:
        id = self._offered()
        assert self._step(GIVES, id, "withdraw") == HTTPStatus.OK
        return self._ends(id)

    def taken_by_who_offers(self) -> str:
        id = self._offered()
        answer = self._step(GIVES, id, "accept")
        assert self._state(id) == OURS["open"]
        return "refused" if answer == HTTPStatus.CONFLICT else f"answered with {answer}"

    def taken_once_ended(self) -> str:
        answers = {self._step(THIRD, id, "accept") for id in self._ended}
        return "refused" if answers == {HTTPStatus.CONFLICT} else f"answered with {answers}"

    def _offered(self) -> int:
        """A swap of the shift of the next day."""
        body = {"moves": [{"person": GIVES, "shift": f"s{self._days}"}]}
        self._days += 1
        made = self._people[GIVES].post(_path(self._scenario), json=body)
        assert made.status_code == HTTPStatus.CREATED, made.text
        return int(made.json()["id"])

    def _step(self, person: str, id: int, step: str) -> int:
        return self._people[person].post(_path(self._scenario, id, step), json={}).status_code

    def _state(self, id: int) -> str:
        return str(self._scenario.sent("GET", _path(self._scenario, id))["state"])

    def _ends(self, id: int) -> str:
        self._ended.append(id)
        return self._state(id)

    def _analyst(self, person: str) -> TestClient:
        team = self._scenario.team
        return self._scenario.service.asking(f"{team}-{person}", "analyst", team, person)


def _shows(scenario: Scenario, question: Question, *people: str) -> None:
    """The final schedule, and the feeds of these people."""
    found = documents.held(scenario, question.window)
    assert question.differences(found) == []
    for person in people:
        assert feeds.shown(scenario, person) == [(h.start, h.end) for h in found if h.person == person]


def _overlaps(move: Move, document: Raw) -> bool:
    (shift,) = (row for row in document["schedules"][0]["layers"][0]["shifts"] if row["id"] == move.assignment.shift)
    return move.part is None or move.part.overlaps(between(shift["start"], shift["end"]))


def _row(move: Move) -> Raw:
    span = {"start": utc_text(move.part.start), "end": utc_text(move.part.end)} if move.part else {}
    return {"person": move.assignment.person, "shift": move.assignment.shift, "to": move.to} | span


def _path(scenario: Scenario, *parts: object) -> str:
    return "/".join(["/v1/teams", scenario.team, "swaps", *map(str, parts)])

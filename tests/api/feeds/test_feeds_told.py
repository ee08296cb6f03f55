"""What feeds tell besides shifts: handover notes, leave and wishes, languages, and to whom."""

from __future__ import annotations

from typing import Any

from tests.api.feeds.following import Following
from tests.api.plans_at_hand import TEAM, harbour, publish
from tests.api.requests.asking import LEAVE, WISHES, Harbour, asked
from tests.service import Service

UID = f"{TEAM}/on-duty/sin/sin-night/2027-01-19/1@watchbill"


def own(service: Service, client: Any, person: str, **wanted: Any) -> Following:
    """A feed that somebody made of one's own."""
    calendar = Following(service, person=person)
    made = client.post(f"/v1/teams/{TEAM}/feeds", json={"person": person, **wanted})
    assert made.status_code == 201, made.text
    calendar._address = made.json()["url"].removeprefix("http://testserver")
    return calendar


def days(calendar: Following) -> dict[str, tuple[str, str, str]]:
    """What lasts whole days: its state, its first day, and the day after its last one."""
    return {
        str(e["SUMMARY"]): (str(e["STATUS"]), e["DTSTART"].to_ical().decode(), e["DTEND"].to_ical().decode())
        for e in calendar.events.values()
        if len(e["DTSTART"].to_ical()) == len("20270120")
    }


def test_a_note_is_told_to_who_takes_over(service: Service) -> None:
    publish(service)
    calendar = Following(service)
    calendar.poll()
    before = calendar.events[UID]
    service.clock.set("2027-01-19T07:00:00Z")
    three = service.asking("three", "analyst", TEAM, "sin-03")
    note = {"duty": "on-duty", "site": "sin", "text": "Queue 3; slow", "open_items": [{"text": "Call", "done": False}]}
    assert three.post(f"/v1/teams/{TEAM}/handovers", json=note).status_code == 201
    assert calendar.poll()
    after = calendar.events[UID]
    assert "Handover note: Queue 3; slow\n- Call" in str(after["DESCRIPTION"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    told = [uid for uid, event in calendar.events.items() if "Queue 3" in str(event.get("DESCRIPTION"))]
    assert told == [UID]


def test_leave_and_wishes_are_told_to_their_owner(service: Service) -> None:
    crew = Harbour(service)
    crew.window()
    crew.window("wishes")
    mine, managers, ben = own(service, crew.ana, "sin-03"), Following(service, person="sin-03"), Following(service)
    narrowed = own(service, crew.ana, "sin-03", on_call=True)
    leave, wish = asked(crew.ana, reason="hospital"), asked(crew.ana, WISHES, day="2027-01-25")
    mine.poll()
    document = {"Leave": ("CONFIRMED", "20270112", "20270115")}
    waiting = {"Leave (asked for)": ("TENTATIVE", "20270120", "20270122")}
    wished = {"Wish: day off": ("TENTATIVE", "20270125", "20270126")}
    assert days(mine) == document | waiting | wished
    for other in (managers, ben, narrowed):
        other.poll()
        assert all("Leave" not in name and "Wish" not in name for name in days(other))
    assert crew.mia.post(f"{LEAVE}/{leave}/approve", json={}).status_code == 200
    assert crew.ana.delete(f"{WISHES}/{wish}").status_code == 200
    assert mine.poll()
    found = days(mine)
    assert found.pop("Cancelled: Wish: day off")[0] == "CANCELLED"
    assert set(found) == {"Leave"}
    assert {str(e["STATUS"]) for e in mine.events.values() if str(e["SUMMARY"]) == "Leave"} == {"CONFIRMED"}
    assert not any("hospital" in str(e) or "medical" in str(e) for e in mine.events.values())


def test_a_wish_for_every_week_is_told_of_each(service: Service) -> None:
    publish(service, raw=harbour() | {"wishes": [{"person": "sin-03", "every": "friday", "wish": "sin-day"}]})
    mia, ana = service.asking("mia", "manager", TEAM), service.asking("ana", "analyst", TEAM, "sin-03")
    window = {"kind": "wishes", "opens_at": "2026-12-01T00:00:00Z", "closes_at": "2026-12-15T00:00:00Z"}
    days_of = {"first_day": "2027-01-04", "last_day": "2027-01-31"}
    mia.post(f"/v1/teams/{TEAM}/request-windows", json=window | days_of).raise_for_status()
    mine = own(service, ana, "sin-03")
    wish = asked(ana, WISHES, day=None, every="monday")
    mine.poll()

    def wished() -> list[tuple[str, str]]:
        told = ((e["DTSTART"].to_ical().decode(), str(e["SUMMARY"])) for e in mine.events.values())
        return sorted((day, summary) for day, summary in told if "Wish" in summary)

    fridays = [(f"202701{day:02}", "Wish: sin-day") for day in (8, 15, 22, 29)]
    mondays = [(f"202701{day:02}", "Wish: day off") for day in (4, 11, 18, 25)]
    assert wished() == sorted(fridays + mondays)
    assert ana.delete(f"{WISHES}/{wish}").status_code == 200
    mine.poll()
    assert wished() == sorted(fridays + [(day, f"Cancelled: {summary}") for day, summary in mondays])


def test_refused_leave_is_cancelled(service: Service) -> None:
    crew = Harbour(service)
    crew.window()
    mine = own(service, crew.ana, "sin-03")
    leave = asked(crew.ana)
    mine.poll()
    assert crew.mia.post(f"{LEAVE}/{leave}/deny", json={"answer": "No."}).status_code == 200
    assert mine.poll()
    assert days(mine)["Cancelled: Leave (asked for)"][0] == "CANCELLED"


def test_who_asked_and_lost_the_place_in_the_team_is_not_told_of_leave(service: Service) -> None:
    service.admin.post("/v1/teams", json=harbour())
    ana = service.asking("ana", "analyst", TEAM, "sin-03")
    mine = own(service, ana, "sin-03")
    mine.poll()
    assert days(mine)
    changed = service.admin.put(f"/v1/teams/{TEAM}/members/ana", json={"role": "analyst", "person": "sin-04"})
    assert changed.status_code == 200, changed.text
    assert mine.poll()
    assert set(days(mine)) == {"No shifts planned"}


def test_a_renamed_person_is_renamed_in_feeds(service: Service) -> None:
    publish(service)
    calendar = Following(service)
    calendar.poll()
    address = f"/v1/teams/{TEAM}/people/sin-03"
    row = next(row for row in harbour()["people"] if row["id"] == "sin-03") | {"name": "Mei, Tan"}
    answer = service.admin.put(address, json=row)
    assert answer.status_code == 200, answer.text
    assert calendar.poll()
    assert any(str(e["SUMMARY"]) == "sin-day: Mei, Tan" for e in calendar.shifts.values())

"""What people are told because time passes: shifts that start, digests, gaps ahead."""

from __future__ import annotations

from typing import Any

import pytest

from api.notices.digests import Digests
from api.notices.missing import Missing
from api.notices.starting import Starting
from api.notices.watching import Watching, new_ones, window_of
from api.store.tables import OverrideRow
from api.store.transaction import committed
from scheduler.intervals import Interval, parse_instant, utc_text
from tests.api.changes.crew import HARBOUR
from tests.api.notices.office import MEI, TAN, Office, choose, mail
from tests.api.plans_at_hand import TEAM
from tests.api.teams.rotations import rotations

OFFICE_GAP = "[harbour] Nobody is there for coverage office from Tue 19 Jan 2027 08:00 (Asia/Singapore)"
NIGHT = "2027-01-04T15:00:00Z"  # sin-02's first night starts, in Singapore at 23:00


def known(office: Office) -> tuple[Any, Any, Any]:
    services = office.service.services
    return services.store, services.board, services.clock


def at(office: Office, text: str) -> None:
    office.service.clock.set(text.replace("Z", "+00:00"))


def subjects(office: Office) -> list[str]:
    return [subject.removeprefix("[harbour] ") for _, subject in office.told()]


# -- shifts that start -------------------------------------------------------------------------------------------------


def test_a_shift_is_told_before_it_starts_as_often_as_wanted(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"), before_shift_minutes=[60, 30])
    starting = Starting(*known(rostered))
    found: dict[int, list[tuple[str, str]]] = {}
    for minute in range(90, -1, -1):
        now = f"2027-01-04T{(900 - minute) // 60:02}:{(900 - minute) % 60:02}:00Z"
        at(rostered, now)
        starting.tell()
        if told := rostered.told():
            found[minute] = told
    assert found == {
        minute: [(MEI, "[harbour] sin-night starts Mon 4 Jan 2027 23:00 (Asia/Singapore)")] for minute in (59, 29)
    }, "at the first look after it fell due"


def test_what_one_process_has_told_the_others_do_not_tell_again(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"), before_shift_minutes=[30])
    at(rostered, "2027-01-04T14:30:20Z")
    for _ in range(2):
        Starting(*known(rostered)).tell()
    assert len(rostered.told()) == 1
    Starting(*known(rostered)).tell()
    assert rostered.told() == []


def test_after_an_outage_only_the_last_reminder_of_an_hour_is_told(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"), before_shift_minutes=[1440, 45, 30])
    at(rostered, "2027-01-04T14:40:00Z")
    Starting(*known(rostered)).tell()
    assert [row.cause for row in rostered.rows()] == [f"shift-starts:sin-night@2027-01-04:{NIGHT}:30"]


def test_a_process_that_slept_for_days_tells_nothing_old(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"))
    starting = Starting(*known(rostered))
    starting.tell()
    at(rostered, "2027-01-04T18:00:00Z")
    starting.tell()
    assert {utc_text(parse_instant(row.message["facts"]["shift"]["start"])) for row in rostered.rows()} <= {
        "2027-01-05T15:00:00Z"
    }


def test_who_is_on_the_shift_too_is_named(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"), before_shift_minutes=[30])
    add(rostered, "sin-04", "2027-01-04T15:00:00Z", "2027-01-04T23:30:00Z", shift="sin-night@2027-01-04", site="sin")
    at(rostered, "2027-01-04T14:30:20Z")
    Starting(*known(rostered)).tell()
    rostered.deliver()
    assert rostered.box.mails[0].get_content().splitlines()[-1] == "With: sin-04"


def test_it_follows_the_final_schedule(rostered: Office) -> None:
    rostered.wants("sin-02", mail(MEI, "shift-starts"), before_shift_minutes=[30])
    rostered.wants("sin-04", mail(TAN, "shift-starts"), before_shift_minutes=[30])
    add(rostered, "sin-04", NIGHT, "2027-01-04T23:30:00Z", remove="sin-02")
    at(rostered, "2027-01-04T14:30:20Z")
    Starting(*known(rostered)).tell()
    assert [to for to, _ in rostered.told()] == [TAN]


def add(office: Office, person: str, start: str, end: str, **fields: Any) -> None:
    with office.service.services.store.writing() as session:
        session.add(
            OverrideRow(
                team_id=TEAM,
                duty="on-duty",
                start=parse_instant(start),
                end=parse_instant(end),
                add=person,
                created_by="test",
                created_at=office.service.clock(),
                **fields,
            )
        )
    changed(office)


def changed(office: Office) -> None:
    """As if a request had changed the schedule."""
    with committed(office.service.services.store, office.service.clock()) as transaction:
        transaction.schedule_changed(TEAM)
    office.service.services.board.refresh([TEAM])


# -- digests -----------------------------------------------------------------------------------------------------------


def test_a_digest_is_sent_once_at_its_time(rostered: Office) -> None:
    at(rostered, "2027-01-04T12:00:00Z")
    choose(rostered.member("sin-02"), mail(MEI, "digest"), digest={"clock": "07:00", "weekdays": ["tue", "wed"]})
    digests = Digests(*known(rostered))
    digests.tell()
    assert rostered.rows() == []
    at(rostered, "2027-01-04T23:00:10Z")
    for _ in range(2):
        digests.tell()
    rostered.deliver()
    (mail_,) = rostered.box.mails
    assert str(mail_["Subject"]).strip() == "[harbour] Who is on call, Tue 5 Jan 2027 07:00 (Asia/Singapore)"
    said = mail_.get_content().splitlines()
    assert said[:2] == ["On call:", "- On-duty, level 1: you until Tue 5 Jan 2027 07:30 (Asia/Singapore)"]
    assert "- sin-night, Tue 5 Jan 2027 23:00 to Wed 6 Jan 2027 07:30 (Asia/Singapore)" in said
    at(rostered, "2027-01-05T23:00:10Z")
    Digests(*known(rostered)).tell()
    assert len(rostered.rows()) == 2


def test_a_digest_that_is_late_is_left_out(rostered: Office) -> None:
    at(rostered, "2027-01-04T12:00:00Z")
    choose(rostered.member("sin-02"), mail(MEI, "digest"), digest={"clock": "07:00"})
    at(rostered, "2027-01-05T00:00:01Z")
    Digests(*known(rostered)).tell()
    assert rostered.rows() == []
    at(rostered, "2027-01-05T23:59:59Z")
    Digests(*known(rostered)).tell()
    assert [row.cause for row in rostered.rows()] == ["digest:2027-01-05T23:00:00Z"]


def test_who_is_no_longer_in_the_team_gets_no_digest(rostered: Office) -> None:
    choose(rostered.member("sin-02"), mail(MEI, "digest"), digest={"clock": "07:00"})
    rostered.service.admin.delete(f"{HARBOUR}/members/sin-02").raise_for_status()
    assert rostered.service.admin.delete(f"{HARBOUR}/people/sin-02").status_code in {200, 204}
    at(rostered, "2026-12-01T23:00:10Z")
    Digests(*known(rostered)).tell()
    assert rostered.rows() == []


# -- gaps --------------------------------------------------------------------------------------------------------------


def test_a_gap_that_opens_is_told_to_managers_once(rostered: Office) -> None:
    rostered.member("sin-01", "manager")
    rostered.wants("sin-01", mail(MEI, "gap-ahead"))
    rostered.wants("sin-02", mail(TAN, "gap-ahead"))
    at(rostered, "2027-01-13T09:00:00Z")
    assert looked(rostered) == []
    empty(rostered, "2027-01-18T23:00:00Z", "2027-01-19T07:30:00Z", "sin-03")
    rostered.deliver()
    assert looked(rostered) == [(MEI, OFFICE_GAP)]
    changed(rostered)
    assert looked(rostered) == [], "another change does not open it anew"
    fill(rostered)
    assert looked(rostered) == []
    empty(rostered, "2027-01-18T23:00:00Z", "2027-01-19T07:30:00Z", "sin-03")
    assert len(looked(rostered)) == 1, "it was closed meanwhile"


def test_a_night_that_nobody_asks_for_is_no_gap(rostered: Office) -> None:
    rostered.member("sin-01", "manager")
    rostered.wants("sin-01", mail(MEI))
    at(rostered, "2027-01-06T09:00:00Z")
    assert looked(rostered) == []


def test_the_end_of_the_roster_comes_near(rostered: Office) -> None:
    """Each Monday one week more comes into sight; a gap that goes on is told once, by when it opens."""
    rostered.member("sin-01", "manager")
    rostered.wants("sin-01", mail(MEI))
    found = {}
    for day in range(11, 29):
        at(rostered, f"2027-01-{day}T09:00:00Z")
        found[day] = [subject.partition(" from ")[0] for _, subject in looked(rostered)]
    standby, duty = (f"[harbour] Nobody is there for {what}, level 1" for what in ("standby", "on-duty"))
    assert {day: told for day, told in found.items() if told} == {18: [duty], 25: [standby]}


def test_several_gaps_that_open_at_once_are_one_message(rostered: Office) -> None:
    rostered.member("sin-01", "manager")
    rostered.wants("sin-01", mail(MEI, "gap-ahead"))
    at(rostered, "2027-01-18T09:00:00Z")
    looked(rostered)
    for day in (19, 20, 21):
        empty(rostered, f"2027-01-{day - 1}T23:00:00Z", f"2027-01-{day}T07:30:00Z", "sin-03")
    watch(rostered)
    rostered.deliver()
    (mail_,) = rostered.box.mails
    said = mail_.get_content().splitlines()
    assert "Tue 19 Jan 2027 08:00" in said[1]
    assert said[-1] == "Later ones that opened with it: 2."


def test_rotations_have_gaps_where_nobody_has_the_turn(office: Office) -> None:
    """Every other week is nobody's; the week before the first turn is nobody's fault."""
    office.member("sin-01", "manager")
    office.wants("sin-01", mail(MEI, "gap-ahead"))
    schedules = rotations("sin-01")["schedules"]
    schedules[0]["layers"][0]["rotations"][0] |= {"people": ["sin-01", []], "since": "2026-12-07T01:00:00Z"}
    body = rotations("sin-01", schedules=schedules)
    office.service.admin.put(f"{HARBOUR}/oncall-schedules", json=body).raise_for_status()
    found = {}
    for day in range(1, 31):
        at(office, f"2026-12-{day:02}T09:00:00Z")
        found[day] = [subject.removeprefix("[harbour] ") for _, subject in looked(office)]
    assert {day: told for day, told in found.items() if told} == {
        14: ["Nobody is there for standby, level 1 from Mon 21 Dec 2026 09:00 (Asia/Singapore)"],
        28: ["Nobody is there for standby, level 1 from Mon 4 Jan 2027 09:00 (Asia/Singapore)"],
    }


def test_a_process_that_is_behind_tells_nothing(rostered: Office) -> None:
    rostered.member("sin-01", "manager")
    rostered.wants("sin-01", mail(MEI, "gap-ahead"))
    at(rostered, "2027-01-13T09:00:00Z")
    behind = rostered.service.services.board.of(TEAM)
    empty(rostered, "2027-01-18T23:00:00Z", "2027-01-19T07:30:00Z", "sin-03")
    assert len(looked(rostered)) == 1
    board = rostered.service.services.board
    board._posted[TEAM], newest = behind, board._posted[TEAM]  # type: ignore[assignment]
    assert looked(rostered) == []
    board._posted[TEAM] = newest
    assert looked(rostered) == []


def watch(office: Office) -> None:
    watching = Watching(*known(office))
    while watching.tell():
        pass


def looked(office: Office) -> list[tuple[str, str]]:
    """What a process that has just begun tells."""
    office.told()
    watch(office)
    return office.told()


def empty(office: Office, start: str, end: str, person: str) -> None:
    """Nobody stands in for somebody."""
    override = {"start": start, "end": end, "duty": "on-duty", "remove": person, "reason": "is ill"}
    answer = office.service.admin.post(f"{HARBOUR}/overrides", json=override)
    assert answer.status_code == 201, answer.text
    office.told()


def fill(office: Office) -> None:
    """Cancel the last override."""
    last = office.service.admin.get(f"{HARBOUR}/overrides").json()["items"][0]["id"]
    assert office.service.admin.delete(f"{HARBOUR}/overrides/{last}").status_code == 200


def interval(first: int, last: int) -> Interval:
    return Interval(*(parse_instant(f"2027-01-04T{hour:02}:00:00Z") for hour in (first, last)))


@pytest.mark.parametrize(
    ("known_", "new"),
    [
        ([], [(8, 12)]),
        ([(8, 12)], []),
        ([(6, 14)], []),
        ([(8, 10)], [(10, 12)]),
        ([(9, 10)], [(8, 9), (10, 12)]),
    ],
)
def test_of_a_gap_that_grows_what_is_new_is_told(known_: list[tuple[int, int]], new: list[tuple[int, int]]) -> None:
    found = new_ones([Missing("floor", interval(8, 12), 1, 2)], {"floor": [interval(*k) for k in known_]})
    assert found == [Missing("floor", interval(*n), 1, 2) for n in new]


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2027-01-04T00:00:00Z", "2027-01-18T00:00:00Z"),
        ("2027-01-10T23:59:59Z", "2027-01-18T00:00:00Z"),
        ("2027-01-11T00:00:00Z", "2027-01-25T00:00:00Z"),
    ],
)
def test_two_weeks_are_in_sight(now: str, end: str) -> None:
    assert window_of(parse_instant(now)).end == parse_instant(end)

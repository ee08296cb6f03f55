"""Holidays of a team in the service: doubts are told, moved ones are held against what is published, and whose days
somebody keeps is nobody's business.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.documents.calendars import FOLDER, TableRow, table_of, table_text
from api.documents.reading import document_of, with_holidays
from api.store.tables import TeamRow
from tests.api.documents.samples import Raw
from tests.api.plans_at_hand import harbour, publish
from tests.api.teams.audited import audited
from tests.service import Service

HARBOUR = "/v1/teams/harbour"
ADD = {"do": "add", "holiday": "founders-day-2027", "day": "2027-01-19", "name": "Founders' Day"}
SAID = {"who": "mia", "why": "the board's decision of 2 January"}


def written_out(raw: Raw) -> Raw:
    """As a plan keeps the document of its team."""
    return dict(with_holidays(document_of(raw)).model_dump(mode="json"))


def sites(*overrides: Raw) -> list[Raw]:
    sin, *others = harbour()["sites"]
    return [sin | {"holiday_overrides": [row | SAID for row in overrides]}, *others]


def moved(answer: Any) -> list[tuple[str, bool, str]]:
    """What is said of holidays: the first shift, whether it is hard, and the sentence."""
    assert answer.status_code == 200, answer.text
    told = [b for b in answer.json()["breaks"] if "public holiday" in b["because"]]
    assert all(b["rule"] is None and b["revision"] == 1 for b in told)
    return [(b["shifts"][0], b["hard"], b["because"]) for b in told]


def test_a_new_holiday_is_held_against_what_is_published(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    answer = mia.put(f"{HARBOUR}/sites", json=sites(ADD))
    assert moved(answer) == [
        (
            "sin-day@2027-01-19",
            False,
            "2027-01-19 is a public holiday at sin now (Founders' Day): 2 people are on shift that day",
        )
    ]
    assert mia.get(f"{HARBOUR}/sites").json()[0]["holiday_overrides"] == [ADD | SAID]
    assert moved(mia.put(f"{HARBOUR}/sites", json=sites(ADD))) == []


def test_a_moved_holiday_is_told_for_both_its_days(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    mia.put(f"{HARBOUR}/sites", json=sites(ADD))
    move = {"do": "move", "holiday": "founders-day-2027", "day": "2027-01-20"}
    told = moved(mia.put(f"{HARBOUR}/sites", params={"dry_run": True}, json=sites(ADD, move)))
    assert [because.partition(" at ")[0] for _, _, because in told] == [
        "2027-01-19 is no public holiday",
        "2027-01-20 is a public holiday",
    ]


def test_what_has_begun_is_not_told(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    service.clock.set("2027-01-20T00:00:00Z")
    assert moved(mia.put(f"{HARBOUR}/sites", json=sites(ADD))) == []


def test_who_and_why_are_in_the_audit_log(service: Service) -> None:
    publish(service)
    service.asking("mia", "manager", "harbour").put(f"{HARBOUR}/sites", json=sites(ADD))
    (entry,) = audited(service, "team.change")
    assert entry.after["sites"][0]["holiday_overrides"] == [ADD | SAID]


def test_an_override_of_no_holiday_is_refused_with_path_and_advice(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    answer = mia.put(f"{HARBOUR}/sites", json=sites({"do": "remove", "holiday": "sg-depavali-2027"}))
    assert answer.status_code == 422
    (issue,) = answer.json()["issues"]
    assert issue["path"] == "sites[0].holiday_overrides[0].holiday"
    assert issue["advice"] == "Maybe sg-deepavali-2027?"


def test_a_team_tells_which_dates_may_still_change(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    assert mia.get(HARBOUR).json()["notices"] == []
    dispute = {"do": "dispute", "holiday": "founders-day-2027", "day": "2027-01-20"}
    raw = harbour() | {"sites": sites(ADD, dispute)}
    tried = mia.put(HARBOUR, params={"dry_run": True}, json=raw).json()["notices"]
    assert "Founders' Day 2027-01-19 or 2027-01-20" in tried[0]
    assert mia.get(HARBOUR).json()["notices"] == []
    assert mia.put(HARBOUR, json=raw).json()["notices"] == tried == mia.get(HARBOUR).json()["notices"]


def test_a_table_that_changed_after_publication_is_told(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new import, or a new version: no document changes, so nobody was told at the time."""
    publish(service, raw=written_out(harbour()))
    service.admin.put(HARBOUR, json=harbour())
    mia = service.asking("mia", "manager", "harbour")
    singapore = table_of("SG")
    assert singapore is not None
    polling = TableRow(id="sg-polling-day-2027", day=date(2027, 1, 16), name="Polling Day")
    (tmp_path / "SG.json").write_text(table_text(singapore.but(holidays=(polling, *singapore.holidays))), "utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    assert mia.get(HARBOUR).json()["notices"] == [
        "Revision 1 was planned with other holidays at sin: 2027-01-16 Polling Day is new."
    ]
    service.clock.set("2027-02-05T00:00:00Z")
    assert mia.get(HARBOUR).json()["notices"] == []


def test_an_override_after_publication_is_told_until_there_is_a_new_revision(service: Service) -> None:
    publish(service)
    mia = service.asking("mia", "manager", "harbour")
    mia.put(f"{HARBOUR}/sites", json=sites(ADD))
    (told,) = mia.get(HARBOUR).json()["notices"]
    assert told == "Revision 1 was planned with other holidays at sin: 2027-01-19 Founders' Day is new."
    publish(service, raw=written_out(mia.get(HARBOUR).json()["document"]))
    assert mia.get(HARBOUR).json()["notices"] == []


def test_days_that_somebody_keeps_are_seen_by_that_person_and_managers_alone(service: Service) -> None:
    publish(service)
    with service.services.store.writing() as session:
        row = session.get_one(TeamRow, "harbour")
        assert row.document is not None
        people = [person | {"observances": ["2027-01-12 Nowruz"]} for person in row.document["people"]]
        row.document = row.document | {"people": people}

    def seen(login: str, role: str, person: str | None) -> list[str]:
        told = service.asking(login, role, "harbour", person).get(f"{HARBOUR}/people").json()
        return [row["id"] for row in told if row.get("observances")]

    assert seen("ana", "analyst", "sin-01") == ["sin-01"]
    assert len(seen("mia", "manager", None)) == len(harbour()["people"])


def test_everybody_says_for_oneself_which_days_to_keep(service: Service) -> None:
    publish(service)
    ana = service.asking("ana", "analyst", "harbour", "sin-01")
    mine, days = f"{HARBOUR}/people/sin-01/observances", ["2027-01-12 Nowruz"]
    assert ana.put(mine, json={"observances": days}).json() == {"observances": days}
    (own,) = [row for row in ana.get(f"{HARBOUR}/people").json() if row["id"] == "sin-01"]
    assert own["observances"] == days
    (entry,) = audited(service, "team.change")
    assert entry.subject == "sin-01"
    assert ana.put(mine, json={"observances": []}).status_code == 200
    assert not [row for row in ana.get(f"{HARBOUR}/people").json() if row.get("observances")]


def test_of_others_only_managers_say_so(service: Service) -> None:
    publish(service)
    theirs, days = f"{HARBOUR}/people/sin-03/observances", {"observances": ["2027-01-12"]}
    ana = service.asking("ana", "analyst", "harbour", "sin-01")
    assert ana.put(theirs, json=days).status_code == 403
    mia = service.asking("mia", "manager", "harbour")
    assert mia.put(theirs, json=days).status_code == 200
    assert mia.put(f"{HARBOUR}/people/nobody/observances", json=days).status_code == 404


def test_a_day_that_is_none_is_told_with_its_path(service: Service) -> None:
    publish(service)
    ana = service.asking("ana", "analyst", "harbour", "sin-01")
    answer = ana.put(f"{HARBOUR}/people/sin-01/observances", json={"observances": ["sg-depavali-2027"]})
    assert answer.status_code == 422
    (issue,) = answer.json()["issues"]
    assert issue["path"].endswith("observances[0]")
    assert issue["advice"] == "Maybe sg-deepavali-2027?"

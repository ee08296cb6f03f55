"""Somebody does something by HTTP, and a message arrives at a real server: to whom, and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.changes.crew import DAY, DAY_TIMES, HARBOUR, LATER, Crew, enrolled, moved
from tests.api.notices.office import Office, mail, webhook
from tests.api.plans_at_hand import another, harbour, legal, publish, published
from tests.api.requests.asking import DAYS, LEAVE, WISHES, asked

GIVEN, BACK = moved("sin-03", DAY, "sin-04"), moved("sin-04", LATER, "sin-03")
PEOPLE = ("sin-01", "sin-02", "sin-03", "sin-04", "dub-01", "dub-02")
CHANGED, PUBLISHED = "Your roster changed: 1 gained, 1 lost", "Roster published: Mon 4 Jan 2027 to Sun 31 Jan 2027"


def address(person: str) -> str:
    return f"{person}@example.org"


@pytest.fixture
def crew(rostered: Office) -> Crew:
    """Everybody is told everything, each at an address of their own; mia has one as well."""
    found = Crew(rostered.service, enrolled(rostered.service))
    for person in PEOPLE:
        rostered.wants(person, mail(address(person)))
    answer = found.mia.put(f"{HARBOUR}/people/@me/notices", json={"destinations": [mail(address("mia"))]})
    assert answer.status_code == 200, answer.text
    return found


def told(office: Office) -> list[tuple[str, str]]:
    """Who has got mail since the last time, and what of."""
    return [(to.removesuffix("@example.org"), subject.removeprefix("[harbour] ")) for to, subject in office.told()]


# -- publishing --------------------------------------------------------------------------------------------------------


def test_a_first_roster_is_told_to_everybody_with_their_shifts(office: Office) -> None:
    for person in PEOPLE:
        office.wants(person, mail(address(person)))
    publish(office.service)
    office.deliver()
    mails = {str(mail["To"]): mail for mail in office.box.mails}
    assert {to: str(mail["Subject"]) for to, mail in mails.items()} == {
        address(person): f"[harbour] {PUBLISHED}" for person in PEOPLE
    }
    said = mails[address("dub-01")].get_content().splitlines()
    assert said[0] == "Revision 1 is published: Mon 4 Jan 2027 to Sun 31 Jan 2027."
    assert said[2:4] == [
        "Your shifts (4):",
        "- dub-day, Mon 4 Jan 2027 08:00 to Mon 4 Jan 2027 16:30 (Europe/Dublin)",
    ]


def test_a_later_one_is_told_to_those_whom_it_touches(crew: Crew, rostered: Office) -> None:
    publish(crew.service, another(legal(harbour()), f"sin-03 {DAY}", new=f"sin-04 {DAY}"))
    found = told(rostered)
    assert sorted(person for person, subject in found if subject == PUBLISHED) == sorted(PEOPLE)
    assert [(person, subject) for person, subject in found if subject != PUBLISHED] == [
        ("sin-03", "Your roster changed: 1 lost"),
        ("sin-04", "Your roster changed: 1 gained"),
    ]


def test_a_revision_that_changes_nothing_touches_nobody(crew: Crew, rostered: Office) -> None:
    publish(crew.service)
    assert {subject for _, subject in told(rostered)} == {PUBLISHED}


def test_what_is_refused_is_told_to_nobody(crew: Crew, rostered: Office) -> None:
    assert published(crew.service, another(legal(harbour()), "sin-03 sin-day@2027-01-05")).status_code == 409
    assert told(rostered) == []


def test_the_same_request_sent_twice_tells_once(crew: Crew, rostered: Office) -> None:
    crew.mia.headers["Idempotency-Key"] = "once"
    for _ in range(2):
        assert crew.override().status_code == 201
    assert [person for person, _ in told(rostered)] == ["sin-03", "sin-04"]


# -- overrides ---------------------------------------------------------------------------------------------------------


def test_an_override_and_its_end(crew: Crew, rostered: Office) -> None:
    assert crew.override(dry=True).status_code == 200
    assert told(rostered) == []
    override = crew.override().json()["override"]["id"]
    rostered.deliver()
    lost = next(mail for mail in rostered.box.mails if mail["To"] == address("sin-03"))
    assert lost.get_content().splitlines() == [
        f"Your roster changed by override {override}.",
        "",
        "You lost:",
        "- sin-day, Tue 19 Jan 2027 07:00 to Tue 19 Jan 2027 15:30 (Asia/Singapore)",
    ]
    assert told(rostered) == [
        ("sin-03", "Your roster changed: 1 lost"),
        ("sin-04", "Your roster changed: 1 gained"),
    ]
    assert crew.mia.delete(f"{HARBOUR}/overrides/{override}").status_code == 200
    assert told(rostered) == [
        ("sin-03", "Your roster changed: 1 gained"),
        ("sin-04", "Your roster changed: 1 lost"),
    ]
    assert crew.mia.delete(f"{HARBOUR}/overrides/{override}").status_code == 200
    assert told(rostered) == [], "it had ended already"


def test_somebody_takes_over(crew: Crew, rostered: Office) -> None:
    body = {"duty": "on-duty", "shift": DAY, "reason": "by telephone"}
    assert crew.four.post(f"{HARBOUR}/take-over", json=body).status_code == 201
    assert [person for person, _ in told(rostered)] == ["sin-03", "sin-04"]


# -- swaps -------------------------------------------------------------------------------------------------------------


def test_a_swap_from_the_question_to_the_change(crew: Crew, rostered: Office) -> None:
    swap = crew.offered(crew.three, GIVEN, BACK, reason="A wedding.")
    rostered.deliver()
    (mail,) = rostered.box.mails
    assert mail.get_content().splitlines() == [
        "Three asked for a swap:",
        "- sin-day, Tue 19 Jan 2027 07:00 to Tue 19 Jan 2027 15:30 (Asia/Singapore): from Three to you",
        "- sin-day, Thu 28 Jan 2027 07:00 to Thu 28 Jan 2027 15:30 (Asia/Singapore): from you to Three",
        "Reason: A wedding.",
    ]
    assert told(rostered) == [("sin-04", "Three asked for a swap")]
    assert crew.step(crew.four, swap, "accept").status_code == 200
    assert told(rostered) == [("sin-03", "Four accepted the swap"), ("sin-03", CHANGED), ("sin-04", CHANGED)]


def test_a_swap_that_needs_approval(crew: Crew, rostered: Office) -> None:
    crew.option(swap_approval="always")
    swap = crew.offered(crew.three, GIVEN)
    crew.step(crew.four, swap, "accept")
    assert told(rostered) == [
        ("mia", "A swap that Three asked for needs approval"),
        ("sin-01", "A swap that Three asked for needs approval"),
        ("sin-03", "Four accepted the swap"),
        ("sin-04", "Three asked for a swap"),
    ]
    assert crew.step(crew.mia, swap, "approve").status_code == 200
    assert told(rostered) == [
        ("sin-03", "Mia approved the swap"),
        ("sin-03", "Your roster changed: 1 lost"),
        ("sin-04", "Mia approved the swap"),
        ("sin-04", "Your roster changed: 1 gained"),
    ]
    assert crew.step(crew.mia, swap, "approve").status_code == 200
    assert told(rostered) == [], "it was approved already"


@pytest.mark.parametrize(
    ("who", "step", "expected"),
    [
        ("four", "decline", [("sin-03", "Four declined the swap")]),
        ("mia", "decline", [("sin-03", "Mia refused the swap"), ("sin-04", "Mia refused the swap")]),
        ("three", "withdraw", [("sin-04", "Three withdrew the swap")]),
    ],
)
def test_a_swap_that_comes_to_nothing(
    crew: Crew, rostered: Office, who: str, step: str, expected: list[tuple[str, str]]
) -> None:
    swap = crew.offered(crew.three, GIVEN)
    told(rostered)
    assert crew.step(getattr(crew, who), swap, step, reason="Sorry").status_code == 200
    rostered.deliver()
    assert all("Reason: Sorry" in mail.get_content() for mail in rostered.box.mails)
    assert told(rostered) == expected


def test_what_anybody_may_take_is_told_to_all_others_without_the_reason(crew: Crew, rostered: Office) -> None:
    crew.offered(crew.three, moved("sin-03", DAY), reason="It is private.")
    rostered.deliver()
    texts = [mail.get_content() for mail in rostered.box.mails]
    assert all("from Three to whoever takes it" in text and "private" not in text for text in texts)
    assert told(rostered) == [(person, "Three asked for a swap") for person in sorted(PEOPLE) if person != "sin-03"]


def test_what_a_manager_does_for_somebody_is_told_to_that_person(crew: Crew, rostered: Office) -> None:
    swap = crew.offered(crew.mia, GIVEN)
    assert told(rostered) == [("sin-04", "Mia asked for a swap")]
    crew.step(crew.mia, swap, "accept", person="sin-04")
    assert ("sin-04", "Mia accepted the swap") in told(rostered)


def test_a_revision_withdraws_a_swap(crew: Crew, rostered: Office) -> None:
    crew.offered(crew.three, GIVEN)
    told(rostered)
    publish(crew.service, another(legal(harbour()), f"sin-03 {DAY}", new=f"sin-04 {DAY}"))
    rostered.deliver()
    texts = [mail.get_content() for mail in rostered.box.mails if "withdrew" in mail["Subject"]]
    assert len(texts) == 2
    assert all("Tue 19 Jan 2027 07:00" in text and f"does not have sin-03 on {DAY}" in text for text in texts)
    found = [entry for entry in told(rostered) if "swap" in entry[1]]
    assert found == [("sin-03", "revision 2 withdrew the swap"), ("sin-04", "revision 2 withdrew the swap")]


# -- handovers and requests --------------------------------------------------------------------------------------------


def test_a_handover_note_waits(crew: Crew, rostered: Office) -> None:
    crew.service.clock.set("2027-01-19T07:00:00Z")
    items = [{"text": "call the vendor"}, {"text": "rotate the key", "done": True}]
    body = {"duty": "on-duty", "site": "sin", "text": "It is secret", "open_items": items}
    assert crew.three.post(f"{HARBOUR}/handovers", json=body).status_code == 201
    rostered.deliver()
    (mail,) = rostered.box.mails
    assert "secret" not in mail.get_content()
    assert "Open items: 1" in mail.get_content()
    assert told(rostered) == [("sin-02", "Handover note from Three for Tue 19 Jan 2027 15:30 (Asia/Singapore)")]


@pytest.mark.parametrize(
    ("path", "fields", "step", "expected"),
    [
        (LEAVE, DAYS, "approve", "Your leave for Wed 20 Jan 2027 to Thu 21 Jan 2027 is granted"),
        (LEAVE, DAYS, "deny", "Your leave for Wed 20 Jan 2027 to Thu 21 Jan 2027 is refused"),
        (WISHES, {"wish": "off", "day": "2027-01-20"}, "approve", "Your wish for Wed 20 Jan 2027 is granted"),
        (WISHES, {"wish": "off", "every": "friday", "day": None}, "deny", "Your wish for every friday is refused"),
    ],
)
def test_a_request_is_answered(
    crew: Crew, rostered: Office, path: str, fields: dict[str, Any], step: str, expected: str
) -> None:
    request = asked(crew.mia, path, person="sin-03", **fields)
    assert told(rostered) == []
    even_so = {"even_so": True, "reason": "She has earned it."} if step == "approve" else {}
    answer = crew.mia.post(f"{path}/{request}/{step}", json={"answer": "Have fun", **even_so})
    assert answer.status_code == 200, answer.text
    rostered.deliver()
    (mail,) = rostered.box.mails
    assert mail.get_content().splitlines()[-2:] == ["Decided by: Mia", "Answer: Have fun"]
    assert told(rostered) == [("sin-03", expected)]


def test_a_trial_of_a_request_tells_nobody(crew: Crew, rostered: Office) -> None:
    request = asked(crew.mia, LEAVE, person="sin-03")
    assert crew.mia.post(f"{LEAVE}/{request}/approve?dry_run=true", json={}).status_code == 200
    assert told(rostered) == []


# -- for programs ------------------------------------------------------------------------------------------------------


def test_programs_are_told_the_facts(crew: Crew, rostered: Office) -> None:
    rostered.wants("sin-04", webhook(rostered.hook, "roster-changed"))
    crew.offered(crew.three, GIVEN)
    override = crew.override().json()["override"]["id"]
    (said,) = rostered.posted()
    assert (said["kind"], said["person"], said["cause"]) == (
        "roster-changed",
        "sin-04",
        f"roster-changed:override {override}",
    )
    (gained,) = said["facts"]["changes"]["gained"]
    assert gained == {
        "person": "sin-04",
        "duty": "on-duty",
        "level": 1,
        "site": "sin",
        "shift": DAY,
        "start": DAY_TIMES[0],
        "end": DAY_TIMES[1],
    }

"""What a notice says: to whom it is said, by whose clock, and by which name it is known."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from api.notices.changes import Changes, Retimed
from api.notices.gaps import GapAhead
from api.notices.handovers import HandoverWaiting
from api.notices.kinds import EVERY_KIND, Kind
from api.notices.message import Message, Notice, message
from api.notices.reader import MOST_LISTED, Reader, named
from api.notices.requests import RequestAnswered
from api.notices.shifts import OncallDigest, RosterChanged, RosterPublished
from api.notices.swaps import HandedOver, Step, SwapNotice
from scheduler.intervals import Interval, parse_instant, shift_by
from scheduler.oncall.values import Answer, Holding, Next, Source
from tests.api.notices.happenings import MEI, NIGHT, STARTS, night_message

DUBLIN = Reader("dub-01", "Europe/Dublin", MEI.names)
DAY = Interval(parse_instant("2027-01-06T08:00:00Z"), parse_instant("2027-01-06T16:00:00Z"))
STANDBY = Holding("standby", 1, "dub-01", DAY, "dub", "manager-week@2027-01-06")
TURN = Holding("standby", 2, "sin-02", DAY, source=Source.ROTATION)
LATER = replace(NIGHT, interval=Interval(shift_by(NIGHT.start, minutes=60), shift_by(NIGHT.end, minutes=60)))
SWAP = SwapNotice(
    "gsr", 7, 3, Step.ASKED, "sin-01", (HandedOver(NIGHT, "dub-01"), HandedOver(STANDBY, "sin-01")), "A wedding"
)
GAP = GapAhead("gsr", "standby, level 1", DAY, "override 12")
CHANGED = RosterChanged("gsr", "revision 4", Changes((STANDBY,), (TURN, NIGHT), (Retimed(NIGHT, LATER),)))
PUBLISHED = RosterPublished("gsr", 4, date(2027, 1, 4), date(2027, 4, 4), (STANDBY, NIGHT))
LEAVE = RequestAnswered("gsr", "leave", 5, 2, True, date(2027, 2, 1), date(2027, 2, 5), "sin-02", "Enjoy!")
NOTE = HandoverWaiting("gsr", 9, "sin-02", "standby", 1, DAY.start, 2)
ANSWERS = (
    Answer("standby", 1, "sin-01", DAY.start, DAY.end, Next("sin-02", DAY.end), Source.REVISION, True),
    Answer("standby", 2, None, None, None, None, None, False),
)
DIGEST = OncallDigest("gsr", DAY.start, ANSWERS, (NIGHT,))
NOTICES: list[Notice] = [STARTS, CHANGED, PUBLISHED, GAP, NOTE, LEAVE, DIGEST]
NOTICES += [replace(SWAP, step=step) for step in Step]


def told(notice: Notice, reader: Reader = MEI) -> tuple[str, list[str], str]:
    said = message(notice, reader)
    return said.subject, said.body.splitlines(), said.line


def test_a_shift_starts_soon_by_the_clock_of_the_reader() -> None:
    assert told(STARTS) == (
        "[gsr] sin-night starts Mon 4 Jan 2027 23:00 (Asia/Singapore)",
        [
            "Your shift starts soon:",
            "- sin-night, Mon 4 Jan 2027 23:00 to Tue 5 Jan 2027 07:30 (Asia/Singapore)",
            "With: Tan",
        ],
        "[gsr] sin-night starts Mon 4 Jan 2027 23:00 (Asia/Singapore)",
    )
    assert told(STARTS, DUBLIN)[0] == "[gsr] sin-night starts Mon 4 Jan 2027 15:00 (Europe/Dublin)"


def test_a_roster_changed_says_what_was_gained_lost_and_retimed() -> None:
    assert told(CHANGED, DUBLIN) == (
        "[gsr] Your roster changed: 1 gained, 2 lost, 1 at other times",
        [
            "Your roster changed by revision 4.",
            "",
            "You gained:",
            "- Standby: manager-week, Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin)",
            "",
            "You lost:",
            "- sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin)",
            "- Standby, level 2, Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin)",
            "",
            "At other times:",
            "- sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin); "
            "now Mon 4 Jan 2027 16:00 to Tue 5 Jan 2027 00:30 (Europe/Dublin)",
        ],
        "[gsr] Your roster changed: 1 gained, 2 lost, 1 at other times (revision 4)",
    )


def test_what_did_not_happen_is_not_spoken_of() -> None:
    assert told(replace(CHANGED, changes=Changes(lost=(TURN,)))) == (
        "[gsr] Your roster changed: 1 lost",
        [
            "Your roster changed by revision 4.",
            "",
            "You lost:",
            "- Standby, level 2, Wed 6 Jan 2027 16:00 to Thu 7 Jan 2027 00:00 (Asia/Singapore)",
        ],
        "[gsr] Your roster changed: 1 lost (revision 4)",
    )


def test_a_published_roster_lists_the_shifts_of_the_reader() -> None:
    subject, body, _ = told(PUBLISHED, DUBLIN)
    assert subject == "[gsr] Roster published: Mon 4 Jan 2027 to Sun 4 Apr 2027"
    assert body == [
        "Revision 4 is published: Mon 4 Jan 2027 to Sun 4 Apr 2027.",
        "",
        "Your shifts (2):",
        "- sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin)",
        "- Standby: manager-week, Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin)",
    ]
    assert told(replace(PUBLISHED, shifts=()))[1][-1] == "You have no shift in it."


def test_nobody_reads_a_hundred_lines() -> None:
    nights = tuple(replace(NIGHT, interval=Interval(shift_by(DAY.start, minutes=n), DAY.end)) for n in range(100))
    body = told(replace(PUBLISHED, shifts=nights))[1]
    assert (len(body), body[-1]) == (3 + MOST_LISTED + 1, f"- and {100 - MOST_LISTED} more")
    assert len(told(replace(PUBLISHED, shifts=nights[:MOST_LISTED]))[1]) == 3 + MOST_LISTED


def test_a_swap_says_who_gives_what_to_whom() -> None:
    assert told(SWAP, DUBLIN) == (
        "[gsr] Mei asked for a swap",
        [
            "Mei asked for a swap:",
            "- sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin): from Mei to you",
            "- Standby: manager-week, Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin): from you to Mei",
            "Reason: A wedding",
        ],
        "[gsr] Mei asked for a swap: sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin): "
        "from Mei to you; Standby: manager-week, Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin): "
        "from you to Mei",
    )


@pytest.mark.parametrize(
    ("step", "by", "subject", "kind"),
    [
        (Step.ASKED, "sin-01", "You asked for a swap", Kind.SWAP_ASKED),
        (Step.ACCEPTED, "dub-01", "Aoife accepted the swap", Kind.SWAP_ANSWERED),
        (Step.DECLINED, "dub-01", "Aoife declined the swap", Kind.SWAP_ANSWERED),
        (Step.TO_APPROVE, "sin-02", "A swap that Tan asked for needs approval", Kind.SWAP_TO_APPROVE),
        (Step.APPROVED, "boss", "boss approved the swap", Kind.SWAP_ANSWERED),
        (Step.REFUSED, "sin-01", "You refused the swap", Kind.SWAP_ANSWERED),
        (Step.WITHDRAWN, "revision 5", "revision 5 withdrew the swap", Kind.SWAP_WITHDRAWN),
    ],
)
def test_every_step_of_a_swap(step: Step, by: str, subject: str, kind: Kind) -> None:
    said = message(replace(SWAP, step=step, by=by), MEI)
    assert (said.subject, said.kind) == (f"[gsr] {subject}", kind)


def test_a_gap_says_when_and_how_many() -> None:
    assert told(GAP, DUBLIN)[:2] == (
        "[gsr] Nobody is there for standby, level 1 from Wed 6 Jan 2027 08:00 (Europe/Dublin)",
        [
            "Gap: standby, level 1",
            "Wed 6 Jan 2027 08:00 to Wed 6 Jan 2027 16:00 (Europe/Dublin)",
            "There: 0; needed: 1.",
            "Opened by: override 12.",
        ],
    )
    assert told(replace(GAP, what="nights", present=1, needed=3))[0].startswith(
        "[gsr] Only 1 of 3 are there for nights"
    )


def test_a_handover_note_is_announced_and_not_repeated() -> None:
    subject, body, _ = told(NOTE, DUBLIN)
    assert subject == "[gsr] Handover note from Tan for Wed 6 Jan 2027 08:00 (Europe/Dublin)"
    assert body == [
        "Tan left you a handover note. Please read and acknowledge it.",
        "Standby, level 1, from Wed 6 Jan 2027 08:00 (Europe/Dublin)",
        "Open items: 2",
    ]


def test_leave_and_wishes_are_answered() -> None:
    assert told(LEAVE)[:2] == (
        "[gsr] Your leave for Mon 1 Feb 2027 to Fri 5 Feb 2027 is granted",
        ["Your leave for Mon 1 Feb 2027 to Fri 5 Feb 2027 is granted.", "Decided by: Tan", "Answer: Enjoy!"],
    )
    wish = replace(LEAVE, what="wish", granted=False, last_day=LEAVE.first_day, answer="")
    assert told(wish)[:2] == (
        "[gsr] Your wish for Mon 1 Feb 2027 is refused",
        ["Your wish for Mon 1 Feb 2027 is refused.", "Decided by: Tan"],
    )


def test_a_digest_says_who_is_on_call_and_what_comes() -> None:
    assert told(DIGEST, DUBLIN) == (
        "[gsr] Who is on call, Wed 6 Jan 2027 08:00 (Europe/Dublin)",
        [
            "On call:",
            "- Standby, level 1: Mei until Wed 6 Jan 2027 16:00 (Europe/Dublin)",
            "- Standby, level 2: nobody",
            "",
            "Your next shifts:",
            "- sin-night, Mon 4 Jan 2027 15:00 to Mon 4 Jan 2027 23:30 (Europe/Dublin)",
        ],
        "[gsr] On call: Standby, level 1: Mei until Wed 6 Jan 2027 16:00 (Europe/Dublin); Standby, level 2: nobody",
    )
    assert told(replace(DIGEST, ahead=()))[1][-1] == "You have no shift in the days to come."


@pytest.mark.parametrize(
    ("holding", "name"),
    [
        (NIGHT, "sin-night"),
        (STANDBY, "Standby: manager-week"),
        (TURN, "Standby, level 2"),
        (replace(NIGHT, shift=None), "On-duty, level 1"),
    ],
)
def test_what_a_shift_is_called(holding: Holding, name: str) -> None:
    assert named(holding) == name


def test_programs_get_the_same_in_plain_values() -> None:
    facts = message(DIGEST, MEI).facts
    assert facts["at"] == "2027-01-06T08:00:00Z"
    assert [(row["person"], row["covered"]) for row in facts["answers"]] == [("sin-01", True), (None, False)]
    assert message(GAP, MEI).facts["interval"] == {"start": "2027-01-06T08:00:00Z", "end": "2027-01-06T16:00:00Z"}
    assert message(LEAVE, MEI).facts["first_day"] == "2027-02-01"
    assert message(SWAP, MEI).facts["hands"][0]["to"] == "dub-01"


# -- what holds of every notice ----------------------------------------------------------------------------------------


def test_every_kind_has_a_notice() -> None:
    assert {notice.kind for notice in NOTICES} == set(EVERY_KIND)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda n: str(n.cause))
def test_it_waits_in_the_outbox_as_plain_values(notice: Notice) -> None:
    said = message(notice, MEI, "https://rota.example.org/x")
    assert Message.model_validate(json.loads(json.dumps(said.model_dump(mode="json")))) == said
    assert said.body.endswith("\n\nhttps://rota.example.org/x")
    assert said.subject.isprintable()
    assert said.line.isprintable()


@pytest.mark.parametrize("notice", NOTICES, ids=lambda n: str(n.cause))
def test_the_cause_is_the_same_for_every_reader(notice: Notice) -> None:
    assert message(notice, MEI).cause == message(notice, DUBLIN).cause == notice.cause


def test_different_happenings_have_different_causes() -> None:
    others = [
        replace(STARTS, minutes=60),
        replace(STARTS, shift=LATER),
        replace(STARTS, shift=TURN),
        replace(STARTS, shift=replace(TURN, level=3)),
        replace(CHANGED, by="swap 4"),
        replace(PUBLISHED, revision=5),
        replace(GAP, opened_by="override 13"),
        replace(GAP, what="nights"),
        replace(GAP, interval=Interval(shift_by(DAY.start, minutes=1), DAY.end)),
        replace(NOTE, note=10),
        replace(LEAVE, version=3),
        replace(LEAVE, request=6),
        replace(LEAVE, what="wish"),
        replace(DIGEST, at=DAY.end),
        replace(SWAP, swap=8),
        replace(SWAP, version=4),
    ]
    causes = [notice.cause for notice in [*NOTICES, *others]]
    assert len(set(causes)) == len(causes)


def test_causes_fit_the_outbox_with_the_longest_names() -> None:
    shift = replace(NIGHT, shift="s" * 100)
    assert len(message(replace(STARTS, shift=shift, minutes=20_160), MEI).cause) <= 200
    with pytest.raises(ValidationError, match="cause"):
        message(replace(GAP, what="w" * 200), MEI)


def test_a_delivery_is_of_one_message_to_one_address() -> None:
    said = night_message()
    others = [said.model_copy(update={name: "x"}) for name in ("team", "person", "cause")]
    names = [m.delivery("webhook", "https://a") for m in (said, *others)]
    names += [said.delivery("webhook", "https://b"), said.delivery("slack", "https://a")]
    assert len(set(names)) == len(names)
    assert said.delivery("webhook", "https://a") == night_message("").delivery("webhook", "https://a")


@pytest.mark.parametrize(
    ("notice", "expires"),
    [(STARTS, NIGHT.start), (GAP, DAY.end), (CHANGED, None), (LEAVE, None)],
    ids=["starts", "gap", "changed", "leave"],
)
def test_what_is_over_need_not_be_told(notice: Notice, expires: object) -> None:
    assert message(notice, MEI).expires == expires


def test_names_cannot_break_lines() -> None:
    reader = replace(MEI, names={"sin-02": "Tan\r\nBcc: all\x00"})
    subject, body, line = told(replace(SWAP, by="sin-02"), reader)
    assert subject == "[gsr] Tan Bcc: all asked for a swap"
    assert "\x00" not in "".join(body) + line

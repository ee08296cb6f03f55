"""The known patterns. Clock times are customary ones: a team moves them as it likes."""

from __future__ import annotations

from datetime import time

from scheduler.domain.shift import Duty
from scheduler.patterns.values import Pattern, Status, WorkedShift

ROUND_THE_CLOCK = "one crew at every hour"
DAY_12, NIGHT_12 = WorkedShift("d", time(7), time(19)), WorkedShift("n", time(19), time(7))
EARLY, LATE = WorkedShift("E", time(6), time(14)), WorkedShift("L", time(14), time(22))
NIGHT = WorkedShift("N", time(22), time(6))

KNOWN = (
    Pattern(
        id="4-on-4-off",
        title="4 on, 4 off",
        cycle="ddnn----",
        shifts=(DAY_12, NIGHT_12),
        crews=4,
        covers=ROUND_THE_CLOCK,
        source="mytommy.com; shiftwork.com (168 hours by 4 crews)",
        status=Status.SECONDARY,
        note="Weekends off move through the weeks.",
    ),
    Pattern(
        id="pitman",
        title="Pitman, also Panama or 2-2-3, days and nights in turn",
        cycle="dd--ddd--dd---nn--nnn--nn---",
        shifts=(DAY_12, NIGHT_12),
        crews=4,
        covers=ROUND_THE_CLOCK,
        source="scheduling vendors' pages",
        status=Status.SECONDARY,
        note="Every other weekend is free. Without the change to nights the cycle has 14 days.",
    ),
    Pattern(
        id="dupont",
        title="DuPont",
        cycle="nnnn---ddd-nnn---dddd-------",
        shifts=(DAY_12, NIGHT_12),
        crews=4,
        covers=ROUND_THE_CLOCK,
        source="scheduling vendors' pages",
        status=Status.SECONDARY,
        note="A week off in four; six shifts in the seven days around the single day off.",
    ),
    Pattern(
        id="continental",
        title="Continental, 2-2-3",
        cycle="EELLNNN--EELLLNN--EEELLNN---",
        shifts=(EARLY, LATE, NIGHT),
        crews=4,
        covers=ROUND_THE_CLOCK,
        source="common knowledge; that four crews cover all hours was reckoned",
        status=Status.REMEMBERED,
        note="Seven days in a row, forward: early, late, night.",
    ),
    Pattern(
        id="metropolitan",
        title="Metropolitan, 2-2-2-2",
        cycle="EELLNN--",
        shifts=(EARLY, LATE, NIGHT),
        crews=4,
        covers=ROUND_THE_CLOCK,
        source="snapschedule.com (2-2-2-2)",
        status=Status.SECONDARY,
        note="Forward, and never more than two nights in a row.",
    ),
    Pattern(
        id="5-and-2",
        title="5 and 2",
        cycle="DDDDD--",
        shifts=(WorkedShift("D", time(9), time(18)),),
        crews=1,
        covers="office hours from Monday to Friday, at one site",
        source="the office week",
        status=Status.COMPUTED,
    ),
    Pattern(
        id="week-on",
        title="Week-on primary, then secondary",
        cycle="P" * 7 + "S" * 7 + "-" * 42,
        shifts=tuple(WorkedShift(letter, time(10), time(10), Duty.STANDBY) for letter in "PS"),
        crews=8,
        covers="one primary and one secondary on standby at every hour",
        source="Google SRE book, chapter 11, as quoted elsewhere: at least 8 people at one site, at most 25 % on call",
        status=Status.SECONDARY,
        note="A crew is one person. Standby: beside the work of the week, whose hours are not counted here.",
    ),
    Pattern(
        id="follow-the-sun",
        title="Follow the sun over three sites",
        cycle="DDDDD--",
        shifts=(
            WorkedShift("D", time(8), time(17, 30), zone="Asia/Singapore"),
            WorkedShift("D", time(8), time(17), zone="Europe/Dublin"),
            WorkedShift("D", time(8, 30), time(17, 30), zone="America/Los_Angeles"),
        ),
        crews=3,
        covers="every hour from Monday morning in Singapore to Friday evening in San Francisco, one site at a time",
        source="reckoned for all of 2026 with its clock changes: each handover overlaps by 30 minutes or more",
        status=Status.COMPUTED,
        note="No nights; weekends need people besides. With 09:00 to 17:00 everywhere there is a gap in summer.",
    ),
)

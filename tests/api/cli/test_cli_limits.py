"""`watchbill limits`: which numbers hold for whom, for people and for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from tests.api.cli.conftest import Planned, Run


def with_pack(pack: str) -> tuple[str, str]:
    """What to replace by what, so that the site has the pack."""
    return "timezone: Asia/Singapore", f"timezone: Asia/Singapore, rule_pack: {pack}"


def test_the_table_says_what_holds_for_whom_and_what_binds(run: Run, edited: Callable[[str, str], Path]) -> None:
    done = run("limits", edited(*with_pack("singapore")))
    assert (done.exit_code, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    assert (
        "no more than 12 hours in any one day, overtime included everybody; hard; confirmed; as strict: P-DUTY" in said
    )
    assert "12 hours of duty with the handover everybody; hard; policy; binds" in said
    assert "sg_part4, everybody: yes." in said


def test_who_is_bound_by_the_same_limits_shares_a_line_of_the_report(
    run: Run, edited: Callable[[str, str], Path], planned: Planned
) -> None:
    team = edited(*with_pack("singapore"))
    team.write_text(team.read_text().replace("id: ana,", "id: ana, facts: [not sg_part4],"))
    bound = " ".join(run("verify", team, planned.plan).stdout.partition("Limits that bind")[2].split())
    of_ana, of_the_others = re.split(r" ben, cyd, dot, eli, fay: ", bound.partition(" ana: ")[2])
    assert ("P-WEEK-44" in of_ana, "SG-040-AVG44" in of_ana) == (True, False)
    assert ("P-WEEK-44" in of_the_others, "SG-040-AVG44" in of_the_others) == (False, True)


def test_check_asks_what_nobody_has_said(run: Run, edited: Callable[[str, str], Path]) -> None:
    said = " ".join(run("check", edited(*with_pack("singapore"))).stdout.split())
    assert "sg_part4, everybody: yes. Is this person under Part 4" in said
    assert "Perhaps not meant" not in said


def test_check_tells_what_is_perhaps_not_meant(run: Run, edited: Callable[[str, str], Path]) -> None:
    done = run("check", edited('rules: {"', 'rules: {"average_hours": {"weeks": 9}, "'))
    said = " ".join(done.stdout.partition("Perhaps not meant")[2].split())
    assert (done.exit_code, said.partition(":")[0]) == (0, "rules.average_hours.weeks")


def test_json_has_each_limit_of_the_person_and_what_nobody_has_said(
    run: Run, edited: Callable[[str, str], Path]
) -> None:
    team = edited(*with_pack("ireland"))
    person = json.loads(run("limits", team, "--json").stdout)["limits"][0]["person"]
    done = run("limits", team, "--person", person, "--json")
    found = json.loads(done.stdout)
    limits = {limit["id"]: limit for limit in found["limits"]}
    assert {limit["person"] for limit in found["limits"]} == {person}
    assert limits["EU-6"]["covered_by"] == "IE-15"
    assert limits["IE-15"]["covered_by"] is None
    assert limits["IE-15"]["status"] == "check with counsel"
    assert "own_hours" in found["unsaid"][person]


def test_windows_that_begin_before_the_history_are_told(run: Run, edited: Callable[[str, str], Path]) -> None:
    team = edited(*with_pack("ireland"))
    assert "average_hours looks back to" in " ".join(run("limits", team).stdout.split())
    reaches = json.loads(run("limits", team, "--json").stdout)["reaches"]
    assert {reach["rule"] for reach in reaches} == {"average_hours"}
    assert all(reach["looks_back_to"] < reach["known_from"] for reach in reaches)


def test_standby_is_told_with_what_decides(run: Run, edited: Callable[[str, str], Path]) -> None:
    standby = "kind: standby"
    assert "week is rest" in run("limits", edited(standby, standby)).stdout
    team = edited(standby, f"{standby}, response_minutes: 5")
    assert "week counts as work (P-STANDBY, policy)" in run("limits", team).stdout
    team = edited(standby, f"{standby}, response_minutes: 5, counts_as_work: false, counts_because: calls are rare")
    said = " ".join(run("limits", team).stdout.split())
    assert "week is rest, as the document decides, against P-STANDBY, policy: calls are rare" in said
    assert json.loads(run("limits", team, "--json").stdout)["standby"] == [
        {"shift": "week", "counts_as_work": False, "numbers": ["P-STANDBY"], "because": "calls are rare"}
    ]


def test_notice_is_told_with_whom_it_is_owed_to(run: Run, edited: Callable[[str, str], Path]) -> None:
    team = edited(*with_pack("singapore"))
    said = " ".join(run("limits", team).stdout.split())
    assert "SG-036-ROSTER: the roster of rest days is known before the month begins; hard; confirmed" in said
    notice = {row["id"]: row for row in json.loads(run("limits", team, "--json").stdout)["notice"]}
    assert {id: (row["force"], len(row["people"])) for id, row in notice.items()} == {
        "SG-036-ROSTER": ("hard", 6),
        "P-ROSTER": ("soft", 6),
    }


def test_a_number_says_until_when_it_is_in_force(run: Run, edited: Callable[[str, str], Path]) -> None:
    team = edited(*with_pack("india-karnataka"))
    assert "check with counsel; from 2024-09-27 on; until 2027-09-26; binds" in " ".join(
        run("limits", team).stdout.split()
    )
    limits = json.loads(run("limits", team, "--json").stdout)["limits"]
    dates = {limit["id"]: (limit["valid_from"], limit["valid_to"]) for limit in limits}
    assert dates["IN-KA-24X7"] == ("2024-09-27", "2027-09-26")
    assert dates["IN-KA-7"] == (None, None)


def test_a_person_who_is_not_there_is_refused(run: Run, team: Path) -> None:
    done = run("limits", team, "--person", "nobody")
    assert done.exit_code == 1
    assert "--person: 'nobody' is not a person of this team" in done.stderr

"""An on-call document is read whole, or refused with everything that is wrong with it."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.documents.oncall import OncallDocument, fallback_in, holdings_in, oncall_of, tracks_in
from api.documents.oncall.examples import EXAMPLE
from api.documents.oncall.reading import MOST_ISSUES
from api.errors import BadInput, Issue
from scheduler.domain.shift import Duty
from scheduler.intervals import Interval, parse_instant

Raw = dict[str, Any]
ROTATION = "schedules[0].layers[0].rotations[0]"
OFFICE = "schedules[0].layers[1].rotations[0]"
SHIFT = "schedules[0].layers[2].shifts[0]"
WINDOW = Interval(parse_instant("2026-12-20T00:00:00Z"), parse_instant("2027-01-10T00:00:00Z"))


def changed(path: str, value: Any) -> Raw:
    """The example with another value at `path`."""
    raw = copy.deepcopy(EXAMPLE)
    *parents, last = path.replace("]", "").replace("[", ".").split(".")
    container: Any = raw
    for part in parents:
        container = container[int(part) if part.isdigit() else part]
    container[int(last) if last.isdigit() else last] = value
    return raw


def issues(raw: Any, **known: Any) -> list[Issue]:
    with pytest.raises(BadInput) as caught:
        oncall_of(raw, **known)
    return list(caught.value.issues)


def test_the_example_is_read_and_written() -> None:
    document = oncall_of(EXAMPLE)
    told = document.model_dump(mode="json", exclude_unset=True)
    assert told == EXAMPLE
    assert oncall_of(document.model_dump(mode="json")) == document
    assert OncallDocument.model_validate(told) == document


WRONG = {
    "timezone": ("Asia/Singapor", "Maybe Asia/Singapore?"),
    "people[1].site": ("sin gapore", "at most 64 of"),
    "people[1].email": ("ben at example.com", "an e-mail address"),
    "fallback[0].person": ("anna", "Maybe ana?"),
    "fallback[0].duty": ("primary", "'on-duty' or 'standby'"),
    "schedules[0].level": (0, "at least 1"),
    f"{ROTATION}.people": ([], "at least 1 entry"),
    f"{ROTATION}.people[1]": (7, "a list of ids, or [] for nobody"),
    f"{ROTATION}.people[2]": ("chie", "Maybe chi?"),
    f"{OFFICE}.people[0][1]": ("chu", "Maybe chi?"),
    f"{ROTATION}.start": ("2026-11-02T09:00+08:00", "Maybe 2026-11-02T09:00?"),
    f"{ROTATION}.timezone": ("SGT", "an IANA time zone"),
    f"{ROTATION}.cadence": ("fortnightly", "'hourly', 'daily', 'weekly' or 'monthly'"),
    f"{ROTATION}.length": (1001, "at most 1000"),
    f"{ROTATION}.weekdays": (["mon"], "Maybe windows are meant?"),
    f"{OFFICE}.weekdays": ([], "at least 1 entry"),
    f"{OFFICE}.weekdays[2]": ("someday", "a day of the week"),
    f"{OFFICE}.windows[0]": ("mon-fri 9-17", "mon-fri 08:00-20:00"),
    f"{ROTATION}.since": ("2026-11-02T09:00", "has no offset"),
    f"{SHIFT}.start": ("1949-12-31T23:59:59Z", "of the years 1950 to 2100"),
    f"{SHIFT}.end": ("2026-12-24T01:00:00Z", "an instant after start, 2026-12-24T01:00:00Z"),
    f"{SHIFT}.person": (None, "text"),
    "schedules[0].layers[2].spans[0].end": ("2026-12-24T00:00:00Z", "an instant after start"),
}


@pytest.mark.parametrize(("path", "value", "said"), [(path, *rest) for path, rest in WRONG.items()], ids=WRONG)
def test_what_is_wrong_is_said_where_it_stands(path: str, value: Any, said: str) -> None:
    (found,) = issues(changed(path, value))
    assert found.path == path
    assert said in str(found)


def test_a_start_may_have_seconds_but_no_other_form() -> None:
    assert oncall_of(changed(f"{ROTATION}.start", "2026-11-02T09:00:30"))
    for start in ("2026-11-02", "2026-11-02 09:00", "2026-W45-1T09:00", "2026-11-02T09:00:00.5", "1949-01-01T00:00"):
        (found,) = issues(changed(f"{ROTATION}.start", start))
        assert found.path == f"{ROTATION}.start"


def test_until_comes_after_since() -> None:
    raw = changed(f"{ROTATION}.since", "2026-11-02T00:00:00Z")
    raw["schedules"][0]["layers"][0]["rotations"][0]["until"] = "2026-11-02T00:00:00Z"
    (found,) = issues(raw)
    assert (found.path, found.expected) == (f"{ROTATION}.until", "an instant after since, 2026-11-02T00:00:00Z")


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("fallbak", "fallback"),
        ("people[0].mail", "email"),
        ("fallback[0].persn", "person"),
        ("schedules[0].layer", "layers"),
        ("schedules[0].layers[1].rotation", "rotations"),
        (f"{ROTATION}.lengths", "length"),
        (f"{SHIFT}.starts", "start"),
        ("schedules[0].layers[2].spans[0].ends", "end"),
    ],
)
def test_a_key_that_nobody_knows_is_named_with_the_one_that_was_meant(path: str, meant: str) -> None:
    (found,) = issues(changed(path, None))
    assert (found.path, found.problem, found.advice) == (path, "is not known here", f"Maybe {meant}?")
    assert meant in found.expected


def test_everything_that_is_wrong_comes_at_once() -> None:
    raw = changed("timezone", "nowhere")
    raw["people"][0] = {"id": "ana", "name": 5}
    raw["schedules"][0]["layers"][0]["rotations"][0]["people"] = ["ana", "ben", "dan"]
    raw["schedules"][0]["layers"][2]["shifts"][0]["end"] = "tomorrow"
    paths = [issue.path for issue in issues(raw)]
    assert paths == ["people[0].name", f"{ROTATION}.people[2]", f"{SHIFT}.end", "timezone"]


def test_people_of_the_team_may_be_named_and_sites_are_those_of_the_team() -> None:
    raw = {**changed("schedules[0].site", "sin"), "people": []}
    team = ("ana", "ben", "chi")
    assert oncall_of(raw, people=team, sites={"sin", "dub"}).schedules[0].site == "sin"
    assert oncall_of(raw, people=team).schedules[0].site == "sin"
    (found,) = issues(raw, people=team, sites=["sino", "dub"])
    assert (found.path, found.advice) == ("schedules[0].site", "Maybe sino?")
    assert {issue.value for issue in issues(raw)} == {"'ana'", "'ben'", "'chi'"}


def test_names_are_said_once() -> None:
    (found,) = issues(changed("people[1].id", "ana"), people=["ben"])
    assert (found.path, found.problem) == ("people[1]", "is the id of another person too")
    (found,) = issues(changed("fallback", [{"person": "ana", "level": 2}, {"person": "ben", "level": 2}]))
    assert (found.path, found.problem) == ("fallback[1]", "has a fallback already")
    twice = [{**EXAMPLE["schedules"][0]["layers"][2]["shifts"][0], "id": "x"} for _ in range(2)]
    (found,) = issues(changed("schedules[0].layers[2].shifts", twice))
    assert (found.path, found.problem) == ("schedules[0].layers[2].shifts[1].id", "is a shift of ben already")


def test_a_document_has_a_size_that_can_be_worked_with() -> None:
    shift = EXAMPLE["schedules"][0]["layers"][2]["shifts"][0]
    (found,) = issues(changed("people", [{"id": f"p{n}"} for n in range(501)]), people=["ana", "ben", "chi"])
    assert (found.path, found.expected) == ("people", "at most 500 entries")
    layers = [{"shifts": [shift] * 10_001}] * 2
    (found,) = issues(changed("schedules[0].layers", layers))
    assert (found.value, found.expected) == ("20,002 fixed shifts", "at most 20,000 in a document")
    busy = {"people": ["ana"], "start": "2026-11-02T09:00", "cadence": "hourly", "windows": ["09:00-17:00"] * 10}
    (found,) = issues(changed("schedules[0].layers", [{"rotations": [busy]}]))
    assert found.problem == "are too many"
    assert "all rotations together" in found.expected


def test_so_many_issues_are_enough() -> None:
    names = [f"nobody-{n}" for n in range(500)]
    rotation = {"people": names, "start": "2026-11-02T09:00"}
    assert len(issues(changed("schedules[0].layers", [{"rotations": [rotation] * 4}]))) == MOST_ISSUES


@pytest.mark.parametrize("raw", [None, [], "on call", 5, [EXAMPLE]])
def test_what_is_no_mapping_is_no_document(raw: Any) -> None:
    (found,) = issues(raw)
    assert found.problem == "is not an on-call document"


def test_fallbacks_go_by_what_they_say_most_of() -> None:
    rows = [
        {"person": "ana"},
        {"person": "ben", "level": 2},
        {"person": "chi", "duty": "standby"},
        {"person": "ben", "duty": "standby", "level": 3},
    ]
    document = oncall_of(changed("fallback", rows))
    asked = [("on-duty", 1), ("on-duty", 2), ("standby", 2), ("standby", 3)]
    assert [fallback_in(document, track) for track in asked] == ["ana", "ben", "chi", "ben"]
    assert fallback_in(oncall_of({"timezone": "UTC"}), ("standby", 1)) is None


def test_a_schedule_is_asked_for_also_where_it_has_nobody() -> None:
    document = oncall_of({"timezone": "UTC", "schedules": [{"level": 2}, {"duty": "on-duty"}]})
    assert tracks_in(document) == {(Duty.STANDBY, 2), (Duty.ON_DUTY, 1)}
    assert holdings_in(document, WINDOW) == []


def fields(schema: Raw) -> Iterator[tuple[str, Raw]]:
    for name, definition in [("OncallDocument", schema), *schema["$defs"].items()]:
        for field, said in definition.get("properties", {}).items():
            yield f"{name}.{field}", said


def test_every_field_says_what_it_means_and_shows_an_example() -> None:
    schema = OncallDocument.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, said in fields(schema):
        assert said.get("description"), name
        assert said.get("examples"), name


def test_the_schema_takes_the_example_and_refuses_other_shapes() -> None:
    validator = jsonschema.Draft202012Validator(OncallDocument.model_json_schema())
    assert list(validator.iter_errors(EXAMPLE)) == []
    for path, value in ((f"{ROTATION}.people[0]", 5), (f"{ROTATION}.start", "9 o'clock"), (f"{ROTATION}.x", 1)):
        assert list(validator.iter_errors(changed(path, value)))


TEXTS = ["", "ana", "off", "UTC", "monthly", "always", "2026-11-02T09:00", "2026-12-24T01:00:00Z", "é", "\0", "\ud800"]
FARTHEST = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
SCALARS = st.sampled_from([None, True, 0, -1, 1.5, 10**30, float("nan"), float("inf"), *TEXTS, *FARTHEST])
KEYS = st.sampled_from(["id", "people", "start", "a.b", "\ud800", ""])
VALUES = st.recursive(
    SCALARS | st.text(max_size=5),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(KEYS, v, max_size=2),
    max_leaves=6,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place at which the value can be changed: its container and the key."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(value, key) for key, _ in parts] + [pair for _, part in parts for pair in places(part)]


def read_or_refused(raw: Any) -> None:
    """Whatever else is raised is a failure."""
    with contextlib.suppress(BadInput):
        document = oncall_of(raw)
        holdings_in(document, WINDOW)
        assert oncall_of(json.loads(json.dumps(document.model_dump(mode="json", exclude_unset=True)))) == document


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_spoilt_document_is_read_or_refused(data: st.DataObject) -> None:
    raw = copy.deepcopy(EXAMPLE)
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(places(raw)))
        container[key] = data.draw(VALUES)
    read_or_refused(raw)


@given(VALUES | st.dictionaries(st.sampled_from([*OncallDocument.model_fields]), VALUES))
@settings(max_examples=100, deadline=None)
def test_any_value_is_read_or_refused(raw: Any) -> None:
    read_or_refused(raw)

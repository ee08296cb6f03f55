from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.chart import Heading
from exports.charting import Shown, chart_of, shown_of
from exports.paper import Paper
from exports.wall_chart import UnreadableFont, to_pdf
from scheduler.domain.people import Person
from scheduler.domain.roster import Roster
from scheduler.problem import Problem


@pytest.fixture(scope="module")
def shown(problem: Problem, roster: Roster) -> Shown:
    return shown_of(problem, roster)


def named(shown: Shown, name: str) -> Shown:
    """With one person only, of that name."""
    people = (Person("sin-01", "sin", name=name),)
    held = [h for h in shown.holdings if h.person == "sin-01"]
    return replace(shown, team=replace(shown.team, people=people), holdings=held)


def pdf(shown: Shown, stamp: datetime, paper: Paper = Paper.A4, fonts: tuple[Path, ...] = ()) -> bytes:
    return to_pdf(chart_of(shown, Heading("team 1/a", "from a test", stamp)), paper, fonts)


def text(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def test_it_has_title_names_letters_legend_and_page_numbers(shown: Shown, stamp: datetime) -> None:
    told = text(pdf(shown, stamp))
    for part in ("team 1/a", "from a test", "27 Mar 2027 to 28 Mar 2027", "Áine Ní Bhriain", "sin-02", "=1+1", "1 / 1"):
        assert part in told
    assert "night 23:00–07:30 (sin)" in told  # noqa: RUF001
    assert "sin-02N+MM" in "".join(told.split())


@pytest.mark.parametrize(("paper", "width"), [(Paper.A4, 842), (Paper.A3, 1191)])
def test_pages_are_of_that_paper_on_the_long_side(shown: Shown, stamp: datetime, paper: Paper, width: int) -> None:
    (page,) = PdfReader(BytesIO(pdf(shown, stamp, paper))).pages
    assert round(float(page.mediabox.width)) == width
    assert page.mediabox.width > page.mediabox.height


def test_the_same_roster_gives_the_same_bytes(shown: Shown, stamp: datetime) -> None:
    assert pdf(shown, stamp) == pdf(shown, stamp)


def test_each_month_has_a_page_and_many_people_have_more(shown: Shown, stamp: datetime) -> None:
    many = tuple(Person(f"p{n:03}", "sin") for n in range(100))
    crowd = replace(
        shown, team=replace(shown.team, people=many), holdings=[], first=date(2027, 2, 1), last=date(2027, 3, 31)
    )
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf(crowd, stamp))).pages]
    assert [("February" in page, "March" in page) for page in pages] == [(True, False)] * 3 + [(False, True)] * 3
    for month in (pages[:3], pages[3:]):
        names = [line.split()[0] for page in month for line in page.splitlines() if line.startswith("p0")]
        assert names == [p.id for p in many]
        assert all("sin\n" in page for page in month)  # each page says whose people they are
    assert [page[-5:] for page in pages] == [f"{n} / 6" for n in range(1, 7)]


def test_what_no_font_has_is_said_in_a_footnote_and_the_line_is_known_by_its_id(shown: Shown, stamp: datetime) -> None:
    told = text(pdf(named(shown, "王小明"), stamp))
    assert "sin-01 \ufffd" in told
    assert "characters that no font here has; the HTML page shows them" in told
    assert "no font here has" not in text(pdf(named(shown, "Áine Žižek Ωμέγα Дмитрий"), stamp))


def test_names_from_right_to_left_are_in_the_order_in_which_they_are_seen(shown: Shown, stamp: datetime) -> None:
    told = text(pdf(named(shown, "abcאבג"), stamp))
    assert "abcאבג" in told.replace(" ", "")  # the reader turns round again what is drawn from right to left


def test_a_further_font_is_used_for_what_ours_lacks(shown: Shown, stamp: datetime, tmp_path: Path) -> None:
    font = tmp_path / "one.ttf"
    _font_with(font, "王")
    body = pdf(named(shown, "王"), stamp, fonts=(font,))
    assert "no font here has" not in text(body)
    assert "王" in text(body)


def test_what_is_no_font_is_refused(shown: Shown, stamp: datetime, tmp_path: Path) -> None:
    (tmp_path / "bad.ttf").write_text("no font")
    for name in ("bad.ttf", "not-there.ttf", "bad.txt"):
        with pytest.raises(UnreadableFont, match=name):
            pdf(shown, stamp, fonts=(tmp_path / name,))


def _font_with(path: Path, character: str) -> None:
    """A font of one character, drawn as a box."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((700, 700))
    pen.lineTo((700, 0))
    pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(character): "box"})
    builder.setupGlyf({".notdef": box, "box": box})
    builder.setupHorizontalMetrics({".notdef": (800, 0), "box": (800, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "One", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(str(path))

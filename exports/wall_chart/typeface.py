"""Text in a PDF: whichever characters it has, in the right order, in no more room than there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import as_file, files
from itertools import groupby
from pathlib import Path
from unicodedata import category

from fontTools.ttLib import TTFont, TTLibError
from fpdf import FPDF
from fpdf.bidi import BidiParagraph
from fpdf.fonts import TTFFont

from scheduler.errors import WatchbillError

OURS, BOLD = "dejavu", "B"
MISSING = "\ufffd"
Box = tuple[float, float, float, float]  # left, top, width and height in millimetres
LONGEST = 300  # characters that may ever fit into a line


class UnreadableFont(WatchbillError):
    """A font file that is not there, or is no TrueType or OpenType font."""


class Typeface:
    """Writes text to `pdf` in DejaVu Sans, and what that lacks in the first of `fonts` that has it."""

    def __init__(self, pdf: FPDF, fonts: Sequence[Path]) -> None:
        self._pdf = pdf
        self.missing = False  # whether anything was left out for want of a font
        self._known: dict[tuple[str, float, str], tuple[list[tuple[str, str]], float]] = {}
        for style, name in (("", "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
            with as_file(files("exports").joinpath("fonts", name)) as path:
                pdf.add_font(OURS, style, path)
        try:
            self._more = [_added(pdf, f"more{n}", path) for n, path in enumerate(fonts)]
        except UnreadableFont:
            self._close()  # what is written out closes its fonts by itself
            raise

    def write(self, box: Box, text: str, size: float, bold: str = "", align: str = "L") -> None:
        """One line in that box, in the middle of its height; cut where it is too long."""
        x, y, width, height = box
        pieces, used = self._laid(self._cut(text, width, size, bold), size, bold)
        x += {"L": 0.0, "C": (width - used) / 2, "R": width - used}[align]
        baseline = y + height / 2 + size * 0.125
        for family, piece in pieces:
            self._pdf.set_font(family, bold if family == OURS else "", size)
            self._pdf.text(x, baseline, piece)
            x += self._width(family, piece, size, bold)

    def _close(self) -> None:
        for font in self._pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.close()

    def lacks(self, text: str) -> bool:
        """Whether the text has characters that no font has."""
        return not text.isascii() and MISSING in self._drawable(text[:LONGEST], "")

    def width(self, text: str, size: float, bold: str = "") -> float:
        """How wide the text is, in millimetres."""
        return self._laid(text, size, bold)[1]

    def _laid(self, text: str, size: float, bold: str) -> tuple[list[tuple[str, str]], float]:
        """The pieces of the text, and how wide they are together."""
        key = (text, size, bold)
        if key not in self._known:
            pieces = self._pieces(text, bold)
            self._known[key] = pieces, sum(self._width(family, piece, size, bold) for family, piece in pieces)
        return self._known[key]

    def _cut(self, text: str, width: float, size: float, bold: str) -> str:
        if len(text) <= LONGEST and self.width(text, size, bold) <= width:
            return text
        least, most = 0, min(len(text), LONGEST)
        while least < most:
            middle = (least + most + 1) // 2
            fits = self.width(text[:middle].rstrip() + "…", size, bold) <= width
            least, most = (middle, most) if fits else (least, middle - 1)
        return text[:least].rstrip() + "…"

    def _width(self, family: str, text: str, size: float, bold: str) -> float:
        self._pdf.set_font(family, bold if family == OURS else "", size)
        return self._pdf.get_string_width(text)

    def _pieces(self, text: str, bold: str) -> list[tuple[str, str]]:
        """The text as it is read from left to right, cut where the font changes."""
        if text.isascii():
            return [(OURS, text)] if text else []
        shown = "".join(self._drawable(text, bold))
        ordered = BidiParagraph(shown).get_reordered_string() if shown else ""
        return [(family, "".join(run)) for family, run in groupby(ordered, key=lambda c: self._font(c, bold) or OURS)]

    def _drawable(self, text: str, bold: str) -> Iterator[str]:
        """The characters that leave a mark; one sign in place of a row of those that no font has."""
        last = ""
        for character in text:
            if category(character) == "Cf":  # such as what turns round the direction of reading
                continue
            if self._font(character, bold) is None:
                self.missing, character = True, MISSING
            if character != MISSING or last != MISSING:
                yield character
            last = character

    def _font(self, character: str, bold: str) -> str | None:
        fonts = [(OURS, self._pdf.fonts[OURS + bold]), *((name, self._pdf.fonts[name]) for name in self._more)]
        found = (name for name, font in fonts if isinstance(font, TTFFont) and ord(character) in font.cmap)
        return next(found, None)


def _added(pdf: FPDF, name: str, path: Path) -> str:
    try:
        with path.open("rb") as file:
            TTFont(file).close()  # fpdf2 would leave open what is no font
        pdf.add_font(name, "", path)
    except (OSError, ValueError, TTLibError) as error:
        raise UnreadableFont(f"{path.name} cannot be used as a font: {error}") from None
    return name

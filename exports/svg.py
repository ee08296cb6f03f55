"""Pictures as text: a few elements of SVG, with what people wrote in them made harmless. The same bytes every time.

Colours are given as classes, for light and for dark surroundings; each picture has a background of its own, so that it
is read the same on any page. What colour says is said by lightness or thickness too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from exports.wording import one_line

_NOT_XML = dict.fromkeys([0xFFFE, 0xFFFF])


def clean(text: str) -> str:
    """`text` on one line, without what XML cannot hold; not escaped yet."""
    return one_line(text.translate(_NOT_XML))


def number(value: float) -> str:
    """To a tenth, and no more digits than needed: ``12.5``, ``3``."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def element(name: str, attributes: Mapping[str, str | float], *contents: str) -> str:
    """One element; numbers become short, `contents` are elements or text that is escaped already."""
    said = "".join(f" {key}={quoteattr(_attribute(value))}" for key, value in attributes.items())
    return f"<{name}{said}>{''.join(contents)}</{name}>" if contents else f"<{name}{said}/>"


def rectangle(kind: str, x: float, y: float, width: float, height: float, tip: str = "") -> str:
    """A rectangle of class `kind`; `tip` shows under the pointer."""
    contents = (element("title", {}, escape(clean(tip))),) if tip else ()
    return element("rect", {"class": kind, "x": x, "y": y, "width": width, "height": height}, *contents)


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return element("line", {"class": kind, "x1": x1, "y1": y1, "x2": x2, "y2": y2})


def polyline(kind: str, points: Iterable[tuple[float, float]]) -> str:
    return element("polyline", {"class": kind, "points": " ".join(f"{number(x)},{number(y)}" for x, y in points)})


def text(kind: str, x: float, y: float, words: str) -> str:
    """Words whose baseline is at `y`; class ``end`` in `kind` makes them end at `x`, ``middle`` centres them."""
    return element("text", {"class": kind, "x": x, "y": y}, escape(clean(words)))


def picture(
    name: str, size: tuple[float, float], title: str, description: str, style: str, parts: Iterable[str]
) -> str:
    """The whole file; `style` speaks of classes within ``.name``. Title and description are for who does not see it."""
    width, height = size
    root: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": name,
        "role": "img",
        "width": width,
        "height": height,
        "viewBox": f"0 0 {number(width)} {number(height)}",
    }
    said = (element("title", {}, escape(clean(title))), element("desc", {}, escape(clean(description))))
    body = (*said, element("style", {}, style), rectangle("paper", 0, 0, width, height), *parts)
    return element("svg", root, "\n", "\n".join(body), "\n") + "\n"


def styles(name: str, light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """CSS rules by class, and those of `dark` where the surroundings are dark."""
    return f"\n{_rules(name, light)}@media (prefers-color-scheme: dark) {{\n{_rules(name, dark)}}}\n"


def _rules(name: str, declarations: Mapping[str, str]) -> str:
    return "".join(f".{name} {selector} {{{declared}}}\n" for selector, declared in declarations.items())


def _attribute(value: str | float) -> str:
    return value if isinstance(value, str) else number(value)

"""Text that people wrote, as files of other programs can hold it."""

from __future__ import annotations

from unicodedata import category

_UNKEPT = frozenset({"Cc", "Cs"})  # controls, and halves of characters


def one_line(text: str) -> str:
    """`text` on one line, without what XML refuses: controls, halves of characters, U+FFFE and U+FFFF."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if category(c) not in _UNKEPT and c not in "\ufffe\uffff").split())


def whole_characters(text: str) -> str:
    """`text` with U+FFFD in place of each half of a character: nothing else is refused by UTF-8."""
    return "".join("\ufffd" if category(c) == "Cs" else c for c in text)

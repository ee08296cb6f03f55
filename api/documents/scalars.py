"""Single values as YAML 1.2 text, read and written by one policy: dates, ``off`` and ``23:00`` are text."""

from __future__ import annotations

import re

_NOTHING = ("", "~", "null", "Null", "NULL")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]{1,18}(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?")
_EXACT = 10**15  # below it a float that is whole prints as it is written
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+@'/()-]*(?<! )", re.ASCII)
_DAY_OR_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?", re.ASCII)
_BASED = re.compile(r"0[box]", re.IGNORECASE)  # 0x1f: a number in base 16, and to some readers an error when it is none
_YAML_1_1_TRUTH = frozenset({"y", "n", "yes", "no", "on", "off"})


def value_of(text: str) -> str | int | float | bool | None:
    """What plain, unquoted `text` means by the core schema of YAML 1.2."""
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def text_of(value: str | int | float | bool | None) -> str:
    """`value` as YAML, quoted where a reader of 1.2 or of 1.1 would take it for something else."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if not isinstance(value, str):
        return repr(value)
    return value if _is_safe(value) else f'"{"".join(map(_escaped, value))}"'


def _is_safe(text: str) -> bool:
    if _DAY_OR_INSTANT.fullmatch(text):
        return True
    if text.lower() in _YAML_1_1_TRUTH or _BASED.match(text) or not isinstance(value_of(text), str):
        return False
    return bool(_PLAIN.fullmatch(text)) and not (text[0].isdigit() and not any(c.isalpha() for c in text))


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return f"\\U{ord(character):08x}"

"""How keys are called on the screen."""

from __future__ import annotations

import re

FUNCTION_KEY = re.compile(r"f\d+")

_NAMES = {
    "enter": "⏎",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "Esc",
    "exclamation_mark": "!",
    "asterisk": "*",
    "minus": "-",
    "plus": "+",
    "backspace": "⌫",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "semicolon": ";",
    "vertical_line": "|",
    "comma": ",",
    "full_stop": ".",
    "at": "@",
    "number_sign": "#",
    "equals_sign": "=",
    "ampersand": "&",
    "dollar_sign": "$",
    "end": "End",
    "home": "Home",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "delete": "Del",
    "tab": "Tab",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
}


def key_name(key: str) -> str:
    """A Textual key name as it stands on a keyboard: `slash` is `/`, `ctrl+s` is `Ctrl+S`."""
    if key in _NAMES:
        return _NAMES[key]
    modifier, plus, rest = key.rpartition("+")
    if not plus:
        return key.upper() if FUNCTION_KEY.fullmatch(key) else key
    return f"{modifier.title()}+{rest.upper() if len(rest) == 1 else _NAMES.get(rest, rest.title())}"

"""How deep JSON is nested: brackets in strings, behind escapes or not, do not count."""

from __future__ import annotations

import json

import pytest

from kafkatui.codec.json_text import check_json

LONG = "x" * 5_000
"""Makes a value long enough to be looked at for its depth."""


@pytest.mark.parametrize("text", ["[" * 200, '"' + "{" * 200, '\\"' + "[" * 200 + "\\", "\\" * 3 + "{" * 200])
def test_brackets_in_strings_are_not_depth(text: str) -> None:
    check_json(json.dumps({"text": text, "more": LONG}).encode())


def test_nesting_is_refused_beyond_a_hundred_levels() -> None:
    check_json(b"[" * 99 + json.dumps(LONG).encode() + b"]" * 99)
    with pytest.raises(ValueError, match="nested deeper"):
        check_json(b"[" * 102 + json.dumps(LONG).encode() + b"]" * 102)

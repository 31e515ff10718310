"""Nothing from a cluster can steer the terminal or hide."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from kafkatui.codec.sanitise import sanitise

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


def test_every_control_and_format_character_is_shown() -> None:
    for category in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        for code in (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == category):
            assert unicodedata.category(sanitise(chr(code))[0]) not in ("Cc", "Cf", "Cs", "Zl", "Zp"), hex(code)


def test_escape_sequences_become_text() -> None:
    assert sanitise("\x1b[31mred\x7f\x9b") == "␛[31mred␡‹U+009B›"
    assert sanitise("a\tb\nc\r") == "a␉b␊c␍"


def test_right_to_left_override_and_zero_width_space_are_seen() -> None:
    assert sanitise("gp\u202egnp.exe\u200b") == "gp‹U+202E›gnp.exe‹U+200B›"


def test_ordinary_text_of_any_language_is_untouched() -> None:
    for text in ("plain", "[bold]not markup[/bold]", "zażółć 日本語 हिन्दी 🎉 «»", ""):
        assert sanitise(text) == text


@given(ANY_TEXT)
def test_result_is_one_line_that_can_be_written(text: str) -> None:
    shown = sanitise(text)
    shown.encode("utf-8")
    assert len(shown.splitlines()) <= 1
    assert sanitise(shown) == shown


@given(ANY_TEXT)
def test_kept_newlines_are_the_only_controls(text: str) -> None:
    assert sanitise(text, keep_newlines=True).split("\n") == [sanitise(line) for line in text.split("\n")]

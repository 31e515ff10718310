"""The text of `?`."""

from __future__ import annotations

from kafkatui.insight.filters import compile_filter
from kafkatui.view.help_lines import HelpEntry, HelpSection, filtered, help_lines
from kafkatui.view.text_width import text_width

SECTIONS = [
    HelpSection(
        "Rows", [HelpEntry("s", "Sort by the next column.", "table.sort"), HelpEntry("S", "Reverse the order.")]
    ),
    HelpSection("Terms", [HelpEntry("preferred leader of all the others", "The first broker. " * 12)]),
]


def test_lines_are_wrapped_to_the_width() -> None:
    for width in (50, 80, 118):
        lines = ["".join(text for text, _ in line) for line in help_lines(SECTIONS, width)]
        assert max(map(text_width, lines)) <= width
        assert "Rows" in lines
        assert any(line.startswith("  preferred leader of all the others") for line in lines)


def test_the_id_of_a_key_is_shown_where_there_is_room() -> None:
    def text(width: int) -> str:
        return "".join(text for line in help_lines(SECTIONS, width, shows_remarks=True) for text, _ in line)

    assert "table.sort" in text(118)
    assert "table.sort" not in text(50)
    assert "table.sort" not in str(help_lines(SECTIONS, 118)), "ids only on demand"


def test_a_filter_keeps_matching_entries_and_whole_sections_by_title() -> None:
    assert filtered(SECTIONS, compile_filter("reverse").matches) == [HelpSection("Rows", [SECTIONS[0].entries[1]])]
    assert filtered(SECTIONS, compile_filter("rows").matches) == [SECTIONS[0]]
    assert filtered(SECTIONS, compile_filter("nowhere").matches) == []

"""What is said of the property under the cursor."""

from __future__ import annotations

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.report.config_explained import explained_rows
from kafkatui.view.config_detail import property_lines


def lines(entry: ConfigEntry) -> list[str]:
    (row,) = explained_rows([entry], "topic", "3.9")
    return ["".join(text for text, _ in line) for line in property_lines(row)]


def test_times_and_sizes_are_told_in_words_beside_their_numbers() -> None:
    told = lines(ConfigEntry("retention.ms", "86400000", "topic", is_own=True))
    assert "Value      86400000 (1 d)  topic" in told
    assert any(line.startswith("Default    604800000 (7 d)") for line in told)
    assert "Value      compact  topic" in lines(ConfigEntry("cleanup.policy", "compact", "topic", is_own=True))

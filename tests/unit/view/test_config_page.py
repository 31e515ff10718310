"""A configuration's page: what is set here first, values as people say them, no column without content."""

from __future__ import annotations

import pytest

from kafkatui.model.config_entry import ConfigEntry
from kafkatui.report.config_explained import ExplainedRow, explained_rows
from kafkatui.view.config_page_table import CONFIG_PAGE_TABLE, columns_without_content, in_page_order

LONG = str(2**63 - 1)


def rows(*entries: ConfigEntry) -> list[ExplainedRow]:
    return in_page_order(explained_rows(entries, "topic", "3.9"))


def text(row: ExplainedRow, column_id: str) -> str:
    return CONFIG_PAGE_TABLE.column(column_id).cell(row).text


def test_what_is_set_here_comes_first() -> None:
    found = rows(
        ConfigEntry("cleanup.policy", "delete", "default"),
        ConfigEntry("segment.ms", "1", "topic", is_own=True),
        ConfigEntry("retention.ms", "1", "topic", is_own=True),
    )
    assert [row.entry.name for row in found] == ["retention.ms", "segment.ms", "cleanup.policy"]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("retention.ms", "604800000", "7 d"),
        ("retention.ms", "-1", "unlimited"),
        ("flush.messages", LONG, "unlimited"),
        ("segment.bytes", "1073741824", "1 GiB"),
        ("segment.ms", "604800123", "≈ 7 d 604800123"),
        ("cleanup.policy", "compact", "compact"),
    ],
)
def test_values_are_told_as_people_say_them(name: str, value: str, shown: str) -> None:
    (row,) = rows(ConfigEntry(name, value, "topic", is_own=True))
    assert text(row, "value") == shown
    assert CONFIG_PAGE_TABLE.column("value").whole_text(row) == value, "what is copied is the broker's"
    assert value in CONFIG_PAGE_TABLE.filter_text(row)
    assert shown.split()[0] in CONFIG_PAGE_TABLE.filter_text(row)


def test_a_secret_is_told_in_no_words() -> None:
    (row,) = rows(ConfigEntry("ssl.keystore.password.ms", "604800000", "topic", is_sensitive=True, is_own=True))
    assert (text(row, "value"), "7 d" in CONFIG_PAGE_TABLE.filter_text(row)) == ("••••••", False)


def test_every_property_has_its_sentence_and_no_column_is_empty() -> None:
    plain = rows(ConfigEntry("retention.ms", "604800000", "default"))
    assert "retention" in text(plain[0], "sentence")
    assert columns_without_content(plain) == {"default", "marks"}
    own = rows(ConfigEntry("retention.ms", "1", "topic", default="604800000", is_own=True, is_read_only=True))
    assert columns_without_content(own) == frozenset()
    assert text(own[0], "default") == "7 d"

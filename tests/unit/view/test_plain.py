"""`--plain`: what a screen reader gets has no marks, bars or boxes, and says every state."""

from __future__ import annotations

import unicodedata

import pytest
from click.testing import CliRunner

from kafkatui.cli.main import kafkatui
from kafkatui.model.cluster import Partition, Topic
from kafkatui.view.plain import in_words, render_plain
from kafkatui.view.topics_table import TOPICS_TABLE
from tests.unit.report.rows import row_of
from tests.unit.view.test_not_by_colour_alone import tables

SPOKEN = frozenset("LNPZ")
"""Categories of characters that are read out or make a pause: letters, numbers, punctuation, blanks."""


@pytest.mark.parametrize("name", tables())
def test_no_mark_is_left_in_any_state(name: str) -> None:
    definition, rows = tables()[name]
    text = render_plain(definition, rows)
    drawn = {each for each in text if each != "\n" and unicodedata.category(each)[0] not in SPOKEN and each != "+"}
    assert not drawn
    assert "…" not in text
    assert text.endswith(f"{len(rows):,} {definition.noun_plural}.\n")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("2,3 !", "2,3 warning"),
        ("…", "not read yet"),
        ("?", "not known"),
        ("–", "none"),
        ("≤ 1,204", "at most 1,204"),
        ("≤1,204 +?", "at most 1,204 and more that is not known"),
        ("● here", "here"),
        ("✗ FAILED", "bad: FAILED"),
        ("▁▃▅ 12.1", "12.1"),
        ("6×3", "6 by 3"),
        ("∅ null", "null"),
        ("••••••", "hidden"),
        ("what? a name!", "what? a name!"),
    ],
)
def test_marks_are_words(cell: str, said: str) -> None:
    assert in_words(cell) == said


def test_a_row_is_a_paragraph_of_titles_and_values() -> None:
    topic = Topic("orders", (Partition("orders", 0, -1, (1, 2), (2,)),))
    lines = render_plain(TOPICS_TABLE, [row_of(topic)]).splitlines()
    assert lines[0] == "Name: orders"
    assert any("leaderless" in line for line in lines)
    assert lines[-2:] == ["", "1 topic."]


def test_a_verb_takes_it(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))
    said = CliRunner().invoke(kafkatui, ["info", "--plain"], catch_exceptions=False).stdout
    assert "Of: Program\nName: kafkatui\nValue: " in said
    assert "•" not in said
    table = CliRunner().invoke(kafkatui, ["info"], catch_exceptions=False).stdout
    assert "Of: Program" not in table


def test_a_verb_writes_markdown(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("KAFKATUI_CONFIG_DIR", str(tmp_path))
    heading, rule, first, *_ = CliRunner().invoke(kafkatui, ["info", "-o", "md"]).stdout.splitlines()
    assert heading.startswith("| Of")
    assert set(rule) == set("| -")
    assert first.startswith("| Program")

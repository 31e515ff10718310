"""Pages and verbs build no rows: a row's class is defined and called in `kafkatui/report` only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kafkatui

PACKAGE = Path(kafkatui.__file__).parent
USERS = ("cli", "tui", "view", "session")

OF_OTHER_KINDS = frozenset({"RecordRow"})
"""A record as a line of its stream: nothing is joined for it."""


def _modules(room: str) -> list[Path]:
    return sorted((PACKAGE / room).rglob("*.py"))


def _classes(tree: ast.AST) -> Iterator[str]:
    return (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def _called(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            if isinstance(function, ast.Name):
                yield function.id
            elif isinstance(function, ast.Attribute):
                yield function.attr


def built_rows(source: str) -> set[str]:
    """Names of row classes that `source` defines or calls."""
    tree = ast.parse(source)
    names = {*_classes(tree), *_called(tree)}
    return {name for name in names if name.endswith("Row") and name.lstrip("_")[0].isupper()} - OF_OTHER_KINDS


@pytest.mark.parametrize("path", [path for room in USERS for path in _modules(room)], ids=str)
def test_no_page_verb_or_table_makes_a_row(path: Path) -> None:
    assert not built_rows(path.read_text())


def test_rows_are_where_they_are_looked_for() -> None:
    found = {name for path in _modules("report") for name in _classes(ast.parse(path.read_text()))}
    rows = {name for name in found if name.endswith("Row")}
    assert {"TopicRow", "PartitionRow", "BrokerRow", "BrokerPartitionRow", "GroupRow", "TopicGroupRow"} <= rows


@pytest.mark.parametrize(
    ("source", "built"),
    [
        ("row = TopicRow(topic, 0, 0)", {"TopicRow"}),
        ("rows = [topics.TopicRow(each) for each in every]", {"TopicRow"}),
        ("class _LocalRow: ...", {"_LocalRow"}),
        ("def of(row: TopicRow) -> str: return row.name", set()),
        ("rows = topic_rows(metadata, readings)", set()),
    ],
)
def test_what_counts_as_making_one(source: str, built: set[str]) -> None:
    assert built_rows(source) == built

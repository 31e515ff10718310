"""librdkafka's admin requests to group coordinators can end the whole process: nothing of ours makes one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kafkatui

FORBIDDEN = {
    "describe_consumer_groups",
    "delete_consumer_groups",
    "list_consumer_group_offsets",
    "alter_consumer_group_offsets",
    "delete_consumer_group_offsets",
}
PACKAGE = Path(kafkatui.__file__).parent
BENCHMARKS = PACKAGE.parent / "benchmarks"
CLUSTER_TESTS = PACKAGE.parent / "tests" / "cluster"


def forbidden_in(source: str) -> Iterator[str]:
    """Every mention that could become a call: an attribute, a name, or a text for `getattr`."""
    for node in ast.walk(ast.parse(source)):
        names = {
            ast.Attribute: lambda it: it.attr,
            ast.Name: lambda it: it.id,
            ast.Constant: lambda it: it.value,
        }
        name = names[type(node)](node) if type(node) in names else None
        if isinstance(name, str) and name in FORBIDDEN:
            yield name


@pytest.mark.parametrize("root", [PACKAGE, BENCHMARKS, CLUSTER_TESTS], ids=["kafkatui", "benchmarks", "tests"])
def test_no_file_makes_one(root: Path) -> None:
    files = sorted(root.rglob("*.py"))
    assert files
    found = {str(file): names for file in files if (names := list(forbidden_in(file.read_text())))}
    assert found == {}


def test_the_search_finds_a_call_and_a_getattr_of_one() -> None:
    assert list(forbidden_in("admin.alter_consumer_group_offsets([])")) == ["alter_consumer_group_offsets"]
    assert list(forbidden_in("getattr(admin, 'delete_consumer_groups')([])")) == ["delete_consumer_groups"]
    assert list(forbidden_in("admin.create_topics([])")) == []

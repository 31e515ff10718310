"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILE_LINES = 411
FUNCTION_LINES = 45
PACKAGES = ("kafkatui", "tests", "benchmarks", "screenshots")


def too_large(source: str) -> Iterator[str]:
    """What of a file has too many lines, with how many."""
    lines = source.count("\n")
    if lines > FILE_LINES:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{node.name}: {length} lines"


@pytest.mark.parametrize("package", PACKAGES)
def test_no_file_and_no_function_is_too_large(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    found = {str(file.relative_to(ROOT)): large for file in files if (large := list(too_large(file.read_text())))}
    assert found == {}


def test_what_is_too_large_is_found() -> None:
    assert list(too_large("x = 1\n" * FILE_LINES)) == []
    assert list(too_large("x = 1\n" * (FILE_LINES + 1))) == [f"{FILE_LINES + 1} lines"]
    body = "    pass\n" * FUNCTION_LINES
    assert list(too_large(f"class It:\n  async def fits(self):\n{body[9:]}")) == []
    assert list(too_large(f"def large():\n{body}")) == [f"large: {FUNCTION_LINES + 1} lines"]

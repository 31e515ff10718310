"""Whoever imports a part of kafka-python imports all of it first.

The package imports its parts in a circle. Two threads that begin at different ends of it hold locks that the other
waits for; Python lets one of them go on with a module that is half there, and its import fails. Whoever imports the
package first waits for the other thread, holding nothing that this one needs.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kafkatui

SOURCES = sorted(Path(kafkatui.__file__).parent.rglob("*.py"))


def blocks(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements."""
    for node in ast.walk(tree):
        for part in ("body", "orelse", "finalbody"):
            statements = getattr(node, part, None)
            if isinstance(statements, list):
                yield statements


def parts_without_the_whole(source: str) -> list[int]:
    """The lines that import a part of kafka-python with no import of all of it before them in their block."""
    found = []
    for statements in blocks(ast.parse(source)):
        is_whole = False
        for statement in statements:
            if isinstance(statement, ast.Import):
                is_whole = is_whole or any(alias.name == "kafka" for alias in statement.names)
            names_part = isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("kafka.")
            if names_part and not is_whole:
                found.append(statement.lineno)
    return found


@pytest.mark.parametrize("path", SOURCES, ids=[str(path.name) for path in SOURCES])
def test_all_of_it_is_imported_before_a_part(path: Path) -> None:
    assert parts_without_the_whole(path.read_text()) == []


def test_a_part_alone_would_be_found() -> None:
    assert parts_without_the_whole("from kafka.errors import KafkaError") == [1]
    assert parts_without_the_whole("def f():\n    from kafka.admin import X\n    import kafka") == [2]
    assert parts_without_the_whole("import kafka\nfrom kafka.errors import KafkaError") == []


def test_threads_that_begin_at_different_ends_all_succeed() -> None:
    program = """
import importlib, sys, threading
names = ["kafkatui.kafka.read.group_requests", "kafkatui.kafka.read.topic_properties",
         "kafkatui.kafka.write.group_changes", "kafkatui.kafka.connect.coordinators"]
sys.setswitchinterval(1e-5)
failed = []
start = threading.Barrier(len(names))
def load(name):
    start.wait()
    try:
        importlib.import_module(name)
    except ImportError as error:
        failed.append(f"{name}: {error}")
threads = [threading.Thread(target=load, args=(name,)) for name in names]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit("; ".join(failed) or 0)
"""
    for _ in range(3):
        ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
        assert ended.returncode == 0, ended.stderr


def test_it_is_imported_ahead_while_another_thread_comes_to_need_it() -> None:
    lines = (
        "import sys, threading",
        "from kafkatui.kafka.connect.kafka_python import import_ahead",
        "import_ahead()",
        "import kafka",
        "from kafka.protocol.metadata import MetadataRequest",
        "[each.join() for each in threading.enumerate() if each is not threading.current_thread()]",
        "assert 'kafka.admin.client' in sys.modules",
    )
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")

"""What is remembered of a cluster from one run to the next."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kafkatui.codec.decoded import Part
from kafkatui.session.decoding import Decoding
from kafkatui.session.memory import MOST_SEARCHES, Memory


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it was not written"
        time.sleep(0.005)


def written(memory: Memory, text: str) -> None:
    until(lambda: memory.path.exists() and text in memory.path.read_text())


def test_the_next_run_decodes_as_this_one_did(tmp_path: Path) -> None:
    memory, decoding = Memory(tmp_path, "local"), Decoding()
    decoding.recall(memory)
    decoding.choose("orders", Part.VALUE, "int64")
    decoding.choose("orders", Part.KEY, "pack:>i")
    decoding.choose("/a/znode", Part.ZNODE, "hex")
    written(memory, "pack")
    again = Decoding()
    again.recall(Memory(tmp_path, "local"))
    assert again.chosen("orders", Part.VALUE) == "int64"
    assert again.chosen("orders", Part.KEY) == "pack:>i"
    assert again.chosen("/a/znode", Part.ZNODE) == "auto"
    assert Decoding().chosen("orders", Part.VALUE) == "auto", "a verb decodes as it is told, not as somebody once chose"
    other = Decoding()
    other.recall(Memory(tmp_path, "other"))
    assert other.chosen("orders", Part.VALUE) == "auto"
    assert stat.S_IMODE(memory.path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "contents", ["", "[]", "no JSON", '{"decodings": 5, "searches": {}}', '{"decodings": {"t": {"value": "gone"}}}']
)
def test_a_file_that_says_nothing_is_as_good_as_none(tmp_path: Path, contents: str) -> None:
    path = Memory(tmp_path, "x/y z").path
    path.parent.mkdir(parents=True)
    path.write_text(contents)
    memory, decoding = Memory(tmp_path, "x/y z"), Decoding()
    decoding.recall(memory)
    assert memory.searches == ()
    assert decoding.chosen("t", Part.VALUE) == "auto"
    memory.remember_search("a = 1")
    written(memory, "a = 1")


def test_searches_are_remembered_once_each_newest_first(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "local")
    for text in ("a", "b", " ", "a", *(f"n{number}" for number in range(MOST_SEARCHES))):
        memory.remember_search(text)
    assert len(memory.searches) == MOST_SEARCHES
    assert memory.searches[0] == f"n{MOST_SEARCHES - 1}"
    memory.remember_search("n5")
    assert memory.searches[:2] == ("n5", f"n{MOST_SEARCHES - 1}")
    until(lambda: Memory(tmp_path, "local").searches == memory.searches)


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "memory").write_text("a file where the folder should be")
    memory = Memory(tmp_path, "local")
    memory.remember_search("a")
    assert memory.searches == ("a",)

"""What is remembered of a cluster from one run to the next."""

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from kafkatui.codec.decoded import Part
from kafkatui.model.errors import ConfigError
from kafkatui.model.profile import Profile
from kafkatui.model.topic_settings import TopicSettings
from kafkatui.session.decoding import Decoding
from kafkatui.session.memory import MOST_SEARCHES, Memory
from kafkatui.session.session import ClusterSession

PATIENCE_SECONDS = 30.0


def written(memory: Memory, text: str) -> None:
    memory.close(PATIENCE_SECONDS)
    assert text in memory.path.read_text()


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


def test_what_was_chosen_and_what_is_typed_goes_before_the_settings_file(tmp_path: Path) -> None:
    decoding = Decoding(topics={"orders": TopicSettings("int64", "avro:/x/order.avsc")})
    assert decoding.chosen("orders", Part.KEY) == "int64"
    assert decoding.chosen("orders", Part.VALUE) == "avro:/x/order.avsc"
    assert decoding.chosen("orders", Part.HEADERS) == decoding.chosen("other", Part.VALUE) == "auto"
    assert "avro:/x/order.avsc" in decoding.names
    decoding.choose_everywhere({Part.VALUE: "hex"})
    assert decoding.chosen("orders", Part.VALUE) == "hex"
    decoding.recall(Memory(tmp_path, "local"))
    decoding.choose("orders", Part.KEY, "text")
    assert decoding.chosen("orders", Part.KEY) == "text"


def test_a_decoder_of_the_settings_file_that_there_is_not_is_told_before_anything_is_read() -> None:
    profile = Profile("p", {"bootstrap.servers": "127.0.0.1:1"}, topics={"orders": TopicSettings("int65")})
    with pytest.raises(ConfigError, match=r"settings of the topic orders, decode_key: There is no decoder 'int65'"):
        ClusterSession(profile)


@pytest.mark.parametrize(
    "contents",
    [
        "",
        "[]",
        "no JSON",
        '{"decodings": 5, "searches": {}}',
        '{"decodings": {"t": {"value": "gone"}}}',
        '{"columns": {"t": 7}}',
        '{"refresh": {"topics": "never", "groups": [1], "brokers": 0}}',
        '{"topic_folds": {"separator": 5, "opened": [1, {}]}}',
    ],
)
def test_a_file_that_says_nothing_is_as_good_as_none(tmp_path: Path, contents: str) -> None:
    path = Memory(tmp_path, "x/y z").path
    path.parent.mkdir(parents=True)
    path.write_text(contents)
    memory, decoding = Memory(tmp_path, "x/y z"), Decoding()
    decoding.recall(memory)
    assert memory.searches == ()
    assert memory.columns("t") == {}
    assert decoding.chosen("t", Part.VALUE) == "auto"
    memory.remember_search("a = 1")
    written(memory, "a = 1")


def test_every_cluster_has_a_file_of_its_own(tmp_path: Path) -> None:
    names = ["x/y z", "x_y_z", "x/y_z", "x%2Fy z", "", "..", "../x", ".x", "%2Ex", "é", "n" * 300, "n" * 301, "é" * 200]
    paths = [Memory(tmp_path, name).path for name in names]
    assert len(set(paths)) == len(names)
    assert {path.parent for path in paths} == {tmp_path / "memory"}
    assert all(len(path.name) < 250 and path.name == path.resolve().name for path in paths)
    assert Memory(tmp_path, "prod-eu_1.x").path.name == "prod-eu_1.x.json"


def test_searches_are_remembered_once_each_newest_first(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "local")
    for text in ("a", "b", " ", "a", *(f"n{number}" for number in range(MOST_SEARCHES))):
        memory.remember_search(text)
    assert len(memory.searches) == MOST_SEARCHES
    assert memory.searches[0] == f"n{MOST_SEARCHES - 1}"
    memory.remember_search("n5")
    assert memory.searches[:2] == ("n5", f"n{MOST_SEARCHES - 1}")
    memory.close(PATIENCE_SECONDS)
    assert Memory(tmp_path, "local").searches == memory.searches


def test_what_is_shown_of_a_topic_is_remembered_beside_that_of_others(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "local")
    assert memory.columns("orders") == {}
    memory.remember_columns("orders", {"order": ["value"], "time": "delta"})
    memory.remember_columns("payments", {"order": ["key"]})
    memory.close(PATIENCE_SECONDS)
    again = Memory(tmp_path, "local")
    assert again.columns("orders") == {"order": ["value"], "time": "delta"}
    assert again.columns("payments") == {"order": ["key"]}


def test_a_folder_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "memory").write_text("a file where the folder should be")
    memory = Memory(tmp_path, "local")
    memory.remember_search("a")
    assert memory.searches == ("a",)


def test_what_is_chosen_right_before_leaving_is_written() -> None:
    session = ClusterSession(Profile(name="left", kafka={"bootstrap.servers": "127.0.0.1:1"}))
    session.memory.remember_search("the last one")
    session.close()
    assert "the last one" in session.memory.path.read_text()


def test_leaving_does_not_wait_for_a_disk_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory, answers = Memory(tmp_path, "local"), threading.Event()
    monkeypatch.setattr(memory, "_write", lambda contents: answers.wait(PATIENCE_SECONDS))
    memory.remember_search("a")
    memory.close(0.01)
    assert not answers.is_set()
    answers.set()
    assert memory.searches == ("a",)


def test_a_session_that_remembered_nothing_leaves_no_file() -> None:
    session = ClusterSession(Profile(name="nothing", kafka={"bootstrap.servers": "127.0.0.1:1"}))
    session.close()
    assert not session.memory.path.parent.exists()


def test_a_saved_search_stays_until_it_is_taken_away(tmp_path: Path) -> None:
    memory = Memory(tmp_path, "local")
    memory.save_search("a", is_saved=True)
    memory.save_search("b", is_saved=True)
    memory.save_search("a", is_saved=True)
    for number in range(MOST_SEARCHES + 1):
        memory.remember_search(f"n{number}")
    memory.close(PATIENCE_SECONDS)
    again = Memory(tmp_path, "local")
    assert list(again.saved_searches) == ["b", "a"]
    again.save_search("b", is_saved=False)
    assert list(again.saved_searches) == ["a"]

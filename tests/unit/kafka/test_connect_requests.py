"""What a Connect worker says, in sentences: also in the states that are rare."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator

import pytest

from kafkatui.kafka.connect.properties import quiet
from kafkatui.kafka.connect_worker import requests as requests_module
from kafkatui.kafka.connect_worker.connectors import ConnectReader
from kafkatui.kafka.connect_worker.requests import WorkerRequests
from kafkatui.kafka.connect_worker.settings import worker_settings
from kafkatui.model.errors import (
    ConfigError,
    ConnectError,
    KafkatuiError,
    NotAuthorized,
    NotFound,
    NotSupported,
    Refused,
    RequestFailed,
    TimedOut,
)
from tests.unit.kafka.connect_server import Contents, connect_server

FILE = {"connector.class": "FileSource", "topic": "named", "tasks.max": "1"}
REBALANCE = (409, {"error_code": 409, "message": "Cannot complete request because of a conflicting operation"})


@pytest.fixture
def served() -> Iterator[tuple[str, Contents]]:
    with connect_server() as found:
        yield found


def reader(url: str, timeout_seconds: float = 5.0, **others: str) -> ConnectReader:
    properties = {"connect.url": url, **{name.replace("_", "."): value for name, value in others.items()}}
    return ConnectReader({each.name: WorkerRequests(each, timeout_seconds) for each in worker_settings(properties)})


def test_connectors_with_their_tasks_and_topics(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("z in", FILE)
    failed = {"id": 1, "state": "FAILED", "worker_id": "w:8083", "trace": "java.lang.Error: x\n\tat y"}
    contents.add("a/b", {**FILE, "topics": "one, two"}, "RUNNING", failed, {"id": 0, "state": "RUNNING"})
    first, second = reader(url).connectors().connectors
    assert (first.address, first.running, [task.id for task in first.tasks]) == ("a/b", 1, [0, 1])
    assert (first.is_failed, first.failed[0].trace) == (True, "java.lang.Error: x\n\tat y")
    assert first.topics == ("seen", "one", "two")
    assert (second.name, second.plugin, second.state, second.is_failed) == ("z in", "FileSource", "RUNNING", False)
    detail = reader(url).detail("z in")
    assert [(each.partition, each.offset) for each in detail.offsets or ()] == [('{"file": "a"}', '{"position": 7}')]


def test_an_old_worker_tells_names_only_and_no_offsets(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("one", FILE)
    contents.told["GET connectors"] = (200, ["one"])
    contents.told["GET connectors/one/offsets"] = (404, {"error_code": 404, "message": "HTTP 404 Not Found"})
    contents.told["GET connectors/one/topics"] = (404, {"error_code": 404, "message": "HTTP 404 Not Found"})
    (found,) = reader(url).connectors().connectors
    assert (found.state, found.topics) == ("RUNNING", ("named",))
    detail = reader(url).detail("one")
    assert detail.offsets is None
    assert "does not offer it (404)" in detail.no_offsets


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((401, "<html>"), NotAuthorized, "wants a login (401)."),
        ((403, {"message": "User is denied"}), NotAuthorized, "does not allow it (403): User is denied."),
        ((404, {"message": "Connector x not found"}), NotFound, "says: Connector x not found."),
        ((404, "<html>"), NotSupported, "does not offer it (404)"),
        ((400, {"message": "no class"}), Refused, "refuses it: no class."),
        ((409, {"message": "Connector x already exists"}), Refused, "already exists."),
        ((500, {"message": "boom, available connectors are: PluginDesc{…}"}), RequestFailed, "answered 500: boom."),
        ((200, "<html>"), RequestFailed, "is no Connect worker"),
        ((200, [1]), ConnectError, "is no Connect worker"),
    ],
)
def test_errors_in_sentences(
    served: tuple[str, Contents], answer: tuple[int, object], kind: type[KafkatuiError], words: str
) -> None:
    url, contents = served
    contents.told["GET connectors/x"] = answer
    with pytest.raises(kind) as raised:
        reader(url).connector("x")
    assert words in str(raised.value)


def test_a_rebalance_is_waited_for_within_bounds(served: tuple[str, Contents], monkeypatch: pytest.MonkeyPatch) -> None:
    url, contents = served
    monkeypatch.setattr(requests_module, "_AGAIN_SECONDS", 0.01)
    contents.told["GET connectors"] = [REBALANCE, REBALANCE]
    assert reader(url).connectors().connectors == ()
    assert contents.asked.count("GET connectors?expand=info&expand=status") == 3
    monkeypatch.setattr(requests_module, "REBALANCE_SECONDS", 0.05)
    contents.told["GET connectors"] = REBALANCE
    with pytest.raises(Refused, match="busy with a rebalance"):
        reader(url).connectors()


def test_who_does_not_answer_is_told_without_secrets(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.told["GET connectors"] = (0, "")
    with pytest.raises(TimedOut, match=r"did not answer within 0\.2 s"):
        reader(url, 0.2).connectors()
    with pytest.raises(ConnectError) as raised:
        reader("http://me:hunter22@127.0.0.1:9").connectors()
    assert "http://127.0.0.1:9 cannot be reached" in str(raised.value)
    assert "hunter22" not in str(raised.value)


def test_who_we_are_is_told_and_the_next_worker_asked(served: tuple[str, Contents]) -> None:
    url, contents = served
    found = reader(f"http://127.0.0.1:9,{url}", connect_basic_auth_user_info="me:secret").connectors()
    assert found.connectors == ()
    assert contents.headers["Authorization"] == f"Basic {b64encode(b'me:secret').decode()}"
    reader(url.replace("http://", "http://you:s%40cret@")).connectors()
    assert contents.headers["Authorization"] == f"Basic {b64encode(b'you:s@cret').decode()}"


def test_of_several_connects_one_that_is_silent_is_told_beside_the_others(served: tuple[str, Contents]) -> None:
    url, contents = served
    contents.add("orders", FILE)
    several = reader("http://127.0.0.1:9", connect_billing_url=url)
    found = several.connectors()
    assert [each.address for each in found.connectors] == ["billing/orders"]
    assert "cannot be reached" in found.silent["connect"]
    assert several.connector("billing/orders").name == "orders"
    with pytest.raises(NotFound, match="of which Connect"):
        several.connector("orders")


def test_a_configuration_is_checked_by_its_plugin(served: tuple[str, Contents]) -> None:
    url, contents = served
    assert reader(url).problems("x", FILE) == ()
    (problem,) = reader(url).problems("x", {**FILE, "tasks.max": "many"})
    assert problem.text == "tasks.max: Not a number of type INT."
    with pytest.raises(NotFound, match=r"no plugin Nope\. It has org\.example\.DatabaseSink"):
        reader(url).problems("x", {"connector.class": "Nope"})
    assert not contents.configs


@pytest.mark.parametrize(
    ("properties", "words"),
    [
        ({"connect.urls": "http://a"}, "no property connect.urls"),
        ({"connect.billing.basic.auth.user.info": "me:x"}, "connect.billing.url is missing"),
        ({"connect.url": "host:8083"}, "host:8083 is no URL"),
    ],
)
def test_wrong_properties(properties: dict[str, str], words: str) -> None:
    with pytest.raises(ConfigError) as raised:
        worker_settings(properties)
    assert words in str(raised.value)


def test_librdkafka_is_not_told_of_connect() -> None:
    assert "connect.url" not in quiet({"connect.url": "http://a", "bootstrap.servers": "b:1"})

"""Each broker tells its own version; one that is away is left out, one that refuses is not passed over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from kafka import errors
from kafka.protocol.api_key import ApiKey

from kafkatui.kafka.connect.connection import KafkaConnection
from kafkatui.kafka.connect.errors import failure
from kafkatui.kafka.read.broker_versions import read_broker_versions
from kafkatui.model.errors import ConnectError, KafkatuiError, NotAuthorized


def of_version(fetch: int) -> Any:
    """A broker's answer that knows Fetch up to this version."""
    keys = [SimpleNamespace(api_key=int(ApiKey.Fetch), min_version=4, max_version=fetch)]
    return SimpleNamespace(api_keys=keys, error_code=0)


NEW, OLD = of_version(17), of_version(16)


class Manager:
    """kafka-python's, of brokers that give these answers by id; errors are raised."""

    def __init__(self, answers: dict[int, Any]) -> None:
        self.answers, self.cluster = answers, self

    async def refresh_metadata(self) -> None:
        return

    def reset_backoff(self, broker_id: int) -> None:
        assert broker_id in self.answers

    def run(self, ask: Callable[..., Any], *arguments: Any) -> Any:
        return asyncio.run(ask(*arguments))

    async def send(self, message: Any, node_id: int) -> Any:
        given = self.answers[node_id]
        if isinstance(given, Exception):
            raise given
        return given


def versions(answers: dict[int, Any]) -> dict[int, str]:
    client = SimpleNamespace(_manager=Manager(answers))

    def read(doing: str, request: Callable[[Any], Any]) -> Any:
        try:
            return request(client)
        except Exception as error:
            raise failure(error, doing) from error

    stand_in = SimpleNamespace(kafka_python=SimpleNamespace(read=read))
    return dict(read_broker_versions(cast("KafkaConnection", stand_in), tuple(answers)))


def test_each_tells_its_own() -> None:
    assert versions({1: OLD, 2: NEW}) == {1: "3.7", 2: "3.9"}
    assert versions({1: NEW, 2: OLD}) == {1: "3.9", 2: "3.7"}
    assert versions({}) == {}


@pytest.mark.parametrize(
    "away", [errors.KafkaConnectionError(), errors.NodeNotReadyError(), errors.KafkaTimeoutError(),
             errors.UnknownBrokerIdError(), TimeoutError()],
)  # fmt: skip
def test_one_that_is_away_is_left_out(away: Exception) -> None:
    assert versions({1: away, 2: NEW}) == {2: "3.9"}
    with pytest.raises(KafkatuiError, match="Could not ask broker 2 for its version"):
        versions({1: away, 2: away})


def test_one_that_refuses_is_told() -> None:
    with pytest.raises(NotAuthorized):
        versions({1: NEW, 2: errors.ClusterAuthorizationFailedError()})
    with pytest.raises(KafkatuiError, match="division by zero"):
        versions({1: NEW, 2: ZeroDivisionError("division by zero")})
    with pytest.raises(ConnectError):
        versions({1: errors.KafkaConnectionError()})

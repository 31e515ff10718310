"""A request that cannot even be sent fails when its answer is waited for, as others do."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from kafka.errors import UnknownBrokerIdError
from kafka.future import Future

from kafkatui.kafka.connect.sending import send_to


class Manager:
    def send(self, message: Any, node_id: int) -> Any:
        if node_id == 2:
            raise UnknownBrokerIdError(node_id)
        return Future().success(message)


async def answer(broker_id: int) -> Any:
    return await send_to(Manager(), "message", broker_id)


def test_what_is_raised_at_once_comes_with_the_answer() -> None:
    assert asyncio.run(answer(1)) == "message"
    send_to(Manager(), "message", 2)
    with pytest.raises(UnknownBrokerIdError):
        asyncio.run(answer(2))

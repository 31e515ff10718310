"""Logging a session in while it lives."""

from __future__ import annotations

from functools import partial
from typing import Any

from kazoo.client import KazooClient

from kafkatui.zookeeper.connection import ZooKeeperConnection


def add_digest(connection: ZooKeeperConnection, user: str, password: str) -> None:
    """The session is that digest user, too, from now on, also when it connects again.

    Raises:
        NotAuthorized: the server takes no digest users.
        KafkatuiError: as `errors.translate` names it.
    """
    connection.request(partial(_add, credential=f"{user}:{password}"), f"log in as digest user {user}")


def _add(client: KazooClient, credential: str) -> Any:
    return client.add_auth_async("digest", credential)

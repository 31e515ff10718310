"""The two sides of a cluster, each with a connection of its own."""

from __future__ import annotations

from enum import Enum


class Side(Enum):
    """Kafka's brokers, or the ZooKeeper behind them."""

    KAFKA = "Kafka"
    ZOOKEEPER = "ZooKeeper"


def disconnected_by_you(side: Side) -> str:
    """Why nothing is read of a side whose connection somebody has closed."""
    return f"{side.value} is disconnected by you: Connect, in `a`, opens it again."


def is_by_you(reason: str) -> bool:
    """Whether that is the reason."""
    return any(disconnected_by_you(side) in reason for side in Side)

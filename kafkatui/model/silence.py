"""Brokers that do not answer, in words."""

from __future__ import annotations

from collections.abc import Collection


def silence(broker_ids: Collection[int]) -> str:
    """ "broker 2 does not answer", "brokers 1, 2 do not answer"."""
    ids = ", ".join(map(str, sorted(broker_ids)))
    return f"broker {ids} does not answer" if len(broker_ids) == 1 else f"brokers {ids} do not answer"

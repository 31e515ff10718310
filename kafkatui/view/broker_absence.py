"""What pages of a broker that is gone say instead of what it would tell."""

from __future__ import annotations

from collections.abc import Iterable

from kafkatui.model.presence import BrokerPresence, PresenceState
from kafkatui.view import numbers


def gone_sentence(broker_id: int, brokers: Iterable[BrokerPresence]) -> str:
    """Since when a broker is gone, and what that means; empty when it is not gone.

    Args:
        brokers: those that the session knows of.
    """
    presence = next((each for each in brokers if each.broker.id == broker_id), None)
    if presence is None or presence.state is not PresenceState.GONE:
        return ""
    since = presence.since_seconds
    when = "" if since is None else f" since {numbers.clock(since)}"
    return f"Broker {broker_id} is gone{when}: the cluster does not name it any more. This is read when it comes back."

"""One broker's figures, by whichever agent the profile names."""

from __future__ import annotations

import time
from collections.abc import Mapping

from kafkatui.kafka.jmx.jolokia import read_jolokia
from kafkatui.kafka.jmx.prometheus import read_prometheus
from kafkatui.kafka.jmx.requests import TIMEOUT_SECONDS, JmxRequest
from kafkatui.kafka.jmx.settings import jmx_settings
from kafkatui.model.broker_figures import BrokerFigures

SHORTEST_SECONDS = 1.0
"""Over less time two totals make no rate."""


def read_figures(
    kafka: Mapping[str, str],
    broker_id: int,
    host: str,
    previous: BrokerFigures | None = None,
    timeout_seconds: float = TIMEOUT_SECONDS,
) -> BrokerFigures:
    """What the broker's agent tells now.

    Args:
        kafka: the profile's properties, which say where the agent is.
        host: as the broker tells it.
        previous: what it told before, for rates whose totals alone are told.

    Raises:
        NotSupported: the profile does not say where it is.
        KafkatuiError: it does not answer, or with nothing that can be used.
    """
    settings = jmx_settings(kafka, broker_id, host)
    request = JmxRequest(settings, timeout_seconds)
    if settings.is_jolokia:
        values = read_jolokia(request, settings.url)
        return BrokerFigures(broker_id, "Jolokia", settings.url, values, at_seconds=time.monotonic())
    told = read_prometheus(request, settings.url)
    now = time.monotonic()
    rates = _rates(told.totals, previous, now)
    return BrokerFigures(broker_id, "Prometheus", settings.url, {**rates, **told.values}, told.totals, now)


def _rates(totals: Mapping[str, float], previous: BrokerFigures | None, now: float) -> dict[str, float]:
    """What two totals make; nothing after a restart, where they begin anew."""
    if previous is None:
        return {}
    seconds = now - previous.at_seconds
    if seconds < SHORTEST_SECONDS:
        return {name: previous.values[name] for name in totals if name in previous.values}
    before = previous.totals
    return {
        name: (total - before[name]) / seconds
        for name, total in totals.items()
        if name in before and total >= before[name]
    }

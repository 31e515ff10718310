"""Figures as a monitoring system takes them."""

from __future__ import annotations

from msgspec import Struct


class Measurement(Struct, frozen=True):
    """One figure.

    Attributes:
        labels: name and value of each, in their order.
    """

    labels: tuple[tuple[str, str], ...]
    value: float


class Metric(Struct, frozen=True):
    """Figures of one kind.

    Attributes:
        name: as Prometheus writes names.
        help: one sentence.
        measurements: of what could be read; what could not is not among them.
        type: Prometheus' word for it. Offsets are gauges: they go back when a topic is made anew.
    """

    name: str
    help: str
    measurements: tuple[Measurement, ...]
    type: str = "gauge"

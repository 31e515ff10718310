"""Figures in Prometheus' text format 0.0.4."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kafkatui.model.metric import Measurement, Metric


def prometheus_lines(metrics: Iterable[Metric]) -> Iterator[str]:
    """The lines of it, without line ends."""
    for metric in metrics:
        yield f"# HELP {metric.name} {_help(metric.help)}"
        yield f"# TYPE {metric.name} {metric.type}"
        for measurement in metric.measurements:
            yield f"{metric.name}{_labels(measurement)} {_number(measurement.value)}"


def _labels(measurement: Measurement) -> str:
    pairs = ",".join(f'{name}="{_label(value)}"' for name, value in measurement.labels)
    return f"{{{pairs}}}" if pairs else ""


def _label(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _help(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _number(value: float) -> str:
    """Whole numbers without a fraction: they are exact up to 2⁵³, as Prometheus keeps them."""
    return str(int(value)) if value == int(value) else repr(float(value))

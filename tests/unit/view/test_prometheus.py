"""Figures in Prometheus' text format, read back by Prometheus' own parser."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from kafkatui.model.metric import Measurement, Metric
from kafkatui.view.prometheus import prometheus_lines


def test_names_labels_and_figures_come_back_as_they_went() -> None:
    odd = 'a "quoted" \\ back\nslash {x="1"} ü'
    metrics = [
        Metric("kafkatui_topics", "Topics, with a \\ and\na second line.", (Measurement((), 3),)),
        Metric(
            "kafkatui_group_lag",
            "Lag.",
            (
                Measurement((("group", odd), ("partition", "0")), -5),
                Measurement((("group", "b"), ("partition", "1")), 2**53 - 1),
                Measurement((("group", "c"), ("partition", "1")), 0.25),
            ),
        ),
    ]
    text = "\n".join(prometheus_lines(metrics)) + "\n"
    topics, lag = text_string_to_metric_families(text)
    assert (topics.name, topics.type, topics.samples[0].value) == ("kafkatui_topics", "gauge", 3)
    assert topics.documentation == "Topics, with a \\ and\na second line."
    assert [(sample.labels, sample.value) for sample in lag.samples] == [
        ({"group": odd, "partition": "0"}, -5),
        ({"group": "b", "partition": "1"}, 2**53 - 1),
        ({"group": "c", "partition": "1"}, 0.25),
    ]
    assert "9007199254740991" in text, "no exponent: offsets are exact"

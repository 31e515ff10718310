"""A topic's filter is that of its own name, else of the first pattern that fits."""

from __future__ import annotations

from pathlib import Path

from kafkatui.config.file import parse_config
from kafkatui.model.topic_settings import default_filter

TEXT = """
[clusters.p.topics."pay*"]
filter = "not heartbeat"
[clusters.p.topics.payments]
filter = " value.total > 100 "
[clusters.p.topics.payroll]
decode_value = "hex"
"""


def test_its_own_name_goes_before_a_pattern() -> None:
    topics = parse_config(TEXT, Path("/x/config.toml")).clusters["p"].topics
    assert default_filter(topics, "payments") == "value.total > 100"
    assert default_filter(topics, "payouts") == "not heartbeat"
    assert default_filter(topics, "payroll") == "not heartbeat"
    assert default_filter(topics, "orders") == ""

"""What the overview counts, and what it says it counted."""

from __future__ import annotations

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.model.observed import Observed
from kafkatui.report.cluster_health import CONFIG_LIMIT, ClusterHealth, topics_to_configure
from kafkatui.report.topics import Configs


def test_only_what_misses_replicas_is_checked_on_a_cluster_of_many_topics() -> None:
    topics = {
        f"t{i:03}": Topic(f"t{i:03}", (Partition(f"t{i:03}", 0, 1, (1, 2), (1, 2)),)) for i in range(CONFIG_LIMIT)
    }
    few = ClusterMetadata("id", 1, {}, topics)
    many = ClusterMetadata("id", 1, {}, {**topics, "ill": Topic("ill", (Partition("ill", 0, 1, (1, 2), (1,)),))})
    facts = ClusterHealth()
    assert facts.min_isr_checked(few, {}) is None
    assert topics_to_configure(many) == ("ill",)
    assert facts.min_isr_checked(many, {}) == 0
    assert facts.min_isr_unknown(many, {}) == "reading the topics' configuration"
    configs: Configs = {"ill": Observed.ok((ConfigEntry("min.insync.replicas", "1", "topic"),), 0.0)}
    assert facts.min_isr_checked(many, configs) == 1
    assert facts.min_isr_unknown(many, configs) == ""

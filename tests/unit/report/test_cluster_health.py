"""What the overview counts, and what it says it counted."""

from __future__ import annotations

from kafkatui.model.cluster import Broker, ClusterMetadata, Partition, Topic
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


def test_partitions_are_counted_again_only_where_topics_or_brokers_changed() -> None:
    topics = {"orders": Topic("orders", (Partition("orders", 0, 1, (1, 2), (1,)),))}
    brokers = {1: Broker(1, "a", 9092), 2: Broker(2, "b", 9092)}
    facts = ClusterHealth()
    first = facts.health(ClusterMetadata("id", 1, brokers, topics))
    assert facts.health(ClusterMetadata("id", 1, dict(brokers), topics)) is first
    assert facts.health(ClusterMetadata("id", 2, brokers, topics)).controller_id == 2
    assert facts.health(ClusterMetadata("id", 1, {1: brokers[1]}, topics)).missing_brokers == (2,)
    whole = {"orders": Topic("orders", (Partition("orders", 0, 1, (1, 2), (1, 2)),))}
    assert facts.health(ClusterMetadata("id", 1, brokers, whole)).under_replicated == 0

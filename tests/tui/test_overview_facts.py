"""What the overview counts, and what it says it counted."""

from __future__ import annotations

from kafkatui.model.cluster import ClusterMetadata, Partition, Topic
from kafkatui.model.config_entry import ConfigEntry
from kafkatui.tui.pages.overview.facts import CONFIG_LIMIT, OverviewFacts


def test_only_what_misses_replicas_is_checked_on_a_cluster_of_many_topics() -> None:
    topics = {
        f"t{i:03}": Topic(f"t{i:03}", (Partition(f"t{i:03}", 0, 1, (1, 2), (1, 2)),)) for i in range(CONFIG_LIMIT)
    }
    few = ClusterMetadata("id", 1, {}, topics)
    many = ClusterMetadata("id", 1, {}, {**topics, "ill": Topic("ill", (Partition("ill", 0, 1, (1, 2), (1,)),))})
    facts = OverviewFacts()
    assert facts.min_isr_checked(few) is None
    assert facts.topics_to_configure(many) == ("ill",)
    assert facts.min_isr_checked(many) == 0
    facts.learn_configs({"ill": (ConfigEntry("min.insync.replicas", "1", "topic"),)})
    assert facts.min_isr_checked(many) == 1

"""What the table of the README is about: features, by the tests that try them on real clusters."""

from __future__ import annotations

from dataclasses import dataclass

from kafkatui.model.capabilities import Capability
from kafkatui.sandbox.versions import RELEASES

LINES = tuple(sorted(RELEASES, key=lambda line: [int(part) for part in line.split(".")]))
"""Kafka's generations, the oldest first."""

SHARED = {
    "kafka_2_3": "2.3", "cluster": "3.9", "killable_cluster": "3.9", "kafka_4_3": "4.3", "killable_4_3": "4.3",
}  # fmt: skip
"""The generation of each shared cluster, by its fixture, which a parameter may name."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A row of the table.

    Attributes:
        title: what is tried.
        files: below tests/, without .py, where it is tried; none: in all that no other feature names.
        tests: parts of the names of the tests there that try it; empty: all of them.
        needs: what brokers must be able to do for it; before that version it is not supported.
        has_zookeeper: whether it is about ZooKeeper, which Kafka 4.0 has no more.
    """

    title: str
    files: tuple[str, ...]
    tests: tuple[str, ...] = ()
    needs: Capability | None = None
    has_zookeeper: bool = False

    def is_tried_by(self, file: str, test: str) -> bool:
        """Whether a test of that name in that file is one of it."""
        if not self.files:
            return file not in ABOUT_NO_VERSION and not any(file in each.files for each in FEATURES)
        return file in self.files and (not self.tests or any(each in test for each in self.tests))

    def not_supported(self, line: str) -> str:
        """Why that generation has it not, in a few words; empty where it has."""
        if self.has_zookeeper and RELEASES[line].zookeeper_jars is None:
            return "no ZooKeeper"
        if self.needs is not None and _number(line) < _number(self.needs.since.split()[0]):
            return f"not before {self.needs.since}"
        return ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _pages(*names: str) -> tuple[str, ...]:
    return tuple(f"cluster/test_page_{name}" for name in names)


def _doctors(*names: str) -> tuple[str, ...]:
    return tuple(f"cluster/test_doctor_{name}" for name in names)


FEATURES: tuple[Feature, ...] = (
    Feature("Pages", (*_pages("brokers", "explorer", "groups", "navigation", "overview", "topic", "topics"),
                      "cluster/test_bad_days", "cluster/test_walkthrough", "cluster/test_several_clusters")),
    Feature("Every number of the verbs as Kafka's own tools have it",
            ("oracle/test_states", "oracle/test_leaderless", "cluster/test_reports")),
    Feature("Other listing verbs", ("cluster/test_cli_verbs", "cluster/test_generations_verbs",
                                    "cluster/test_kafka_readers", "cluster/test_kafka_generations")),
    Feature("A broker or the controller is killed", (
        "terminal/test_failover", "terminal/test_failover_generations", "cluster/test_kafka_broker_down",
        "cluster/test_kafka_groups_failover", "cluster/test_action_failover", "cluster/test_sandbox_restart")),
    Feature("Following records", (
        *_pages("messages", "record"), "cluster/test_kafka_tail", "cluster/test_tail_gaps", "cluster/test_tail_ranges",
        "cluster/test_tail_whole", "cluster/test_several_topics", "cluster/test_odd_records", "cluster/test_masks")),
    Feature("Searching, counting, analysing", (*_pages("search"), "cluster/test_scan", "cluster/test_analysis",
                                               "cluster/test_latest_and_history")),
    Feature("Producing, copying, generating", (*_pages("produce"), "cluster/test_produce_ways",
                                               "cluster/test_produce_bad_days", "cluster/test_bulk_verbs")),
    Feature("Transactions in records", ("cluster/test_kafka_transactions", "cluster/test_transaction_fates")),
    Feature("Reading as a member of a group", ("cluster/test_group_member", "cluster/test_group_reading",
                                               "cluster/test_group_member_generations")),
    Feature("Groups of the new protocol", ("cluster/test_kafka_group_types",), needs=Capability.CONSUMER_PROTOCOL),
    Feature("How groups do", ("cluster/test_consumption",)),
    Feature("Changing topics", ("cluster/test_topic_verbs", "cluster/test_action_verbs", "cluster/test_kafka_writing")),
    Feature("Changing groups", ("cluster/test_group_actions",)),
    Feature("Moving replicas, electing leaders", ("cluster/test_partition_verbs",)),
    Feature("Unclean elections", ("cluster/test_partition_verbs",), ("unclean",), Capability.UNCLEAN_ELECTION),
    Feature("Configuring brokers", ("cluster/test_broker_verbs",)),
    Feature("Log levels", ("cluster/test_broker_verbs",), ("log_level", "level"), Capability.LOG_LEVELS),
    Feature("JMX figures", ("cluster/test_jmx",)),
    Feature("ACLs, users, quotas, tokens, hanging transactions", ("cluster/test_security_admin",)),
    Feature("Ways to log in", ("cluster/test_security",)),
    Feature("The doctor", ("cluster/test_doctor",
                           *_doctors("broken", "ensemble", "motley", "over_time", "quorum", "restart"))),
    Feature("ZooKeeper's pages", (*_pages("zookeeper"), "cluster/test_zookeeper_reading", "cluster/test_links"),
            has_zookeeper=True),
    Feature("Changing znodes", ("cluster/test_zookeeper_verbs", "cluster/test_zookeeper_writing"), has_zookeeper=True),
    Feature("Schema registry", ("cluster/test_schema_registry",)),
    Feature("Kafka Connect", ("cluster/test_connect",)),
    Feature("Commands of your own", ("cluster/test_own_commands",)),
    Feature("Servers' logs", ("cluster/test_server_logs",)),
    Feature("The timeline", ("cluster/test_timeline",)),
    Feature("The demo", ("cluster/test_sandbox_contents", "cluster/test_sandbox_demo", "cluster/test_sandbox_start",
                         "cluster/test_sandbox_generations")),
    Feature("Everything else", ()),
)  # fmt: skip
"""In the order of the table; the last has the files that no other names."""

ABOUT_NO_VERSION = frozenset({
    "cluster/test_benchmarks", "cluster/test_catalogue", "cluster/test_compose", "cluster/test_docker_logs",
    "cluster/test_zookeeper_set_back",
    "cluster/test_zookeeper_subtrees", "terminal/test_bad_days", "terminal/test_browser", "terminal/test_completion",
    "terminal/test_container_shell",
    "terminal/test_monkey", "terminal/test_signals", "terminal/test_typing",
})  # fmt: skip
"""Files below tests/ whose tests are of the program, of the jars or of ZooKeeper alone."""

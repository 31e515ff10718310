"""The doctor's rules as a page of documentation."""

from __future__ import annotations

from itertools import groupby

from kafkatui.insight.doctor.rule import Rule
from kafkatui.insight.doctor.rules import RULES
from kafkatui.model.event import Severity

LOOKED_FOR: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("brokers in the metadata and in `/brokers/ids`: on one side only, endpoint, rack",
     ("broker-not-registered", "broker-not-in-metadata", "broker-address-differs", "broker-rack-differs")),
    ("brokers that are gone or do not answer", ("broker-gone", "broker-unreachable")),
    ("replicas, leader, leader epoch and ISR against `…/state`",
     ("partition-replicas-differ", "partition-state-differs", "partition-epoch-differs")),
    ("topics on one side only, their ids, errors",
     ("topic-only-in-kafka", "topic-only-in-zookeeper", "topic-id-differs", "topic-error")),
    ("overrides of brokers, and quotas, against `/config` (what brokers tell of a topic they read there themselves)",
     ("broker-config-differs", "quota-differs")),
    ("ACLs and users against their znodes", ("acl-differs", "user-differs")),
    ("controller and its epoch", ("controller-missing", "controller-differs", "controller-epoch-back")),
    ("under-replicated, under and at the minimum, leaderless, not led as preferred",
     ("partition-under-replicated", "partition-under-min-isr", "partition-at-min-isr", "partition-leaderless",
      "partition-not-preferred")),
    ("skew of leaders, disks and racks", ("leader-skew", "disk-skew", "partition-one-rack", "racks-incomplete")),
    ("a single replica, a minimum as high as the replicas, internal topics",
     ("topic-one-replica", "min-isr-too-high", "internal-topic-replicas")),
    ("deletions, reassignments and elections that do not end",
     ("deletion-stuck", "reassignment-stuck", "reassignment-slow", "election-stuck")),
    ("unclean elections, allowed or seen", ("unclean-election-allowed", "election-unclean")),
    ("ISRs that come and go", ("partition-flapping",)),
    ("throttles left behind", ("throttle-left-on-topic", "throttle-left-on-broker")),
    ("groups: stuck, empty with lag, falling behind, partitions that no member reads",
     ("group-stuck", "group-rebalancing", "group-without-members", "group-falling-behind", "group-unread-partitions",
      "group-not-told")),
    ("groups: commits of topics that are gone, or outside of the log", ("group-gone-topic", "group-beyond-end")),
    ("groups and retention: shorter than the lag, over 80 % unread, records lost",
     ("group-behind-retention", "group-near-loss", "group-lost-records")),
    ("what is left of topics that are gone, and topics of nobody", ("config-left-behind", "topic-unused")),
    ("tiny batches", ("batches-tiny",)),
    ("hanging transactions", ("transaction-hanging",)),
    ("disks that are full or offline", ("disk-full", "log-dir-offline")),
    ("certificates about to end", ("certificate-ends",)),
    ("versions mixed", ("versions-mixed", "ensemble-versions")),
    ("znodes that cannot be read or understood, or are near the limit",
     ("znode-broken", "znode-unreadable", "znode-near-limit")),
    ("the ensemble: even, not whole, slow, requests that wait, watches, size",
     ("ensemble-even", "ensemble-not-whole", "zookeeper-slow", "ensemble-outstanding", "ensemble-watches",
      "zookeeper-many-znodes", "ensemble-large")),
    ("the ensemble: silent, another cluster's, set back",
     ("zookeeper-silent", "zookeeper-other-cluster", "zookeeper-set-back")),
    ("KRaft: leader, voters, lag, epoch, features, who may lead",
     ("quorum-no-leader", "quorum-silent-voter", "quorum-even", "quorum-node-behind", "quorum-restless",
      "feature-unsupported", "leader-none-eligible")),
)  # fmt: skip
"""What the doctor looks for, and by which rules."""

WORDS = {Severity.INFO: "to know", Severity.WARNING: "warning", Severity.BAD: "bad"}


def rules_markdown() -> str:
    """A table for each family, in the order in which the rules are asked."""
    parts = []
    for family, rules in groupby(RULES, lambda rule: rule.family):
        rows = [f"| `{rule.id}` | {rule.name} | {_severity(rule)} | {_hold(rule)} | {rule.meaning} | {rule.next_step} |"
                for rule in rules]  # fmt: skip
        head = ["| rule | what | how bad | told after | what it means | safe next step |", "|---|---|---|---|---|---|"]
        parts.append("\n".join([f"### {family[0].upper()}{family[1:]}", "", *head, *rows]))
    rows = [f"| {what} | {', '.join(f'`{rule}`' for rule in rules)} |" for what, rules in LOOKED_FOR]
    parts.append("\n".join(["### By what is looked for", "", "| what | rules |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _severity(rule: Rule) -> str:
    if rule.worse_after_seconds is None:
        return WORDS[rule.severity]
    worse = Severity.BAD if rule.severity is Severity.WARNING else Severity.WARNING
    return f"{WORDS[rule.severity]}, {WORDS[worse]} after {_span(rule.worse_after_seconds)}"


def _hold(rule: Rule) -> str:
    words = _span(rule.hold_seconds) if rule.hold_seconds else "at once"
    return f"{words}, never in one look" if rule.needs_time else words


def _span(seconds: float) -> str:
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"

"""Where each rule of the doctor is proved: on a real cluster that is broken so, and where it is found no more."""

from __future__ import annotations

from collections.abc import Mapping

BROKEN, OVER_TIME = "test_doctor_broken", "test_doctor_over_time"

ENSEMBLE = "test_doctor_ensemble"

SET = (BROKEN, "test_what_was_set_and_left_behind")
GROUPS = (BROKEN, "test_groups_that_need_somebody")
COPIED = (BROKEN, "test_a_zookeeper_that_others_wrote_to")
CHANGED = (BROKEN, "test_zookeeper_changed_and_a_broker_killed")
SLOWLY = (OVER_TIME, "test_what_does_not_get_on")
TWO_VOTE = (ENSEMBLE, "test_two_that_vote_and_too_many_watches")
OLDER = (ENSEMBLE, "test_a_server_of_another_version_and_one_that_is_away")
HELD = (ENSEMBLE, "test_requests_that_wait_and_slow_answers")
TOO_MUCH = (ENSEMBLE, "test_more_than_a_zookeeper_is_good_for")
UNLIKE = ("test_doctor_motley", "test_racks_versions_and_internal_topics")
SMALL_DISK = ("test_doctor_motley", "test_a_small_disk")
DISKS = ("test_doctor_motley", "test_a_disk_that_is_lost_and_one_with_too_much")
QUORUM = "test_doctor_quorum"
HANGS = (QUORUM, "test_a_node_that_hangs")
ELECTS = (QUORUM, "test_elections_again_and_again")
TWO_NODES = (QUORUM, "test_two_that_vote")
ENDS = ("test_security", "test_a_certificate_that_ends_is_told_until_it_is_renewed")
SILENT = ("test_doctor_motley", "test_a_broker_that_hangs")
RESTLESS = ("test_doctor_motley", "test_a_broker_that_comes_and_goes_until_the_other_is_away")
DENIED = ("test_security_admin", "test_a_group_that_nobody_tells_of_is_found")
MOVED_BACK = ("test_zookeeper_set_back", "test_it_is_connected_to_again_and_told")
AUTHORIZED = ("test_security_admin", "test_acls_come_and_go_as_kafkas_tool_sees_them")

PROOFS: Mapping[str, tuple[str, str]] = {
    "acl-differs": AUTHORIZED,
    "batches-tiny": SLOWLY,
    "broker-address-differs": CHANGED,
    "broker-config-differs": CHANGED,
    "broker-gone": CHANGED,
    "broker-not-in-metadata": CHANGED,
    "broker-not-registered": CHANGED,
    "broker-rack-differs": CHANGED,
    "broker-unreachable": SILENT,
    "certificate-ends": ENDS,
    "config-left-behind": CHANGED,
    "controller-differs": CHANGED,
    "controller-epoch-back": CHANGED,
    "deletion-stuck": CHANGED,
    "disk-full": SMALL_DISK,
    "disk-skew": DISKS,
    "election-stuck": CHANGED,
    "election-unclean": RESTLESS,
    "ensemble-even": TWO_VOTE,
    "ensemble-large": TOO_MUCH,
    "ensemble-not-whole": OLDER,
    "ensemble-outstanding": HELD,
    "ensemble-versions": OLDER,
    "ensemble-watches": TWO_VOTE,
    "group-behind-retention": GROUPS,
    "group-beyond-end": GROUPS,
    "group-falling-behind": SLOWLY,
    "group-gone-topic": CHANGED,
    "group-lost-records": GROUPS,
    "group-near-loss": GROUPS,
    "group-not-told": DENIED,
    "group-rebalancing": GROUPS,
    "group-stuck": SLOWLY,
    "group-unread-partitions": GROUPS,
    "group-without-members": GROUPS,
    "internal-topic-replicas": UNLIKE,
    "leader-skew": SET,
    "log-dir-offline": DISKS,
    "min-isr-too-high": SET,
    "partition-at-min-isr": CHANGED,
    "partition-epoch-differs": CHANGED,
    "partition-flapping": RESTLESS,
    "partition-leaderless": CHANGED,
    "partition-not-preferred": CHANGED,
    "partition-one-rack": UNLIKE,
    "partition-replicas-differ": CHANGED,
    "partition-state-differs": CHANGED,
    "partition-under-min-isr": CHANGED,
    "partition-under-replicated": CHANGED,
    "quorum-even": TWO_NODES,
    "quorum-node-behind": HANGS,
    "quorum-restless": ELECTS,
    "quorum-silent-voter": HANGS,
    "quota-differs": COPIED,
    "racks-incomplete": UNLIKE,
    "reassignment-slow": SLOWLY,
    "reassignment-stuck": CHANGED,
    "throttle-left-on-broker": SET,
    "throttle-left-on-topic": SET,
    "topic-id-differs": CHANGED,
    "topic-one-replica": SET,
    "topic-only-in-kafka": CHANGED,
    "topic-only-in-zookeeper": CHANGED,
    "topic-unused": SET,
    "transaction-hanging": SET,
    "unclean-election-allowed": SET,
    "user-differs": COPIED,
    "versions-mixed": UNLIKE,
    "znode-broken": CHANGED,
    "znode-near-limit": CHANGED,
    "znode-unreadable": CHANGED,
    "zookeeper-many-znodes": TOO_MUCH,
    "zookeeper-other-cluster": ("test_bad_days", "test_a_zookeeper_of_another_cluster_is_not_linked"),
    "zookeeper-set-back": MOVED_BACK,
    "zookeeper-silent": (
        "test_bad_days",
        "test_kafka_goes_on_while_zookeeper_is_away_and_the_link_heals_by_itself",
    ),
    "zookeeper-slow": HELD,
}
"""By rule: the file of tests/cluster and its test."""

NOT_PROVED: Mapping[str, str] = {
    "controller-missing": (
        "Not seen: a quorum of 4.3 without leader is not told of at all (see quorum-no-leader); with ZooKeeper not "
        "tried, where metadata should name the last one, so that controller-differs tells of it."
    ),
    "feature-unsupported": "Not tried: a broker without what is in force should be refused by the controller.",
    "leader-none-eligible": (
        "Not tried: the last known leader should be elected once it is back, so that it must be kept from that."
    ),
    "quorum-no-leader": (
        "Tried with one of two voters killed: a broker of 4.3 does not answer who leads (not within 20 s), and the "
        "doctor says that it could not look at the quorum. The rule cannot see what it is for there."
    ),
    "topic-error": "Not tried: brokers should tell of it only with topics asked for by name, and all are asked for.",
}
"""By rule, why there is none; frozen states prove them in tests/unit/insight/doctor."""

"""Every znode Kafka 2.3–3.9 keeps, what is in it, who writes it and when it goes.

Paths and formats: kafka.zk.ZkData (core/src/main/scala/kafka/zk/ZkData.scala); migration's: kafka.zk.KafkaZkClient
(KIP-866). Those about people and clients are in `znode_client_rules`.
"""

from __future__ import annotations

from kafkatui.insight.znode_rule import ZnodeRule
from kafkatui.model.place import PlaceKind

# fmt: off
CLUSTER_RULES = (
    ZnodeRule(
        "/", "root", "Root of this cluster's znodes.",
        "What the connect string's chroot names, or the ensemble's own root.",
    ),
    ZnodeRule(
        "/admin", "admin", "Requests to the controller.",
        "Tools leave work for the controller here; it removes what is done.",
    ),
    ZnodeRule(
        "/admin/delete_topics", "delete-topics", "Topics waiting to be deleted.",
        "One child per topic; empty in a healthy cluster.", PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/admin/delete_topics/{topic}", "delete-topic", "A topic waiting to be deleted.",
        "Written by the controller (or kafka-topics --zookeeper, before Kafka 3.0), which removes it when every "
        "replica is deleted. If it stays, a replica's broker is down or delete.topic.enable is false.",
        PlaceKind.TOPIC,
    ),
    ZnodeRule(
        "/admin/reassign_partitions", "reassignment", "Replica reassignment in progress.",
        "Written by kafka-reassign-partitions before Kafka 2.4 (later tools use the API, KIP-455), removed by"
        " the controller when all partitions have moved.", PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/admin/preferred_replica_election", "preferred-election", "Preferred leader election asked for.",
        "Written by the election tool before Kafka 2.4 (later: the API, KIP-460), removed by the controller "
        "when it is done.", PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/brokers", "brokers", "Brokers and topics.",
        "Created by the first broker; it stays.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/brokers/ids", "broker-ids", "Live brokers.",
        "One ephemeral child per broker that holds a ZooKeeper session; the controller watches it.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/brokers/ids/{broker}", "broker", "Broker registration.",
        "Written by the broker when it starts. Ephemeral: ZooKeeper removes it when the broker's session "
        "ends, at once on a clean stop, else after zookeeper.session.timeout.ms (18 s; 6 s before Kafka 2.5).",
        PlaceKind.BROKER,
    ),
    ZnodeRule(
        "/brokers/seqid", "broker-seqid", "Source of generated broker ids.",
        "Its data version is the last id given to a broker with broker.id.generation.enable; the data stays "
        "empty.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/brokers/topics", "topics", "All topics.",
        "One child per topic; the controller watches it.", PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/brokers/topics/{topic}", "topic", "Topic assignment.",
        "Written when the topic is created or its replicas move: which brokers keep each partition, the "
        "preferred leader first. The controller removes it when the topic is deleted.", PlaceKind.TOPIC,
    ),
    ZnodeRule(
        "/brokers/topics/{topic}/partitions", "partitions", "Partitions of a topic.",
        "Created by the controller with the topic's first partition.", PlaceKind.TOPIC,
    ),
    ZnodeRule(
        "/brokers/topics/{topic}/partitions/{partition}", "partition", "A partition.",
        "Holds only its state; created by the controller.", PlaceKind.TOPIC,
    ),
    ZnodeRule(
        "/brokers/topics/{topic}/partitions/{partition}/state", "partition-state", "Partition state.",
        "Leader and in-sync replicas. Written by the controller on every election, and below Kafka 2.7 by the"
        " leader when the ISR changes (later it asks the controller, KIP-497). It goes with the topic.",
        PlaceKind.TOPIC,
    ),
    ZnodeRule(
        "/cluster", "cluster", "The cluster's identity.",
        "Created by the first broker; it stays.", PlaceKind.CLUSTER,
    ),
    ZnodeRule(
        "/cluster/id", "cluster-id", "Cluster id.",
        "Written once by the first broker that ever started (KIP-78). A broker whose meta.properties names "
        "another refuses to start.", PlaceKind.CLUSTER,
    ),
    ZnodeRule(
        "/config", "config", "Dynamic configuration.",
        "What was set at run time, by kind of entity; brokers read it at start.",
    ),
    ZnodeRule(
        "/config/changes", "config-changes", "Notices of changed configuration.",
        "One sequential child per change; brokers watch it and re-read what it names.",
    ),
    ZnodeRule(
        "/config/changes/{change}", "config-change", "Notice of a changed configuration.",
        "Written by whoever changed it, read by every broker, removed after 15 minutes when the next change "
        "comes.",
    ),
    ZnodeRule(
        "/config/brokers", "broker-configs", "Dynamic configuration of brokers.",
        "One child per broker with its own settings.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/config/brokers/<default>", "broker-default-config", "Cluster-wide dynamic broker configuration.",
        "Written by kafka-configs --entity-default (KIP-226); a broker's own settings win.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/config/brokers/{broker}", "broker-config", "A broker's dynamic configuration.",
        "Written by kafka-configs or the API (KIP-226); wins over server.properties. Passwords in it are "
        "encrypted with password.encoder.secret, and hidden here. It stays when the broker goes.",
        PlaceKind.BROKER, "config",
    ),
    ZnodeRule("/config/topics", "topic-configs", "Configuration of topics.", "One child per topic.", PlaceKind.TOPICS),
    ZnodeRule(
        "/config/topics/{topic}", "topic-config", "Topic configuration.",
        "Written when the topic is created or altered: what differs from the brokers' defaults. It goes with "
        "the topic.", PlaceKind.TOPIC, "config",
    ),
    ZnodeRule(
        "/controller", "controller", "The controller.",
        "Written by the broker that won the election. Ephemeral: when it goes, every broker tries to write "
        "it, and the first becomes the controller.", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/controller_epoch", "controller-epoch", "Number of controller elections.",
        "Written by each new controller; brokers refuse requests of an older epoch.", PlaceKind.CLUSTER,
    ),
    ZnodeRule(
        "/feature", "feature", "Finalized features.",
        "Written by the controller (KIP-584, Kafka 2.7): the feature versions all brokers have agreed on.",
        PlaceKind.CLUSTER,
    ),
    ZnodeRule(
        "/isr_change_notification", "isr-changes", "Notices of changed in-sync replicas.",
        "Leaders below Kafka 2.7 leave sequential children here; the controller reads and removes them.",
        PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/isr_change_notification/{change}", "isr-change", "Notice of changed in-sync replicas.",
        "Written by a leader for the partitions whose ISR it changed, removed by the controller.", PlaceKind.TOPICS,
    ),
    ZnodeRule(
        "/latest_producer_id_block", "producer-ids", "Producer ids given out last.",
        "Written by the broker (below Kafka 3.0) or controller that takes the next block of ids for "
        "idempotent producers.", PlaceKind.CLUSTER,
    ),
    ZnodeRule(
        "/log_dir_event_notification", "log-dir-events", "Notices of failed log directories.",
        "Brokers leave sequential children here; the controller reads and removes them (KIP-112).", PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/log_dir_event_notification/{event}", "log-dir-event", "Notice of a failed log directory.",
        "Written by the broker whose disk failed; the controller then moves leaders away and removes it.",
        PlaceKind.BROKERS,
    ),
    ZnodeRule(
        "/migration", "migration", "State of a migration to KRaft.",
        "Written by the KRaft controller that copies this cluster's metadata (KIP-866, Kafka 3.4).", PlaceKind.CLUSTER,
    ),
    ZnodeRule("/zookeeper", "zookeeper", "ZooKeeper's own.", "Kept by the servers, not by Kafka.", PlaceKind.ZOOKEEPER),
    ZnodeRule(
        "/zookeeper/config", "zookeeper-config", "The ensemble's members.",
        "Written by the servers on reconfiguration.", PlaceKind.ZOOKEEPER,
    ),
    ZnodeRule(
        "/zookeeper/{part*}", "zookeeper-part", "ZooKeeper's own.",
        "Quotas and the like, kept by the servers.", PlaceKind.ZOOKEEPER,
    ),
)
# fmt: on

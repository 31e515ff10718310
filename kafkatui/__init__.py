"""kafkatui: a terminal explorer for an Apache Kafka cluster and the ZooKeeper behind it."""

__version__ = "0.1.0"

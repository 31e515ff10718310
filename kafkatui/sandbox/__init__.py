"""A real Kafka and ZooKeeper on this machine, for the demo, the tests and the benchmarks.

May import: config, model; raw clients only.
"""

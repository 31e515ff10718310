"""The living cluster: owns the clients, polls, caches, keeps events, runs tasks.

May import: kafka, zookeeper, insight, codec, config, model; never view or textual.
"""

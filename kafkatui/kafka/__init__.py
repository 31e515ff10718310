"""Kafka to model: connection, metadata, offsets, groups, configs, log dirs, tail, produce.

May import: codec, config, model.
"""

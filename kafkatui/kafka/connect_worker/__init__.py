"""Kafka Connect's workers, by their REST interface.

May import: kafka/connect, config, codec, model.
"""

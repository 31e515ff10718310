"""The schema registry beside Kafka, by Confluent's API.

May import: kafka/connect, config, codec, model.
"""

"""Requests of Kafka's protocol that kafka-python does not know yet, as its message classes.

May import: kafka-python; import it late.
"""

"""What changes Kafka: records sent. Built only where writing is allowed.

May import: kafka.connect, kafka.read and what they may import.
"""
